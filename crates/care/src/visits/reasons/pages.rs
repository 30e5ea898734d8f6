//! What people see of the list of reasons.

use kernel::Date;
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Reply, View};

use super::{
    model::{Begins, CAPS, Reason, ReasonId, Says, seeds},
    store,
};
use crate::given::Kind;

/// The list of reasons.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReasonList {
    /// Those offered today.
    pub living: Vec<Reason>,
    /// Those ended.
    pub ended: Vec<Reason>,
    /// Whether it can be changed.
    pub may_manage: bool,
}

ui::page!(
    ReasonList,
    "visits/reasons/pages/list.html",
    |_p, cx| cx.t("visits.reasons.title"),
    wide
);

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<ReasonList> {
    let today = view.today();
    let all = store::now(view, view.union())?;
    let (living, ended) = all.into_iter().partition(|r: &Reason| r.lives_on(today));
    Ok(ReasonList {
        living,
        ended,
        may_manage: view.actor().may(CARE_MANAGE),
    })
}

impl ReasonList {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = if self.may_manage {
            cx.main_link("/visits/reasons/new", "visits.reasons.new")
        } else {
            Html::none()
        };
        html!(
            "{}{}",
            cx.crumbs([(cx.t("visits.title"), "/visits")]),
            cx.heading(cx.t("visits.reasons.title"), cx.t("visits.reasons.under"), acts)
        )
    }
    fn table<'a>(&self, cx: &'a Cx, rows: &[Reason]) -> Table<'a> {
        let cols = [
            Col::text("name", "visits.reason.name"),
            Col::text("begins", "visits.reason.begins"),
            Col::number("due", "visits.reason.due_days"),
            Col::number("visitors", "visits.reason.visitors").minor(),
            Col::text("cap", "visits.reason.cap"),
            Col::text("proof", "visits.reason.proof").minor(),
        ];
        cx.table("visits.reasons.title", cols)
            .empty(cx.empty("visits.reasons.none"))
            .rows(rows.iter().map(|r| {
                Row::new()
                    .link(&format!("/visits/reasons/{}", r.id))
                    .cell(html!("{} {}", &r.says.name, private(cx, &r.says)))
                    .cell(begins(cx, &r.says))
                    .cell(cx.number(r.says.due_days))
                    .cell(cx.number(r.says.visitors))
                    .cell(cap_word(cx, &r.says))
                    .cell(proof(cx, &r.says))
            }))
    }
}

fn private(cx: &Cx, says: &Says) -> Html {
    if says.sensitive {
        cx.badge(State::Info, cx.t("visits.reason.private"))
    } else {
        Html::none()
    }
}

fn begins(cx: &Cx, says: &Says) -> String {
    match &says.season {
        Some(season) => format!("{} {season}", cx.t(&says.begins.word())),
        None => cx.t(&says.begins.word()),
    }
}

fn cap_word(cx: &Cx, says: &Says) -> String {
    says.cap
        .map_or_else(|| cx.t("visits.reason.no_cap"), |key| cx.t(&key.word()))
}

fn proof(cx: &Cx, says: &Says) -> String {
    match (says.photo, says.receipt) {
        (true, true) => cx.t("visits.reason.both"),
        (true, false) => cx.t("visits.reason.photo"),
        (false, true) => cx.t("visits.reason.receipt"),
        (false, false) => cx.t("visits.reason.no_proof"),
    }
}

/// Which reason.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: ReasonId,
}

/// A reason with its versions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReasonPage {
    /// As it stands.
    pub reason: Reason,
    /// Versions before, the latest first.
    pub before: Vec<Reason>,
    /// Whether it is offered.
    pub lives: bool,
    /// Whether it can be changed.
    pub may_manage: bool,
}

ui::page!(ReasonPage, "visits/reasons/pages/show.html", |p, _cx| p
    .reason
    .says
    .name
    .clone());

pub(super) fn show(view: &View<'_>, which: Which) -> Reply<ReasonPage> {
    let reason = store::get(view, view.union(), which.id)?;
    let mut before = store::versions(view, view.union(), which.id)?;
    before.retain(|old| old.version < reason.version);
    Ok(ReasonPage {
        lives: reason.lives_on(view.today()),
        reason,
        before,
        may_manage: view.actor().may(CARE_MANAGE),
    })
}

