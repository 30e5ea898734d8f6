//! The form of a batch, and what becomes of it.

use kernel::{Date, Money, Text};
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Act, Done, Refusal, Reply, View};

use crate::insurance::{
    event::Happened,
    model::{Batch, BatchId, EnrolledId, Plan, PlanId, Standing, fits},
    plans::{self, gather},
    reach, store,
};

/// What is entered of a batch.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Entered {
    /// Which batch is written anew.
    id: Option<BatchId>,
    /// As it was seen.
    version: Option<i64>,
    /// The version of the plan.
    plan: Option<PlanId>,
    /// The batch that this one renews.
    renews: Option<BatchId>,
    name: Text<60>,
    as_of: Date,
    starts: Date,
    by_member: Option<Money>,
    by_union: Option<Money>,
    by_employer: Option<Money>,
}

/// The form of a batch.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BatchForm {
    /// What it says so far; none for a new one.
    pub batch: Option<Batch>,
    /// The batch that the new one renews.
    pub renews: Option<Batch>,
    /// The plan that was chosen.
    pub plan: Option<PlanId>,
    /// The plans that may be enrolled in.
    pub plans: Vec<Plan>,
    /// Today.
    pub today: Date,
}

ui::page!(BatchForm, "insurance/pages/batch_form.html", |p, cx| cx.t(p.title()));

/// Of which plan, or which batch is renewed.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Ask {
    plan: Option<PlanId>,
    renews: Option<BatchId>,
}

/// The plans that may be enrolled in on a day: compared with the office's paper, and not ended.
fn open_plans(view: &View<'_>) -> Reply<Vec<Plan>> {
    let mut plans = store::plans(view, view.union())?;
    let today = view.today();
    plans.retain(|plan| plan.confirmed.is_some() && plan.terms.until.is_none_or(|until| until >= today));
    Ok(plans)
}

pub(in crate::insurance) fn new_page(view: &View<'_>, q: Ask) -> Reply<BatchForm> {
    let renews = q.renews.map(|id| store::batch(view, view.union(), id)).transpose()?;
    let mut plans = open_plans(view)?;
    // a form that was refused for its plan comes back with that plan
    let typed = view.typed("plan").and_then(|id| id.parse().ok()).map(PlanId::new);
    if let Some(id) = q.plan.or(typed).filter(|id| plans.iter().all(|plan| plan.id != *id)) {
        plans.push(store::plan(view, view.union(), id)?);
    }
    // the latest version of the plan that is renewed
    let line = renews
        .as_ref()
        .map(|b| store::plan(view, view.union(), b.plan))
        .transpose()?
        .map(|plan| plan.line);
    let latest = plans.iter().find(|plan| Some(plan.line) == line).map(|plan| plan.id);
    Ok(BatchForm {
        batch: None,
        plan: q.plan.or(latest),
        renews,
        plans,
        today: view.today(),
    })
}

/// Which batch.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct This {
    pub id: BatchId,
}

pub(in crate::insurance) fn edit_page(view: &View<'_>, q: This) -> Reply<BatchForm> {
    view.need(CARE_MANAGE)?;
    let batch = store::batch(view, view.union(), q.id)?;
    let plan = store::plan(view, view.union(), batch.plan)?;
    Ok(BatchForm {
        plan: Some(plan.id),
        batch: Some(batch),
        renews: None,
        plans: vec![plan],
        today: view.today(),
    })
}

impl Entered {
    fn batch(self, act: &Act<'_>, id: BatchId, plan: &Plan) -> Reply<Batch> {
        if plan.confirmed.is_none() {
            let next = format!("/mutual_plans/{}", plan.id);
            return Err(Refusal::field("plan", "insurance.batch.unconfirmed").next(next).into());
        }
        if !plan.terms.offers(self.starts) {
            return Err(Refusal::field("starts", "insurance.batch.not_offered").into());
        }
        if self.as_of > act.today() {
            return Err(Refusal::field("as_of", "insurance.batch.as_of_ahead").into());
        }
        let batch = Batch {
            id,
            plan: plan.id,
            name: self.name.into_string(),
            as_of: self.as_of,
            starts: self.starts,
            ends: plan.terms.ends(self.starts),
            premium: plan.terms.premium,
            by_member: self.by_member.unwrap_or_default(),
            by_union: self.by_union.unwrap_or_default(),
            by_employer: self.by_employer.unwrap_or_default(),
            renews: self.renews,
            standing: Standing::Collecting,
            ahead: None,
            version: self.version.unwrap_or(1),
        };
        if batch.sums() {
            return Ok(batch);
        }
        let refusal = ["by_union", "by_employer"]
            .iter()
            .fold(Refusal::field("by_member", "insurance.batch.parts"), |r, field| {
                r.and(field, "insurance.batch.parts")
            });
        Err(refusal.arg("premium", plan.terms.premium).into())
    }
}

pub(in crate::insurance) fn make(act: &mut Act<'_>, form: Entered) -> Reply<Done> {
    let Some(plan) = form.plan else {
        return Err(Refusal::field("plan", "web.refusal.required").into());
    };
    let plan = store::plan(act, act.union(), plan)?;
    let renews = form.renews.map(|id| store::batch(act, act.union(), id)).transpose()?;
    let batch = form.batch(act, act.id(), &plan)?;
    store::add_batch(act, &batch)?;
    act.note(&Happened::BatchMade {
        batch: batch.id,
        plan: plan.id,
    })?;
    if let Some(before) = renews {
        let people = again(act, &before, &batch, &plan)?;
        store::add_renewed(act, batch.id, &people)?;
        act.note(&Happened::Added {
            batch: batch.id,
            people: people.len(),
        })?;
        settle(act, &before)?;
    }
    Ok(Done::to(format!("/enrolments/{}", batch.id))
        .record(batch.id)
        .say("insurance.batch.made"))
}

