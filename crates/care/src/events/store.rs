//! Life events in the store.

use ::store::{Error, Reader, Row, Sql, Writer, secret::Sealed};
use kernel::{Date, Instant, UnionId};
use org::MemberId;
use web::AccountId;

use super::model::{Event, EventId, NEAR, New};
use crate::visits::reasons::{Reason, ReasonId};

/// The column of what is told of health or hardship.
pub const SEALED: Sealed = Sealed::of_union("life_event", "sealed", "id");

/// The columns of an event; what follows narrows the rows.
macro_rules! events {
    ($($rest:expr),*) => {
        Sql::union(concat!(
            "SELECT e.id, e.version, e.member_id, m.name, e.reason_id, e.reason_version, r.name, r.sensitive, e.happened_on,
               e.known_on, e.source, e.note, CASE WHEN e.sealed IS NULL THEN 0 ELSE 1 END, e.why, e.account_id, a.name,
               e.recorded_at
             FROM life_event e
             JOIN visit_reason r ON r.union_id = e.union_id AND r.id = e.reason_id AND r.version = e.reason_version
             JOIN member m ON m.union_id = e.union_id AND m.id = e.member_id
             LEFT JOIN account a ON a.id = e.account_id
             WHERE e.union_id = $1 ",
            $($rest),*
        ))
    };
}

const GET: Sql = events!("AND e.id = $2");
const OF_MEMBER: Sql = events!("AND e.member_id = $2 AND e.id <> $3 ORDER BY e.happened_on DESC, e.id DESC LIMIT 50");
const SAME: Sql = events!(
    "AND e.member_id = $2 AND e.reason_id = $3 AND e.happened_on >= $4 AND e.happened_on <= $5 AND e.status = 'told'
     ORDER BY e.recorded_at LIMIT 1"
);
const ADD: Sql = Sql::union(
    "INSERT INTO life_event (union_id, id, member_id, reason_id, reason_version, happened_on, known_on, source, occasion, note,
       sealed, status, recorded_at, account_id, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'told', $12, $13, 1)",
);
/// Changes what is told, at the version seen.
pub(super) const EDIT: Sql = Sql::union(
    "UPDATE life_event SET happened_on = $4, known_on = $5, note = $6, sealed = $7, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'told'",
);
/// Withdraws what was told, at the version seen.
pub(super) const WITHDRAW: Sql = Sql::union(
    "UPDATE life_event SET status = 'withdrawn', why = $4, sealed = NULL, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'told'",
);
const OCCASIONS: Sql = Sql::union(
    "SELECT member_id, occasion FROM life_event WHERE union_id = $1 AND reason_id = $2 AND occasion IS NOT NULL AND happened_on >= $3",
);
const NOTE: Sql = Sql::union("SELECT note, sealed FROM life_event WHERE union_id = $1 AND id = $2");

fn event(row: &Row<'_>) -> Result<Event, Error> {
    let mut c = row.cells();
    Ok(Event {
        id: c.take()?,
        version: c.take()?,
        member: c.take()?,
        name: c.take()?,
        reason: c.take()?,
        reason_version: c.take()?,
        reason_name: c.take()?,
        sensitive: c.take()?,
        happened: c.take()?,
        known: c.take()?,
        source: c.take()?,
        note: c.take()?,
        sealed: c.take()?,
        withdrawn: c.take()?,
        account: c.take()?,
        account_name: c.take()?,
        recorded_at: c.take()?,
    })
}

/// An event.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: EventId) -> Result<Event, Error> {
    read.one(GET, &[&union, &id], event)
}

/// Other events of a member, the latest first.
pub(super) fn others(read: &Reader, union: UnionId, member: MemberId, but: EventId) -> Result<Vec<Event>, Error> {
    read.rows(OF_MEMBER, &[&union, &member, &but], event)
}

/// The same told of a member for near days, if it was.
pub(super) fn same(
    read: &Reader,
    union: UnionId,
    (member, reason): (MemberId, ReasonId),
    happened: Date,
) -> Result<Option<Event>, Error> {
    let (from, until) = (happened.plus_days(-NEAR), happened.plus_days(NEAR));
    read.opt(SAME, &[&union, &member, &reason, &from, &until], event)
}

/// What is told beside the rest, as it is kept: openly, or sealed.
pub(super) fn note(
    w: &Writer,
    union: UnionId,
    id: EventId,
    text: Option<&str>,
    sensitive: bool,
) -> Result<(Option<String>, Option<Vec<u8>>), Error> {
    match text {
        Some(text) if sensitive => Ok((None, Some(w.seal(SEALED.at(union, id), text.as_bytes())?))),
        other => Ok((other.map(str::to_owned), None)),
    }
}

/// The same, opened.
pub(super) fn open_note(read: &Reader, union: UnionId, id: EventId) -> Result<Option<String>, Error> {
    let (plain, sealed): (Option<String>, Option<Vec<u8>>) =
        read.one(NOTE, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    match sealed {
        None => Ok(plain),
        Some(sealed) => Ok(Some(read.open(SEALED.at(union, id), &sealed)?.text()?.to_owned())),
    }
}

pub(super) fn add(
    w: &Writer,
    union: UnionId,
    (id, new): (EventId, &New),
    reason: &Reason,
    (by, at): (AccountId, Instant),
) -> Result<(), Error> {
    let (plain, sealed) = note(w, union, id, new.note.as_deref(), reason.says.sensitive)?;
    w.run(
        ADD,
        &[
            &union,
            &id,
            &new.member,
            &reason.id,
            &reason.version,
            &new.happened,
            &new.known,
            &new.source,
            &new.occasion,
            &plain,
            &sealed,
            &at,
            &by,
        ],
    )
    .map(drop)
}

/// Which occasions of a reason the register told of since a day.
pub(super) fn occasions(
    read: &Reader,
    union: UnionId,
    reason: ReasonId,
    since: Date,
) -> Result<std::collections::HashSet<(MemberId, String)>, Error> {
    let rows = read.rows(OCCASIONS, &[&union, &reason, &since], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.into_iter().collect())
}
