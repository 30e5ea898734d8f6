//! The end of a meeting: its figures go into the register, its minutes are settled, filed and published.

use archive::{Class, Ready};
use facts::Measure;
use flow::Outcome;
use kernel::Date;
use org::BodyId;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Fault, Refusal, Reply, View};

use super::{
    super::{
        event::Happened,
        minutes,
        model::{Hall, MeetingId, Presence, Row, Status},
        notice, record, rights,
        store::{ADOPT, CLOSE, PUBLISH, REOPEN, decisions, people},
        word,
    },
    At, Why, done,
};
use crate::doing::kinds::by_key;

/// What a meeting counts: itself, those present and sitting in, what it decided. A meeting that too few came to counts
/// nothing: it was a talk.
pub(in super::super) fn counts(hall: Hall, row: &Row, carried: i64) -> (i64, i64, i64) {
    if row.said.rules.quorate(hall) {
        (1, hall.present.saturating_add(row.said.guest_count()), carried)
    } else {
        (0, 0, 0)
    }
}

/// The measures of [`counts`], in its order.
pub(in super::super) const COUNTED: [&str; 3] = ["meeting.events", "meeting.person_times", "meeting.items"];

/// Ends a meeting.
pub(in super::super) fn close(act: &mut Act<'_>, form: At) -> Reply<Done> {
    let union = act.union();
    let row = rights::open(act, form.id)?;
    let hall = known(act, &row)?;
    open_period(act, row.said.day)?;
    act.run_fresh(CLOSE, &[&union, &row.id, &form.version, &act.now()])?;
    let carried = decisions::of(act, union, row.id)?.iter().filter(|d| d.carried).count();
    let carried = i64::try_from(carried).map_err(Fault::other)?;
    let (events, people, decided) = counts(hall, &row, carried);
    act.note(&Happened::Closed {
        meeting: row.id,
        events,
        people,
        decisions: decided,
    })?;
    let postings: Vec<(&Measure, i64)> = COUNTED
        .iter()
        .zip([events, people, decided])
        .filter_map(|(key, n)| Some((by_key(key)?, n)))
        .collect();
    facts::post(
        act,
        record(row.id),
        row.said.day,
        branch(act, row.said.body)?,
        None,
        &postings,
    )?;
    notice::end(act, row.id, &Outcome::Done { on: row.said.day })?;
    let said = if events > 0 {
        "meetings.said.closed"
    } else {
        "meetings.said.closed_as_talk"
    };
    Ok(done(row.id, said))
}

/// Everybody's presence is known, somebody came, and the chair is one of them.
fn known(act: &Act<'_>, row: &Row) -> Reply<Hall> {
    let attendance = format!("/meetings/{}/attendance", row.id);
    if row.said.day > act.today() {
        return Err(Refusal::new("meetings.refusal.not_yet").arg("day", row.said.day).into());
    }
    let hall = people::hall(act, act.union(), row.id)?;
    if hall.unknown > 0 || hall.present == 0 {
        return Err(Refusal::new("meetings.refusal.nobody_yet").next(attendance).into());
    }
    let chair_away = people::of(act, act.union(), row.id)?
        .iter()
        .any(|seat| seat.member == row.said.chair && seat.state != Presence::Present);
    if chair_away {
        return Err(Refusal::new("meetings.refusal.chair_away")
            .arg("name", &row.chair_name)
            .into());
    }
    Ok(hall)
}

fn open_period(act: &Act<'_>, day: Date) -> Reply<()> {
    if facts::register::store::closed(act, act.union(), day)? {
        return Err(Refusal::new("meetings.refusal.period_closed").arg("day", day).into());
    }
    Ok(())
}

/// Meetings of a branch or group count for it, those of other bodies for the union.
fn branch(view: &View<'_>, body: BodyId) -> Reply<Option<BodyId>> {
    let body = org::bodies::store::get(view, view.union(), body)?;
    Ok(body.kind.has_members().then_some(body.id))
}

