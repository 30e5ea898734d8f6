//! The register in the store.

mod list;

pub use list::{Filter, Listed, Place, Sum, one, sum, walk, window};

use kernel::{Date, Id, Instant, UnionId};
use org::BodyId;
use rustc_hash::FxHashMap;
use store::{Bind, Reader, Row, Sql, Writer};
use web::{AccountId, Record};

use super::{FactId, Line};
use crate::model::{Measure, Span, Total};

const DECLARE: Sql = Sql::house(
    "INSERT INTO measure (key, zh, en, unit, field, position) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (key) DO UPDATE SET zh = excluded.zh, en = excluded.en, unit = excluded.unit, field = excluded.field,
       position = excluded.position",
    "measures are the program's, the same for all unions",
);
const MEASURES: Sql = Sql::house(
    "SELECT key, zh, en, unit, field FROM measure ORDER BY position",
    "measures are the program's, the same for all unions",
);
const ADD: Sql = Sql::union(
    "INSERT INTO fact (union_id, id, day, measure, quantity, branch_id, person_id, record_kind, record_id, reverses, account_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);
const LIVING: Sql = Sql::union(
    "SELECT f.id, f.day, f.measure, f.quantity, f.branch_id, f.person_id, f.record_kind, f.record_id, f.reverses FROM fact f
     WHERE f.union_id = $1 AND f.record_kind = $2 AND f.record_id = $3 AND f.reverses IS NULL
       AND NOT EXISTS (SELECT 1 FROM fact r WHERE r.union_id = $1 AND r.reverses = f.id)
     ORDER BY f.id",
);
const CLOSED: Sql = Sql::union(
    "SELECT 1 FROM period_close WHERE union_id = $1 AND first_day <= $2 AND last_day >= $2 AND reopened_at IS NULL LIMIT 1",
);
const ALL_CLOSED: Sql =
    Sql::union("SELECT first_day, last_day FROM period_close WHERE union_id = $1 AND reopened_at IS NULL");
// Sums by day come first, straight from a covering index; what is left to sort is small.
const BRANCH_BY_MONTH: Sql = Sql::union(
    "SELECT d.measure, SUBSTR(d.day, 1, 7), CAST(SUM(d.quantity) AS BIGINT), CAST(SUM(d.facts) AS BIGINT) FROM
       (SELECT day, measure, SUM(quantity) AS quantity, COUNT(*) AS facts FROM fact
        WHERE union_id = $1 AND branch_id = $4 AND day >= $2 AND day <= $3 GROUP BY day, measure) d
     GROUP BY d.measure, SUBSTR(d.day, 1, 7) ORDER BY d.measure, SUBSTR(d.day, 1, 7)",
);
// Rates are never summed: their smallest and largest living values stand for a month. The CASE keeps SQLite from the
// index over `reverses`, which is NULL in nearly every row.
const RATES: Sql = Sql::union(
    "SELECT SUBSTR(f.day, 1, 7), MIN(f.quantity), MAX(f.quantity), COUNT(*) FROM fact f
     WHERE f.union_id = $1 AND f.measure = $4 AND f.day >= $2 AND f.day <= $3
       AND CASE WHEN f.reverses IS NULL THEN 1 ELSE 0 END = 1
       AND (CAST($5 AS BYTEA) IS NULL OR f.branch_id = $5)
       AND NOT EXISTS (SELECT 1 FROM fact r WHERE r.union_id = $1 AND r.reverses = f.id)
     GROUP BY SUBSTR(f.day, 1, 7) ORDER BY SUBSTR(f.day, 1, 7)",
);
const PAGE: Sql = Sql::union(
    "SELECT id, day, measure, quantity, branch_id, person_id, record_kind, record_id, reverses, account_id, at FROM fact
     WHERE union_id = $1 AND id > $2 ORDER BY id LIMIT $3",
);
const COUNT: Sql = Sql::union("SELECT COUNT(*) FROM fact WHERE union_id = $1");

/// A measure as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Known {
    /// Its key.
    pub key: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Its unit.
    pub unit: crate::Unit,
    /// Its field of work.
    pub field: String,
}

