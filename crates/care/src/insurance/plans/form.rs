//! The form of a plan.

use kernel::{Date, Money, Text};
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Refusal, Reply, View};

use super::show::This;
use crate::insurance::{
    model::{Kind, PlanId, Sex, Terms},
    store,
};

/// What is entered of a plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Entered {
    /// Which version is written anew.
    pub(super) id: Option<PlanId>,
    /// As it was seen.
    pub(super) version: Option<i64>,
    /// Of which version this is the next.
    pub(super) of: Option<PlanId>,
    kind: Kind,
    name: Text<60>,
    months: i64,
    /// In yuan; empty if not known yet.
    premium: Option<Money>,
    most_units: i64,
    sex: Option<Sex>,
    age_from: i64,
    age_until: i64,
    waiting_days: Option<i64>,
    free_days: Option<i64>,
    daily: Option<Money>,
    lump: Option<Money>,
    year_most: Option<Money>,
    claim_days: Option<i64>,
    all_below: Option<i64>,
    exclusions: Option<Text<2000>>,
    source: Text<300>,
    from: Date,
    until: Option<Date>,
}

impl Entered {
    /// The terms, checked.
    pub(super) fn terms(self) -> Reply<Terms> {
        let terms = Terms {
            kind: self.kind,
            name: self.name.into_string(),
            months: self.months,
            premium: self.premium.unwrap_or_default(),
            most_units: self.most_units,
            sex: self.sex,
            age_from: self.age_from,
            age_until: self.age_until,
            waiting_days: self.waiting_days.unwrap_or_default(),
            free_days: self.free_days.unwrap_or_default(),
            daily: self.daily.unwrap_or_default(),
            lump: self.lump.unwrap_or_default(),
            year_most: self.year_most,
            claim_days: self.claim_days,
            all_below: self.all_below,
            exclusions: self.exclusions.map(Text::into_string),
            source: self.source.into_string(),
            from: self.from,
            until: self.until,
        };
        let mut wrong = terms.wrong().into_iter();
        match wrong.next() {
            None => Ok(terms),
            Some((field, key)) => {
                let first = Refusal::field(field, key);
                Err(wrong
                    .fold(first, |refusal, (field, key)| refusal.and(field, key))
                    .into())
            }
        }
    }
}

/// The form of a plan, new or to be changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanForm {
    /// Which version is changed; none for a new one.
    pub id: Option<PlanId>,
    /// Of which version this will be the next.
    pub of: Option<PlanId>,
    /// What it says so far.
    pub terms: Option<Terms>,
    /// Version of the entry.
    pub version: i64,
    /// Today.
    pub today: Date,
}

ui::page!(PlanForm, "insurance/pages/plan_form.html", |p, cx| cx.t(p.title()));

/// Of which version the new one is the next.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Of {
    of: Option<PlanId>,
}

pub(in crate::insurance) fn new_page(view: &View<'_>, q: Of) -> Reply<PlanForm> {
    let before = q.of.map(|of| store::plan(view, view.union(), of)).transpose()?;
    let today = view.today();
    let terms = before.map(|plan| Terms {
        from: today,
        until: None,
        ..plan.terms
    });
    Ok(PlanForm {
        id: None,
        of: q.of,
        terms,
        version: 0,
        today,
    })
}

pub(in crate::insurance) fn edit_page(view: &View<'_>, q: This) -> Reply<PlanForm> {
    view.need(CARE_MANAGE)?;
    let plan = store::plan(view, view.union(), q.id)?;
    Ok(PlanForm {
        id: Some(q.id),
        of: None,
        terms: Some(plan.terms),
        version: plan.version,
        today: view.today(),
    })
}

