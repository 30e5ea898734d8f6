//! All batches of a union.

use std::collections::HashMap;

use kernel::Date;
use org::power::{CARE_MANAGE, INSURANCE_CLAIM};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Nothing, Reply, View};

use super::badge;
use crate::insurance::{
    coverage,
    model::{Batch, PlanId, Status},
    store,
};

/// A line of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BatchLine {
    /// The batch.
    #[serde(flatten)]
    pub batch: Batch,
    /// How many are in it.
    pub people: i64,
}

/// The batches.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Batches {
    /// They, the latest first, at most 500.
    pub batches: Vec<BatchLine>,
    /// The plans by name.
    pub plans: HashMap<PlanId, String>,
    /// Whether the reader may make one.
    pub may_manage: bool,
    /// Whether the reader may open claims.
    #[serde(skip)]
    pub claims: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    Batches,
    "insurance/pages/batches.html",
    |_p, cx| cx.t("insurance.batch.title"),
    wide
);

pub(in crate::insurance) fn list(view: &View<'_>, _: Nothing) -> Reply<Batches> {
    let union = view.union();
    let lines = store::batches(view, union)?.into_iter().map(|batch| {
        let people = store::insured_count(view, union, batch.id)?;
        Ok(BatchLine { batch, people })
    });
    let plans = store::plans(view, union)?;
    Ok(Batches {
        batches: lines.collect::<Reply<_>>()?,
        plans: plans.into_iter().map(|plan| (plan.id, plan.terms.name)).collect(),
        may_manage: view.actor().may(CARE_MANAGE),
        claims: view.actor().may(INSURANCE_CLAIM),
        today: view.today(),
    })
}

impl Batches {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self
            .may_manage
            .then(|| cx.main_link("/enrolments/new", "insurance.batch.new"));
        html!(
            "{}{}{}",
            coverage::crumbs(cx),
            cx.heading(cx.t("insurance.batch.title"), "", new),
            coverage::tabs(cx, "/enrolments", self.claims)
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "insurance.batch.name"),
            Col::text("plan", "insurance.batch.plan"),
            Col::day("days", "insurance.batch.days"),
            Col::number("people", "insurance.batch.people"),
            Col::day("state", "insurance.state"),
        ];
        let empty = if self.may_manage {
            cx.empty_first("insurance.batch.none", "/enrolments/new", "insurance.batch.new")
        } else {
            cx.empty("insurance.batch.none")
        };
        let rows = self.batches.iter().map(|line| {
            let b = &line.batch;
            let row = Row::new()
                .link(&format!("/enrolments/{}", b.id))
                .cell(&b.name)
                .cell(self.plans.get(&b.plan))
                .cell(cx.span(b.starts, b.ends))
                .cell(cx.number(line.people))
                .cell(badge(cx, b, self.today));
            if b.standing.status() == Status::Dropped || b.ends < self.today {
                row.quiet()
            } else {
                row
            }
        });
        cx.table("insurance.batch.title", cols)
            .empty(empty)
            .rows(rows)
            .most(store::BATCHES, "ui.cut.latest")
    }
}