impl Known {
    /// Its name.
    #[must_use]
    pub fn name(&self, lang: kernel::Lang) -> &str {
        if lang == kernel::Lang::En { &self.en } else { &self.zh }
    }
}

/// Writes the systems' measures into the store, at every start.
///
/// # Errors
/// The store's.
pub fn declare(w: &Writer, measures: &[&Measure]) -> Result<(), store::Error> {
    for (position, m) in (0_i64..).zip(measures) {
        w.run(DECLARE, &[&m.key, &m.zh, &m.en, &m.unit.key(), &m.field, &position])?;
    }
    Ok(())
}

/// All measures, in the systems' order.
///
/// # Errors
/// The store's.
pub fn measures(read: &Reader) -> Result<Vec<Known>, store::Error> {
    read.rows(MEASURES, &[], |row| {
        let unit: String = row.get(3)?;
        let unit = crate::Unit::from_key(&unit).ok_or_else(|| store::Error::Wrong(format!("unit {unit}")))?;
        Ok(Known {
            key: row.get(0)?,
            zh: row.get(1)?,
            en: row.get(2)?,
            unit,
            field: row.get(4)?,
        })
    })
}

/// From so many lines on they are loaded as one: those of an import, of a round.
const MANY: usize = 16;

/// Adds lines.
///
/// # Errors
/// The store's.
pub fn add(w: &Writer, union: UnionId, lines: &[Line], by: (AccountId, Instant)) -> Result<(), store::Error> {
    if lines.len() >= MANY {
        let rows = lines
            .iter()
            .map(|line| with_values(union, line, by, |values| values.map(|value| value.bind().into_owned())));
        return w.load(ADD, rows).map(drop);
    }
    lines.iter().try_for_each(|line| {
        with_values(union, line, by, |values| match line.reverses {
            None => w.post(ADD, &values),
            // whoever takes the same back a second time is told so here
            Some(_) => w.run(ADD, &values).map(drop),
        })
    })
}

/// The values of a line, in the order of [`ADD`].
fn with_values<T>(
    union: UnionId,
    line: &Line,
    (account, at): (AccountId, Instant),
    then: impl FnOnce([&dyn Bind; 12]) -> T,
) -> T {
    let record: Id<()> = Id::new(line.record_id);
    then([
        &union,
        &line.id,
        &line.day,
        &line.measure,
        &line.quantity,
        &line.branch,
        &line.person,
        &line.record_kind,
        &record,
        &line.reverses,
        &account,
        &at,
    ])
}

fn line(row: &Row<'_>) -> Result<Line, store::Error> {
    let record: Id<()> = row.get(7)?;
    Ok(Line {
        id: row.get(0)?,
        day: row.get(1)?,
        measure: row.get(2)?,
        quantity: row.get(3)?,
        branch: row.get(4)?,
        person: row.get(5)?,
        record_kind: row.get(6)?,
        record_id: record.raw(),
        reverses: row.get(8)?,
    })
}

/// The facts of a record that have not been taken back.
///
/// # Errors
/// The store's.
pub fn living_of(read: &Reader, union: UnionId, record: Record) -> Result<Vec<Line>, store::Error> {
    let id: Id<()> = Id::new(record.id);
    read.rows(LIVING, &[&union, &record.kind, &id], line)
}

/// Whether the day lies in a closed period.
///
/// # Errors
/// The store's.
pub fn closed(read: &Reader, union: UnionId, day: Date) -> Result<bool, store::Error> {
    Ok(read.opt(CLOSED, &[&union, &day], |_| Ok(()))?.is_some())
}

/// The closed periods of a union, for whoever asks of many days.
pub struct Closed(Vec<(Date, Date)>);

