//! Who should attend, and who came.

use std::collections::HashMap;

use ::store::{Error, Reader, Row as Line, Sql, Writer};
use flow::TaskId;
use kernel::{Date, UnionId};
use org::MemberId;
use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{Hall, MeetingId, PersonId, Presence};

const OF: Sql = Sql::union(
    "SELECT id, member_id, name, post, state, reason, notice_id FROM meeting_person
     WHERE union_id = $1 AND meeting_id = $2 ORDER BY rank, id",
);
const ADD: Sql = Sql::union(
    "INSERT INTO meeting_person (union_id, id, meeting_id, member_id, rank, name, post, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'expected')
     ON CONFLICT (union_id, meeting_id, member_id) DO UPDATE SET rank = excluded.rank, name = excluded.name, post = excluded.post",
);
const GONE: Sql =
    Sql::union("DELETE FROM meeting_person WHERE union_id = $1 AND meeting_id = $2 AND id = $3 AND state = 'expected'");
const SET: Sql =
    Sql::union("UPDATE meeting_person SET state = $4, reason = $5 WHERE union_id = $1 AND meeting_id = $2 AND id = $3");
const ASK: Sql =
    Sql::union("UPDATE meeting_person SET notice_id = $4 WHERE union_id = $1 AND meeting_id = $2 AND id = $3");
const HALL: Sql = Sql::union(
    "SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN state = 'present' THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE WHEN state = 'expected' THEN 1 ELSE 0 END), 0) AS BIGINT)
     FROM meeting_person WHERE union_id = $1 AND meeting_id = $2",
);

const HALLS: Sql = Sql::union(
    "SELECT p.meeting_id, CAST(COUNT(*) AS BIGINT), CAST(SUM(CASE WHEN p.state = 'present' THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN p.state = 'expected' THEN 1 ELSE 0 END) AS BIGINT)
     FROM meeting_person p JOIN meeting m ON m.union_id = p.union_id AND m.id = p.meeting_id
     WHERE p.union_id = $1 AND m.day BETWEEN $2 AND $3 GROUP BY p.meeting_id",
);

/// Somebody who should attend.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Seat {
    /// The seat's id.
    pub id: PersonId,
    /// Who.
    pub member: MemberId,
    /// The name then.
    pub name: String,
    /// The post then.
    pub post: String,
    /// Whether they came.
    pub state: Presence,
    /// Why they asked to be excused.
    pub reason: Option<String>,
    /// The task by which they were asked to come.
    pub notice: Option<TaskId>,
}

fn seat(line: &Line<'_>) -> Result<Seat, Error> {
    let mut c = line.cells();
    Ok(Seat {
        id: c.take()?,
        member: c.take()?,
        name: c.take()?,
        post: c.take()?,
        state: c.take()?,
        reason: c.take()?,
        notice: c.take()?,
    })
}

/// Who should attend, by rank.
pub(in super::super) fn of(read: &Reader, union: UnionId, meeting: MeetingId) -> Result<Vec<Seat>, Error> {
    read.rows(OF, &[&union, &meeting], seat)
}

/// How many should attend and how many came.
pub(in super::super) fn hall(read: &Reader, union: UnionId, meeting: MeetingId) -> Result<Hall, Error> {
    read.one(HALL, &[&union, &meeting], |row| {
        Ok(Hall {
            seats: row.get(0)?,
            present: row.get(1)?,
            unknown: row.get(2)?,
        })
    })
}

/// Gives somebody a seat, or writes name, post and rank of the one they have.
pub(in super::super) fn add(
    w: &Writer,
    union: UnionId,
    meeting: MeetingId,
    (id, member): (PersonId, MemberId),
    rank: i64,
    (name, post): (&str, &str),
) -> Result<(), Error> {
    w.run(ADD, &[&union, &id, &meeting, &member, &rank, &name, &post])
        .map(drop)
}

/// Takes a seat away from somebody of whom nothing is known yet.
pub(in super::super) fn gone(w: &Writer, union: UnionId, meeting: MeetingId, id: PersonId) -> Result<(), Error> {
    w.run(GONE, &[&union, &meeting, &id]).map(drop)
}

/// Says whether somebody came.
pub(in super::super) fn set(
    w: &Writer,
    union: UnionId,
    meeting: MeetingId,
    id: PersonId,
    state: Presence,
    reason: Option<&str>,
) -> Result<(), Error> {
    w.run(SET, &[&union, &meeting, &id, &state, &reason]).map(drop)
}

/// Keeps the task by which somebody was asked to come.
pub(in super::super) fn asked(
    w: &Writer,
    union: UnionId,
    meeting: MeetingId,
    id: PersonId,
    notice: TaskId,
) -> Result<(), Error> {
    w.run(ASK, &[&union, &meeting, &id, &notice]).map(drop)
}

/// How many should attend and came, for each meeting of some days.
pub(in super::super) fn halls(
    read: &Reader,
    union: UnionId,
    (from, until): (Date, Date),
) -> Result<HashMap<MeetingId, Hall>, Error> {
    let rows = read.rows(HALLS, &[&union, &from, &until], |row| {
        let hall = Hall {
            seats: row.get(1)?,
            present: row.get(2)?,
            unknown: row.get(3)?,
        };
        Ok((row.get(0)?, hall))
    })?;
    Ok(rows.into_iter().collect())
}