impl PlanForm {
    fn title(&self) -> &'static str {
        match (self.id, self.of) {
            (Some(_), _) => "insurance.plan.edit",
            (None, Some(_)) => "insurance.plan.next",
            (None, None) => "insurance.plan.new",
        }
    }
    fn action(&self) -> String {
        match (self.id, self.of) {
            (Some(id), _) => format!("/mutual_plans/{id}/edit"),
            (None, Some(of)) => format!("/mutual_plans/new?of={of}"),
            (None, None) => "/mutual_plans/new".to_owned(),
        }
    }
    fn back(&self) -> String {
        match self.id.or(self.of) {
            Some(id) => format!("/mutual_plans/{id}"),
            None => "/mutual_plans".to_owned(),
        }
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("insurance.title"), "/insurance"),
            (cx.t("insurance.plan.title"), "/mutual_plans"),
        ])
    }
    fn fields(&self, cx: &Cx) -> Html {
        let mut all = self.first(cx);
        all.add(self.whom(cx));
        all.add(self.pays(cx));
        all
    }
    fn first(&self, cx: &Cx) -> Html {
        let t = self.terms.as_ref();
        let kinds = Kind::ALL
            .iter()
            .map(|kind| Choice::new(kind.key(), super::kind_word(cx, *kind)));
        let premium = t.map(|t| t.premium).filter(|m| *m > Money::ZERO);
        gather([
            cx.field("name", "insurance.plan.name")
                .required()
                .max(60)
                .text(t.map(|t| &t.name)),
            cx.field("kind", "insurance.plan.kind")
                .required()
                .select(kinds, t.map_or("", |t| t.kind.key())),
            cx.field("months", "insurance.plan.months")
                .required()
                .hint("insurance.plan.months_hint")
                .number(t.map_or(12, |t| t.months)),
            cx.field("premium", "insurance.plan.premium")
                .hint("insurance.plan.premium_hint")
                .money(premium),
            cx.field("most_units", "insurance.plan.most_units")
                .required()
                .number(t.map_or(1, |t| t.most_units)),
        ])
    }
    fn whom(&self, cx: &Cx) -> Html {
        let t = self.terms.as_ref();
        let sexes = Sex::ALL
            .iter()
            .map(|sex| Choice::new(sex.key(), cx.t(&format!("insurance.sex.{}", sex.key()))));
        gather([
            cx.field("sex", "insurance.plan.whom")
                .blank("insurance.sex.any")
                .select(sexes, t.and_then(|t| t.sex).map_or("", Sex::key)),
            cx.field("age_from", "insurance.plan.age_from")
                .required()
                .number(t.map_or(16, |t| t.age_from)),
            cx.field("age_until", "insurance.plan.age_until")
                .required()
                .number(t.map_or(60, |t| t.age_until)),
            cx.field("all_below", "insurance.plan.all_below")
                .hint("insurance.plan.all_below_hint")
                .number(t.map_or(Some(100), |t| t.all_below)),
        ])
    }
    fn pays(&self, cx: &Cx) -> Html {
        let t = self.terms.as_ref();
        let some = |m: Option<Money>| m.filter(|m| *m > Money::ZERO);
        let more = |n: Option<i64>| n.filter(|n| *n > 0);
        gather([
            cx.field("daily", "insurance.plan.daily")
                .hint("insurance.plan.daily_hint")
                .money(some(t.map(|t| t.daily))),
            cx.field("free_days", "insurance.plan.free_days")
                .hint("insurance.plan.free_days_hint")
                .number(more(t.map(|t| t.free_days))),
            cx.field("lump", "insurance.plan.lump")
                .hint("insurance.plan.lump_hint")
                .money(some(t.map(|t| t.lump))),
            cx.field("year_most", "insurance.plan.year_most")
                .money(t.and_then(|t| t.year_most)),
            cx.field("waiting_days", "insurance.plan.waiting_days")
                .hint("insurance.plan.waiting_days_hint")
                .number(more(t.map(|t| t.waiting_days))),
            cx.field("claim_days", "insurance.plan.claim_days")
                .hint("insurance.plan.claim_days_hint")
                .number(t.and_then(|t| t.claim_days)),
            cx.field("exclusions", "insurance.plan.exclusions")
                .max(2000)
                .area(t.and_then(|t| t.exclusions.as_deref())),
            cx.field("source", "insurance.plan.source")
                .required()
                .max(300)
                .hint("insurance.plan.source_hint")
                .text(t.map(|t| &t.source)),
            cx.field("from", "insurance.plan.from")
                .required()
                .date(t.map_or(self.today, |t| t.from)),
            cx.field("until", "insurance.plan.until")
                .hint("insurance.plan.until_hint")
                .date(t.and_then(|t| t.until)),
        ])
    }
}

/// Fields one after the other.
pub(in crate::insurance) fn gather<const N: usize>(fields: [ui::Field<'_>; N]) -> Html {
    fields
        .into_iter()
        .map(|field| Html::trusted(field.to_string()))
        .collect()
}
