//! The way in: the address that a union opens to everybody who wishes to join, its poster, and what applicants agree to.

use kernel::{Instant, Lang, Text};
use org::{accounts::code, tree};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    event::Happened,
    model::KEEP_DAYS,
    store::{self, Consent},
};

/// Most days that a refused application is kept.
const KEEP_MOST: i64 = 365;

/// The way in of a union.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WayPage {
    /// The address that the square code leads to, if a way is open.
    pub address: Option<String>,
    /// Since when it is open.
    pub since: Option<Instant>,
    /// What applicants agree to, once the union has a text.
    pub consent: Option<Consent>,
    /// The text to begin with.
    #[serde(skip)]
    pub draft: String,
}

ui::page!(WayPage, "joining/pages/way.html", |_p, cx| cx.t("joining.way.title"));

/// The square code of an address. A browser says under which address it reached us only when it comes from another page
/// of ours; a code without it would lead nowhere, so that `again` is offered instead.
fn square(cx: &Cx, address: &str, again: &str) -> Html {
    if address.starts_with('/') {
        let door = cx.link_button(again, "joining.way.again");
        return cx.note(ui::State::Info, html!("{} {}", cx.t("joining.way.no_site"), door));
    }
    ui::qr(address, cx.t("joining.way.code"))
}

/// The address of the open way in, as phones reach it.
fn address(view: &View<'_>) -> Reply<Option<(String, Instant)>> {
    let link = store::link_of(view, view.union())?;
    Ok(link.map(|link| {
        let site = view.site().unwrap_or_default();
        (format!("{site}/apply/{}", link.code), link.made_at)
    }))
}

pub(super) fn show(view: &View<'_>, _: Nothing) -> Reply<WayPage> {
    let open = address(view)?;
    let name = tree::get(view, view.union())?.name;
    let draft = ui::words::find(Lang::Zh, "joining.consent.draft").unwrap_or_default();
    Ok(WayPage {
        since: open.as_ref().map(|(_, since)| *since),
        address: open.map(|(address, _)| address),
        consent: store::consent(view, view.union())?,
        draft: ui::words::fill(draft, &[("union", &name)]),
    })
}

impl WayPage {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("joining.list.title"), "/applications")])
    }
    /// The square code; a way to see it where the browser has not said under which address it reached us.
    fn square(&self, cx: &Cx) -> Html {
        square(cx, self.address.as_deref().unwrap_or_default(), "/applications/way")
    }
    fn text(&self) -> &str {
        self.consent.as_ref().map_or(&self.draft, |consent| &consent.body)
    }
    fn keep_days(&self) -> i64 {
        self.consent.as_ref().map_or(KEEP_DAYS, |consent| consent.keep_days)
    }
    /// The text of consent and the days, to be changed.
    fn fields(&self, cx: &Cx) -> Html {
        let text = cx.field("body", "joining.consent.text").required().max(2000);
        let text = text.hint("joining.consent.text_hint").long_area(self.text());
        let days = cx.field("keep_days", "joining.consent.keep_days").required();
        let days = days.hint("joining.consent.keep_days_hint").from(1_i64).until(KEEP_MOST);
        html!(
            "{}{}",
            Html::trusted(text.to_string()),
            Html::trusted(days.number(self.keep_days()).to_string())
        )
    }
}

/// What applicants agree to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Agreed {
    /// The text.
    body: Text<2000>,
    /// How many days a refused application is kept.
    keep_days: i64,
}

/// A way in to be opened, with the text of consent if there is none yet.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Open {
    body: Option<Text<2000>>,
    keep_days: Option<i64>,
}

/// Opens a way in; one that was open before leads nowhere from now on.
pub(super) fn open(act: &mut Act<'_>, form: Open) -> Reply<Done> {
    let (union, by) = (act.union(), (act.actor().account, act.now()));
    if store::consent(act, union)?.is_none() {
        let body = form
            .body
            .ok_or_else(|| Refusal::field("body", "web.refusal.required"))?;
        let keep_days = form.keep_days.unwrap_or(KEEP_DAYS);
        keep(act, Agreed { body, keep_days })?;
    }
    store::end_links(act.writer(), union, act.now())?;
    store::add_link(act.writer(), union, &code::by_chance(), by)?;
    act.note(&Happened::WayOpened { union })?;
    Ok(Done::to("/applications/way").say("joining.way.opened"))
}

/// Closes the way in: posters that hang lead nowhere; applications that came stay.
pub(super) fn close(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    let union = act.union();
    if !store::end_links(act.writer(), union, act.now())? {
        return Err(Refusal::new("joining.way.none").status(409).into());
    }
    act.note(&Happened::WayClosed { union })?;
    Ok(Done::to("/applications/way").say("joining.way.closed"))
}

/// Changes what applicants agree to from now on.
pub(super) fn consent(act: &mut Act<'_>, form: Agreed) -> Reply<Done> {
    keep(act, form)?;
    Ok(Done::to("/applications/way").say("joining.consent.kept"))
}

fn keep(act: &Act<'_>, new: Agreed) -> Reply<()> {
    if !(1..=KEEP_MOST).contains(&new.keep_days) {
        return Err(Refusal::field("keep_days", "joining.consent.days_wrong")
            .arg("most", KEEP_MOST)
            .into());
    }
    let union = act.union();
    let had = store::consent(act, union)?;
    let version = had.map_or(1, |had| had.version.saturating_add(1));
    let kept = Consent {
        version,
        body: new.body.into_string(),
        keep_days: new.keep_days,
        at: act.now(),
    };
    store::add_consent(act.writer(), union, &kept, act.actor().account)?;
    act.note(&Happened::Consent { union, version })?;
    Ok(())
}

/// The poster for the wall.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Poster {
    /// The union.
    pub union: String,
    /// Where the square code leads.
    pub address: String,
}

ui::page!(
    Poster,
    "joining/pages/poster.html",
    |_p, cx| cx.t("joining.poster.title"),
    print
);

pub(super) fn poster(view: &View<'_>, _: Nothing) -> Reply<Poster> {
    let (address, _) =
        address(view)?.ok_or_else(|| Refusal::new("joining.way.none").status(404).next("/applications/way"))?;
    Ok(Poster {
        union: tree::get(view, view.union())?.name,
        address,
    })
}

impl Poster {
    fn square(&self, cx: &Cx) -> Html {
        square(cx, &self.address, "/applications/poster")
    }
}
