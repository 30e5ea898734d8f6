//! What officers do with a batch: put people on its list, take them off, hand it in, cancel it, take out the numbers.

use ::store::OnConstraint;
use kernel::{Date, Text};
use org::{BodyId, MemberId, power::MEMBER_SEALED};
use rules::{Base, Case};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, Stop};

use super::{payment, show::outside};
use crate::insurance::{
    BATCH, ENROLLED,
    event::Happened,
    model::{Batch, BatchId, Plan, Standing, fits},
    reach, store,
};

/// The name of the numbers in the events of readings.
pub(super) const NUMBERS: &str = "identity";

fn done(id: BatchId, say: &str) -> Done {
    Done::to(format!("/enrolments/{id}")).record(id).say(say)
}

/// A batch whose list may change.
fn collecting(act: &Act<'_>, id: BatchId) -> Reply<Batch> {
    let batch = store::batch(act, act.union(), id)?;
    match batch.standing {
        Standing::Collecting => Ok(batch),
        Standing::Handed(_) => Err(Refusal::new("insurance.batch.handed_already").status(409).into()),
        Standing::Dropped(_) => Err(Refusal::new("insurance.batch.dropped_already").status(409).into()),
    }
}

/// Whom to put on the list: some, a whole group, or all who can be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Add {
    id: BatchId,
    version: i64,
    #[serde(default)]
    member: Vec<MemberId>,
    /// Of one branch or group.
    group: Option<BodyId>,
    /// All who can be.
    #[serde(default)]
    all: bool,
    units: Option<i64>,
}

pub(in crate::insurance) fn add(act: &mut Act<'_>, form: Add) -> Reply<Done> {
    let batch = collecting(act, form.id)?;
    let plan = store::plan(act, act.union(), batch.plan)?;
    let units = form.units.unwrap_or(1);
    if !(1..=plan.terms.most_units).contains(&units) {
        return Err(Refusal::field("units", "insurance.batch.units_most")
            .arg("most", plan.terms.most_units)
            .into());
    }
    if form.member.is_empty() && !form.all {
        return Err(Refusal::field("member", "insurance.batch.choose").into());
    }
    let people = outside(act, &batch, &plan)?;
    let mut new = Vec::new();
    for (one, why) in &people {
        let (id, group) = (one.person.id, one.person.group);
        let asked = if form.all {
            form.group.is_none() || form.group == group
        } else {
            form.member.contains(&id)
        };
        if !asked {
            continue;
        }
        if let Some(why) = why {
            if form.all {
                continue;
            }
            let key = format!("insurance.cannot_be.{}", why.key());
            return Err(Refusal::field("member", &key).arg("name", &one.name).into());
        }
        if form.all && store::has_line(act, act.union(), batch.id, id)? {
            continue;
        }
        new.push((act.id(), id, group, units));
    }
    if !form.all && new.len() < form.member.len() {
        return Err(Refusal::field("member", "insurance.cannot_be.unknown").into());
    }
    if new.is_empty() {
        return Err(Refusal::new("insurance.batch.nobody_more").status(409).into());
    }
    store::add_people(act, batch.id, form.version, &new).map_err(twice)?;
    act.note(&Happened::Added {
        batch: batch.id,
        people: new.len(),
    })?;
    Ok(done(batch.id, "insurance.batch.added"))
}

/// What the store says of somebody who is on the list already, as a refusal.
fn twice(stop: Stop) -> Stop {
    match stop {
        Stop::Fault(web::Fault::Store(error)) => {
            let said: Result<(), Stop> = Err(error).on_constraint("enrolled_once", || {
                Refusal::field("member", "insurance.batch.twice").status(409).into()
            });
            said.err().unwrap_or_else(|| Refusal::missing().into())
        }
        other => other,
    }
}

/// Whom to take off.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Remove {
    id: BatchId,
    version: i64,
    member: MemberId,
}

pub(in crate::insurance) fn remove(act: &mut Act<'_>, form: Remove) -> Reply<Done> {
    let batch = collecting(act, form.id)?;
    if !store::remove(act, batch.id, form.version, form.member)? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Removed {
        batch: batch.id,
        member: form.member,
    })?;
    Ok(done(batch.id, "insurance.batch.removed"))
}

/// The list is handed in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Hand {
    id: BatchId,
    version: i64,
    on: Date,
    /// Why fewer than the plan asks are enrolled.
    reason: Option<Text<200>>,
    /// Whom the premiums go to, where the union pays of them.
    payee: Option<Text<60>>,
}

