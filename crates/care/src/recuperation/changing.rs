//! What changes of a plan and of a group after they were made: more places, other days. Whoever waits moves up in the same act.

use kernel::{Date, Text};
use org::MemberId;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply};

use super::{
    ENTRY, acts, entries,
    model::{Cannot, Group, GroupId, Plan, PlanId, Status},
    store::{self, entries as kept},
};
use crate::hand::Hand;

/// A plan as it is from now on.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct PlanForm {
    id: PlanId,
    version: i64,
    closes: Date,
    /// How many may go in all.
    all: i64,
}

/// Gives a plan more places or fewer, not below those that are firm, and another last day of sign-up.
pub(super) fn plan(act: &mut Act<'_>, form: PlanForm) -> Reply<Done> {
    let was = acts::living(act, form.id)?;
    if form.closes < was.opens {
        return Err(Refusal::field("closes", "recuperation.refusal.reversed").into());
    }
    let all = kept::of_plan(act, act.union(), was.id)?;
    let firm = all.iter().filter(|e| e.status.holds()).count();
    let plan = Plan {
        closes: form.closes,
        places: acts::in_bounds("all", form.all, firm.try_into().unwrap_or(i64::MAX).max(1))?,
        version: form.version.saturating_add(1),
        ..was
    };
    store::change(act, &plan, form.version)?;
    acts::told(act, &plan)?;
    entries::follow(Hand::Act(act), plan.id, None)?;
    Ok(acts::done(plan.id, "recuperation.said.changed"))
}

/// A group as it is from now on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct GroupForm {
    id: GroupId,
    version: i64,
    lodging: Text<100>,
    from: Date,
    until: Date,
    places: i64,
    leader: Option<MemberId>,
}

/// Gives a group other days, another house, more places or fewer, not below those that are firm. Who goes with it is told of other
/// days. Once it is kept who went, it counts for its days, and stays as it is.
pub(super) fn group(act: &mut Act<'_>, form: GroupForm) -> Reply<Done> {
    let union = act.union();
    let was = store::group(act, union, form.id)?;
    acts::living(act, was.plan)?;
    if form.until < form.from {
        return Err(Refusal::field("until", "recuperation.refusal.reversed").into());
    }
    let people = kept::of_group(act, union, was.id)?;
    if was.cost.is_some() || people.iter().any(|e| matches!(e.status, Status::Went | Status::Missed)) {
        return Err(Cannot::Attended.into());
    }
    if let Some(leader) = form.leader {
        org::members::store::get(act, union, leader)?;
    }
    let other_days = (was.from, was.until) != (form.from, form.until);
    let group = Group {
        lodging: form.lodging.into_string(),
        from: form.from,
        until: form.until,
        leader: form.leader,
        places: acts::in_bounds("places", form.places, was.taken.max(1))?,
        version: form.version.saturating_add(1),
        ..was
    };
    store::change_group(act, &group, form.version)?;
    acts::group_told(act, &group)?;
    let hand = Hand::Act(act);
    if other_days {
        for entry in people.iter().filter(|e| e.status == Status::Confirmed) {
            hand.settle(Record::new(ENTRY, entry.id))?;
            entries::tell(hand, entry, &group, "recuperation.days_task")?;
        }
    }
    entries::follow(hand, group.plan, Some(group.id))?;
    Ok(Done::to(format!("/recuperation_groups/{}", group.id))
        .record(group.id)
        .say("recuperation.said.changed"))
}
