//! What the calendar asks: tasks in an order, and how many fall on each day and to whom.

use kernel::{Date, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader, Sql};

use super::{Asked, task};
use crate::tasks::{
    BodyId, MemberId,
    model::{Filter, TaskRow},
};

/// The filter's conditions: member $2, field $3, branch $4, stage $5, only those owed $6, words $7, last day from $8
/// until $9.
macro_rules! asked {
    () => {
        " AND (CAST($2 AS BYTEA) IS NULL OR t.owner_id = $2 OR t.id IN (SELECT h.task_id FROM task_helper h
                WHERE h.union_id = $1 AND h.member_id = $2 AND h.answer <> 'no'))
          AND (CAST($3 AS TEXT) IS NULL OR t.field = $3)
          AND (CAST($4 AS BYTEA) IS NULL OR t.branch_id = $4)
          AND (CAST($5 AS TEXT) IS NULL OR t.state = $5)
          AND (CAST($6 AS BIGINT) = 0 OR t.state IN ('open', 'doing'))
          AND (CAST($7 AS TEXT) IS NULL OR LOWER(t.title) LIKE $7 ESCAPE '!' OR LOWER(COALESCE(t.note, '')) LIKE $7 ESCAPE '!'
               OR LOWER(COALESCE(t.section, '')) LIKE $7 ESCAPE '!')
          AND (CAST($8 AS TEXT) IS NULL OR t.due_day >= $8)
          AND (CAST($9 AS TEXT) IS NULL OR t.due_day <= $9) "
    };
}

/// What the list is ordered by, in the order asked for; then by the last day.
macro_rules! sorted {
    ($way:literal) => {
        concat!(
            " ORDER BY CASE CAST($10 AS TEXT) WHEN 'title' THEN t.title WHEN 'field' THEN t.field WHEN 'state' THEN t.state
                WHEN 'owner' THEN COALESCE(m.sound, '~') WHEN 'branch' THEN COALESCE(b.name, '~')
                ELSE COALESCE(t.due_day, '9999') END ",
            $way,
            ", COALESCE(t.due_day, '9999'), t.id LIMIT $11 OFFSET $12"
        )
    };
}

/// Done, late and still to come of the tasks that are not given up; late is judged by the day $10.
macro_rules! summed {
    () => {
        "CAST(SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS BIGINT),
         CAST(SUM(CASE WHEN t.state <> 'done' AND t.due_day < $10 THEN 1 ELSE 0 END) AS BIGINT),
         CAST(SUM(CASE WHEN t.state <> 'done' AND t.due_day >= $10 THEN 1 ELSE 0 END) AS BIGINT)"
    };
}

const RISING: Sql = tasks!(asked!(), sorted!("ASC"));
const FALLING: Sql = tasks!(asked!(), sorted!("DESC"));
const COUNTED: Sql = Sql::union(concat!(
    "SELECT CAST(COUNT(*) AS BIGINT) FROM task t WHERE t.union_id = $1",
    asked!()
));
const BY_DAY: Sql = Sql::union(concat!(
    "SELECT t.due_day, ",
    summed!(),
    " FROM task t WHERE t.union_id = $1 AND t.state <> 'dropped'",
    asked!(),
    " GROUP BY t.due_day ORDER BY t.due_day"
));
const BY_PERSON: Sql = Sql::union(concat!(
    "SELECT t.owner_id, m.name, m.left_on, SUBSTR(t.due_day, 1, 7), ",
    summed!(),
    " FROM task t LEFT JOIN member m ON m.union_id = t.union_id AND m.id = t.owner_id
      WHERE t.union_id = $1 AND t.state <> 'dropped'",
    asked!(),
    " GROUP BY t.owner_id, m.name, m.left_on, SUBSTR(t.due_day, 1, 7) ORDER BY 4"
));
const BY_BRANCH: Sql = Sql::union(concat!(
    "SELECT t.branch_id, b.name, CAST(NULL AS TEXT), SUBSTR(t.due_day, 1, 7), ",
    summed!(),
    " FROM task t LEFT JOIN body b ON b.union_id = t.union_id AND b.id = t.branch_id
      WHERE t.union_id = $1 AND t.state <> 'dropped'",
    asked!(),
    " GROUP BY t.branch_id, b.name, SUBSTR(t.due_day, 1, 7) ORDER BY 4"
));

// along the index of states and days: what is done is never looked at. Grouped by the bare column, SQLite would rather
// walk the owners' index over all tasks there ever were
const LATE: Sql = Sql::union(
    "SELECT t.owner_id, m.name, m.left_on, t.tasks FROM
       (SELECT COALESCE(owner_id, owner_id) AS owner_id, COUNT(*) AS tasks FROM task
        WHERE union_id = $1 AND state IN ('open', 'doing') AND due_day < $2 GROUP BY COALESCE(owner_id, owner_id)) t
     LEFT JOIN member m ON m.union_id = $1 AND m.id = t.owner_id
     ORDER BY t.tasks DESC, m.name",
);

/// Which days a task's last day lies between, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first day; any if none.
    pub from: Option<Date>,
    /// The last day; any if none.
    pub until: Option<Date>,
}

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The last day.
    #[default]
    Due,
    /// The title.
    Title,
    /// The owner's name by sound; those without one last.
    Owner,
    /// The branch's name; those without one last.
    Branch,
    /// The field of work.
    Field,
    /// The state.
    State,
}

