//! Tasks in the store: rows and their changes. Talk, steps and reminders stand in `parts`.

use kernel::{Date, Instant, UnionId, When};
use store::{Bind, Error, Reader, Row, Sql, Writer};
use web::AccountId;

use super::{
    MemberId,
    model::{Field, Filter, NewTask, Stage, State, TaskId, TaskRow},
};

pub(crate) mod parts;
pub(crate) mod turns;

/// The columns of a task, its owner's and its branch's name; what follows narrows the rows.
macro_rules! tasks {
    ($($rest:expr),*) => {
        Sql::union(concat!(
            "SELECT t.id, t.version, t.title, t.note, t.field, t.section, t.owner_id, m.name, t.branch_id, b.name, t.when_code,
               t.from_day, t.due_day, t.budget, t.source_kind, t.source_id, t.state, t.doing_since, t.done_on, t.dropped_why,
               t.added_at, COALESCE(t.changed_at, t.added_at), m.left_on
             FROM task t
             LEFT JOIN member m ON m.union_id = t.union_id AND m.id = t.owner_id
             LEFT JOIN body b ON b.union_id = t.union_id AND b.id = t.branch_id
             WHERE t.union_id = $1 ",
            $($rest),*
        ))
    };
}

/// How many tasks; what follows narrows the rows.
macro_rules! counted {
    ($($rest:expr),*) => {
        Sql::union(concat!("SELECT CAST(COUNT(*) AS BIGINT) FROM task t WHERE t.union_id = $1", $($rest),*))
    };
}

/// A statement narrowed by a [`Filter`]: member $2, field $3, branch $4, stage $5, only those owed $6, words $7. Whose
/// tasks and whether only those owed decide which index finds the rows, so each has a text of its own.
struct Narrowed {
    all: Sql,
    owed: Sql,
    of_member: Sql,
    owed_of_member: Sql,
}

impl Narrowed {
    fn by(&self, filter: &Filter) -> Sql {
        match (filter.member.is_some(), filter.open) {
            (false, false) => self.all,
            (false, true) => self.owed,
            (true, false) => self.of_member,
            (true, true) => self.owed_of_member,
        }
    }
}

macro_rules! narrowed {
    ($select:ident: $before:expr, $after:expr) => {
        Narrowed {
            all: narrowed!($select: $before, "CAST($2 AS BYTEA) IS NULL AND CAST($6 AS BIGINT) = 0", $after),
            owed: narrowed!(
                $select: $before,
                "CAST($2 AS BYTEA) IS NULL AND CAST($6 AS BIGINT) = 1 AND t.state IN ('open', 'doing')",
                $after
            ),
            of_member: narrowed!(
                $select: $before,
                "t.id IN (SELECT o.id FROM task o WHERE o.union_id = $1 AND o.owner_id = $2
                  UNION SELECT h.task_id FROM task_helper h WHERE h.union_id = $1 AND h.member_id = $2 AND h.answer <> 'no')
                 AND CAST($6 AS BIGINT) = 0",
                $after
            ),
            owed_of_member: narrowed!(
                $select: $before,
                "t.id IN (SELECT o.id FROM task o WHERE o.union_id = $1 AND o.owner_id = $2 AND o.state IN ('open', 'doing')
                  UNION SELECT h.task_id FROM task_helper h WHERE h.union_id = $1 AND h.member_id = $2 AND h.answer <> 'no')
                 AND t.state IN ('open', 'doing') AND CAST($6 AS BIGINT) = 1",
                $after
            ),
        }
    };
    ($select:ident: $before:expr, $whose:literal, $after:expr) => {
        $select!(
            $before,
            " AND ",
            $whose,
            " AND (CAST($3 AS TEXT) IS NULL OR t.field = $3)
              AND (CAST($4 AS BYTEA) IS NULL OR t.branch_id = $4)
              AND (CAST($5 AS TEXT) IS NULL OR t.state = $5)
              AND (CAST($7 AS TEXT) IS NULL OR LOWER(t.title) LIKE $7 ESCAPE '!' OR LOWER(COALESCE(t.note, '')) LIKE $7 ESCAPE '!'
                   OR LOWER(COALESCE(t.section, '')) LIKE $7 ESCAPE '!')",
            $after
        )
    };
}

