//! What is done with a pair: made, changed, ended.

use kernel::{Date, Text};
use org::{MemberId, members::store as members};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, reveal};

use super::{
    KIND, PAIRS,
    event::Happened,
    model::{Cannot, Ending, MOST_HELPERS, Outcome, Pair, PairId, Sort},
    reach::{WHOLE, managed, me},
    store,
};

pub(super) fn done(id: PairId, say: &str) -> Done {
    Done::to(format!("/pairs/{id}")).record(id).say(say)
}

/// A new pair.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    sort: Sort,
    /// Whom it helps, if a member.
    member: Option<MemberId>,
    /// Whom it helps, if a group.
    helped: Option<Text<60>>,
    #[serde(default)]
    helper: Vec<MemberId>,
    goals: Text<1000>,
    from: Date,
    until: Date,
    every: i64,
}

fn days(from: Date, until: Date, every: i64) -> Reply<()> {
    if until < from {
        return Err(Refusal::field("until", "pairs.refusal.reversed").into());
    }
    if !(1..=366).contains(&every) {
        return Err(Refusal::field("every", "pairs.refusal.every").into());
    }
    Ok(())
}

/// The helpers: members, each once, and not whoever is helped.
fn helpers(act: &Act<'_>, asked: &[MemberId], helped: Option<MemberId>) -> Reply<Vec<MemberId>> {
    let mut all: Vec<MemberId> = Vec::new();
    for helper in asked {
        let card = members::get(act, act.union(), *helper)?;
        if !card.status.belongs() {
            return Err(Refusal::field("helper", "pairs.refusal.left")
                .arg("name", card.name)
                .into());
        }
        if Some(*helper) == helped {
            return Err(Refusal::field("helper", "pairs.refusal.same").into());
        }
        if !all.contains(helper) {
            all.push(*helper);
        }
    }
    if all.is_empty() || all.len() > MOST_HELPERS {
        return Err(Refusal::field("helper", "pairs.refusal.helpers")
            .arg("most", MOST_HELPERS)
            .into());
    }
    Ok(all)
}

pub(super) fn make(act: &mut Act<'_>, form: Make) -> Reply<Done> {
    days(form.from, form.until, form.every)?;
    let helped = match (form.member, &form.helped) {
        (Some(member), _) => {
            let card = members::get(act, act.union(), member)?;
            if !card.status.belongs() {
                return Err(Refusal::field("member", "pairs.refusal.left")
                    .arg("name", card.name)
                    .into());
            }
            card.name
        }
        (None, Some(group)) => group.to_string(),
        (None, None) => return Err(Refusal::field("helped", "pairs.refusal.whom").into()),
    };
    let helpers = helpers(act, &form.helper, form.member)?;
    let new = Pair {
        id: act.id(),
        sort: form.sort,
        member: form.member,
        helped,
        from: form.from,
        until: form.until,
        every: form.every,
        last: None,
        cards: 0,
        ended: None,
        version: 1,
    };
    store::add(act, &new, &form.goals, &helpers)?;
    act.note(&Happened::Made {
        pair: new.id,
        version: 1,
        sort: new.sort,
        helpers: &helpers,
        until: new.until,
    })?;
    let day = new.from.min(act.today());
    facts::post(act, Record::new(KIND, new.id), day, None, None, &[(&PAIRS, 1)])?;
    Ok(done(new.id, "pairs.said.made"))
}

/// What is changed of a pair.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Edit {
    id: PairId,
    version: i64,
    #[serde(default)]
    helper: Vec<MemberId>,
    /// As before if left empty.
    goals: Option<Text<1000>>,
    until: Date,
    every: i64,
}

pub(super) fn edit(act: &mut Act<'_>, form: Edit) -> Reply<Done> {
    let old = managed(act, form.id)?;
    if old.ended.is_some() {
        return Err(Cannot::Ended.into());
    }
    days(old.from, form.until, form.every)?;
    let helpers = helpers(act, &form.helper, old.member)?;
    not_me_anew(act, form.id, &helpers)?;
    let goals = match form.goals {
        Some(goals) => goals.into_string(),
        None => store::goals(act, act.union(), form.id)?.unwrap_or_default(),
    };
    let to = Pair {
        until: form.until,
        every: form.every,
        version: form.version,
        ..old
    };
    store::edit(act, &to, &goals, &helpers)?;
    act.note(&Happened::Edited {
        pair: to.id,
        version: to.version + 1,
        helpers: &helpers,
        until: to.until,
    })?;
    Ok(done(to.id, "pairs.said.edited"))
}

/// Nobody makes themselves a helper of a pair that is there: helpers read what is sealed without saying what for.
fn not_me_anew(act: &Act<'_>, id: PairId, helpers: &[MemberId]) -> Reply<()> {
    let before = store::helpers(act, act.union(), id)?;
    match me(act) {
        Some(me) if helpers.contains(&me) && before.iter().all(|(old, _)| *old != me) => {
            Err(Refusal::field("helper", "pairs.refusal.helps_self_in")
                .status(403)
                .into())
        }
        _ => Ok(()),
    }
}

/// How it ends.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct End {
    id: PairId,
    version: i64,
    on: Date,
    result: Outcome,
    why: Text<500>,
}

pub(super) fn end(act: &mut Act<'_>, form: End) -> Reply<Done> {
    let pair = managed(act, form.id)?;
    if pair.ended.is_some() {
        return Err(Cannot::Ended.into());
    }
    let first = pair.last.unwrap_or(pair.from);
    if form.on > act.today() || form.on < first {
        return Err(Refusal::field("on", "pairs.refusal.on")
            .arg("from", first)
            .arg("until", act.today())
            .into());
    }
    let ending = Ending {
        on: form.on,
        result: form.result,
        why: form.why.into_string(),
    };
    store::end(act, form.id, form.version, &ending)?;
    act.note(&Happened::Ended {
        pair: form.id,
        version: form.version + 1,
        on: ending.on,
        result: ending.result,
    })?;
    settle(act, form.id, form.on)?;
    Ok(done(form.id, "pairs.said.ended"))
}

/// Ends the tasks that a pair had left.
pub(super) fn settle(act: &Act<'_>, id: PairId, on: Date) -> Reply<()> {
    for task in flow::of_source(act, act.union(), Record::new(KIND, id))? {
        if task.state.is_open() {
            flow::settle(act, task.id, flow::Outcome::Done { on })?;
        }
    }
    Ok(())
}

/// What it is needed for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: PairId,
    purpose: Text<100>,
}

/// Notes who reads goals and cards, and what for; the page shows them for some minutes.
pub(super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    managed(act, form.id)?;
    reveal::read(act, Record::new(KIND, form.id), &[WHOLE], &form.purpose)?;
    Ok(done(form.id, "pairs.said.opened"))
}