impl Order {
    /// The order of a name; by the last day for any other.
    #[must_use]
    pub fn of(key: &str) -> Self {
        match key {
            "title" => Order::Title,
            "owner" => Order::Owner,
            "branch" => Order::Branch,
            "field" => Order::Field,
            "state" => Order::State,
            _ => Order::Due,
        }
    }
    /// Its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Order::Due => "due",
            Order::Title => "title",
            Order::Owner => "owner",
            Order::Branch => "branch",
            Order::Field => "field",
            Order::State => "state",
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Arranged {
    /// The tasks of the page.
    pub tasks: Vec<TaskRow>,
    /// How many there are in all.
    pub all: i64,
}

/// How many tasks end on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayLoad {
    /// The day.
    pub day: Date,
    /// Done.
    pub done: i64,
    /// Not done, the day being past.
    pub late: i64,
    /// Not done, the day being today or still to come.
    pub open: i64,
}

/// Whose load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Of each owner.
    Person,
    /// Of each branch and group.
    Branch,
}

/// How many tasks of a month fall to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The member or the body; `None` for what falls to nobody.
    pub id: Option<uuid::Uuid>,
    /// The name.
    pub name: Option<String>,
    /// Whether it is somebody who has left the union.
    pub left: bool,
    /// The month, 1 to 12.
    pub month: i8,
    /// Done.
    pub done: i64,
    /// Not done, the day being past.
    pub late: i64,
    /// Not done, the day being today or still to come.
    pub open: i64,
}

/// How many tasks somebody is late with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Late {
    /// Who answers for them; `None` for what falls to nobody.
    pub member: Option<MemberId>,
    /// The name.
    pub name: Option<String>,
    /// Whether it is somebody who has left the union.
    pub left: bool,
    /// How many tasks.
    pub count: i64,
}

/// What the union is late with on a day, by who answers for it, the most first.
///
/// # Errors
/// The store's.
pub fn late(read: &Reader, union: UnionId, today: Date) -> Result<Vec<Late>, Error> {
    read.rows(LATE, &[&union, &today], |row| {
        Ok(Late {
            member: row.get(0)?,
            name: row.get(1)?,
            left: row.get::<Option<Date>>(2)?.is_some(),
            count: row.get(3)?,
        })
    })
}

/// A page of tasks in an order. Tasks without a day come last, and only without a window.
///
/// # Errors
/// The store's.
pub fn arranged(
    read: &Reader,
    union: UnionId,
    f: &Filter,
    window: Window,
    (order, falling): (Order, bool),
    (limit, offset): (i64, i64),
) -> Result<Arranged, Error> {
    let asked = Asked::new(union, f, (window.from, window.until));
    let sql = if falling { FALLING } else { RISING };
    let tasks = read.rows(sql, &asked.with(&[&order.key(), &limit, &offset]), task)?;
    let all = read.one(COUNTED, &asked.with(&[]), |row| row.get(0))?;
    Ok(Arranged { tasks, all })
}

/// How many tasks end on each day from `from` until `until`, those given up left out. One statement, whatever the
/// number of tasks; days without any are not told.
///
/// # Errors
/// The store's.
pub fn day_loads(
    read: &Reader,
    union: UnionId,
    (from, until): (Date, Date),
    today: Date,
    f: &Filter,
) -> Result<Vec<DayLoad>, Error> {
    let asked = Asked::touching(union, f, (from, until));
    read.rows(BY_DAY, &asked.with(&[&today]), |row| {
        Ok(DayLoad {
            day: row.get(0)?,
            done: row.get(1)?,
            late: row.get(2)?,
            open: row.get(3)?,
        })
    })
}

/// Who carries how much in each month from `from` until `until`, those given up left out.
///
/// # Errors
/// The store's.
pub fn loads(
    read: &Reader,
    union: UnionId,
    who: Who,
    (from, until): (Date, Date),
    today: Date,
    f: &Filter,
) -> Result<Vec<Load>, Error> {
    let asked = Asked::touching(union, f, (from, until));
    let sql = match who {
        Who::Person => BY_PERSON,
        Who::Branch => BY_BRANCH,
    };
    read.rows(sql, &asked.with(&[&today]), |row| {
        let month: String = row.get(3)?;
        let month = month.get(5..7).and_then(|m| m.parse().ok());
        Ok(Load {
            id: row.get::<Option<kernel::Id<()>>>(0)?.map(kernel::Id::raw),
            name: row.get(1)?,
            left: row.get::<Option<Date>>(2)?.is_some(),
            month: month.ok_or_else(|| Error::Wrong("a day without a month".to_owned()))?,
            done: row.get(4)?,
            late: row.get(5)?,
            open: row.get(6)?,
        })
    })
}

/// The members and bodies that a [`Load`] names.
impl Load {
    /// The member, when loads of people were asked for.
    #[must_use]
    pub fn member(&self) -> Option<MemberId> {
        self.id.map(MemberId::new)
    }
    /// The branch or group, when loads of branches were asked for.
    #[must_use]
    pub fn branch(&self) -> Option<BodyId> {
        self.id.map(BodyId::new)
    }
    /// All that is not given up.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.done + self.late + self.open
    }
}
