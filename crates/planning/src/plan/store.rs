//! Plans, sections and entries in the store.

use flow::Field;
use kernel::{Instant, Span, UnionId, When};
use store::{Error, FromColumn, Reader, Row, Sql, Writer};

pub(super) mod course;
pub(super) mod measures;
pub(super) mod texts;

use super::model::{Cover, EntryId, EntryRow, Notice, Plan, PlanId, Said, Section, Status, Taken, Timing};

macro_rules! plans {
    ($rest:literal) => {
        Sql::union(concat!(
            "SELECT p.id, p.version, p.year, p.cover, p.title, p.status, p.notices, p.file_name, p.paper_id, p.added_at,
               p.added_name, p.closed_at, p.closed_name, c.step, c.body_id, c.submitted_on, c.submitted_to, c.submitted_name,
               c.returned_why, c.adopted_on, c.adopted_by, c.adopted_number, c.adopted_paper, c.adopted_name, c.replaced_by,
               c.replaced_on
             FROM plan p LEFT JOIN plan_course c ON c.union_id = p.union_id AND c.plan_id = p.id
             WHERE p.union_id = $1 ",
            $rest
        ))
    };
}
macro_rules! entries {
    ($rest:literal) => {
        Sql::union(concat!(
            "SELECT id, version, place, title, when_code, when_words, from_day, due_day, undated, field, section, festival,
               budget, owner_id, branch_id, span_start, span_end, state, task_id, measure_id FROM plan_entry WHERE union_id = $1 ",
            $rest
        ))
    };
}

const ONE: Sql = plans!("AND p.id = $2");
const ALL: Sql = plans!("AND p.status <> 'dropped' ORDER BY p.year DESC, p.added_at DESC, p.id DESC LIMIT 500");
const OF_YEAR: Sql = plans!("AND p.status <> 'dropped' AND p.year = $2 ORDER BY p.id LIMIT 50");
const TWIN: Sql = plans!(
    "AND p.status <> 'dropped' AND p.year = $2 AND p.cover = $3 AND p.id <> $4 AND COALESCE(c.step, 'draft') <> 'replaced'
     AND (c.body_id = $5 OR (c.body_id IS NULL AND CAST($5 AS BYTEA) IS NULL))
     ORDER BY p.status, p.id LIMIT 1"
);
const SOURCE: Sql = Sql::union("SELECT source FROM plan WHERE union_id = $1 AND id = $2");
const ADD: Sql = Sql::union(
    "INSERT INTO plan (union_id, id, version, year, cover, title, status, source, notices, paper_id, file_name, added_at,
       added_name)
     VALUES ($1, $2, 1, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11)",
);
const CHANGE: Sql = Sql::union(
    "UPDATE plan SET version = version + 1, year = $4, cover = $5, title = $6
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'draft'",
);
const TOUCH: Sql =
    Sql::union("UPDATE plan SET version = version + 1 WHERE union_id = $1 AND id = $2 AND status = 'draft'");
