//! What happens to a sign-up: entered, set before or after others, withdrawn, followed by the next.

use ::store::{Error, OnConstraint};
use kernel::{Lang, Text};
use org::{BodyId, MemberId, power::CARE_RECORD};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, Stop};

use super::{
    ENTRY,
    acts::{self, done},
    event::{Happened, Stood},
    model::{Cannot, Entry, EntryId, Group, GroupId, Lift, Mark, Plan, PlanId, PlanStatus, Status},
    one, own,
    store::{self, entries},
    turns,
};
use crate::{
    hand::Hand,
    reason,
    rounds::{Who, entitled, hands},
};

/// What is wished for.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Wish {
    id: PlanId,
    /// Whom an officer signs up.
    member: Option<MemberId>,
    first: GroupId,
    second: Option<GroupId>,
}

fn to_entry(id: EntryId, say: &str) -> Done {
    Done::to(format!("/recuperation_entries/{id}")).record(id).say(say)
}

/// A member signs up, or changes their wishes.
pub(super) fn sign_up(act: &mut Act<'_>, form: Wish) -> Reply<Done> {
    let member = own::me(act).ok_or_else(Refusal::missing)?;
    let plan = store::plan(act, act.union(), form.id)?;
    if !plan.takes(act.today()) {
        return Err(Cannot::Closed.into());
    }
    let id = enter(act, &plan, member, &form)?;
    Ok(to_entry(id, "recuperation.said.signed"))
}

/// An officer signs somebody up, also after the days of sign-up, as long as the order is not firm.
pub(super) fn sign_up_for(act: &mut Act<'_>, form: Wish) -> Reply<Done> {
    let member = form
        .member
        .ok_or_else(|| Refusal::field("member", "web.refusal.required"))?;
    let plan = acts::living(act, form.id)?;
    enter(act, &plan, member, &form)?;
    Ok(done(plan.id, "recuperation.said.signed"))
}

/// The group of somebody at work. An officer learns nothing of those for whom they keep nothing.
fn group(act: &Act<'_>, member: MemberId, by_officer: bool) -> Reply<Option<BodyId>> {
    let reach = by_officer.then(|| hands(act)).transpose()?;
    let body = entitled(act, &Who::default(), member, reach.as_ref())?;
    body.map_err(|_| Stop::from(Cannot::NotActive))
}

fn enter(act: &Act<'_>, plan: &Plan, member: MemberId, form: &Wish) -> Reply<EntryId> {
    let union = act.union();
    let body = group(act, member, form.member.is_some())?;
    let groups = store::groups(act, union, plan.id)?;
    let known = |id: GroupId| groups.iter().any(|g| g.id == id);
    if !known(form.first) || form.second.is_some_and(|id| !known(id)) {
        return Err(Cannot::NoGroup.into());
    }
    if form.second == Some(form.first) {
        return Err(Cannot::SameWish.into());
    }
    // after the order was made, who comes late waits for a place
    let status = if plan.status == PlanStatus::Open {
        Status::Signed
    } else {
        Status::Waiting
    };
    if let Some(before) = entries::here(act, union, plan.id, member)? {
        if !matches!(before.status, Status::Signed | Status::Withdrawn) {
            return Err(Cannot::Already.into());
        }
        let mut entry = Entry {
            body,
            first: form.first,
            second: form.second,
            status,
            standing: None,
            why: None,
            ..before
        };
        stand(Hand::Act(act), &mut entry, "signed")?;
        return Ok(entry.id);
    }
    let entry = Entry {
        id: act.id(),
        plan: plan.id,
        member,
        name: String::new(),
        sound: String::new(),
        body,
        first: form.first,
        second: form.second,
        status,
        group: None,
        standing: None,
        mark: None,
        lift: None,
        why: None,
        version: 1,
    };
    entries::add(act.writer(), union, &entry, act.now())
        .on_constraint::<Stop>("recuperation_entry_once", || Cannot::Already.into())?;
    noted(Hand::Act(act), &entry, "signed")?;
    Ok(entry.id)
}

fn noted(hand: Hand<'_>, entry: &Entry, what: &'static str) -> Result<(), Error> {
    hand.note(&Happened::One {
        stood: [Stood::of(entry)],
        what,
        why: entry.why.as_deref(),
    })
}

/// Writes how a sign-up stands now, and that it does.
pub(super) fn stand(hand: Hand<'_>, entry: &mut Entry, what: &'static str) -> Reply<()> {
    if !entries::set(hand.w(), hand.union(), entry)? {
        return Err(Refusal::stale().into());
    }
    noted(hand, entry, what)?;
    Ok(())
}

/// A mark, and an exception from the order.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Except {
    id: EntryId,
    version: i64,
    mark: Option<Mark>,
    lift: Option<Lift>,
    lift_why: Option<Text<200>>,
}

pub(super) fn except(act: &mut Act<'_>, form: Except) -> Reply<Done> {
    let mut entry = one::in_hand(act, form.id)?;
    if entry.status.holds() || entry.status == Status::Withdrawn {
        return Err(Cannot::State.into());
    }
    entry.version = form.version;
    entry.mark = form.mark;
    entry.lift = match (form.lift, form.lift_why) {
        (Some(lift), Some(why)) => Some((lift, why.into_string())),
        (Some(_), None) => return Err(Refusal::field("lift_why", "recuperation.refusal.why").into()),
        (None, _) => None,
    };
    stand(Hand::Act(act), &mut entry, "excepted")?;
    Ok(to_entry(entry.id, "recuperation.said.excepted"))
}

