//! Telling of an event, changing what was told, withdrawing it.

use flow::Outcome;
use kernel::{Date, Text};
use org::{BodyId, MemberId, members, power::CARE_RECORD};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, View};

use super::{
    beginning::{By, Happened, begin, told},
    leaders::Leaders,
    model::{Event, EventId, New, Source, check_days},
    record, store,
};
use crate::visits::{
    self, Status, Visit, reach,
    reasons::{self, ReasonId},
};

/// What is typed about an event.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Form {
    /// In whose life.
    member: MemberId,
    /// Why one visits.
    reason: ReasonId,
    /// When it happened, or will.
    happened: Date,
    /// When it was known.
    known: Date,
    /// More about it.
    note: Option<Text<500>>,
    /// It is another than the one told of already.
    #[serde(default)]
    another: bool,
}

/// What a member tells of themself.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct OwnForm {
    /// Why one visits.
    reason: ReasonId,
    /// When it happened, or will.
    happened: Date,
    /// More about it.
    note: Option<Text<500>>,
}

/// A member of whom something can be told: with the branch or group.
fn member(act: &Act<'_>, id: MemberId) -> Reply<Option<BodyId>> {
    let found = members::store::find(act, act.union(), id)?;
    let card = found.ok_or_else(|| Refusal::field("member", "visits.refusal.stranger"))?;
    let died = card.status == org::Status::Died;
    if !card.status.belongs() && !died {
        return Err(Refusal::field("member", "visits.refusal.gone")
            .arg("name", &card.name)
            .arg("day", card.left.map(|d| d.to_string()).unwrap_or_default())
            .into());
    }
    Ok(card.group)
}

/// Writes what is told, and notes that the visit is due.
fn keep(act: &Act<'_>, new: &New) -> Reply<crate::visits::VisitId> {
    let by = (act.actor().account, act.now());
    let reason = reasons::store::settled(act.writer(), act.union(), new.reason, by)?;
    if !reason.lives_on(act.today()) || !reason.says.begins.is_told() {
        return Err(Refusal::field("reason", "visits.refusal.no_reason").into());
    }
    let leaders = Leaders::load(act, act.union(), act.today())?;
    let who = By {
        union: act.union(),
        account: by.0,
        at: by.1,
    };
    let (event, visit) = begin(act.writer(), who, new, &reason, &leaders)?;
    act.note(&told(event, new))?;
    act.note(&visits::event::Happened::Due {
        visit,
        version: 1,
        due: reason.says.due(new.happened, new.known),
    })?;
    Ok(visit)
}

/// Refuses what was told already, unless it is said to be another.
fn once(act: &Act<'_>, form: &Form) -> Reply<()> {
    if form.another {
        return Ok(());
    }
    match store::same(act, act.union(), (form.member, form.reason), form.happened)? {
        None => Ok(()),
        Some(told) => Err(twice(act, &told).into()),
    }
}

fn twice(view: &View<'_>, told: &Event) -> Refusal {
    let who = told
        .account_name
        .clone()
        .unwrap_or_else(|| ui::words::word(view.lang(), &told.source.word()).into_owned());
    Refusal::field("another", "visits.refusal.twice")
        .arg("who", who)
        .arg("day", told.recorded_at.day().words(view.lang(), None))
        .status(409)
        .next(format!("/visits/events/{}", told.id))
}

/// Tells of an event in a member's life.
pub(super) fn tell(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let branch = member(act, form.member)?;
    if !org::holds(org::within(act, CARE_RECORD)?.as_deref(), branch) {
        return Err(Refusal::field("member", "visits.refusal.not_yours").status(403).into());
    }
    check_days(form.happened, form.known, act.today())?;
    once(act, &form)?;
    let visit = keep(
        act,
        &New {
            member: form.member,
            branch,
            reason: form.reason,
            happened: form.happened,
            known: form.known,
            source: Source::Reported,
            occasion: None,
            note: form.note.map(Text::into_string),
        },
    )?;
    Ok(Done::to(format!("/visits/{visit}"))
        .record(visit)
        .say("visits.said.told"))
}

/// A member tells of themself.
pub(super) fn tell_own(act: &mut Act<'_>, me: MemberId, form: OwnForm) -> Reply<Done> {
    let branch = member(act, me)?;
    let today = act.today();
    check_days(form.happened, today, today)?;
    if let Some(told) = store::same(act, act.union(), (me, form.reason), form.happened)? {
        return Err(Refusal::field("reason", "visits.refusal.own_twice")
            .arg("day", told.recorded_at.day().words(act.lang(), None))
            .status(409)
            .into());
    }
    keep(
        act,
        &New {
            member: me,
            branch,
            reason: form.reason,
            happened: form.happened,
            known: today,
            source: Source::Own,
            occasion: None,
            note: form.note.map(Text::into_string),
        },
    )?;
    Ok(Done::to("/me/care").say("visits.said.own_told"))
}

