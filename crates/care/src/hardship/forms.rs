//! How a dossier is written by officers, from paper or anew.

use std::collections::BTreeMap;

use kernel::{Date, Text};
use org::{
    MemberId,
    members::{Field as Known, history, sealed, store as members},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    KIND,
    acts::{self, This, WHOLE, done, is_open},
    body::{Body, Reading, Wrong},
    drawing::{Drawing, rows},
    event::Happened,
    model::{Brief, Card, DossierId, State, Status, Step, Way},
    store,
};

/// What the register knows already of an applicant.
pub(super) fn prefill(view: &View<'_>, member: MemberId) -> Reply<Body> {
    let course = history::believed(view, view.union(), member)?;
    let known = course.last().map(|(is, _)| is.particulars.clone()).unwrap_or_default();
    let mut body = Body::default();
    let mut put = |key: &str, text: Option<&str>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            body.own.insert(key.to_owned(), text.to_owned());
        }
    };
    put("name", Some(known.name()));
    put("phone", known.get(Known::Phone));
    put("address", known.get(Known::Address));
    put("worked_since", known.get(Known::Hired));
    let unit = view
        .actor()
        .standing
        .as_ref()
        .map(|standing| standing.union_name.as_str());
    put("unit", unit.map(|name| name.trim_end_matches("工会")));
    let number = sealed::identity(view, view.union(), member)?;
    let resident = number
        .as_ref()
        .filter(|n| n.kind() == kernel::identity::IdentityKind::Resident);
    put("number", resident.map(|n| n.reveal()));
    Ok(body)
}

/// A dossier to be written by an officer.
#[derive(Clone, Serialize, JsonSchema)]
pub struct OfficeForm {
    /// Which; none for a new one.
    pub id: Option<DossierId>,
    /// Whose.
    pub name: Option<String>,
    /// Its version.
    pub version: i64,
    /// What it says, for a reader whose reading was just recorded.
    pub body: Option<Body>,
    /// Whether it only brings a filed dossier up to date.
    pub filed: bool,
    /// Whether it came on paper.
    pub paper: bool,
    /// Members to choose from.
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
    /// How many rows of family and costs are shown.
    #[serde(skip)]
    pub rows: (usize, usize),
    /// Today.
    pub today: Date,
}

ui::page!(OfficeForm, "hardship/pages/form.html", |p, cx| cx.t(p.title()));

impl OfficeForm {
    /// Whether the signed application with the consent was not seen yet.
    fn asks_consent(&self) -> bool {
        self.paper && self.body.as_ref().is_none_or(|body| body.agreed.is_none())
    }
    fn title(&self) -> &'static str {
        if self.id.is_some() {
            "hardship.form.edit"
        } else {
            "hardship.form.paper"
        }
    }
    fn at(&self) -> String {
        self.id
            .map_or_else(|| "/hardships/new".to_owned(), |id| format!("/hardships/{id}/edit"))
    }
    fn heading(&self, cx: &Cx) -> Html {
        let back = self
            .id
            .map_or_else(|| "/hardships".to_owned(), |id| format!("/hardships/{id}"));
        let crumbs = cx.crumbs([(cx.t("hardship.list.title"), back)]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t(self.title()), self.name.clone().unwrap_or_default(), "")
        )
    }
    fn fields(&self, cx: &Cx) -> Html {
        let none = Body::default();
        Drawing {
            cx,
            body: self.body.as_ref().unwrap_or(&none),
            rows: self.rows,
        }
        .whole()
    }
    fn guardian(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.guardian)
    }
    fn reveal(&self, cx: &Cx) -> Html {
        let at = self.id.map(|id| format!("/hardships/{id}/reveal")).unwrap_or_default();
        super::show::ask(cx, &at, "hardship.show.open")
    }
}

/// For whom a dossier is begun.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct For {
    /// Who was looked for.
    find: Option<Text<40>>,
}

pub(super) fn new_page(view: &View<'_>, q: For) -> Reply<OfficeForm> {
    let body = Body::default();
    Ok(OfficeForm {
        id: None,
        name: None,
        version: 0,
        filed: false,
        paper: true,
        members: members::choose(view, q.find.as_deref().unwrap_or_default())?,
        rows: rows(view, &body),
        body: Some(body),
        today: view.today(),
    })
}

/// A dossier from paper.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Enter {
    /// Whose.
    member: MemberId,
    /// Whether the signed application with the consent was seen.
    #[serde(default)]
    seen: bool,
    /// `draft` keeps it without handing it in.
    go: Option<Text<10>>,
    /// The items: `name`, `f0_name`, `c0_amount` …
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Refuses a second dossier of somebody whose first is not over.
pub(super) fn only_one(act: &Act<'_>, member: MemberId) -> Reply<()> {
    let over = |status| matches!(status, Status::Exited | Status::Refused | Status::Withdrawn);
    let all = store::of_member(act, act.union(), member)?;
    if all.iter().any(|card| !over(card.state.status())) {
        return Err(Refusal::new("hardship.refusal.one_is_open").status(409).into());
    }
    Ok(())
}

