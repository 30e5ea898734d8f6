//! The plans, and the form of a new one.

use kernel::Date;
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Nothing, Reply, View};

use super::{
    model::{Plan, PlanStatus},
    store,
};

/// The plans.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Plans {
    /// They, the latest first.
    pub plans: Vec<Plan>,
    /// Whether the reader may make one.
    pub may_manage: bool,
}

ui::page!(
    Plans,
    "recuperation/pages/list.html",
    |_p, cx| cx.t("recuperation.title"),
    wide
);

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<Plans> {
    Ok(Plans {
        plans: store::plans(view, view.union())?,
        may_manage: view.actor().may(CARE_MANAGE),
    })
}

/// How far a plan has come, as a badge.
pub(super) fn badge(cx: &Cx, status: PlanStatus) -> Html {
    let state = match status {
        PlanStatus::Open => ui::State::Due,
        PlanStatus::Proposed => ui::State::Soon,
        PlanStatus::Confirmed => ui::State::Done,
        PlanStatus::Closed => ui::State::Off,
    };
    cx.badge(state, cx.t(&format!("recuperation.step.{}", status.key())))
}

/// Where the pages of recuperation lie.
pub(super) fn crumbs(cx: &Cx, plan: Option<&Plan>) -> Html {
    let mut steps = vec![
        (cx.t("ui.nav.care"), "/care".to_owned()),
        (cx.t("recuperation.title"), "/recuperations".to_owned()),
    ];
    if let Some(plan) = plan {
        steps.push((plan.title.clone(), format!("/recuperations/{}", plan.id)));
    }
    cx.crumbs(steps)
}

impl Plans {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = self.may_manage.then(|| {
            html!(
                "{}{}",
                cx.link_button("/recuperations/past", "recuperation.past.title"),
                cx.main_link("/recuperations/new", "recuperation.new")
            )
        });
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("recuperation.title"), cx.t("recuperation.under"), acts)
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("title", "recuperation.field.title"),
            Col::number("places", "recuperation.field.places"),
            Col::day("days", "recuperation.field.sign_up"),
            Col::day("state", "recuperation.field.state"),
        ];
        let empty = if self.may_manage {
            cx.empty_first("recuperation.none", "/recuperations/new", "recuperation.new")
        } else {
            cx.empty("recuperation.none")
        };
        let rows = self.plans.iter().map(|p| {
            Row::new()
                .link(&format!("/recuperations/{}", p.id))
                .cell(&p.title)
                .cell(cx.number(p.places))
                .cell(cx.span(p.opens, p.closes))
                .cell(badge(cx, p.status))
        });
        cx.table("recuperation.title", cols).empty(empty).rows(rows)
    }
}

/// The form of a new plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanForm {
    /// Today.
    pub today: Date,
}

ui::page!(PlanForm, "recuperation/pages/form.html", |_p, cx| cx
    .t("recuperation.new"));

pub(super) fn form(view: &View<'_>, _: Nothing) -> Reply<PlanForm> {
    Ok(PlanForm { today: view.today() })
}

impl PlanForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        crumbs(cx, None)
    }
    fn year(&self) -> i64 {
        i64::from(self.today.year())
    }
    fn closes(&self) -> Date {
        self.today.plus_days(14)
    }
}
