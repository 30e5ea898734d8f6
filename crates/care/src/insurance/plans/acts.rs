//! What officers do with plans.

use kernel::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Nothing, Refusal, Reply};

use super::form::Entered;
use crate::insurance::{
    event::Happened,
    model::{PlanId, Terms, examples},
    store,
};

fn done(id: PlanId, say: &str) -> Done {
    Done::to(format!("/mutual_plans/{id}")).record(id).say(say)
}

fn add(act: &Act<'_>, line: Option<PlanId>, terms: &Terms) -> Reply<PlanId> {
    let id: PlanId = act.id();
    let line = line.unwrap_or(id);
    let number = store::next_of(act, act.union(), line)?;
    store::add_plan(act, id, line, number, terms)?;
    act.note(&Happened::PlanMade { plan: id, line, number })?;
    Ok(id)
}

/// Enters the four usual plans as examples, to be compared with the office's paper.
pub(in crate::insurance) fn take_examples(act: &mut Act<'_>, _: Nothing) -> Reply<Done> {
    if !store::plans(act, act.union())?.is_empty() {
        return Err(Refusal::new("insurance.plan.not_empty").status(409).into());
    }
    for terms in examples(act.today()) {
        add(act, None, &terms)?;
    }
    Ok(Done::to("/mutual_plans").say("insurance.plan.examples_taken"))
}

/// A new plan, or the next version of one.
pub(in crate::insurance) fn make(act: &mut Act<'_>, form: Entered) -> Reply<Done> {
    let of = form.of;
    let terms = form.terms()?;
    let before = of.map(|of| store::plan(act, act.union(), of)).transpose()?;
    let id = add(act, before.map(|plan| plan.line), &terms)?;
    Ok(done(id, "insurance.plan.made"))
}

/// A version is written anew.
pub(in crate::insurance) fn edit(act: &mut Act<'_>, form: Entered) -> Reply<Done> {
    let (Some(id), version) = (form.id, form.version.unwrap_or_default()) else {
        return Err(Refusal::missing().into());
    };
    store::plan(act, act.union(), id)?;
    let terms = form.terms()?;
    if store::in_use(act, act.union(), id)? > 0 {
        let next = format!("/mutual_plans/new?of={id}");
        return Err(Refusal::new("insurance.plan.in_use").status(409).next(next).into());
    }
    store::edit_plan(act, id, version, &terms)?;
    act.note(&Happened::PlanEdited { plan: id })?;
    Ok(done(id, "insurance.plan.edited"))
}

/// Which version, as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Seen {
    id: PlanId,
    version: i64,
}

/// An officer has compared it with the office's paper.
pub(in crate::insurance) fn confirm(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let plan = store::plan(act, act.union(), form.id)?;
    if !plan.terms.is_whole() {
        let next = format!("/mutual_plans/{}/edit", form.id);
        return Err(Refusal::new("insurance.plan.not_whole").status(409).next(next).into());
    }
    store::confirm(act, form.id, form.version)?;
    act.note(&Happened::PlanConfirmed { plan: form.id })?;
    Ok(done(form.id, "insurance.plan.is_confirmed"))
}

/// Until when it may be enrolled in.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct End {
    id: PlanId,
    version: i64,
    until: Date,
}

/// No batch begins under it after a day; covers that began run on.
pub(in crate::insurance) fn end(act: &mut Act<'_>, form: End) -> Reply<Done> {
    let plan = store::plan(act, act.union(), form.id)?;
    if form.until < plan.terms.from {
        return Err(Refusal::field("until", "insurance.wrong.until").into());
    }
    store::end_plan(act, form.id, form.version, form.until)?;
    act.note(&Happened::PlanEnded {
        plan: form.id,
        until: form.until,
    })?;
    Ok(done(form.id, "insurance.plan.is_ended"))
}