/// Those owed first, by their last day, those without a day last.
macro_rules! by_due {
    () => {
        " ORDER BY CASE WHEN t.state IN ('open', 'doing') THEN 0 ELSE 1 END,
                   CASE WHEN t.due_day IS NULL THEN 1 ELSE 0 END, t.due_day, t.id "
    };
}

/// What touches the days from $8 until $9, whatever is read of it; any $10 where there are more. Whoever reads it puts it in
/// order: the engine would sort the rows with all their columns.
macro_rules! touching {
    ($select:ident) => {
        narrowed!(
            $select: "AND t.due_day >= $8 AND COALESCE(t.from_day, t.due_day) <= $9",
            " LIMIT $10"
        )
    };
}

/// Most tasks that are read of some days at once: a page with so many says that there may be more.
pub const MOST: u16 = 5_000;

pub(crate) mod glance;
pub(crate) mod schedule;
pub(crate) mod went;

const ONE: Sql = tasks!("AND t.id = $2");
const OF_SOURCE: Sql = tasks!("AND t.source_kind = $2 AND t.source_id = $3 ORDER BY t.id");
const BETWEEN: Narrowed = touching!(tasks);
const LISTED: Narrowed = narrowed!(tasks: "", concat!(by_due!(), "LIMIT $8 OFFSET $9"));
const COUNTED: Narrowed = narrowed!(counted: "", "");
const UNDONE: Sql =
    tasks!("AND t.state <> 'done' AND t.due_day BETWEEN $2 AND $3 ORDER BY t.field, t.due_day, t.id LIMIT 5000");
const OWED_BY: Sql = tasks!(
    "AND t.owner_id = $2 AND t.state IN ('open', 'doing')",
    by_due!(),
    "LIMIT $3"
);
const OWED_IDS: Sql =
    Sql::union("SELECT id FROM task WHERE union_id = $1 AND owner_id = $2 AND state IN ('open', 'doing') ORDER BY id");