/// Enters a dossier from paper.
pub(super) fn enter(act: &mut Act<'_>, form: Enter) -> Reply<Done> {
    let member = members::find(act, act.union(), form.member)?.filter(|member| member.status.belongs());
    let member = member.ok_or_else(|| Refusal::field("member", "hardship.refusal.no_member"))?;
    only_one(act, member.id)?;
    let draft = form.go.is_some();
    let mut wrong = Wrong::default();
    if !form.seen && !draft {
        wrong.add("seen", "hardship.form.seen_needed");
    }
    let mut had = prefill(act, member.id)?;
    had.agreed = form.seen.then(|| act.today());
    let body = Reading {
        typed: &form.fields,
        had: &had,
        today: act.today(),
        whole: !draft,
    }
    .read(&mut wrong);
    wrong.finish()?;
    let id = begin(act, (member.id, member.name, Way::Paper), &body, draft)?;
    let said = if draft {
        "hardship.said.kept"
    } else {
        "hardship.said.applied"
    };
    Ok(done(id, said))
}

/// Keeps a new dossier, and hands it in unless it is a draft.
pub(super) fn begin(
    act: &Act<'_>,
    (member, name, way): (MemberId, String, Way),
    body: &Body,
    draft: bool,
) -> Reply<DossierId> {
    let card = Card {
        id: act.id(),
        member,
        name,
        way,
        entered_by: act.actor().account,
        started_at: act.now(),
        state: State::Draft,
        text: 1,
        brief: brief(&Brief::default(), body),
        version: 1,
    };
    let text: kernel::Id<()> = act.id();
    let mark = store::add(act.writer(), act.union(), &card, text, body)?;
    act.note(&Happened::Written {
        dossier: card.id,
        text: text.raw(),
        number: 1,
        mark,
    })?;
    if !draft {
        acts::step(act, &card, 1, &Step::Applied { on: act.today() })?;
    }
    Ok(card.id)
}

fn brief(was: &Brief, body: &Body) -> Brief {
    Brief {
        cause: body.get("cause").map(str::to_owned),
        ..was.clone()
    }
}

pub(super) fn edit_page(view: &View<'_>, q: This) -> Reply<OfficeForm> {
    let card = acts::seen(view, q.id)?;
    if !card.state.may_write() {
        return Err(super::model::Cannot(card.state.status()).into());
    }
    let body = if is_open(view, q.id, WHOLE)? {
        Some(acts::body(view, &card)?.masked())
    } else {
        // a form that is shown again keeps what was typed, however long that took, and tells nothing besides
        view.typed("version").map(|_| Body::default())
    };
    let shown = body.clone().unwrap_or_default();
    Ok(OfficeForm {
        id: Some(q.id),
        name: Some(card.name),
        version: card.version,
        filed: card.state.status() == Status::Filed,
        paper: card.way == Way::Paper,
        members: Vec::new(),
        rows: rows(view, &shown),
        body,
        today: view.today(),
    })
}

/// A dossier, written anew.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Edit {
    id: DossierId,
    version: i64,
    /// Whether the signed application with the consent was seen.
    #[serde(default)]
    seen: bool,
    /// `draft` keeps it without handing it in.
    go: Option<Text<10>>,
    /// The items.
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

/// Writes a dossier anew; what was returned is handed in again, what is on file stays there.
pub(super) fn edit(act: &mut Act<'_>, form: Edit) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    let draft = form.go.is_some();
    let agreed = form.seen.then(|| act.today());
    write(act, &card, form.version, &form.fields, draft, agreed)?;
    let said = if draft || card.state.status() == Status::Filed {
        "hardship.said.kept"
    } else {
        "hardship.said.applied"
    };
    Ok(done(card.id, said))
}

/// Writes what a dossier says anew, by an officer or by the applicant.
pub(super) fn write(
    act: &Act<'_>,
    card: &Card,
    version: i64,
    fields: &BTreeMap<String, String>,
    draft: bool,
    agreed: Option<Date>,
) -> Reply<()> {
    if !card.state.may_write() {
        return Err(super::model::Cannot(card.state.status()).into());
    }
    let mut had = acts::body(act, card)?;
    had.agreed = had.agreed.or(agreed);
    let mut wrong = Wrong::default();
    if !draft && card.way == Way::Paper && had.agreed.is_none() {
        wrong.add("seen", "hardship.form.seen_needed");
    }
    let body = Reading {
        typed: fields,
        had: &had,
        today: act.today(),
        whole: !draft,
    }
    .read(&mut wrong);
    wrong.finish()?;
    let mut card = Card {
        brief: brief(&card.brief, &body),
        ..card.clone()
    };
    let (text, number, mark) = store::say(act, &card, version, &body)?;
    act.note(&Happened::Written {
        dossier: card.id,
        text: text.raw(),
        number,
        mark,
    })?;
    (card.text, card.version) = (number, version + 1);
    if card.state.status() == Status::Filed {
        return Ok(store::set_people(act.writer(), act.union(), card.id, body.numbers())?);
    }
    if !draft {
        acts::step(act, &card, card.version, &Step::Applied { on: act.today() })?;
    }
    Ok(())
}

/// The record of a dossier.
pub(super) fn record(id: DossierId) -> Record {
    Record::new(KIND, id)
}
