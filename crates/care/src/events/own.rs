//! A member's own page of care (工会为我做的): what they received, who came to see them, and telling of oneself.

use kernel::Date;
use org::{MemberId, members};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    acts::{self, OwnForm},
    pages::to_tell,
};
use crate::{
    given::{self, Line},
    visits::{
        self, Status, VisitId,
        model::{Present, Told},
        reasons::ReasonId,
    },
};

/// Whoever looks, as a member of the union; refused if they are none.
fn me(view: &View<'_>) -> Reply<MemberId> {
    let member = view.actor().standing.as_ref().and_then(|s| s.member).map(MemberId::new);
    let card = member
        .map(|id| members::store::find(view, view.union(), id))
        .transpose()?
        .flatten();
    card.filter(|card| card.status.belongs())
        .map(|card| card.id)
        .ok_or_else(|| Refusal::new("visits.refusal.no_member").status(403).into())
}

/// A visit, as the member sees it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnVisit {
    /// Its id.
    pub id: VisitId,
    /// What for.
    pub reason: String,
    /// When it happened.
    pub happened: Date,
    /// What was told of it, if somebody came.
    pub told: Option<Told>,
    /// Whether the member can still confirm what they got.
    pub to_sign: bool,
    /// When they did.
    pub signed: Option<kernel::Instant>,
    /// What was answered to what they asked for.
    pub answer: Option<(String, Date)>,
}

/// What the union did for a member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnCare {
    /// What they received, the latest first.
    pub given: Vec<Line>,
    /// Visits made and owed, the latest first.
    pub visits: Vec<OwnVisit>,
}

ui::page!(OwnCare, "events/pages/own.html", |_p, cx| cx.t("visits.own.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<OwnCare> {
    let me = me(view)?;
    let all = visits::store::of_member(view, view.union(), me)?.into_iter();
    let shown = all.filter(|v| matches!(v.status, Status::Due | Status::Made));
    Ok(OwnCare {
        given: given::of_member(view, view.union(), me)?,
        visits: shown
            .map(|v| OwnVisit {
                id: v.id,
                reason: v.reason_name,
                happened: v.happened,
                to_sign: v.signed_at.is_none() && v.told.as_ref().is_some_and(|t| t.present != Present::None),
                signed: v.signed_at,
                answer: v.answered,
                told: v.told,
            })
            .collect(),
    })
}

impl OwnCare {
    fn heading(&self, cx: &Cx) -> Html {
        html!(
            "{}{}",
            cx.crumbs([(cx.t("web.account.title"), "/me/account")]),
            cx.heading(
                cx.t("visits.own.title"),
                cx.t("visits.own.under"),
                cx.main_link("/me/care/report", "visits.own.tell")
            )
        )
    }
    fn visits(&self, cx: &Cx) -> Html {
        self.visits.iter().map(|v| line(cx, v)).collect()
    }
    fn given<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::day("day", "visits.col.day"),
            Col::text("kind", "care.desk.kind"),
            Col::text("what", "visits.form.what"),
            Col::number("amount", "visits.col.amount"),
        ];
        cx.table("visits.own.given", cols)
            .empty(cx.empty("visits.own.nothing"))
            .rows(self.given.iter().map(|l| {
                Row::new()
                    .cell(cx.date(l.day))
                    .cell(cx.t(&l.kind.word()))
                    .cell(&l.what)
                    .cell(cx.money(l.amount))
            }))
    }
}

fn line(cx: &Cx, v: &OwnVisit) -> Html {
    let state = match &v.told {
        Some(told) => cx.badge(State::Done, cx.t1("visits.own.came", "day", cx.date(told.day))),
        None => cx.badge(State::Due, cx.t("visits.own.coming")),
    };
    let sign = if v.to_sign {
        cx.button(&format!("/me/care/visits/{}/sign", v.id), "visits.own.sign")
    } else if v.signed.is_some() {
        cx.badge(State::Done, cx.t("visits.own.signed"))
    } else {
        Html::none()
    };
    let answer = match &v.answer {
        Some((answer, _)) => html!("<p class=\"prose\">{} {}</p>", cx.t("visits.own.answer"), answer),
        None => Html::none(),
    };
    html!(
        "<li><div><strong>{}</strong> <span class=\"quiet\">{}</span> {}{}</div>{}</li>",
        &v.reason,
        cx.date(v.happened),
        state,
        answer,
        sign
    )
}

/// The form by which a member tells of themself.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnTell {
    /// Reasons to choose from.
    pub reasons: Vec<(ReasonId, String)>,
    /// Today.
    pub today: Date,
}

ui::page!(OwnTell, "events/pages/own_tell.html", |_p, cx| cx.t("visits.own.tell"));

pub(super) fn form(view: &View<'_>, _: Nothing) -> Reply<OwnTell> {
    me(view)?;
    Ok(OwnTell {
        reasons: to_tell(view)?,
        today: view.today(),
    })
}

impl OwnTell {
    fn reasons(&self) -> Vec<Choice> {
        self.reasons
            .iter()
            .map(|(id, name)| Choice::new(*id, name.clone()))
            .collect()
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("visits.own.title"), "/me/care")])
    }
}

/// A member tells of themself.
pub(super) fn tell(act: &mut Act<'_>, form: OwnForm) -> Reply<Done> {
    let me = me(act)?;
    acts::tell_own(act, me, form)
}

/// Which visit.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: VisitId,
}

/// A member confirms what they got.
pub(super) fn sign(act: &mut Act<'_>, which: Which) -> Reply<Done> {
    let me = me(act)?;
    if !visits::store::sign(act.writer(), act.union(), which.id, me, act.now())? {
        return Err(Refusal::missing().into());
    }
    act.note(&visits::event::Happened::Signed { visit: which.id })?;
    Ok(Done::to("/me/care").record(which.id).say("visits.said.signed"))
}