const OWED_COUNT: Sql = counted!(" AND t.owner_id = $2 AND t.state IN ('open', 'doing')");
const OPEN_TITLES: Sql = Sql::union(
    "SELECT id, title FROM task WHERE union_id = $1 AND state IN ('open', 'doing') ORDER BY due_day, id LIMIT 500",
);
const ADD: Sql = Sql::union(
    "INSERT INTO task (union_id, id, version, title, note, field, section, owner_id, branch_id, when_code, from_day, due_day,
       budget, source_kind, source_id, state, added_at, added_by)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', $15, $16)",
);
const CHANGE: Sql = Sql::union(
    "UPDATE task SET version = version + 1, title = $4, note = $5, field = $6, section = $7, owner_id = $8, branch_id = $9,
       when_code = $10, from_day = $11, due_day = $12, budget = $13, changed_at = $14
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const SET_STATE: Sql = Sql::union(
    "UPDATE task SET version = version + 1, state = $4, doing_since = $5, done_on = $6, dropped_why = $7, closed_at = $8,
       closed_by = $9, changed_at = $10
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const HAND_OVER: Sql = Sql::union(
    "UPDATE task SET version = version + 1, owner_id = $3, changed_at = $4
     WHERE union_id = $1 AND owner_id = $2 AND state IN ('open', 'doing')",
);

fn task(row: &Row<'_>) -> Result<TaskRow, Error> {
    let mut c = row.cells();
    Ok(TaskRow {
        id: c.take()?,
        version: c.take()?,
        title: c.take()?,
        note: c.take()?,
        field: c.take()?,
        section: c.take()?,
        owner: c.take()?,
        owner_name: c.take()?,
        branch: c.take()?,
        branch_name: c.take()?,
        when: when(c.take()?)?,
        from: c.take()?,
        due: c.take()?,
        budget: c.take()?,
        source_kind: c.take()?,
        source_id: c.take::<Option<kernel::Id<()>>>()?.map(kernel::Id::raw),
        state: state(&mut c)?,
        added_at: c.take()?,
        changed_at: c.take()?,
        owner_left: c.take()?,
    })
}

fn when(code: Option<String>) -> Result<Option<When>, Error> {
    code.map(|code| When::parse_code(&code).map_err(|e| Error::Wrong(format!("a time: {e}"))))
        .transpose()
}

/// Four columns: the state's name, begun on, done on, why dropped.
fn state(c: &mut store::Cells<'_>) -> Result<State, Error> {
    let name: String = c.take()?;
    let (since, on, why): (Option<Date>, Option<Date>, Option<kernel::Text<500>>) = (c.take()?, c.take()?, c.take()?);
    match (name.as_str(), since, on, why) {
        ("open", None, None, None) => Ok(State::Open),
        ("doing", Some(since), None, None) => Ok(State::Doing { since }),
        ("done", None, Some(on), None) => Ok(State::Done { on }),
        ("dropped", None, None, Some(why)) => Ok(State::Dropped { why }),
        _ => Err(Error::Wrong(format!("a task cannot be {name} like this"))),
    }
}

/// A task; `Missing` if the union has none of this id.
pub(crate) fn get(read: &Reader, union: UnionId, id: TaskId) -> Result<TaskRow, Error> {
    read.one(ONE, &[&union, &id], task)
}

/// The tasks that come from a record.
pub(crate) fn of_source(read: &Reader, union: UnionId, source: web::Record) -> Result<Vec<TaskRow>, Error> {
    let id: kernel::Id<()> = kernel::Id::new(source.id);
    read.rows(OF_SOURCE, &[&union, &source.kind, &id], task)
}

/// The pattern that finds these words, if there are any.
fn pattern(words: Option<&str>) -> Option<String> {
    words.map(str::trim).filter(|w| !w.is_empty()).map(store::containing)
}

/// Field, stage and words of a filter, as statements take them.
fn keys(f: &Filter) -> (Option<&'static str>, Option<&'static str>, Option<String>) {
    let words = pattern(f.words.as_deref());
    (f.field.map(Field::key), f.stage.map(Stage::key), words)
}

/// The tasks that a filter and some days ask for, as statements take them: union $1, member $2, field $3, branch $4, stage $5,
/// only those owed $6, words $7, days from $8 until $9; what else a statement takes comes behind.
struct Asked<'a> {
    union: UnionId,
    filter: &'a Filter,
    field: Option<&'static str>,
    stage: Option<&'static str>,
    words: Option<String>,
    from: Option<Date>,
    until: Option<Date>,
}

impl<'a> Asked<'a> {
    fn new(union: UnionId, filter: &'a Filter, (from, until): (Option<Date>, Option<Date>)) -> Self {
        let (field, stage, words) = keys(filter);
        Self {
            union,
            filter,
            field,
            stage,
            words,
            from,
            until,
        }
    }
    /// Those whose days touch a span.
    fn touching(union: UnionId, filter: &'a Filter, (from, until): (Date, Date)) -> Self {
        Self::new(union, filter, (Some(from), Some(until)))
    }
    /// The values, `more` behind them.
    fn with<'v>(&'v self, more: &[&'v dyn Bind]) -> Vec<&'v dyn Bind> {
        let own: [&dyn Bind; 9] = [
            &self.union,
            &self.filter.member,
            &self.field,
            &self.filter.branch,
            &self.stage,
            &self.filter.open,
            &self.words,
            &self.from,
            &self.until,
        ];
        own.into_iter().chain(more.iter().copied()).collect()
    }
}

/// The tasks whose days touch those from `from` to `until`, in order; tasks without a day are not among them.
pub(crate) fn between(
    read: &Reader,
    union: UnionId,
    from: Date,
    until: Date,
    f: &Filter,
) -> Result<Vec<TaskRow>, Error> {
    let asked = Asked::touching(union, f, (from, until));
    let mut found = read.rows(BETWEEN.by(f), &asked.with(&[&i64::from(MOST)]), task)?;
    found.sort_by_key(|t| (t.from.or(t.due), t.due, t.id));
    Ok(found)
}

/// A page of tasks: those owed first, by due day.
pub(crate) fn listed(
    read: &Reader,
    union: UnionId,
    f: &Filter,
    limit: i64,
    offset: i64,
) -> Result<Vec<TaskRow>, Error> {
    let (field, stage, words) = keys(f);
    read.rows(
        LISTED.by(f),
        &[
            &union, &f.member, &field, &f.branch, &stage, &f.open, &words, &limit, &offset,
        ],
        task,
    )
}

/// How many tasks there are.
pub(crate) fn counted(read: &Reader, union: UnionId, f: &Filter) -> Result<i64, Error> {
    let (field, stage, words) = keys(f);
    read.one(
        COUNTED.by(f),
        &[&union, &f.member, &field, &f.branch, &stage, &f.open, &words],
        |row| row.get(0),
    )
}

/// What was due from `from` to `until` and is not done.
pub(crate) fn undone(read: &Reader, union: UnionId, from: Date, until: Date) -> Result<Vec<TaskRow>, Error> {
    read.rows(UNDONE, &[&union, &from, &until], task)
}

/// What a member owes as owner, the first so many.
pub(crate) fn owed_by(read: &Reader, union: UnionId, member: MemberId, most: u16) -> Result<Vec<TaskRow>, Error> {
    read.rows(OWED_BY, &[&union, &member, &i64::from(most)], task)
}

/// All that a member owes as owner.
pub(crate) fn owed_ids(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<TaskId>, Error> {
    read.rows(OWED_IDS, &[&union, &member], |row| row.get(0))
}

/// How many tasks a member owes as owner.
pub(crate) fn owed_count(read: &Reader, union: UnionId, member: MemberId) -> Result<i64, Error> {
    read.one(OWED_COUNT, &[&union, &member], |row| row.get(0))
}

/// The tasks still owed, to choose from.
pub(crate) fn open_titles(read: &Reader, union: UnionId) -> Result<Vec<(TaskId, String)>, Error> {
    read.rows(OPEN_TITLES, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Writes a new task.
pub(crate) fn add(
    w: &Writer,
    union: UnionId,
    id: TaskId,
    new: &NewTask,
    at: Instant,
    by: AccountId,
) -> Result<(), Error> {
    let code = new.when.map(When::code);
    let (kind, source) = (
        new.source.map(|s| s.kind),
        new.source.map(|s| kernel::Id::<()>::new(s.id)),
    );
    w.run(
        ADD,
        &[
            &union,
            &id,
            &new.title,
            &new.note,
            &new.field.key(),
            &new.section,
            &new.owner,
            &new.branch,
            &code,
            &new.from,
            &new.due,
            &new.budget,
            &kind,
            &source,
            &at,
            &by,
        ],
    )
    .map(drop)
}

/// Writes what a task says, if it still has this version; says whether it had. The source stays.
pub(crate) fn change(
    w: &Writer,
    union: UnionId,
    (id, version): (TaskId, i64),
    new: &NewTask,
    at: Instant,
) -> Result<bool, Error> {
    let code = new.when.map(When::code);
    let touched = w.run(
        CHANGE,
        &[
            &union,
            &id,
            &version,
            &new.title,
            &new.note,
            &new.field.key(),
            &new.section,
            &new.owner,
            &new.branch,
            &code,
            &new.from,
            &new.due,
            &new.budget,
            &at,
        ],
    )?;
    Ok(touched > 0)
}

/// Writes where a task stands, if it still has this version; says whether it had.
pub(crate) fn set_state(
    w: &Writer,
    union: UnionId,
    (id, version): (TaskId, i64),
    state: &State,
    at: Instant,
    by: AccountId,
) -> Result<bool, Error> {
    let (since, on, why) = match state {
        State::Open => (None, None, None),
        State::Doing { since } => (Some(*since), None, None),
        State::Done { on } => (None, Some(*on), None),
        State::Dropped { why } => (None, None, Some(why)),
    };
    let (closed_at, closed_by) = if state.is_open() {
        (None, None)
    } else {
        (Some(at), Some(by))
    };
    let name = state.stage().key();
    let touched = w.run(
        SET_STATE,
        &[
            &union, &id, &version, &name, &since, &on, &why, &closed_at, &closed_by, &at,
        ],
    )?;
    Ok(touched > 0)
}

/// Gives all that one member owes to another; says how many tasks.
pub(crate) fn hand_over(w: &Writer, union: UnionId, from: MemberId, to: MemberId, at: Instant) -> Result<u64, Error> {
    w.run(HAND_OVER, &[&union, &from, &to, &at])
}