impl Closed {
    /// As they stand.
    ///
    /// # Errors
    /// The store's.
    pub fn of(read: &Reader, union: UnionId) -> Result<Self, store::Error> {
        read.rows(ALL_CLOSED, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))
            .map(Self)
    }
    /// Whether the day lies in one, as [`closed`] says it.
    #[must_use]
    pub fn has(&self, day: Date) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&day))
    }
}

/// Sums by measure over days.
///
/// # Errors
/// The store's.
pub fn totals(read: &Reader, union: UnionId, span: Span) -> Result<Vec<Total>, store::Error> {
    let mut all: Vec<Total> = Vec::new();
    // they come in the order of measures
    for month in by_month(read, union, span)? {
        match all.last_mut().filter(|total| total.measure == month.measure) {
            Some(total) => {
                total.quantity = total.quantity.saturating_add(month.quantity);
                total.records += month.records;
            }
            None => all.push(Total { month: None, ..month }),
        }
    }
    Ok(all)
}

/// Sums by measure and month over days, in that order; see [`crate::sums`].
///
/// # Errors
/// The store's.
pub fn by_month(read: &Reader, union: UnionId, span: Span) -> Result<Vec<Total>, store::Error> {
    crate::sums::by_month(read, union, span)
}

/// Sums by year and measure over whole years, both included.
///
/// # Errors
/// The store's.
pub fn by_year(
    read: &Reader,
    union: UnionId,
    years: (i16, i16),
) -> Result<FxHashMap<(i16, String), Sum>, store::Error> {
    crate::sums::by_year(read, union, years)
}

/// Like [`by_month`], of one branch alone.
///
/// # Errors
/// The store's.
pub fn branch_by_month(read: &Reader, union: UnionId, span: Span, branch: BodyId) -> Result<Vec<Total>, store::Error> {
    read.rows(BRANCH_BY_MONTH, &[&union, &span.from, &span.until, &branch], of_month)
}

fn of_month(row: &Row<'_>) -> Result<Total, store::Error> {
    Ok(Total {
        measure: row.get(0)?,
        month: Some(row.get(1)?),
        quantity: row.get(2)?,
        records: row.get(3)?,
    })
}

/// What the rates of one measure were in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// The measure's key.
    pub measure: String,
    /// The month `2026-03`.
    pub month: String,
    /// The smallest, in ten-thousandths.
    pub least: i64,
    /// The largest.
    pub most: i64,
    /// How many.
    pub count: i64,
}

/// The living rates of one measure over days, of the whole union or of one branch.
///
/// # Errors
/// The store's.
pub fn rates(
    read: &Reader,
    union: UnionId,
    span: Span,
    measure: &str,
    branch: Option<BodyId>,
) -> Result<Vec<Rates>, store::Error> {
    read.rows(RATES, &[&union, &span.from, &span.until, &measure, &branch], |row| {
        Ok(Rates {
            measure: measure.to_owned(),
            month: row.get(0)?,
            least: row.get(1)?,
            most: row.get(2)?,
            count: row.get(3)?,
        })
    })
}

/// A fact with who posted it and when, as verify compares it with the log.
pub(crate) struct Kept {
    pub line: Line,
    pub account: AccountId,
    pub at: Instant,
}

/// The facts of a union whose ids come after one, in the order of ids.
pub(crate) fn page(
    read: &Reader,
    union: UnionId,
    after: FactId,
    limit: i64,
    mut f: impl FnMut(Kept),
) -> Result<(), store::Error> {
    read.each(PAGE, &[&union, &after, &limit], |row| {
        f(Kept {
            line: line(row)?,
            account: row.get(9)?,
            at: row.get(10)?,
        });
        Ok(())
    })
}

/// How many facts a union has.
///
/// # Errors
/// The store's.
pub fn count(read: &Reader, union: UnionId) -> Result<i64, store::Error> {
    read.one(COUNT, &[&union], |row| row.get(0))
}