/// Why somebody withdraws.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Withdraw {
    id: EntryId,
    why: Option<Text<200>>,
}

/// The member withdraws, or an officer records why they do.
pub(super) fn withdraw(act: &mut Act<'_>, form: Withdraw) -> Reply<Done> {
    let mut entry = one::seen(act, form.id)?;
    let own = own::me(act) == Some(entry.member);
    if !own {
        act.need(CARE_RECORD)?;
        entry = one::in_hand(act, form.id)?;
    }
    let why = match (form.why, own) {
        (Some(why), _) => why.into_string(),
        (None, true) => reason::JOURNEY_OWN_WISH.to_owned(),
        (None, false) => return Err(Refusal::field("why", "web.refusal.required").into()),
    };
    if matches!(entry.status, Status::Went | Status::Missed | Status::Withdrawn) {
        return Err(Cannot::State.into());
    }
    leave(Hand::Act(act), entry, &why)?;
    Ok(to_entry(form.id, "recuperation.said.withdrawn"))
}

/// Ends a sign-up. Where a place was firmly theirs, the next whose turn it is and who wishes to go there gets it.
pub(super) fn leave(hand: Hand<'_>, mut entry: Entry, why: &str) -> Reply<()> {
    let freed = entry.group.take().filter(|_| entry.status.holds());
    entry.status = Status::Withdrawn;
    entry.why = Some(why.to_owned());
    let plan = entry.plan;
    stand(hand, &mut entry, "withdrawn")?;
    hand.settle(Record::new(ENTRY, entry.id))?;
    if let Some(group) = freed {
        store::leave(hand.w(), hand.union(), group)?;
        follow(hand, plan, Some(group))?;
    }
    Ok(())
}

/// Gives the free places of one group, or of all, that have not left, to those in line who wish to go there and whose branch may
/// still send somebody, in their order; once the list is firm.
pub(super) fn follow(hand: Hand<'_>, plan: PlanId, into: Option<GroupId>) -> Reply<()> {
    let (w, union, today) = (hand.w(), hand.union(), hand.by().1.day());
    let plan = store::plan(w, union, plan)?;
    if plan.status != PlanStatus::Confirmed {
        return Ok(());
    }
    let mut groups = store::groups(w, union, plan.id)?;
    groups.retain(|g| g.waits(today) && into.is_none_or(|id| id == g.id));
    let all = entries::of_plan(w, union, plan.id)?;
    let mut room = turns::room(w, union, &plan, &all)?;
    room.groups.retain(|id, _| groups.iter().any(|g| g.id == *id));
    for candidate in turns::in_order(w, union, &plan, &all, today)? {
        let waits = |e: &&Entry| e.id == candidate.id && e.status == Status::Waiting;
        let Some(next) = all.iter().find(waits) else { continue };
        if let super::order::Gets::Group(group, _) = room.give(&candidate) {
            place(hand, next.clone(), group, None)?;
        }
    }
    Ok(())
}

/// Gives somebody a firm place in a group, and tells them.
fn place(hand: Hand<'_>, mut entry: Entry, group: GroupId, why: Option<String>) -> Reply<()> {
    if !store::take(hand.w(), hand.union(), group)? {
        return Err(Cannot::Full.into());
    }
    entry.status = Status::Confirmed;
    entry.group = Some(group);
    entry.why = why;
    stand(hand, &mut entry, "followed")?;
    let to = store::group(hand.w(), hand.union(), group)?;
    tell(hand, &entry, &to, "recuperation.followed_task")
}

/// Leaves a task with whoever goes with a group, due when it leaves.
pub(super) fn tell(hand: Hand<'_>, entry: &Entry, to: &Group, word: &str) -> Reply<()> {
    let title = ui::words::fill(
        &ui::words::word(Lang::Zh, word),
        &[("where", &to.destination), ("day", &to.from.chinese())],
    );
    let title = Text::new(&title).map_err(|e| Error::Wrong(format!("a title: {e}")))?;
    let task = flow::NewTask {
        owner: Some(entry.member),
        due: Some(to.from.max(hand.by().1.day())),
        source: Some(Record::new(ENTRY, entry.id)),
        ..flow::NewTask::new(title, flow::Field::Care)
    };
    flow::add_for(hand.w(), hand.union(), hand.by(), &task)?;
    Ok(())
}

/// Somebody in line is chosen by hand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Substitute {
    id: EntryId,
    group: GroupId,
    why: Text<200>,
}

/// An officer gives a free place to somebody in line out of their turn, and says why.
pub(super) fn substitute(act: &mut Act<'_>, form: Substitute) -> Reply<Done> {
    let entry = one::in_hand(act, form.id)?;
    let plan = store::plan(act, act.union(), entry.plan)?;
    if plan.status != PlanStatus::Confirmed {
        return Err(Cannot::Step.into());
    }
    if entry.status != Status::Waiting {
        return Err(Cannot::State.into());
    }
    let group = store::group(act, act.union(), form.group)?;
    if group.plan != plan.id {
        return Err(Cannot::NoGroup.into());
    }
    if !group.waits(act.today()) {
        return Err(Cannot::Left.into());
    }
    let all = entries::of_plan(act, act.union(), plan.id)?;
    if turns::room(act, act.union(), &plan, &all)?.all <= 0 {
        return Err(Cannot::Full.into());
    }
    place(Hand::Act(act), entry, group.id, Some(form.why.into_string()))?;
    Ok(to_entry(form.id, "recuperation.said.substituted"))
}
