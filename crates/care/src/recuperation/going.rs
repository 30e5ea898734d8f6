//! Who went, and what it cost.

use facts::{
    Measure,
    measures::{HEALTH_MONEY, HEALTH_PERSON_TIMES},
};
use kernel::{Lang, Text};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Fault, Record, Refusal, Reply, Yuan};

use super::{
    ENTRY, GROUP, acts, entries,
    model::{Cannot, Entry, EntryId, Group, GroupId, PEOPLE, Status},
    one,
    store::{self, entries as kept},
};
use crate::{
    given::{self, Gift},
    hand::Hand,
};

/// What somebody who went counts.
pub(super) const COUNTS: [(&Measure, i64); 2] = [(&PEOPLE, 1), (&HEALTH_PERSON_TIMES, 1)];

fn back(id: GroupId, say: &str) -> Done {
    Done::to(format!("/recuperation_groups/{id}")).record(id).say(say)
}

/// Who went; of the others it is kept that they did not, if that is said.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Attend {
    id: GroupId,
    #[serde(default)]
    entry: Vec<EntryId>,
    /// Whether these did not go.
    #[serde(default)]
    missed: bool,
}

pub(super) fn attend(act: &mut Act<'_>, form: Attend) -> Reply<Done> {
    let union = act.union();
    let group = store::group(act, union, form.id)?;
    if act.today() < group.from {
        return Err(Cannot::Early(group.from).into());
    }
    if group.cost.is_some() {
        return Err(Cannot::Settled.into());
    }
    if form.entry.is_empty() {
        return Err(Refusal::field("entry", "recuperation.refusal.choose").into());
    }
    let hands = crate::rounds::hands(act)?;
    for id in form.entry {
        let mut entry = kept::get(act, union, id)?;
        if !hands.sees(entry.body) {
            return Err(Refusal::missing().into());
        }
        if entry.group != Some(group.id) || entry.status != Status::Confirmed {
            return Err(Cannot::State.into());
        }
        entry.status = if form.missed { Status::Missed } else { Status::Went };
        entries::stand(Hand::Act(act), &mut entry, "attended")?;
        Hand::Act(act).settle(Record::new(ENTRY, entry.id))?;
        if !form.missed {
            let record = Record::new(ENTRY, entry.id);
            facts::post(act, record, group.from, entry.body, None, &COUNTS)?;
        }
    }
    Ok(back(group.id, "recuperation.said.attended"))
}

/// Why it was wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Undo {
    id: EntryId,
    why: Text<200>,
}

/// They had not gone after all, or had: all that was told of it is taken back.
pub(super) fn undo(act: &mut Act<'_>, form: Undo) -> Reply<Done> {
    let mut entry = one::in_hand(act, form.id)?;
    let (Status::Went | Status::Missed, Some(group)) = (entry.status, entry.group) else {
        return Err(Cannot::State.into());
    };
    if store::group(act, act.union(), group)?.cost.is_some() {
        return Err(Cannot::Settled.into());
    }
    entry.status = Status::Confirmed;
    entry.why = Some(form.why.to_string());
    entries::stand(Hand::Act(act), &mut entry, "undone")?;
    facts::reverse(act, Record::new(ENTRY, entry.id), &form.why)?;
    Ok(back(group, "recuperation.said.undone"))
}

/// What a group cost in all; nothing to take it back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Cost {
    id: GroupId,
    version: i64,
    cost: Option<Yuan>,
}

/// Tells what a group cost, once it is known of everybody whether they went; each who went received their part.
pub(super) fn cost(act: &mut Act<'_>, form: Cost) -> Reply<Done> {
    let union = act.union();
    let was = store::group(act, union, form.id)?;
    let cost = form.cost.map(|Yuan(cost)| cost);
    if cost.is_some_and(|cost| cost.fen() <= 0) {
        return Err(Refusal::field("cost", "web.refusal.amount").into());
    }
    store::set_cost(act, was.id, form.version, cost)?;
    let group = Group {
        cost,
        version: form.version.saturating_add(1),
        ..was
    };
    acts::group_told(act, &group)?;
    let record = Record::new(GROUP, group.id);
    let why = ui::words::word(Lang::Zh, "recuperation.cost_anew");
    facts::reverse(act, record, &why)?;
    given::take_back(act, record, &why)?;
    if let Some(cost) = cost {
        let went = went(act, &group)?;
        let parts = cost
            .split_evenly(went.len())
            .ok_or_else(|| Fault::other("a cost that cannot be split"))?;
        let gift = |(entry, part): (&Entry, _)| Gift {
            member: entry.member,
            day: group.from,
            kind: given::Kind::Recuperation,
            amount: part,
            what: &group.destination,
        };
        let gifts: Vec<Gift<'_>> = went.iter().zip(parts).map(gift).collect();
        facts::post(act, record, group.from, None, None, &[(&HEALTH_MONEY, cost.fen())])?;
        given::give(act, record, &gifts)?;
    }
    Ok(back(group.id, "recuperation.said.cost"))
}

/// Who went with a group; refused while it is not known of somebody.
fn went(act: &Act<'_>, group: &Group) -> Reply<Vec<Entry>> {
    let mut all = kept::of_group(act, act.union(), group.id)?;
    if all.iter().any(|e| e.status == Status::Confirmed) {
        return Err(Refusal::field("cost", "recuperation.refusal.not_known").into());
    }
    all.retain(|e| e.status == Status::Went);
    if all.is_empty() {
        return Err(Refusal::field("cost", "recuperation.refusal.nobody_went").into());
    }
    Ok(all)
}
