//! A round on a member's phone: the application, and the list while it is published.

use kernel::{Date, Money, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, Table, html};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    super::{event::Happened, form, model::Stage, own::member},
    acts::{Told, hand_in, touch},
    model::{Child, ChildId, ChildStatus, Round, RoundId, Way},
    store,
};
use crate::{collections::mask, reason};

/// A line of the published list: masked name, group, stage, amount.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Published {
    /// The member's name, masked.
    pub name: String,
    /// The group.
    pub group: Option<String>,
    /// The stage of schooling.
    pub stage: Option<Stage>,
    /// What is given.
    pub amount: Option<Money>,
}

/// A round as members see it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnRound {
    /// Its id.
    pub id: RoundId,
    /// What it is called.
    pub title: String,
    /// A word to those who apply.
    pub note: Option<String>,
    /// From when until when applications are taken.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// After how many days what is known of children is deleted.
    pub keep_days: i64,
    /// Whether the reader may apply now.
    pub takes: bool,
    /// The list, while it is published.
    pub list: Vec<Published>,
    /// Until when it is published.
    pub shown_until: Option<Date>,
}

ui::page!(OwnRound, "aid/pages/own_round.html", |p, _cx| p.title.clone());

/// Which round.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct This {
    id: RoundId,
}

/// The list, as it is published.
pub(super) fn published(view: &View<'_>, round: &Round) -> Reply<Vec<Published>> {
    let bodies = org::body_names(view, view.union())?;
    let children = store::children(view, view.union(), round.id)?;
    let granted = children
        .into_iter()
        .filter(|child| child.status == ChildStatus::Granted);
    Ok(granted
        .map(|child| Published {
            name: mask(&child.name),
            group: child.body.and_then(|id| bodies.get(&id).cloned()),
            stage: child.stage,
            amount: child.amount,
        })
        .collect())
}

pub(in super::super) fn page(view: &View<'_>, q: This) -> Reply<OwnRound> {
    member(view)?;
    let today = view.today();
    let round = store::get(view, view.union(), q.id)?;
    let shown = round.is_shown(today);
    Ok(OwnRound {
        list: if shown { published(view, &round)? } else { Vec::new() },
        shown_until: round.notice.filter(|_| shown).map(|(_, until)| until),
        takes: round.takes(today).is_ok(),
        id: round.id,
        title: round.title,
        note: round.note,
        from: round.from,
        until: round.until,
        keep_days: round.keep_days,
    })
}

impl OwnRound {
    fn at(&self) -> String {
        format!("/me/aid/rounds/{}", self.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("aid.own.title"), "/me/aid")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(&self.title, cx.span(self.from, self.until), "")
        )
    }
    fn stages(&self, cx: &Cx) -> Vec<Choice> {
        form::stages(cx)
    }
    fn consent(&self, cx: &Cx) -> String {
        cx.t1("aid.round.consent_says", "days", self.keep_days)
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        list_table(cx, &self.list)
    }
    fn shown(&self, cx: &Cx) -> Html {
        match self.shown_until {
            Some(day) => Html::text(cx.t1("aid.round.shown_until", "day", cx.date_full(day))),
            None => Html::none(),
        }
    }
}

/// The published list as a table.
pub(super) fn list_table<'a>(cx: &'a Cx, list: &[Published]) -> Table<'a> {
    let cols = [
        Col::text("name", "aid.member"),
        Col::text("group", "aid.round.group"),
        Col::text("stage", "aid.stage.label"),
        Col::number("amount", "aid.amount"),
    ];
    let rows = list.iter().map(|line| {
        Row::new()
            .cell(&line.name)
            .cell(line.group.clone().unwrap_or_else(|| "—".to_owned()))
            .cell(line.stage.map_or_else(|| "—".to_owned(), |stage| cx.t(&stage.word())))
            .cell(line.amount.map_or_else(String::new, |amount| cx.money(amount)))
    });
    cx.table("aid.round.list", cols)
        .empty(cx.empty("aid.round.nobody"))
        .rows(rows)
}

/// An application of one's own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Apply {
    id: RoundId,
    child: Text<40>,
    school: Text<60>,
    stage: Stage,
    /// The guardian agrees.
    #[serde(default)]
    consent: bool,
}

pub(in super::super) fn apply(act: &mut Act<'_>, form: Apply) -> Reply<Done> {
    let me = member(act)?;
    let round = store::get(act, act.union(), form.id)?;
    round.takes(act.today())?;
    let told = Told {
        member: me,
        name: form.child,
        school: form.school,
        stage: form.stage,
        consent: form.consent,
        on: act.today(),
        way: Way::Own,
    };
    let id = hand_in(act, round.id, told)?;
    Ok(Done::to("/me/aid").record(id).say("aid.said.applied"))
}

/// Which application.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Withdraw {
    id: ChildId,
}

/// Takes one's own application back, before the list is sent.
pub(in super::super) fn withdraw(act: &mut Act<'_>, form: Withdraw) -> Reply<Done> {
    let me = member(act)?;
    let child = store::one(act, act.union(), form.id)?;
    if child.member != me {
        return Err(Refusal::missing().into());
    }
    if !matches!(child.status, ChildStatus::Applied | ChildStatus::Granted) {
        return Err(super::model::Cannot::State.into());
    }
    touch(act, child.round, None)?;
    let to = Child {
        status: ChildStatus::Withdrawn,
        amount: None,
        why: Some(reason::CHILD_OWN_WISH.to_owned()),
        ..child
    };
    store::set_child(act, &to)?;
    act.note(&Happened::Child {
        did: "aid_child.withdrawn",
        round: to.round,
        child: to.id,
        version: to.version + 1,
        amount: None,
    })?;
    Ok(Done::to("/me/aid").record(to.id).say("aid.said.own_withdrawn"))
}

/// An application in the member's list.
pub(in super::super) fn line(cx: &Cx, child: &Child) -> Html {
    let open = child.status == ChildStatus::Applied;
    let back = open.then(|| cx.button(&format!("/me/aid/children/{}/withdraw", child.id), "aid.own.withdraw"));
    let stage = child.stage.map(|stage| cx.t(&stage.word()));
    let amount = child.amount.map(|amount| cx.money(amount));
    html!(
        "<li><div><strong>{}</strong> {} {} <span class=\"quiet\">{}</span></div>{}</li>",
        stage.unwrap_or_else(|| cx.t("aid.round.deleted")),
        cx.badge(child.status.badge(), cx.t(&child.status.word())),
        amount,
        child.why.as_deref().map(|why| reason::said(cx, why)),
        back
    )
}
