//! One version of a plan, as the office's paper says it.

use kernel::{Date, Money};
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::{badge, kind_word, named};
use crate::insurance::{
    coverage,
    model::{Plan, PlanId, Terms},
    store,
};

/// Which version.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct This {
    pub id: PlanId,
}

/// One version of a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanPage {
    /// It.
    #[serde(flatten)]
    pub plan: Plan,
    /// All versions of the plan, the latest first.
    pub versions: Vec<Plan>,
    /// In how many batches it was used.
    pub used: i64,
    /// Whether the reader may change it.
    pub may_manage: bool,
    /// Today.
    pub today: Date,
}

ui::page!(PlanPage, "insurance/pages/plan.html", |p, cx| named(cx, &p.plan));

pub(in crate::insurance) fn show(view: &View<'_>, q: This) -> Reply<PlanPage> {
    let plan = store::plan(view, view.union(), q.id)?;
    let mut versions = store::plans(view, view.union())?;
    versions.retain(|other| other.line == plan.line);
    Ok(PlanPage {
        used: store::in_use(view, view.union(), q.id)?,
        plan,
        versions,
        may_manage: view.actor().may(CARE_MANAGE),
        today: view.today(),
    })
}

/// What it pays, in a few words.
pub(in crate::insurance) fn pays(cx: &Cx, t: &Terms) -> String {
    let mut parts = Vec::new();
    if t.daily > Money::ZERO {
        parts.push(cx.t2(
            "insurance.pays.daily",
            "from",
            t.free_days + 1,
            "money",
            cx.money(t.daily),
        ));
    }
    if t.lump > Money::ZERO {
        parts.push(cx.t1("insurance.pays.lump", "money", cx.money(t.lump)));
    }
    if let Some(most) = t.year_most {
        parts.push(cx.t1("insurance.pays.most", "money", cx.money(most)));
    }
    if parts.is_empty() {
        "—".to_owned()
    } else {
        parts.join(&cx.t("ui.comma"))
    }
}

/// A number of days in words; a dash for none.
fn days(cx: &Cx, n: i64) -> String {
    if n == 0 {
        "—".to_owned()
    } else {
        cx.tn("insurance.n_days", n)
    }
}

impl PlanPage {
    fn at(&self, tail: &str) -> String {
        format!("/mutual_plans/{}{tail}", self.plan.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let open = self.plan.terms.until.is_none_or(|until| until >= self.today);
        let acts = self.may_manage.then(|| {
            let edit = if self.used == 0 {
                cx.link_button(&self.at("/edit"), "insurance.plan.edit")
            } else {
                cx.link_button(&format!("/mutual_plans/new?of={}", self.plan.id), "insurance.plan.next")
            };
            let enrol = (open && self.plan.confirmed.is_some())
                .then(|| cx.main_link(&format!("/enrolments/new?plan={}", self.plan.id), "insurance.batch.new"));
            html!("{}{}", edit, enrol)
        });
        let crumbs = cx.crumbs([
            (cx.t("insurance.title"), "/insurance"),
            (cx.t("insurance.plan.title"), "/mutual_plans"),
        ]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(named(cx, &self.plan), badge(cx, &self.plan, self.today), acts)
        )
    }
    fn to_confirm(&self) -> bool {
        self.may_manage && self.plan.confirmed.is_none()
    }
    fn to_end(&self) -> bool {
        self.may_manage && self.plan.terms.until.is_none()
    }
    fn facts(&self, cx: &Cx) -> Html {
        let t = &self.plan.terms;
        let whom = match t.sex {
            Some(sex) => cx.t(&format!("insurance.sex.{}", sex.key())),
            None => cx.t("insurance.sex.any"),
        };
        let ages = cx.t2("insurance.ages", "from", t.age_from, "until", t.age_until);
        let mut facts = cx
            .facts()
            .fact("insurance.plan.kind", kind_word(cx, t.kind))
            .fact("insurance.plan.premium", coverage::money(cx, t.premium))
            .fact("insurance.plan.months", cx.tn("insurance.n_months", t.months))
            .fact("insurance.plan.most_units", cx.tn("insurance.n_units", t.most_units))
            .fact("insurance.plan.whom", whom)
            .fact("insurance.plan.ages", ages)
            .fact("insurance.plan.pays", pays(cx, t))
            .fact("insurance.plan.free_days", days(cx, t.free_days))
            .fact("insurance.plan.waiting_days", days(cx, t.waiting_days))
            .fact("insurance.plan.claim_days", days(cx, t.claim_days.unwrap_or_default()));
        if let Some(below) = t.all_below {
            facts = facts.fact("insurance.plan.all_below", cx.tn("insurance.n_workers", below));
        }
        facts = facts
            .fact("insurance.plan.from", cx.date_full(t.from))
            .fact("insurance.plan.until", cx.date_or_dash(t.until));
        if let Some(exclusions) = &t.exclusions {
            facts = facts.long("insurance.plan.exclusions", exclusions);
        }
        Html::trusted(facts.long("insurance.plan.source", &t.source).to_string())
    }
    fn versions(&self, cx: &Cx) -> Html {
        if self.versions.len() < 2 {
            return Html::none();
        }
        let mut list = cx.list();
        for plan in &self.versions {
            list = list.item(
                &format!("/mutual_plans/{}", plan.id),
                cx.t1("insurance.plan.version_n", "n", plan.number),
                cx.t1("insurance.plan.since", "day", cx.date_full(plan.terms.from)),
                badge(cx, plan, self.today),
            );
        }
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.t("insurance.plan.versions"),
            Html::trusted(list.to_string())
        )
    }
}