impl ReasonPage {
    fn at(&self, tail: &str) -> String {
        format!("/visits/reasons/{}{tail}", self.reason.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let mut acts = Html::none();
        let seen = |what: &str| format!("{}?version={}", self.at(what), self.reason.version);
        if self.may_manage && self.lives {
            acts.add(cx.main_link(&self.at("/edit"), "ui.act.edit"));
            acts.add(cx.button(&seen("/end"), "visits.reasons.end"));
        } else if self.may_manage {
            acts.add(cx.button(&seen("/revive"), "visits.reasons.revive"));
        }
        let under = match self.reason.ended {
            Some(day) => cx.badge(State::Off, cx.t1("visits.reasons.ended_on", "day", cx.date(day))),
            None => Html::none(),
        };
        html!(
            "{}{}",
            cx.crumbs([
                (cx.t("visits.title"), "/visits"),
                (cx.t("visits.reasons.title"), "/visits/reasons")
            ]),
            cx.heading(&self.reason.says.name, under, acts)
        )
    }
    fn facts(&self, cx: &Cx, says: &Says) -> Html {
        let yes = |flag: bool| cx.t(if flag { "visits.yes" } else { "visits.no" });
        let facts = cx
            .facts()
            .fact("visits.reason.begins", begins(cx, says))
            .fact("visits.reason.ahead_days", cx.number(says.ahead_days))
            .fact("visits.reason.due_days", cx.number(says.due_days))
            .fact("visits.reason.visitors", cx.number(says.visitors))
            .fact("visits.reason.cap", cap_word(cx, says))
            .fact("visits.reason.kind", cx.t(&says.kind.word()))
            .fact("visits.reason.proof", proof(cx, says))
            .fact("visits.reason.sensitive", yes(says.sensitive));
        Html::trusted(facts.to_string())
    }
}

/// The form of a reason.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReasonForm {
    /// The reason to change; none for a new one.
    pub id: Option<ReasonId>,
    /// Its version.
    pub version: i64,
    /// What it says.
    pub says: Says,
    /// Today.
    pub today: Date,
}

ui::page!(ReasonForm, "visits/reasons/pages/form.html", |p, cx| p.title(cx));

pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<ReasonForm> {
    let first = seeds().into_iter().next().map(|seed| seed.says);
    let says = first.ok_or_else(|| web::Fault::other("no reasons come with the program"))?;
    Ok(ReasonForm {
        id: None,
        version: 0,
        says: Says {
            name: String::new(),
            cap: None,
            kind: Kind::Visit,
            sensitive: false,
            ..says
        },
        today: view.today(),
    })
}

pub(super) fn edit(view: &View<'_>, which: Which) -> Reply<ReasonForm> {
    let reason = store::get(view, view.union(), which.id)?;
    Ok(ReasonForm {
        id: Some(reason.id),
        version: reason.version,
        says: reason.says,
        today: view.today(),
    })
}

impl ReasonForm {
    fn title(&self, cx: &Cx) -> String {
        match self.id {
            Some(_) => self.says.name.clone(),
            None => cx.t("visits.reasons.new"),
        }
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("visits.title"), "/visits"),
            (cx.t("visits.reasons.title"), "/visits/reasons"),
        ])
    }
    fn action(&self) -> String {
        match self.id {
            Some(id) => format!("/visits/reasons/{id}/edit"),
            None => "/visits/reasons/new".to_owned(),
        }
    }
    fn back(&self) -> String {
        match self.id {
            Some(id) => format!("/visits/reasons/{id}"),
            None => "/visits/reasons".to_owned(),
        }
    }
    fn begins(&self, cx: &Cx) -> Vec<Choice> {
        let choice = |b: &Begins| Choice::new(b.key(), cx.t(&b.word()));
        Begins::ALL.iter().map(choice).collect()
    }
    fn caps(&self, cx: &Cx) -> Vec<Choice> {
        CAPS.iter()
            .map(|key| Choice::new(key.name, cx.t(&key.word())))
            .collect()
    }
    fn cap(&self) -> &'static str {
        self.says.cap.map_or("", |key| key.name)
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        let choice = |k: &Kind| Choice::new(k.key(), cx.t(&k.word()));
        Kind::ALL.iter().map(choice).collect()
    }
}
