//! All plans of a union with their versions.

use kernel::Date;
use org::power::{CARE_MANAGE, INSURANCE_CLAIM};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Nothing, Reply, View};

use super::{badge, kind_word, named};
use crate::insurance::{coverage, model::Plan, store};

/// The plans.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Plans {
    /// They: by kind, the latest version first.
    pub plans: Vec<Plan>,
    /// Whether the reader may enter and change them.
    pub may_manage: bool,
    /// Whether the reader may open claims.
    #[serde(skip)]
    pub claims: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    Plans,
    "insurance/pages/plans.html",
    |_p, cx| cx.t("insurance.plan.title"),
    wide
);

pub(in crate::insurance) fn list(view: &View<'_>, _: Nothing) -> Reply<Plans> {
    Ok(Plans {
        plans: store::plans(view, view.union())?,
        may_manage: view.actor().may(CARE_MANAGE),
        claims: view.actor().may(INSURANCE_CLAIM),
        today: view.today(),
    })
}

impl Plans {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self
            .may_manage
            .then(|| cx.main_link("/mutual_plans/new", "insurance.plan.new"));
        let crumbs = coverage::crumbs(cx);
        html!(
            "{}{}{}",
            crumbs,
            cx.heading(cx.t("insurance.plan.title"), "", new),
            coverage::tabs(cx, "/mutual_plans", self.claims)
        )
    }
    fn to_begin(&self) -> bool {
        self.plans.is_empty() && self.may_manage
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "insurance.plan.name"),
            Col::text("kind", "insurance.plan.kind"),
            Col::number("premium", "insurance.plan.premium"),
            Col::number("months", "insurance.plan.months"),
            Col::text("pays", "insurance.plan.pays"),
            Col::day("state", "insurance.state"),
        ];
        let rows = self.plans.iter().map(|plan| {
            let t = &plan.terms;
            let row = Row::new()
                .link(&format!("/mutual_plans/{}", plan.id))
                .cell(named(cx, plan))
                .cell(kind_word(cx, t.kind))
                .cell(coverage::money(cx, t.premium))
                .cell(cx.number(t.months))
                .cell(super::show::pays(cx, t))
                .cell(badge(cx, plan, self.today));
            if t.until.is_some_and(|until| until < self.today) {
                row.quiet()
            } else {
                row
            }
        });
        cx.table("insurance.plan.title", cols)
            .empty(cx.empty("insurance.plan.none"))
            .rows(rows)
    }
}
