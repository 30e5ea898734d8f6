//! Whose turn it is: the order with its reasons, the proposal by it, and making it firm.

use std::collections::BTreeMap;

use ::store::{Error, Reader};
use kernel::{Date, UnionId};
use rules::{Case, Outcome, key};
use web::{Act, Done, Refusal, Reply};

use super::{
    acts::{self, Seen, done},
    event::{Happened, Stood},
    model::{Cannot, Entry, EntryId, Mark, Plan, PlanId, PlanStatus, Status},
    order::{self, Candidate, Gets, Room},
    store::{self, entries},
};

/// The marks that a rule of the place sets first.
pub(super) fn first_marks(read: &Reader, union: UnionId, day: Date) -> Result<Vec<Mark>, Error> {
    let rules = rules::rules_for(read, union, day, &key::RECUPERATION_FIRST)?;
    let first = |mark: &Mark| rules.judge(&Case::names([mark.key()])).outcome == Outcome::Kept;
    Ok(Mark::ALL.iter().copied().filter(first).collect())
}

/// Those of a plan who wish to go and have no firm place, in the order of turns.
pub(super) fn in_order(
    read: &Reader,
    union: UnionId,
    plan: &Plan,
    all: &[Entry],
    today: Date,
) -> Result<Vec<Candidate>, Error> {
    let open: Vec<Entry> = all
        .iter()
        .filter(|e| matches!(e.status, Status::Signed | Status::Proposed | Status::Waiting))
        .cloned()
        .collect();
    let first = first_marks(read, union, today)?;
    let last = store::last_years(read, union, plan.id)?;
    let joined = store::joined(read, union, plan.id)?;
    let candidate = |e: &Entry| Candidate {
        id: e.id,
        body: e.body,
        wishes: e.wishes().collect(),
        mark: e.mark.filter(|mark| first.contains(mark)),
        lift: e.lift.as_ref().map(|(lift, _)| *lift),
        last: last.get(&e.member).copied(),
        joined: joined.get(&e.member).copied(),
        sound: e.sound.clone(),
    };
    let mut candidates: Vec<Candidate> = open.iter().map(candidate).collect();
    order::sort(&mut candidates);
    Ok(candidates)
}

/// The places that are left beside the firm ones.
pub(super) fn room(read: &Reader, union: UnionId, plan: &Plan, all: &[Entry]) -> Result<Room, Error> {
    let mut room = Room {
        all: plan.places,
        groups: store::groups(read, union, plan.id)?
            .into_iter()
            .map(|g| (g.id, g.places - g.taken))
            .collect(),
        bodies: store::quotas(read, union, plan.id)?,
    };
    for entry in all.iter().filter(|e| e.status.holds()) {
        room.all -= 1;
        if let Some(left) = entry.body.and_then(|body| room.bodies.get_mut(&body)) {
            *left -= 1;
        }
    }
    Ok(room)
}

fn save(act: &Act<'_>, entry: &mut Entry) -> Reply<Stood> {
    if !entries::set(act.writer(), act.union(), entry)? {
        return Err(Refusal::stale().into());
    }
    Ok(Stood::of(entry))
}

fn noted(act: &Act<'_>, plan: PlanId, what: &'static str, stood: &[Stood]) -> Reply<()> {
    act.note(&Happened::All { plan, what, stood })?;
    Ok(())
}

/// Puts all who wish to go in order and proposes who goes where; may be done again until it is firm.
pub(super) fn propose(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let union = act.union();
    let plan = store::plan(act, union, form.id)?;
    if !matches!(plan.status, PlanStatus::Open | PlanStatus::Proposed) {
        return Err(Cannot::Step.into());
    }
    let all = entries::of_plan(act, union, plan.id)?;
    let candidates = in_order(act, union, &plan, &all, act.today())?;
    if candidates.is_empty() {
        return Err(Refusal::new("recuperation.refusal.nobody").status(409).into());
    }
    let room = room(act, union, &plan, &all)?;
    let mut by_id: BTreeMap<EntryId, Entry> = all.into_iter().map(|e| (e.id, e)).collect();
    let mut stood = Vec::new();
    for (n, (id, gets)) in (1_i64..).zip(order::allot(room, &candidates)) {
        let Some(entry) = by_id.get_mut(&id) else { continue };
        entry.standing = Some(n);
        (entry.status, entry.group) = match gets {
            Gets::Group(group, _) => (Status::Proposed, Some(group)),
            _ => (Status::Waiting, None),
        };
        stood.push(save(act, entry)?);
    }
    noted(act, plan.id, "proposed", &stood)?;
    acts::step(act, &plan, form.version, PlanStatus::Proposed)?;
    Ok(done(plan.id, "recuperation.said.proposed"))
}

/// Whether the order gives everybody today what was proposed to them: no quota was lowered and nobody came or went meanwhile.
fn still_fits(act: &Act<'_>, plan: &Plan, all: &[Entry]) -> Reply<bool> {
    let union = act.union();
    let order = in_order(act, union, plan, all, act.today())?;
    let gets: BTreeMap<EntryId, Gets> = order::allot(room(act, union, plan, all)?, &order).into_iter().collect();
    let fits = |entry: &Entry| match gets.get(&entry.id) {
        Some(Gets::Group(group, _)) => entry.status == Status::Proposed && entry.group == Some(*group),
        Some(_) => entry.status == Status::Waiting,
        None => true,
    };
    Ok(all.iter().all(fits))
}

/// Makes the proposal firm, if it is still what the order gives: each place is taken by one conditional statement, so that no group sends more than it may.
pub(super) fn confirm(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let union = act.union();
    let plan = store::plan(act, union, form.id)?;
    if plan.status != PlanStatus::Proposed {
        return Err(Cannot::Step.into());
    }
    let all = entries::of_plan(act, union, plan.id)?;
    if !still_fits(act, &plan, &all)? {
        return Err(Cannot::Anew.into());
    }
    let mut stood = Vec::new();
    for mut entry in all {
        let (Status::Proposed, Some(group)) = (entry.status, entry.group) else {
            continue;
        };
        if !store::take(act.writer(), union, group)? {
            return Err(Cannot::Full.into());
        }
        entry.status = Status::Confirmed;
        stood.push(save(act, &mut entry)?);
    }
    noted(act, plan.id, "confirmed", &stood)?;
    acts::step(act, &plan, form.version, PlanStatus::Confirmed)?;
    Ok(done(plan.id, "recuperation.said.confirmed"))
}