/// An event that the actor may see, with its visit.
///
/// # Errors
/// Absent and not theirs are both 404.
pub(super) fn seen(view: &View<'_>, id: EventId) -> Reply<(Event, Visit)> {
    let event = store::get(view, view.union(), id)?;
    let visit = visits::store::of_event(view, view.union(), id)?;
    if org::holds(org::within(view, org::power::CARE_SEE)?.as_deref(), visit.branch) {
        Ok((event, visit))
    } else {
        Err(Refusal::missing().into())
    }
}

/// The same, for those who record.
pub(super) fn in_hand(view: &View<'_>, id: EventId) -> Reply<(Event, Visit)> {
    let found = seen(view, id)?;
    reach::need_for(view, CARE_RECORD, found.1.branch)?;
    Ok(found)
}

/// What is typed to change an event.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Edit {
    id: EventId,
    version: i64,
    /// When it happened, or will.
    happened: Date,
    /// When it was known.
    known: Date,
    /// More about it; as before if it lies sealed and nothing is typed.
    note: Option<Text<500>>,
}

/// Changes the days of an event and what is told of it; a visit still owed moves with them.
pub(super) fn edit(act: &mut Act<'_>, form: Edit) -> Reply<Done> {
    let (event, visit) = in_hand(act, form.id)?;
    check_days(form.happened, form.known, act.today())?;
    let union = act.union();
    let reason = reasons::store::at(act, union, (event.reason, event.reason_version))?;
    if let Some(told) = &visit.told
        && told.day < reason.says.earliest(form.happened)
    {
        return Err(Refusal::field("happened", "visits.refusal.visited_before")
            .arg("day", told.day)
            .into());
    }
    let typed = form.note.as_ref().map(|t| t.as_str().to_owned());
    let text = match typed {
        None if event.sealed => store::open_note(act, union, form.id)?,
        other => other,
    };
    let (plain, sealed) = store::note(act.writer(), union, form.id, text.as_deref(), event.sensitive)?;
    act.run_fresh(
        store::EDIT,
        &[
            &union,
            &form.id,
            &form.version,
            &form.happened,
            &form.known,
            &plain,
            &sealed,
        ],
    )?;
    act.note(&Happened::Changed {
        event: form.id,
        version: form.version + 1,
        happened: form.happened,
        known: form.known,
    })?;
    let due = reason.says.due(form.happened, form.known);
    if visit.status == Status::Due && due != visit.due {
        visits::store::move_due(act.writer(), union, visit.id, due)?;
        act.note(&visits::event::Happened::Due {
            visit: visit.id,
            version: visit.version + 1,
            due,
        })?;
        if let Some(task) = visit.task {
            flow::redue(act, task, due)?;
        }
    }
    Ok(Done::to(format!("/visits/events/{}", form.id))
        .record(form.id)
        .say("visits.said.event_changed"))
}

/// Why an event is withdrawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Withdraw {
    id: EventId,
    version: i64,
    why: Text<200>,
}

/// Withdraws an event that was told by mistake; the visit is not owed any more. One that was made is taken back first.
pub(super) fn withdraw(act: &mut Act<'_>, form: Withdraw) -> Reply<Done> {
    let (_, visit) = in_hand(act, form.id)?;
    if visit.status == Status::Made {
        return Err(Refusal::new("visits.refusal.event_visited")
            .status(409)
            .next(format!("/visits/{}", visit.id))
            .into());
    }
    act.run_fresh(store::WITHDRAW, &[&act.union(), &form.id, &form.version, &form.why])?;
    act.note(&Happened::Withdrawn {
        event: form.id,
        version: form.version + 1,
        why: &form.why,
    })?;
    let by = (act.actor().account, act.now());
    if visits::store::withdraw(act.writer(), (act.union(), visit.id), &form.why, by)? {
        act.note(&visits::event::Happened::Withdrawn {
            visit: visit.id,
            version: visit.version + 1,
            why: &form.why,
        })?;
    }
    if let Some(task) = visit.task {
        let why = visits::for_task(&form.why, visit.sensitive)?;
        flow::settle(act, task, Outcome::Dropped { why })?;
    }
    Ok(Done::to("/visits").record(form.id).say("visits.said.event_withdrawn"))
}

/// Shows what is sealed, and notes that it was read.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reveal {
    id: EventId,
    /// What it is needed for.
    purpose: Text<100>,
}

/// Notes that what is told of an event is read.
pub(super) fn reveal(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    in_hand(act, form.id)?;
    web::reveal::read(act, record(form.id), &["note"], &form.purpose)?;
    Ok(Done::to(format!("/visits/events/{}", form.id)).record(form.id))
}
