//! How tasks went, counted along their indexes without reading one.

use kernel::{Date, UnionId};
use store::{Error, Reader, Sql};

use super::task;
use crate::tasks::model::TaskRow;

macro_rules! count {
    ($which:literal) => {
        concat!(
            "(SELECT COUNT(*) FROM task WHERE union_id = $1 AND due_day >= $2 AND due_day <= $3 AND ",
            $which,
            ")"
        )
    };
}

const WENT: Sql = Sql::union(concat!(
    "SELECT n.done, n.owed, n.overdue, n.dropped, n.late FROM (SELECT ",
    count!("state = 'done'"),
    " AS done, ",
    count!("state IN ('open', 'doing')"),
    " AS owed, ",
    count!("state IN ('open', 'doing') AND due_day < $4"),
    " AS overdue, ",
    count!("state = 'dropped'"),
    " AS dropped, ",
    count!("state = 'done' AND done_on > due_day"),
    " AS late) n",
));
const OF_KIND: Sql = tasks!("AND t.source_kind = $2 AND CAST(t.due_day AS TEXT) BETWEEN $3 AND $4 ORDER BY t.id");

/// How many tasks went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Went {
    /// All.
    pub due: i64,
    /// Those done.
    pub done: i64,
    /// Those owed whose last day is past.
    pub overdue: i64,
    /// Those given up.
    pub dropped: i64,
    /// Those done after their last day.
    pub late: i64,
}

/// How the tasks went whose last day lies from `from` to `until` (both included), judged on a day.
///
/// # Errors
/// The store's.
pub fn went(read: &Reader, union: UnionId, (from, until): (Date, Date), today: Date) -> Result<Went, Error> {
    read.one(WENT, &[&union, &from, &until, &today], |row| {
        let (done, owed, dropped): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
        Ok(Went {
            due: done + owed + dropped,
            done,
            overdue: row.get(2)?,
            dropped,
            late: row.get(4)?,
        })
    })
}

/// The tasks of those days that come from a kind of record.
///
/// # Errors
/// The store's.
pub fn of_kind(read: &Reader, union: UnionId, kind: &str, (from, until): (Date, Date)) -> Result<Vec<TaskRow>, Error> {
    read.rows(OF_KIND, &[&union, &kind, &from, &until], task)
}
