//! Letters in the store: each side's rows, under its own union.

use kernel::{Instant, UnionId};
use store::{
    Error, Reader, Row, Sql, Writer,
    secret::{Plain, Sealed},
};
use web::AccountId;

use super::model::{Answer, Incoming, LetterId, NewLetter, OutState, Outgoing};

/// What is sealed of a letter at its sender.
pub const OUT_SEALED: Sealed = Sealed::of_union("letter_out", "sealed", "id");
/// What is sealed of a letter at its receiver.
pub const IN_SEALED: Sealed = Sealed::of_union("letter_in", "sealed", "id");

/// Most letters of a list.
const MOST: i64 = 300;

const ADD_OUT: Sql = Sql::union(
    "INSERT INTO letter_out (union_id, id, version, kind, year, number, way, to_union, to_name, subject, record_kind, record_id,
       body, sealed, state, sent_at, sent_by)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'sent', $14, $15)",
);
const OUT: Sql = Sql::union(
    "SELECT id, version, kind, year, number, way, to_union, to_name, subject, record_kind, record_id, body, state, sent_at,
       carried_at, delivered_at, recalled_at, closed_at, answer_day, answer_why
     FROM letter_out WHERE union_id = $1 AND id = $2",
);
const OUTS: Sql = Sql::union(
    "SELECT id, version, kind, year, number, way, to_union, to_name, subject, record_kind, record_id, body, state, sent_at,
       carried_at, delivered_at, recalled_at, closed_at, answer_day, answer_why
     FROM letter_out WHERE union_id = $1 ORDER BY sent_at DESC, id DESC LIMIT $2",
);
const OUTS_OF: Sql = Sql::union(
    "SELECT id, version, kind, year, number, way, to_union, to_name, subject, record_kind, record_id, body, state, sent_at,
       carried_at, delivered_at, recalled_at, closed_at, answer_day, answer_why
     FROM letter_out WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 ORDER BY sent_at DESC, id DESC LIMIT 100",
);
const OUT_VALUE: Sql = Sql::union("SELECT sealed FROM letter_out WHERE union_id = $1 AND id = $2");
const SET_OUT: Sql = Sql::union(
    "UPDATE letter_out SET state = $4, version = version + 1,
       delivered_at = COALESCE(delivered_at, CAST($5 AS BIGINT)), recalled_at = COALESCE(recalled_at, CAST($6 AS BIGINT))
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const CLOSE_OUT: Sql = Sql::union(
    "UPDATE letter_out SET state = $4, version = version + 1, closed_at = $5, answer_day = $6, answer_why = $7, sealed = NULL
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const CARRIED: Sql = Sql::union(
    "UPDATE letter_out SET carried_at = $3, version = version + 1 WHERE union_id = $1 AND id = $2 AND carried_at IS NULL",
);
const ADD_IN: Sql = Sql::union(
    "INSERT INTO letter_in (union_id, id, version, kind, year, number, way, from_union, from_name, subject, body, sealed, state,
       sent_at, arrived_at, closed_at, closed_by, answer_day, answer_why)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     ON CONFLICT (union_id, id) DO NOTHING",
);
const IN: Sql = Sql::union(
    "SELECT id, version, kind, year, number, way, from_union, from_name, subject, body, state, sent_at, arrived_at, closed_at,
       answer_day, answer_why, record_kind, record_id, told_at
     FROM letter_in WHERE union_id = $1 AND id = $2",
);
const INS: Sql = Sql::union(
    "SELECT id, version, kind, year, number, way, from_union, from_name, subject, body, state, sent_at, arrived_at, closed_at,
       answer_day, answer_why, record_kind, record_id, told_at
     FROM letter_in WHERE union_id = $1 ORDER BY arrived_at DESC, id DESC LIMIT $2",
);
const INS_OF: Sql = Sql::union(
    "SELECT id, version, kind, year, number, way, from_union, from_name, subject, body, state, sent_at, arrived_at, closed_at,
       answer_day, answer_why, record_kind, record_id, told_at
     FROM letter_in WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 ORDER BY arrived_at DESC, id DESC LIMIT 100",
);
const IN_VALUE: Sql = Sql::union("SELECT sealed FROM letter_in WHERE union_id = $1 AND id = $2");
const CLOSE_IN: Sql = Sql::union(
    "UPDATE letter_in SET state = $4, version = version + 1, closed_at = $5, closed_by = $6, answer_day = $7, answer_why = $8,
       record_kind = $9, record_id = $10, sealed = NULL
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'received'",
);
const TOLD: Sql = Sql::union(
    "UPDATE letter_in SET told_at = $3 WHERE union_id = $1 AND id = $2 AND told_at IS NULL AND state <> 'received'",
);
const WAITING_OUT: Sql = Sql::union(
    "SELECT id FROM letter_out WHERE union_id = $1 AND state IN ('sent', 'recalled') AND way = 'house' ORDER BY sent_at LIMIT 1000",
);
const WAITING_IN: Sql = Sql::union(
    "SELECT id FROM letter_in WHERE union_id = $1 AND state IN ('accepted', 'returned') AND told_at IS NULL AND way = 'house'
     ORDER BY closed_at LIMIT 1000",
);

fn outgoing(row: &Row<'_>) -> Result<Outgoing, Error> {
    let mut c = row.cells();
    Ok(Outgoing {
        id: c.take()?,
        version: c.take()?,
        kind: c.take()?,
        year: c.take()?,
        number: c.take()?,
        way: c.take()?,
        to: c.take()?,
        to_name: c.take()?,
        subject: c.take()?,
        record_kind: c.take()?,
        record_id: c.take()?,
        body: c.take()?,
        state: c.take()?,
        sent_at: c.take()?,
        carried_at: c.take()?,
        delivered_at: c.take()?,
        recalled_at: c.take()?,
        closed_at: c.take()?,
        answer_day: c.take()?,
        answer_why: c.take()?,
    })
}

fn incoming(row: &Row<'_>) -> Result<Incoming, Error> {
    let mut c = row.cells();
    Ok(Incoming {
        id: c.take()?,
        version: c.take()?,
        kind: c.take()?,
        year: c.take()?,
        number: c.take()?,
        way: c.take()?,
        from: c.take()?,
        from_name: c.take()?,
        subject: c.take()?,
        body: c.take()?,
        state: c.take()?,
        sent_at: c.take()?,
        arrived_at: c.take()?,
        closed_at: c.take()?,
        answer_day: c.take()?,
        answer_why: c.take()?,
        record_kind: c.take()?,
        record_id: c.take()?,
        told_at: c.take()?,
    })
}

/// Keeps a letter that is sent, with the next number of its kind and year.
pub(super) fn add_out(
    w: &Writer,
    union: UnionId,
    (id, by, at): (LetterId, AccountId, Instant),
    new: &NewLetter<'_>,
) -> Result<i64, Error> {
    let year = i64::from(at.day().year());
    let number = w.next_number(union, &format!("letter.{}.{year}", new.kind.name))?;
    let sealed = new
        .sealed
        .map(|plain| w.seal(OUT_SEALED.at(union, id), plain))
        .transpose()?;
    let record: kernel::Id<()> = kernel::Id::new(new.record.id);
    w.run(
        ADD_OUT,
        &[
            &union,
            &id,
            &new.kind.name,
            &year,
            &number,
            &new.to.way,
            &new.to.union,
            &new.to.name,
            &new.subject,
            &new.record.kind,
            &record,
            &new.body,
            &sealed,
            &at,
            &by,
        ],
    )?;
    Ok(number)
}

/// A letter that the union has sent, if there is one.
///
/// # Errors
/// The store's.
pub fn sent(read: &Reader, union: UnionId, id: LetterId) -> Result<Option<Outgoing>, Error> {
    read.opt(OUT, &[&union, &id], outgoing)
}

/// The letters about a record, the latest first.
///
/// # Errors
/// The store's.
pub fn of_record<K>(read: &Reader, union: UnionId, kind: &str, id: kernel::Id<K>) -> Result<Vec<Outgoing>, Error> {
    read.rows(OUTS_OF, &[&union, &kind, &id], outgoing)
}

/// The latest letters sent.
pub(super) fn all_sent(read: &Reader, union: UnionId) -> Result<Vec<Outgoing>, Error> {
    read.rows(OUTS, &[&union, &MOST], outgoing)
}

/// Changes how an open letter stands, if it has this version still.
pub(super) fn set_out(
    w: &Writer,
    union: UnionId,
    (id, version): (LetterId, i64),
    state: OutState,
    at: Instant,
) -> Result<bool, Error> {
    let delivered = (state == OutState::Delivered).then_some(at);
    let recalled = (state == OutState::Recalled).then_some(at);
    Ok(w.run(SET_OUT, &[&union, &id, &version, &state, &delivered, &recalled])? > 0)
}

/// Closes a letter at its sender, if it has this version still. What was sealed for the way is needed no more.
pub(super) fn close_out(
    w: &Writer,
    union: UnionId,
    (id, version): (LetterId, i64),
    answer: &Answer,
    at: Instant,
) -> Result<bool, Error> {
    let (on, why) = (answer.on(), answer.why());
    Ok(w.run(CLOSE_OUT, &[&union, &id, &version, &answer.out(), &at, &on, &why])? > 0)
}

/// Notes that the file of a letter was taken out; says whether it was the first time.
pub(crate) fn carried(w: &Writer, union: UnionId, id: LetterId, at: Instant) -> Result<bool, Error> {
    Ok(w.run(CARRIED, &[&union, &id, &at])? > 0)
}

/// Keeps a letter that has come, unless it is there already; says whether it was new.
pub(super) fn add_in(
    w: &Writer,
    union: UnionId,
    letter: &Incoming,
    by: AccountId,
    sealed: Option<&[u8]>,
) -> Result<bool, Error> {
    let sealed = sealed
        .map(|plain| w.seal(IN_SEALED.at(union, letter.id), plain))
        .transpose()?;
    let by = letter.closed_at.map(|_| by);
    let new = w.run(
        ADD_IN,
        &[
            &union,
            &letter.id,
            &letter.kind,
            &letter.year,
            &letter.number,
            &letter.way,
            &letter.from,
            &letter.from_name,
            &letter.subject,
            &letter.body,
            &sealed,
            &letter.state,
            &letter.sent_at,
            &letter.arrived_at,
            &letter.closed_at,
            &by,
            &letter.answer_day,
            &letter.answer_why,
        ],
    )?;
    Ok(new > 0)
}

/// A letter that the union has received, if there is one.
///
/// # Errors
/// The store's.
pub fn received(read: &Reader, union: UnionId, id: LetterId) -> Result<Option<Incoming>, Error> {
    read.opt(IN, &[&union, &id], incoming)
}

/// The letters received of which a record came, the latest first.
///
/// # Errors
/// The store's.
pub fn became<K>(read: &Reader, union: UnionId, kind: &str, id: kernel::Id<K>) -> Result<Vec<Incoming>, Error> {
    read.rows(INS_OF, &[&union, &kind, &id], incoming)
}

/// The latest letters received.
pub(super) fn all_received(read: &Reader, union: UnionId) -> Result<Vec<Incoming>, Error> {
    read.rows(INS, &[&union, &MOST], incoming)
}

/// Decides a letter at its receiver, if it has this version still and nobody has decided it.
pub(super) fn close_in(
    w: &Writer,
    union: UnionId,
    (id, version): (LetterId, i64),
    answer: &Answer,
    (by, at): (AccountId, Instant),
    record: Option<web::Record>,
) -> Result<bool, Error> {
    let kind = record.map(|r| r.kind);
    let which: Option<kernel::Id<()>> = record.map(|r| kernel::Id::new(r.id));
    let (on, why) = (answer.on(), answer.why());
    Ok(w.run(
        CLOSE_IN,
        &[
            &union,
            &id,
            &version,
            &answer.state(),
            &at,
            &by,
            &on,
            &why,
            &kind,
            &which,
        ],
    )? > 0)
}

/// Notes that the sender knows the answer; says whether that was new.
pub(crate) fn told(w: &Writer, union: UnionId, id: LetterId, at: Instant) -> Result<bool, Error> {
    Ok(w.run(TOLD, &[&union, &id, &at])? > 0)
}

/// Letters of this installation that are still to be brought, and those whose answers are.
pub(super) fn waiting(read: &Reader, union: UnionId) -> Result<(Vec<LetterId>, Vec<LetterId>), Error> {
    let out = read.rows(WAITING_OUT, &[&union], |row| row.get(0))?;
    Ok((out, read.rows(WAITING_IN, &[&union], |row| row.get(0))?))
}

/// What is sealed of a letter that was sent.
pub(crate) fn open_out(read: &Reader, union: UnionId, id: LetterId) -> Result<Option<Plain>, Error> {
    let sealed: Option<Option<Vec<u8>>> = read.opt(OUT_VALUE, &[&union, &id], |row| row.get(0))?;
    let sealed = sealed.flatten();
    Ok(match sealed {
        Some(bytes) => read.open_if_held(OUT_SEALED.at(union, id), &bytes)?,
        None => None,
    })
}

/// What is sealed of a letter that was received, until it is answered; `None` if nothing is, or its key was lost.
///
/// # Errors
/// The store's.
pub fn open_in(read: &Reader, union: UnionId, id: LetterId) -> Result<Option<Plain>, Error> {
    let sealed: Option<Option<Vec<u8>>> = read.opt(IN_VALUE, &[&union, &id], |row| row.get(0))?;
    Ok(match sealed.flatten() {
        Some(bytes) => read.open_if_held(IN_SEALED.at(union, id), &bytes)?,
        None => None,
    })
}