const TOUCH_SEEN: Sql = Sql::union(
    "UPDATE plan SET version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3 AND status <> 'dropped'",
);
const CLOSE: Sql = Sql::union(
    "UPDATE plan SET version = version + 1, status = $4, closed_at = $5, closed_name = $6
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'draft'",
);
const SECTIONS: Sql = Sql::union(
    "SELECT level, heading, body, schedule, span_start, span_end FROM plan_section
     WHERE union_id = $1 AND plan_id = $2 ORDER BY place",
);
const ADD_SECTION: Sql = Sql::union(
    "INSERT INTO plan_section (union_id, plan_id, place, level, heading, body, schedule, span_start, span_end)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
const ENTRIES: Sql = entries!("AND plan_id = $2 ORDER BY place, id");
const ENTRY: Sql = entries!("AND plan_id = $2 AND id = $3");
const COUNTS: Sql = Sql::union(
    "SELECT e.plan_id, CAST(COUNT(*) AS BIGINT),
       CAST(SUM(CASE WHEN e.due_day IS NULL AND e.undated = 0 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS BIGINT)
     FROM plan_entry e LEFT JOIN task t ON t.union_id = e.union_id AND t.id = e.task_id
     WHERE e.union_id = $1 AND e.state <> 'rejected' GROUP BY e.plan_id",
);
const ADD_ENTRY: Sql = Sql::union(
    "INSERT INTO plan_entry (union_id, id, plan_id, version, place, title, when_code, when_words, from_day, due_day, undated,
       field, section, festival, budget, owner_id, branch_id, span_start, span_end, state, measure_id)
     VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
);
const SET_ENTRY: Sql = Sql::union(
    "UPDATE plan_entry SET version = version + 1, title = $4, when_code = $5, when_words = $6, from_day = $7, due_day = $8,
       undated = $9, field = $10, budget = $11, owner_id = $12, branch_id = $13, span_start = $14, span_end = $15, state = $16,
       measure_id = $17
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const SET_TASK: Sql = Sql::union(
    "UPDATE plan_entry SET version = version + 1, state = 'kept', undated = $4, task_id = $5
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const REMOVE: Sql = Sql::union("DELETE FROM plan_entry WHERE union_id = $1 AND id = $2 AND version = $3");
const MAKE_ROOM: Sql =
    Sql::union("UPDATE plan_entry SET place = place + $4 WHERE union_id = $1 AND plan_id = $2 AND place > $3");

/// A column that holds one of a few names.
fn named<T>(row: &Row<'_>, i: usize, of: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
    known(row.get(i)?, of)
}

fn known<T>(key: String, of: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
    of(&key).ok_or_else(|| Error::Wrong(format!("a plan's column cannot be {key}")))
}

fn plan(row: &Row<'_>) -> Result<Plan, Error> {
    let mut c = row.cells();
    Ok(Plan {
        id: c.take()?,
        version: c.take()?,
        year: c.take()?,
        cover: known(c.take()?, Cover::of)?,
        title: c.take()?,
        status: known(c.take()?, Status::of)?,
        notices: Notice::split(&c.take::<String>()?),
        file_name: c.take()?,
        paper: c.take()?,
        added_at: c.take()?,
        added_name: c.take()?,
        closed_at: c.take()?,
        closed_name: c.take()?,
        course: course::course(&mut c)?,
    })
}

fn span_of<T: FromColumn>(row: &Row<'_>, i: usize) -> Result<Option<(T, T)>, Error> {
    Ok(row.get::<Option<T>>(i)?.zip(row.get::<Option<T>>(i + 1)?))
}

fn timing(row: &Row<'_>) -> Result<Timing, Error> {
    let code: Option<String> = row.get(4)?;
    let when = code
        .map(|code| When::parse_code(&code).map_err(|e| Error::Wrong(format!("a time: {e}"))))
        .transpose()?;
    let due: Option<kernel::Date> = row.get(7)?;
    let from = row.get::<Option<kernel::Date>>(6)?.or(due);
    let span = from.zip(due).and_then(|(from, due)| Span::new(from, due));
    Ok(match (when, span, row.get::<bool>(8)?) {
        (Some(when), Some(span), _) => Timing::Days(when, span),
        (Some(when), None, _) => Timing::Nowhere(when),
        (None, _, true) => Timing::Undated,
        (None, _, false) => Timing::Unknown,
    })
}

fn entry(row: &Row<'_>) -> Result<EntryRow, Error> {
    Ok(EntryRow {
        id: row.get(0)?,
        version: row.get(1)?,
        place: row.get(2)?,
        said: Said {
            title: row.get(3)?,
            timing: timing(row)?,
            when_words: row.get(5)?,
            field: named(row, 9, |key| key.parse::<Field>().ok())?,
            section: row.get(10)?,
            festival: row.get(11)?,
            budget: row.get(12)?,
            owner: row.get(13)?,
            branch: row.get(14)?,
            span: span_of(row, 15)?,
            measure: row.get(19)?,
        },
        taken: named(row, 17, Taken::of)?,
        task: row.get(18)?,
    })
}

/// A plan; `Missing` if the union has none of this id.
pub(super) fn get(read: &Reader, union: UnionId, id: PlanId) -> Result<Plan, Error> {
    read.one(ONE, &[&union, &id], plan)
}
/// Plans that are not dropped, the latest year first.
pub(super) fn all(read: &Reader, union: UnionId) -> Result<Vec<Plan>, Error> {
    read.rows(ALL, &[&union], plan)
}
/// The plans of a year that are not dropped.
pub(super) fn of_year(read: &Reader, union: UnionId, year: i16) -> Result<Vec<Plan>, Error> {
    read.rows(OF_YEAR, &[&union, &year], plan)
}
/// A plan of the year with the same text, however its lines are broken.
pub(super) fn same_text(read: &Reader, union: UnionId, year: i16, text: &str) -> Result<Option<Plan>, Error> {
    let same = squeezed(text);
    for plan in of_year(read, union, year)? {
        if squeezed(&source(read, union, plan.id)?) == same {
            return Ok(Some(plan));
        }
        for (_, other) in texts::text_sources(read, union, plan.id)? {
            if squeezed(&other) == same {
                return Ok(Some(plan));
            }
        }
    }
    Ok(None)
}
/// A text without its spaces and line ends.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
/// Another plan of the same body for the same time, an accepted one first.
pub(super) fn twin(read: &Reader, union: UnionId, of: &Plan) -> Result<Option<Plan>, Error> {
    read.opt(
        TWIN,
        &[&union, &of.year, &of.cover.key(), &of.id, &of.course.body],
        plan,
    )
}
/// The text of a plan.
pub(super) fn source(read: &Reader, union: UnionId, id: PlanId) -> Result<String, Error> {
    read.one(SOURCE, &[&union, &id], |row| row.get(0))
}
/// The headings of a plan.
pub(super) fn sections(read: &Reader, union: UnionId, id: PlanId) -> Result<Vec<Section>, Error> {
    read.rows(SECTIONS, &[&union, &id], |row| {
        Ok(Section {
            level: row.get(0)?,
            heading: row.get(1)?,
            body: row.get(2)?,
            schedule: row.get(3)?,
            span: (row.get(4)?, row.get(5)?),
        })
    })
}
/// The entries of a plan in their order.
pub(super) fn entries(read: &Reader, union: UnionId, id: PlanId) -> Result<Vec<EntryRow>, Error> {
    read.rows(ENTRIES, &[&union, &id], entry)
}
/// One entry; `Missing` if the plan has none of this id.
pub(super) fn entry_of(read: &Reader, union: UnionId, plan: PlanId, id: EntryId) -> Result<EntryRow, Error> {
    read.one(ENTRY, &[&union, &plan, &id], entry)
}

/// How many entries of a plan are not rejected, have no days yet, are done.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) entries: i64,
    pub(super) unsettled: i64,
    pub(super) done: i64,
}

/// The counts of all plans that have entries.
pub(super) fn counts(read: &Reader, union: UnionId) -> Result<Vec<(PlanId, Count)>, Error> {
    read.rows(COUNTS, &[&union], |row| {
        let (entries, unsettled, done) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok((
            row.get(0)?,
            Count {
                entries,
                unsettled,
                done,
            },
        ))
    })
}

/// A draft to be kept.
pub(super) struct NewPlan<'a> {
    pub(super) year: i16,
    pub(super) cover: Cover,
    pub(super) title: &'a str,
    pub(super) source: &'a str,
    pub(super) notices: &'a [Notice],
    pub(super) paper: Option<archive::PaperId>,
    pub(super) file_name: Option<&'a str>,
    pub(super) at: Instant,
    pub(super) by: &'a str,
}

/// Adds a draft.
pub(super) fn add(w: &Writer, union: UnionId, id: PlanId, new: &NewPlan<'_>) -> Result<(), Error> {
    let notices = Notice::join(new.notices);
    w.run(
        ADD,
        &[
            &union,
            &id,
            &new.year,
            &new.cover.key(),
            &new.title,
            &new.source,
            &notices,
            &new.paper,
            &new.file_name,
            &new.at,
            &new.by,
        ],
    )
    .map(drop)
}
/// Changes a draft's year, cover and title; the rows touched.
pub(super) fn change(
    w: &Writer,
    union: UnionId,
    (id, version): (PlanId, i64),
    (year, cover, title): (i16, Cover, &str),
) -> Result<u64, Error> {
    w.run(CHANGE, &[&union, &id, &version, &year, &cover.key(), &title])
}
/// Counts a change of a draft's entries, so that nobody accepts what they have not seen; the rows touched.
pub(super) fn touch(w: &Writer, union: UnionId, id: PlanId) -> Result<u64, Error> {
    w.run(TOUCH, &[&union, &id])
}
/// Counts a change of a plan that still has this version; the rows touched.
pub(super) fn touch_seen(w: &Writer, union: UnionId, (id, version): (PlanId, i64)) -> Result<u64, Error> {
    w.run(TOUCH_SEEN, &[&union, &id, &version])
}
/// Ends a draft; the rows touched.
pub(super) fn close(
    w: &Writer,
    union: UnionId,
    (id, version): (PlanId, i64),
    (status, at, by): (Status, Instant, &str),
) -> Result<u64, Error> {
    w.run(CLOSE, &[&union, &id, &version, &status.key(), &at, &by])
}
/// Adds the headings of a plan.
pub(super) fn add_sections(w: &Writer, union: UnionId, plan: PlanId, all: &[Section]) -> Result<(), Error> {
    for (place, s) in (1_i64..).zip(all) {
        let (start, end) = (number(s.span.0), number(s.span.1));
        w.run(
            ADD_SECTION,
            &[
                &union,
                &plan,
                &place,
                &s.level,
                &s.heading,
                &s.body,
                &s.schedule,
                &start,
                &end,
            ],
        )?;
    }
    Ok(())
}
/// Adds an entry at a place.
pub(super) fn add_entry(
    w: &Writer,
    union: UnionId,
    (plan, id): (PlanId, EntryId),
    (place, taken): (i64, Taken),
    said: &Said,
) -> Result<(), Error> {
    let code = said.timing.when().map(When::code);
    let (from, due) = said.timing.days();
    let undated = said.timing == Timing::Undated;
    let (start, end) = (said.span.map(|s| number(s.0)), said.span.map(|s| number(s.1)));
    w.run(
        ADD_ENTRY,
        &[
            &union,
            &id,
            &plan,
            &place,
            &said.title,
            &code,
            &said.when_words,
            &from,
            &due,
            &undated,
            &said.field.key(),
            &said.section,
            &said.festival,
            &said.budget,
            &said.owner,
            &said.branch,
            &start,
            &end,
            &taken.key(),
            &said.measure,
        ],
    )
    .map(drop)
}
/// Sets what an entry says and how it is taken; the rows touched.
pub(super) fn set_entry(
    w: &Writer,
    union: UnionId,
    (id, version): (EntryId, i64),
    taken: Taken,
    said: &Said,
) -> Result<u64, Error> {
    let code = said.timing.when().map(When::code);
    let (from, due) = said.timing.days();
    let undated = said.timing == Timing::Undated;
    let (start, end) = (said.span.map(|s| number(s.0)), said.span.map(|s| number(s.1)));
    w.run(
        SET_ENTRY,
        &[
            &union,
            &id,
            &version,
            &said.title,
            &code,
            &said.when_words,
            &from,
            &due,
            &undated,
            &said.field.key(),
            &said.budget,
            &said.owner,
            &said.branch,
            &start,
            &end,
            &taken.key(),
            &said.measure,
        ],
    )
}
/// Ties an entry to its task; the rows touched.
pub(super) fn set_task(w: &Writer, union: UnionId, entry: &EntryRow, task: flow::TaskId) -> Result<u64, Error> {
    let undated = entry.said.timing.when().is_none();
    w.run(SET_TASK, &[&union, &entry.id, &entry.version, &undated, &task])
}
/// Takes an entry away; the rows touched.
pub(super) fn remove(w: &Writer, union: UnionId, id: EntryId, version: i64) -> Result<u64, Error> {
    w.run(REMOVE, &[&union, &id, &version])
}
/// Makes room for so many entries after a place.
pub(super) fn make_room(w: &Writer, union: UnionId, plan: PlanId, after: i64, many: usize) -> Result<(), Error> {
    w.run(MAKE_ROOM, &[&union, &plan, &after, &number(many)]).map(drop)
}

pub(super) fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
