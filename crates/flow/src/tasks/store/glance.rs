//! Tasks as a calendar shows them: hundreds on a page, each with what one line says.

use kernel::{Date, UnionId};
use store::{Error, Reader, Row, Sql};

use super::{Asked, Narrowed};
use crate::tasks::{
    MemberId,
    model::{Field, Filter, Stage, TaskId},
};

/// The columns of a line; what follows narrows the rows.
macro_rules! glances {
    ($($rest:expr),*) => {
        Sql::union(concat!(
            "SELECT t.id, t.version, t.title, t.field, t.from_day, t.due_day, t.state, t.owner_id, m.name, m.left_on, b.name
             FROM task t
             LEFT JOIN member m ON m.union_id = t.union_id AND m.id = t.owner_id
             LEFT JOIN body b ON b.union_id = t.union_id AND b.id = t.branch_id
             WHERE t.union_id = $1 ",
            $($rest),*
        ))
    };
}

const BETWEEN: Narrowed = touching!(glances);
const DUE: Narrowed = narrowed!(glances: "AND t.due_day >= $8 AND t.due_day <= $9", " LIMIT $10");

/// What one line says of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance {
    /// Its id.
    pub id: TaskId,
    /// Counts its changes.
    pub version: i64,
    /// What is to be done.
    pub title: String,
    /// The field of work.
    pub field: Field,
    /// The first day, if it takes several.
    pub from: Option<Date>,
    /// The last day.
    pub due: Option<Date>,
    /// Where it stands.
    pub stage: Stage,
    /// Who answers for it.
    pub owner: Option<MemberId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// The day they left the union, if they did.
    pub owner_left: Option<Date>,
    /// The name of the branch or group it falls to.
    pub branch_name: Option<String>,
}

impl Glance {
    /// Whether it is still owed.
    #[must_use]
    pub fn open(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Doing)
    }
}

fn glance(row: &Row<'_>) -> Result<Glance, Error> {
    let mut c = row.cells();
    Ok(Glance {
        id: c.take()?,
        version: c.take()?,
        title: c.take()?,
        field: c.take()?,
        from: c.take()?,
        due: c.take()?,
        stage: c.take()?,
        owner: c.take()?,
        owner_name: c.take()?,
        owner_left: c.take()?,
        branch_name: c.take()?,
    })
}

/// The tasks whose days touch those from `from` to `until`, both included, in order, at most [`MOST`](super::MOST), as lines; tasks without
/// a day are not among them.
///
/// # Errors
/// The store's.
pub fn glances(read: &Reader, union: UnionId, from: Date, until: Date, f: &Filter) -> Result<Vec<Glance>, Error> {
    listed(BETWEEN, read, union, (from, until), f)
}

/// As [`glances`], the tasks whose last day lies from `from` to `until`.
///
/// # Errors
/// The store's.
pub fn glances_due(read: &Reader, union: UnionId, from: Date, until: Date, f: &Filter) -> Result<Vec<Glance>, Error> {
    listed(DUE, read, union, (from, until), f)
}

fn listed(
    which: Narrowed,
    read: &Reader,
    union: UnionId,
    days: (Date, Date),
    f: &Filter,
) -> Result<Vec<Glance>, Error> {
    let asked = Asked::touching(union, f, days);
    let mut found = read.rows(which.by(f), &asked.with(&[&i64::from(super::MOST)]), glance)?;
    found.sort_by_key(|t| (t.from.or(t.due), t.due, t.id));
    Ok(found)
}