type New = (EnrolledId, org::MemberId, Option<org::BodyId>, i64);

/// Those of the earlier batch who fit into the new one too, with as many units.
fn again(act: &Act<'_>, before: &Batch, batch: &Batch, plan: &Plan) -> Reply<Vec<New>> {
    let union = act.union();
    let covered = store::covered(act, union, plan.line, batch.id, (batch.starts, batch.ends))?;
    let had = store::insured(act, union, before.id)?;
    let units: rustc_hash::FxHashMap<_, _> = had.iter().map(|line| (line.member, line.units)).collect();
    let people = reach::people(act, union, batch.as_of)?;
    let fit = people.into_iter().filter_map(|one| {
        let units = units.get(&one.person.id)?.min(&plan.terms.most_units);
        fits(&plan.terms, &one.person, batch.starts, covered.contains(&one.person.id)).ok()?;
        Some((act.id(), one.person.id, one.person.group, *units))
    });
    Ok(fit.collect())
}

/// The tasks to renew a batch are done once that is begun.
fn settle(act: &Act<'_>, before: &Batch) -> Reply<()> {
    let record = web::Record::new(crate::insurance::BATCH, before.id);
    for task in flow::of_source(act, act.union(), record)? {
        flow::settle(act, task.id, flow::Outcome::Done { on: act.today() })?;
    }
    Ok(())
}

pub(in crate::insurance) fn edit(act: &mut Act<'_>, form: Entered) -> Reply<Done> {
    let Some(id) = form.id else {
        return Err(Refusal::missing().into());
    };
    let before = store::batch(act, act.union(), id)?;
    if before.standing != Standing::Collecting {
        return Err(Refusal::new("insurance.batch.handed_already").status(409).into());
    }
    let plan = store::plan(act, act.union(), before.plan)?;
    let version = form.version.unwrap_or_default();
    let batch = form.batch(act, id, &plan)?;
    store::edit_batch(act, version, &batch)?;
    act.note(&Happened::BatchEdited { batch: id })?;
    Ok(Done::to(format!("/enrolments/{id}"))
        .record(id)
        .say("insurance.batch.edited"))
}

impl BatchForm {
    fn title(&self) -> &'static str {
        if self.batch.is_some() {
            "insurance.batch.edit"
        } else if self.renews.is_some() {
            "insurance.batch.renew"
        } else {
            "insurance.batch.new"
        }
    }
    fn action(&self) -> String {
        match &self.batch {
            Some(batch) => format!("/enrolments/{}/edit", batch.id),
            None => "/enrolments/new".to_owned(),
        }
    }
    fn back(&self) -> String {
        match self.batch.as_ref().or(self.renews.as_ref()) {
            Some(batch) => format!("/enrolments/{}", batch.id),
            None => "/enrolments".to_owned(),
        }
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([
            (cx.t("insurance.title"), "/insurance"),
            (cx.t("insurance.batch.title"), "/enrolments"),
        ])
    }
    fn empty(&self, cx: &Cx) -> Html {
        cx.empty_first("insurance.batch.no_plans", "/mutual_plans", "insurance.plan.title")
    }
    /// What stands in the form at first: the next cover begins the day after the one before has ended.
    fn first(&self) -> (String, Date) {
        match (&self.batch, &self.renews) {
            (Some(batch), _) => (batch.name.clone(), batch.starts),
            (None, Some(before)) => (String::new(), before.ends.plus_days(1)),
            (None, None) => (String::new(), self.today.plus_days(1)),
        }
    }
    fn fields(&self, cx: &Cx) -> Html {
        let mut all = Html::none();
        if self.batch.is_none() {
            let plans = self.plans.iter().map(|plan| {
                let money = cx.money(plan.terms.premium);
                let hint = cx.t1("insurance.batch.plan_premium", "money", money);
                Choice::new(plan.id, plans::named(cx, plan)).hint(hint)
            });
            let field = cx.field("plan", "insurance.batch.plan").required();
            all.add(gather([field.choices(plans, self.plan)]));
        }
        let (name, starts) = self.first();
        let from = self.batch.as_ref().or(self.renews.as_ref());
        all.add(gather([
            cx.field("name", "insurance.batch.name")
                .required()
                .max(60)
                .example("insurance.batch.name_example")
                .text(name),
            cx.field("starts", "insurance.batch.starts")
                .required()
                .hint("insurance.batch.starts_hint")
                .date(starts),
            cx.field("as_of", "insurance.batch.as_of")
                .required()
                .until(self.today)
                .hint("insurance.batch.as_of_hint")
                .date(self.batch.as_ref().map_or(self.today, |b| b.as_of)),
            cx.field("by_member", "insurance.batch.by_member")
                .hint("insurance.batch.parts_hint")
                .money(from.map(|b| b.by_member)),
            cx.field("by_union", "insurance.batch.by_union")
                .money(from.map(|b| b.by_union)),
            cx.field("by_employer", "insurance.batch.by_employer")
                .money(from.map(|b| b.by_employer)),
        ]));
        all
    }
}
