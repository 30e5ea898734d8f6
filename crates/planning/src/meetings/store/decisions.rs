//! What was decided.

use std::collections::HashSet;

use ::store::{Error, Reader, Row as Line, Sql, Writer};
use flow::TaskId;
use kernel::{Date, UnionId};
use org::BodyId;
use schemars::JsonSchema;
use serde::Serialize;

use super::super::model::{DecisionId, DecisionKind, ItemId, MeetingId, Votes};

macro_rules! decisions {
    ($rest:literal) => {
        Sql::union(concat!(
            "SELECT d.id, d.version, d.item_id, d.kind, d.body, d.ayes, d.noes, d.abstentions, d.unanimous, d.carried, d.task_id,
               d.place, m.id, m.title, m.day
             FROM meeting_decision d JOIN meeting m ON m.union_id = d.union_id AND m.id = d.meeting_id WHERE d.union_id = $1 ",
            $rest
        ))
    };
}

const OF: Sql = decisions!("AND d.meeting_id = $2 ORDER BY d.place, d.id");
const ONE: Sql = decisions!("AND d.id = $2");
/// Decisions with a task of meetings that a body held before a day; those whose task was done before $4 are left out.
const STANDING: Sql = Sql::union(
    "SELECT d.id, d.version, d.item_id, d.kind, d.body, d.ayes, d.noes, d.abstentions, d.unanimous, d.carried, d.task_id,
       d.place, m.id, m.title, m.day
     FROM meeting_decision d JOIN meeting m ON m.union_id = d.union_id AND m.id = d.meeting_id
     JOIN task t ON t.union_id = d.union_id AND t.id = d.task_id
     WHERE d.union_id = $1 AND m.body_id = $2 AND m.day < $3 AND m.status IN ('closed', 'adopted')
       AND (t.state IN ('open', 'doing') OR t.done_on >= $4 OR (t.state = 'dropped' AND m.day >= $4))
     ORDER BY m.day, d.place, d.id LIMIT 50",
);
const TASKS: Sql = Sql::union("SELECT task_id FROM meeting_decision WHERE union_id = $1 AND task_id IS NOT NULL");
const ADD: Sql = Sql::union(
    "INSERT INTO meeting_decision (union_id, id, meeting_id, item_id, version, kind, body, ayes, noes, abstentions, unanimous, carried, task_id, place)
     VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
);
/// Writes a decision, if it is still the version seen.
pub(in super::super) const SAVE: Sql = Sql::union(
    "UPDATE meeting_decision SET version = version + 1, kind = $5, body = $6, ayes = $7, noes = $8, abstentions = $9, unanimous = $10,
       carried = $11, task_id = $12
     WHERE union_id = $1 AND meeting_id = $2 AND id = $3 AND version = $4",
);
/// Takes a decision away, if it is still the version seen.
pub(in super::super) const REMOVE: Sql =
    Sql::union("DELETE FROM meeting_decision WHERE union_id = $1 AND meeting_id = $2 AND id = $3 AND version = $4");
const COUNTS: Sql = Sql::union(
    "SELECT d.meeting_id, CAST(COUNT(*) AS BIGINT) FROM meeting_decision d JOIN meeting m ON m.union_id = d.union_id AND m.id = d.meeting_id
     WHERE d.union_id = $1 AND d.carried = 1 AND m.day BETWEEN $2 AND $3 GROUP BY d.meeting_id",
);

/// The tasks that carry decisions out.
pub(in super::super) fn tasks(read: &Reader, union: UnionId) -> Result<HashSet<TaskId>, Error> {
    Ok(read.rows(TASKS, &[&union], |row| row.get(0))?.into_iter().collect())
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecisionRow {
    /// Its id.
    pub id: DecisionId,
    /// Counts its changes.
    pub version: i64,
    /// The item it belongs to.
    pub item: ItemId,
    /// 决定 or 决议.
    pub kind: DecisionKind,
    /// What was decided.
    pub body: String,
    /// The votes.
    pub votes: Votes,
    /// Whether it carried.
    pub carried: bool,
    /// The task that carries it out.
    pub task: Option<TaskId>,
    /// Its place among the decisions of the meeting.
    #[serde(skip)]
    pub place: i64,
    /// The meeting.
    pub meeting: MeetingId,
    /// The meeting's name.
    pub meeting_title: String,
    /// The meeting's day.
    pub day: Date,
}

fn decision(line: &Line<'_>) -> Result<DecisionRow, Error> {
    let mut c = line.cells();
    Ok(DecisionRow {
        id: c.take()?,
        version: c.take()?,
        item: c.take()?,
        kind: c.take()?,
        body: c.take()?,
        votes: Votes {
            yes: c.take()?,
            no: c.take()?,
            abstain: c.take()?,
            unanimous: c.take()?,
        },
        carried: c.take()?,
        task: c.take()?,
        place: c.take()?,
        meeting: c.take()?,
        meeting_title: c.take()?,
        day: c.take()?,
    })
}

/// What a meeting decided, in order.
pub(in super::super) fn of(read: &Reader, union: UnionId, meeting: MeetingId) -> Result<Vec<DecisionRow>, Error> {
    read.rows(OF, &[&union, &meeting], decision)
}

/// A decision; `Missing` if the union has none of this id.
pub(in super::super) fn get(read: &Reader, union: UnionId, id: DecisionId) -> Result<DecisionRow, Error> {
    read.one(ONE, &[&union, &id], decision)
}

/// What a body decided before a day and has still to do, or has done since `since`.
pub(in super::super) fn standing(
    read: &Reader,
    union: UnionId,
    body: BodyId,
    before: Date,
    since: Date,
) -> Result<Vec<DecisionRow>, Error> {
    read.rows(STANDING, &[&union, &body, &before, &since], decision)
}

/// How many decisions the meetings of some days took.
pub(in super::super) fn counts(
    read: &Reader,
    union: UnionId,
    (from, until): (Date, Date),
) -> Result<Vec<(MeetingId, i64)>, Error> {
    read.rows(COUNTS, &[&union, &from, &until], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Adds a decision.
pub(in super::super) fn add(w: &Writer, union: UnionId, d: &DecisionRow) -> Result<(), Error> {
    let v = d.votes;
    w.run(
        ADD,
        &[
            &union,
            &d.id,
            &d.meeting,
            &d.item,
            &d.kind,
            &d.body,
            &v.yes,
            &v.no,
            &v.abstain,
            &v.unanimous,
            &d.carried,
            &d.task,
            &d.place,
        ],
    )
    .map(drop)
}
