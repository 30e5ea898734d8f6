//! What officers do with a plan: make it, add groups and quotas of branches, end it.

use kernel::{Date, Text};
use org::{BodyId, MemberId, bodies, members};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    entries,
    event::Happened,
    model::{Cannot, Group, MOST_GROUPS, MOST_PLACES, Plan, PlanId, PlanStatus},
    store,
};
use crate::hand::Hand;

pub(super) fn done(id: PlanId, say: &str) -> Done {
    Done::to(format!("/recuperations/{id}")).record(id).say(say)
}

/// A new plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    year: i64,
    title: Text<60>,
    text: Text<2000>,
    opens: Date,
    closes: Date,
    places: i64,
}

pub(super) fn in_bounds(field: &'static str, places: i64, least: i64) -> Reply<i64> {
    if (least..=MOST_PLACES).contains(&places) {
        return Ok(places);
    }
    Err(Refusal::field(field, "recuperation.refusal.places")
        .arg("least", least)
        .arg("most", MOST_PLACES)
        .into())
}

pub(super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    if form.closes < form.opens {
        return Err(Refusal::field("closes", "recuperation.refusal.reversed").into());
    }
    let this = i64::from(act.today().year());
    if !(this - 1..=this + 2).contains(&form.year) {
        return Err(Refusal::field("year", "recuperation.refusal.year").into());
    }
    let plan = Plan {
        id: act.id(),
        year: form.year,
        title: form.title.into_string(),
        text: form.text.into_string(),
        opens: form.opens,
        closes: form.closes,
        places: in_bounds("places", form.places, 1)?,
        status: PlanStatus::Open,
        version: 1,
    };
    store::add(act.writer(), act.union(), &plan, (act.now(), act.actor().account))?;
    told(act, &plan)?;
    Ok(done(plan.id, "recuperation.said.made"))
}

pub(super) fn told(act: &Act<'_>, plan: &Plan) -> Reply<()> {
    act.note(&Happened::Plan {
        plan: plan.id,
        title: &plan.title,
        places: plan.places,
        status: plan.status,
        version: plan.version,
    })?;
    Ok(())
}

/// Brings a plan to a step, over the version that was seen.
pub(super) fn step(act: &Act<'_>, plan: &Plan, version: i64, to: PlanStatus) -> Reply<()> {
    store::step(act, plan.id, version, to)?;
    let plan = Plan {
        status: to,
        version: version.saturating_add(1),
        ..plan.clone()
    };
    told(act, &plan)
}

/// A plan that is not over.
pub(super) fn living(act: &Act<'_>, id: PlanId) -> Reply<Plan> {
    let plan = store::plan(act, act.union(), id)?;
    if plan.status == PlanStatus::Closed {
        return Err(Cannot::Step.into());
    }
    Ok(plan)
}

/// A group of a plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewGroup {
    id: PlanId,
    destination: Text<60>,
    lodging: Text<100>,
    from: Date,
    until: Date,
    places: i64,
    leader: Option<MemberId>,
}

pub(super) fn add_group(act: &mut Act<'_>, form: NewGroup) -> Reply<Done> {
    let plan = living(act, form.id)?;
    if form.until < form.from {
        return Err(Refusal::field("until", "recuperation.refusal.reversed").into());
    }
    if store::groups(act, act.union(), plan.id)?.len() >= MOST_GROUPS {
        return Err(Refusal::field("destination", "recuperation.refusal.groups")
            .arg("most", MOST_GROUPS)
            .into());
    }
    if let Some(leader) = form.leader {
        members::store::get(act, act.union(), leader)?;
    }
    let group = Group {
        id: act.id(),
        plan: plan.id,
        destination: form.destination.into_string(),
        lodging: form.lodging.into_string(),
        from: form.from,
        until: form.until,
        leader: form.leader,
        leader_name: None,
        places: in_bounds("places", form.places, 1)?,
        taken: 0,
        cost: None,
        version: 1,
    };
    store::add_group(act.writer(), act.union(), &group)?;
    group_told(act, &group)?;
    Ok(done(plan.id, "recuperation.said.group"))
}

pub(super) fn group_told(act: &Act<'_>, group: &Group) -> Reply<()> {
    act.note(&Happened::Group {
        plan: group.plan,
        group: group.id,
        destination: &group.destination,
        from: group.from,
        until: group.until,
        places: group.places,
        cost: group.cost,
        version: group.version,
    })?;
    Ok(())
}

/// How many a branch may send; as many as the plan has if nothing is said.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Quota {
    id: PlanId,
    version: i64,
    body: BodyId,
    quota: Option<i64>,
}

pub(super) fn quota(act: &mut Act<'_>, form: Quota) -> Reply<Done> {
    let plan = living(act, form.id)?;
    bodies::store::get(act, act.union(), form.body)?;
    if let Some(places) = form.quota {
        in_bounds("quota", places, 0)?;
    }
    step(act, &plan, form.version, plan.status)?;
    store::set_quota(act.writer(), act.union(), plan.id, form.body, form.quota)?;
    act.note(&Happened::Quota {
        plan: plan.id,
        body: form.body,
        places: form.quota,
    })?;
    entries::follow(Hand::Act(act), plan.id, None)?;
    Ok(done(plan.id, "recuperation.said.quota"))
}

/// A plan as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    pub id: PlanId,
    pub version: i64,
}

pub(super) fn close(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let plan = living(act, form.id)?;
    step(act, &plan, form.version, PlanStatus::Closed)?;
    Ok(done(plan.id, "recuperation.said.closed"))
}
