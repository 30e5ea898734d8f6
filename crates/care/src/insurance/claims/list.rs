//! The claims of a union. Auditors read numbers, amounts and days; names are masked for them, and nothing is told of what
//! befell anybody.

use std::collections::BTreeMap;

use kernel::{Date, Money};
use org::{
    members,
    power::{INSURANCE_CLAIM, RULE_JUDGED},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use crate::insurance::{
    coverage,
    model::{ClaimId, State, Step},
    reach, store,
};

/// Where the claims stand.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Ask {
    step: Option<Step>,
}

/// A line of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimLine {
    /// The claim; none for who may not open it.
    pub id: Option<ClaimId>,
    /// Its number.
    pub number: String,
    /// Whose; masked for who may not open it.
    pub name: String,
    /// The plan by name.
    pub plan: String,
    /// Where it stands.
    pub step: Step,
    /// What was granted, or reckoned.
    pub amount: Money,
    /// It has to be claimed until this day, while it is not sent.
    pub due: Option<Date>,
    /// When the money came.
    pub paid: Option<Date>,
}

/// The claims.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Claims {
    /// Where they stand; all if none.
    pub step: Option<Step>,
    /// They, the latest first, at most 500.
    pub claims: Vec<ClaimLine>,
    /// How many stand where.
    pub counts: BTreeMap<Step, i64>,
    /// Whether the reader handles them.
    pub handles: bool,
}

ui::page!(
    Claims,
    "insurance/pages/claims.html",
    |_p, cx| cx.t("insurance.claim.title"),
    wide
);

/// The first letter of a name, the rest hidden.
fn mask(name: &str) -> String {
    let mut letters = name.chars();
    let first: String = letters.next().into_iter().collect();
    format!("{first}{}", "*".repeat(letters.count().clamp(1, 3)))
}

pub(in crate::insurance) fn list(view: &View<'_>, ask: Ask) -> Reply<Claims> {
    let (union, handles) = (view.union(), view.actor().may(INSURANCE_CLAIM));
    if !handles {
        view.need(RULE_JUDGED)?;
        reach::whole(view)?;
    }
    let found = store::claims(view, union, ask.step)?;
    let names = members::store::member_names(view, union, found.iter().map(|claim| claim.member))?;
    let mut claims = Vec::new();
    for claim in found {
        let name = names.get(&claim.member).cloned().unwrap_or_default();
        let cover = store::cover(view, union, claim.enrolled)?;
        let (amount, paid) = match claim.state {
            State::Accepted { granted, .. } => (granted, None),
            State::Paid { granted, paid, .. } => (granted, Some(paid)),
            _ => (claim.benefit, None),
        };
        claims.push(ClaimLine {
            id: handles.then_some(claim.id),
            number: claim.name(),
            name: if handles { name } else { mask(&name) },
            plan: cover.plan_name,
            step: claim.state.step(),
            amount,
            due: claim.due.filter(|_| claim.state.may_change()),
            paid,
        });
    }
    Ok(Claims {
        step: ask.step,
        claims,
        counts: store::counts(view, union)?,
        handles,
    })
}

/// Where a claim stands, as a badge.
pub(in crate::insurance) fn badge(cx: &Cx, step: Step) -> Html {
    let state = match step {
        Step::Open => ui::State::Draft,
        Step::Complete | Step::Accepted => ui::State::Soon,
        Step::Submitted => ui::State::Due,
        Step::Paid => ui::State::Done,
        Step::Refused | Step::Withdrawn => ui::State::Off,
    };
    cx.badge(state, cx.t(&format!("insurance.step.{}", step.key())))
}

impl Claims {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self.handles.then(|| cx.main_link("/claims/new", "insurance.claim.new"));
        html!(
            "{}{}{}",
            coverage::crumbs(cx),
            cx.heading(cx.t("insurance.claim.title"), "", new),
            coverage::tabs(cx, "/claims", true)
        )
    }
    fn chips(&self, cx: &Cx) -> Html {
        let all = (cx.t("insurance.claim.all"), "/claims".to_owned(), self.step.is_none());
        let steps = Step::ALL.iter().map(|step| {
            let word = cx.t(&format!("insurance.step.{}", step.key()));
            let n = self.counts.get(step).copied().unwrap_or_default();
            let label = if n > 0 { format!("{word} {n}") } else { word };
            (label, format!("/claims?step={}", step.key()), self.step == Some(*step))
        });
        cx.tabs(std::iter::once(all).chain(steps))
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("number", "insurance.claim.number"),
            Col::text("name", "org.field.name"),
            Col::text("plan", "insurance.batch.plan"),
            Col::number("amount", "insurance.claim.amount"),
            Col::day("due", "insurance.claim.due"),
            Col::day("step", "insurance.state"),
        ];
        let empty = if self.handles {
            cx.empty_first("insurance.claim.none", "/claims/new", "insurance.claim.new")
        } else {
            cx.empty("insurance.claim.none")
        };
        let rows = self.claims.iter().map(|line| {
            let due = line.due.map(|day| cx.due(day));
            let row = Row::new()
                .cell(&line.number)
                .cell(&line.name)
                .cell(&line.plan)
                .cell(cx.money(line.amount))
                .cell(due)
                .cell(badge(cx, line.step));
            match line.id {
                Some(id) => row.link(&format!("/claims/{id}")),
                None => row,
            }
        });
        cx.table("insurance.claim.title", cols)
            .empty(empty)
            .rows(rows)
            .most(store::CLAIMS, "ui.cut.filter")
    }
}
