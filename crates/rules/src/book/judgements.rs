//! What rules said to decisions: those at which a rule spoke up, with the reasons given, for whoever answers for them and
//! for the audit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row as Line, State, html};
use web::{Reply, View, record_path};

use super::list::key_name;
use crate::{
    judging::JudgementId,
    model::{judge::Outcome, key::ALL, row::Severity},
    say,
    store::{self, JudgementLine},
};

/// Most judgements on the page.
const MOST: i64 = 500;

/// What is asked.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(crate) struct Ask {
    /// Only this key.
    #[serde(default)]
    key: Option<String>,
    /// Those that kept to the rules too.
    #[serde(default)]
    all: bool,
}

/// What rules said to decisions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Judgements {
    /// The latest first.
    pub judgements: Vec<JudgementLine>,
    /// Only this key.
    pub key: Option<String>,
    /// Those that kept to the rules too.
    pub all: bool,
}

ui::page!(
    Judgements,
    "book/pages/judgements.html",
    |_p, cx| cx.t("rules.judgements.title"),
    wide
);

pub(crate) fn page(view: &View<'_>, ask: Ask) -> Reply<Judgements> {
    Ok(Judgements {
        judgements: store::judgements(view, view.union(), !ask.all, ask.key.as_deref(), MOST)?,
        key: ask.key,
        all: ask.all,
    })
}

fn outcome(cx: &Cx, j: &JudgementLine) -> Html {
    let state = match j.severity {
        None if j.outcome == Outcome::Kept => State::Done,
        None | Some(Severity::Inform) => State::Info,
        Some(_) => State::Soon,
    };
    cx.badge(state, cx.t(&format!("rules.outcome.{}", j.outcome.key())))
}

/// What the rule said then: wording and value as kept.
fn said(cx: &Cx, j: &JudgementLine) -> String {
    match (&j.value, j.wording) {
        (Some(value), Some(wording)) => cx.t1(&format!("rules.wording.{}", wording.key()), "value", value),
        _ => cx.t("rules.outcome.no_rule"),
    }
}

impl Judgements {
    fn heading(&self, cx: &Cx) -> Html {
        html!(
            "{}{}",
            cx.crumbs([(cx.t("rules.title"), "/rules")]),
            cx.heading(
                cx.t("rules.judgements.title"),
                cx.t("rules.judgements.about"),
                Html::none()
            )
        )
    }
    fn ask(&self, cx: &Cx) -> Html {
        let keys: Vec<Choice> = ALL.iter().map(|key| Choice::new(key.name, cx.t(&key.word()))).collect();
        html!(
            "{}{}{}{}",
            cx.ask_open("/rules/judgements"),
            Html::trusted(cx.field("key", "rules.col.key").filter(keys, &self.key).to_string()),
            Html::trusted(cx.field("all", "rules.judgements.all").tick(self.all).to_string()),
            cx.ask_close("rules.here.show")
        )
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("key", "rules.col.key"),
            Col::day("day", "rules.judgements.day"),
            Col::text("asked", "rules.judgements.asked"),
            Col::text("sets", "rules.col.sets"),
            Col::day("outcome", "rules.judgements.outcome"),
            Col::text("reason", "rules.judgements.reason"),
            Col::text("who", "rules.judgements.who").minor(),
        ];
        let rows = self.judgements.iter().map(|j| {
            Line::new()
                .link(&format!("/rules/judgements/{}", j.id))
                .cell(key_name(cx, &j.key))
                .cell(cx.date(j.day))
                .cell(&j.asked)
                .cell(said(cx, j))
                .cell(outcome(cx, j))
                .cell(j.reason.clone())
                .cell(j.who.clone())
        });
        let table = cx
            .table("rules.judgements.title", cols)
            .rows(rows)
            .empty(cx.empty("rules.judgements.none"));
        Html::trusted(table.to_string())
    }
}

/// Which judgement.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Which {
    id: JudgementId,
}

/// One judgement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Judgement {
    /// It.
    #[serde(flatten)]
    pub judgement: JudgementLine,
}

ui::page!(Judgement, "book/pages/judgement.html", |p, cx| key_name(
    cx,
    &p.judgement.key
));

pub(crate) fn one(view: &View<'_>, q: Which) -> Reply<Judgement> {
    let judgement = store::judgement(view, view.union(), q.id)?;
    Ok(Judgement { judgement })
}

impl Judgement {
    fn heading(&self, cx: &Cx) -> Html {
        let steps = [
            (cx.t("rules.title"), "/rules"),
            (cx.t("rules.judgements.title"), "/rules/judgements"),
        ];
        let heading = cx.heading(
            key_name(cx, &self.judgement.key),
            cx.date_full(self.judgement.day),
            Html::none(),
        );
        html!("{}{}", cx.crumbs(steps), heading)
    }
    fn facts(&self, cx: &Cx) -> Html {
        let j = &self.judgement;
        let mut facts = cx
            .facts()
            .fact("rules.judgements.outcome", outcome(cx, j))
            .fact("rules.judgements.asked", &j.asked)
            .fact("rules.col.sets", said(cx, j));
        if j.comes_to.is_some() && j.comes_to != j.value {
            facts = facts.fact("rules.judgements.comes_to", j.comes_to.clone());
        }
        if let Some(rule) = j.rule {
            facts = facts
                .fact("rules.col.place", say::place(cx.lang, j.place.as_ref()))
                .long("rules.col.basis", j.basis.clone())
                .fact(
                    "rules.col.state",
                    cx.t(if j.confirmed == Some(true) {
                        "rules.state.confirmed"
                    } else {
                        "rules.state.unconfirmed"
                    }),
                )
                .door(
                    "rules.judgements.rule",
                    cx.t("rules.judgements.open_rule"),
                    &format!("/rules/rows/{rule}"),
                );
        }
        let facts = facts
            .long(
                "rules.judgements.reason",
                j.reason.clone().unwrap_or_else(|| "—".to_owned()),
            )
            .fact("rules.judgements.who", j.who.clone())
            .fact("rules.judgements.at", cx.instant(j.at))
            .door(
                "rules.judgements.record",
                cx.t("rules.judgements.open_record"),
                &record_path(&j.record_kind, j.record_id),
            );
        Html::trusted(facts.to_string())
    }
}
