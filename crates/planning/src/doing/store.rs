//! Work done in the store.

use flow::TaskId;
use kernel::{Date, Instant, UnionId};
use store::{Error, Reader, Sql, Writer};
use web::AccountId;

use super::{
    kinds::Kind,
    model::{Row, Told, WorkId},
};

const GET: Sql = Sql::union(
    "SELECT id, task_id, kind, day, title, place, branch_id, events, people, households, items, money, result, why, account_id,
       recorded_at, version
     FROM work WHERE union_id = $1 AND id = $2",
);
const OF_TASK: Sql = Sql::union(
    "SELECT id, task_id, kind, day, title, place, branch_id, events, people, households, items, money, result, why, account_id,
       recorded_at, version
     FROM work WHERE union_id = $1 AND task_id = $2 ORDER BY id",
);
const BETWEEN: Sql = Sql::union(
    "SELECT id, task_id, kind, day, title, place, branch_id, events, people, households, items, money, result, why, account_id,
       recorded_at, version
     FROM work WHERE union_id = $1 AND day >= $2 AND day <= $3 ORDER BY day DESC, id DESC LIMIT $4",
);
const FIND: Sql = Sql::union(
    "SELECT id, task_id, kind, day, title, place, branch_id, events, people, households, items, money, result, why, account_id,
       recorded_at, version
     FROM work WHERE union_id = $1 AND status = 'told' AND (LOWER(title) LIKE $2 ESCAPE '!' OR LOWER(place) LIKE $2 ESCAPE '!')
     ORDER BY day DESC, id DESC LIMIT $3",
);
const ADD: Sql = Sql::union(
    "INSERT INTO work (union_id, id, task_id, kind, day, title, place, branch_id, events, people, households, items, money, result,
       status, account_id, recorded_at, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'told', $15, $16, 1)",
);
/// Corrects a record that has not been withdrawn, if it is still the version seen.
pub(super) const CORRECT: Sql = Sql::union(
    "UPDATE work SET kind = $4, day = $5, title = $6, place = $7, branch_id = $8, events = $9, people = $10, households = $11,
       items = $12, money = $13, result = $14, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'told'",
);
/// Withdraws a record, if it is still the version seen.
pub(super) const WITHDRAW: Sql = Sql::union(
    "UPDATE work SET status = 'withdrawn', why = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'told'",
);

fn row(row: &store::Row<'_>) -> Result<Row, Error> {
    let mut c = row.cells();
    let (id, task, kind) = (c.take()?, c.take()?, c.take::<String>()?);
    let told = Told {
        kind: Kind::from_key(&kind).ok_or_else(|| Error::Wrong(format!("kind of work {kind}")))?,
        day: c.take()?,
        title: c.take()?,
        place: c.take()?,
        branch: c.take()?,
        events: c.take()?,
        people: c.take()?,
        households: c.take()?,
        items: c.take()?,
        money: c.take()?,
        result: c.take()?,
    };
    Ok(Row {
        id,
        task,
        told,
        withdrawn: c.take()?,
        account: c.take()?,
        recorded_at: c.take()?,
        version: c.take()?,
    })
}

/// One record.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: WorkId) -> Result<Row, Error> {
    read.one(GET, &[&union, &id], row)
}

/// The records that closed a task, corrected and withdrawn ones among them.
///
/// # Errors
/// The store's.
pub fn of_task(read: &Reader, union: UnionId, task: TaskId) -> Result<Vec<Row>, Error> {
    read.rows(OF_TASK, &[&union, &task], row)
}

/// Records of these days, the latest first, at most `limit`.
///
/// # Errors
/// The store's.
pub fn between(read: &Reader, union: UnionId, from: Date, until: Date, limit: i64) -> Result<Vec<Row>, Error> {
    read.rows(BETWEEN, &[&union, &from, &until, &limit], row)
}

/// Records whose title or place has these words, the latest first, at most `limit`.
///
/// # Errors
/// The store's.
pub fn find(read: &Reader, union: UnionId, words: &str, limit: usize) -> Result<Vec<Row>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    read.rows(FIND, &[&union, &store::containing(words), &limit], row)
}

/// Adds a record.
///
/// # Errors
/// The store's.
pub fn add(
    w: &Writer,
    union: UnionId,
    id: WorkId,
    task: Option<TaskId>,
    t: &Told,
    by: AccountId,
    at: Instant,
) -> Result<(), Error> {
    w.run(
        ADD,
        &[
            &union,
            &id,
            &task,
            &t.kind.key(),
            &t.day,
            &t.title,
            &t.place,
            &t.branch,
            &t.events,
            &t.people,
            &t.households,
            &t.items,
            &t.money,
            &t.result,
            &by,
            &at,
        ],
    )
    .map(drop)
}