/// Opens a meeting that is over again: its figures are taken back.
pub(in super::super) fn reopen(act: &mut Act<'_>, form: Why) -> Reply<Done> {
    let row = rights::in_hand(act, form.id)?;
    if !matches!(row.status, Status::Closed | Status::Adopted) {
        return Err(Refusal::new("meetings.refusal.not_over").status(409).into());
    }
    open_period(act, row.said.day)?;
    act.run_fresh(REOPEN, &[&act.union(), &row.id, &form.version, &form.why])?;
    act.note(&Happened::Reopened {
        meeting: row.id,
        why: &form.why,
    })?;
    facts::reverse(act, record(row.id), &form.why)?;
    Ok(done(row.id, "meetings.said.reopened"))
}

/// Settles the minutes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Adopt {
    id: MeetingId,
    version: i64,
    /// Whether all members may read them.
    #[serde(default)]
    publish: bool,
}

/// Settles the minutes and files them.
pub(in super::super) fn adopt(act: &mut Act<'_>, form: Adopt) -> Reply<Done> {
    let mut row = rights::in_hand(act, form.id)?;
    if row.status != Status::Closed {
        return Err(Refusal::new("meetings.refusal.not_over").status(409).into());
    }
    row.adopted_on = Some(act.today());
    let paper = minutes::of(act, &row)?;
    let bytes = word::word(&paper).to_bytes().map_err(Fault::other)?;
    let ready = Ready::of(&paper.file_name(), &bytes, false).map_err(|e| Fault::other(format!("minutes: {e:?}")))?;
    let kept = archive::keep_in(act, &ready, record(row.id), Class::Minutes, row.said.day.year())?;
    act.run_fresh(
        ADOPT,
        &[&act.union(), &row.id, &form.version, &act.today(), &kept, &form.publish],
    )?;
    act.note(&Happened::Adopted {
        meeting: row.id,
        paper: kept,
    })?;
    if form.publish {
        act.note(&Happened::Published {
            meeting: row.id,
            published: true,
        })?;
    }
    Ok(done(row.id, "meetings.said.adopted"))
}

/// Whether all members may read the minutes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Publish {
    id: MeetingId,
    version: i64,
    #[serde(default)]
    published: bool,
}

/// Lets all members read the minutes, or no longer.
pub(in super::super) fn publish(act: &mut Act<'_>, form: Publish) -> Reply<Done> {
    let row = rights::in_hand(act, form.id)?;
    if row.status != Status::Adopted {
        return Err(Refusal::new("meetings.refusal.not_settled").status(409).into());
    }
    act.run_fresh(PUBLISH, &[&act.union(), &row.id, &form.version, &form.published])?;
    act.note(&Happened::Published {
        meeting: row.id,
        published: form.published,
    })?;
    let said = if form.published {
        "meetings.said.published"
    } else {
        "meetings.said.unpublished"
    };
    Ok(done(row.id, said))
}

/// Papers of a meeting: the sign-in sheet, photos, what was handed round.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct Attach {
    id: MeetingId,
}

/// Papers checked, and the meeting they belong to.
#[derive(Clone, Debug)]
pub(in super::super) struct Files {
    meeting: MeetingId,
    files: Vec<Ready>,
}

/// Checks the papers that came, outside the transaction.
pub(in super::super) fn check_files(view: &View<'_>, form: Attach) -> Reply<Files> {
    rights::in_hand(view, form.id)?;
    let files = archive::ready_all(view, "files", false)?;
    if files.is_empty() {
        return Err(Refusal::field("files", "meetings.refusal.no_file").into());
    }
    Ok(Files {
        meeting: form.id,
        files,
    })
}

/// Keeps papers with a meeting.
pub(in super::super) fn attach(act: &mut Act<'_>, files: Files) -> Reply<Done> {
    let row = rights::in_hand(act, files.meeting)?;
    for file in &files.files {
        archive::keep_in(act, file, record(row.id), Class::Evidence, row.said.day.year())?;
    }
    act.note(&Happened::Filed {
        meeting: row.id,
        papers: files.files.len(),
    })?;
    Ok(Done::to(format!("/meetings/{}#papers", row.id))
        .record(row.id)
        .say("meetings.said.filed"))
}