pub(in crate::insurance) fn hand(act: &mut Act<'_>, form: Hand) -> Reply<Done> {
    let (union, batch) = (act.union(), collecting(act, form.id)?);
    if form.on > act.today() {
        return Err(Refusal::field("on", "insurance.cannot.ahead").into());
    }
    let plan = store::plan(act, union, batch.plan)?;
    if plan.confirmed.is_none() {
        let next = format!("/mutual_plans/{}", plan.id);
        return Err(Refusal::new("insurance.batch.unconfirmed")
            .status(409)
            .next(next)
            .into());
    }
    let sums = store::sums(act, union, batch.id)?;
    let (people, units) = sums
        .iter()
        .fold((0, 0), |(n, u), (_, people, units)| (n + people, u + units));
    if people == 0 {
        return Err(Refusal::new("insurance.batch.empty").status(409).into());
    }
    still_fit(act, (&batch, &plan), form.on)?;
    let record = Record::new(BATCH, batch.id);
    let workers = org::rates::store::whole(act, union, batch.as_of)?.map(|(w, _)| w.total);
    if let Some(workers) = workers {
        enough(
            act,
            record,
            (people, workers),
            plan.terms.all_below,
            form.reason.as_deref(),
        )?;
    }
    store::hand_in(act, batch.id, form.version, form.on)?;
    let posted: Vec<_> = sums
        .iter()
        .map(|(group, people, _)| (form.on, *group, &ENROLLED, *people))
        .collect();
    facts::post_many(act, record, &posted)?;
    act.note(&Happened::HandedIn {
        batch: batch.id,
        on: form.on,
        people,
        units,
    })?;
    payment::ask(act, &batch, units, form.payee.as_ref())?;
    Ok(done(batch.id, "insurance.batch.is_handed"))
}

/// Refuses a list on which somebody stands who cannot be enrolled on the day it is handed in: they have left since, or the
/// days of the batch were moved.
fn still_fit(act: &Act<'_>, (batch, plan): (&Batch, &Plan), on: Date) -> Reply<()> {
    let union = act.union();
    let covered = store::covered(act, union, plan.line, batch.id, (batch.starts, batch.ends))?;
    let people = reach::people(act, union, on)?;
    let known: FxHashMap<_, _> = people.iter().map(|one| (one.person.id, &one.person)).collect();
    for line in store::insured(act, union, batch.id)? {
        let why = match known.get(&line.member) {
            None => "left",
            Some(person) => match fits(&plan.terms, person, batch.starts, covered.contains(&line.member)) {
                Ok(()) => continue,
                Err(why) => why.key(),
            },
        };
        let key = format!("insurance.cannot_be.{why}");
        return Err(Refusal::new(&key).arg("name", &line.name).status(409).into());
    }
    Ok(())
}

/// Whether as many are enrolled as the rules and the plan ask; fewer than a small unit's all need a reason.
fn enough(
    act: &Act<'_>,
    record: Record,
    (people, workers): (i64, i64),
    all_below: Option<i64>,
    reason: Option<&str>,
) -> Reply<()> {
    if all_below.is_some_and(|below| workers < below) && people < workers && reason.is_none() {
        return Err(Refusal::field("reason", "insurance.batch.all_needed")
            .arg("n", workers - people)
            .into());
    }
    let case = Case::number(people).of(Base::Workers, workers);
    let judged = rules::judge(act, act.union(), act.today(), &rules::key::INSURED_SHARE, &case)?;
    rules::keep(act, &judged, record, "on", reason)?;
    Ok(())
}

/// Why it is cancelled.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Drop {
    id: BatchId,
    version: i64,
    why: Text<200>,
}

pub(in crate::insurance) fn drop_it(act: &mut Act<'_>, form: Drop) -> Reply<Done> {
    let batch = collecting(act, form.id)?;
    store::drop_batch(act, batch.id, form.version, &form.why)?;
    if let Some(before) = batch.renews {
        store::forget_ahead(act, before)?;
    }
    act.note(&Happened::Dropped {
        batch: batch.id,
        why: &form.why,
    })?;
    Ok(done(batch.id, "insurance.batch.is_dropped"))
}

/// What the numbers are needed for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Reveal {
    id: BatchId,
    purpose: Text<100>,
}

/// Notes, with the batch and with each person in it, who takes out the numbers and why; the file holds them for some
/// minutes.
pub(in crate::insurance) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    act.need(MEMBER_SEALED)?;
    let batch = store::batch(act, act.union(), form.id)?;
    for line in store::insured(act, act.union(), batch.id)? {
        web::reveal::read(act, Record::new("member", line.member), &[NUMBERS], &form.purpose)?;
    }
    web::reveal::read(act, Record::new(BATCH, batch.id), &[NUMBERS], &form.purpose)?;
    Ok(done(batch.id, "insurance.batch.numbers_open"))
}
