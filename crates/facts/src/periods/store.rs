//! Closed periods in the store.

use kernel::{Instant, Period, UnionId};
use store::{Reader, Row, Sql, Writer};
use web::AccountId;

use super::ClosureId;
use crate::model::Span;

const LIST: Sql = Sql::union(
    "SELECT p.id, p.period, p.first_day, p.last_day, p.closed_at, c.name, p.reopened_at, r.name, p.why FROM period_close p
     LEFT JOIN account c ON c.id = p.closed_by LEFT JOIN account r ON r.id = p.reopened_by
     WHERE p.union_id = $1 ORDER BY p.first_day DESC, p.closed_at DESC LIMIT 500",
);
const ONE: Sql = Sql::union(
    "SELECT p.id, p.period, p.first_day, p.last_day, p.closed_at, c.name, p.reopened_at, r.name, p.why FROM period_close p
     LEFT JOIN account c ON c.id = p.closed_by LEFT JOIN account r ON r.id = p.reopened_by
     WHERE p.union_id = $1 AND p.id = $2",
);
const OVERLAP: Sql = Sql::union(
    "SELECT period FROM period_close WHERE union_id = $1 AND first_day <= $3 AND last_day >= $2 AND reopened_at IS NULL
     ORDER BY first_day LIMIT 1",
);
const CLOSE: Sql = Sql::union(
    "INSERT INTO period_close (union_id, id, period, first_day, last_day, closed_at, closed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const REOPEN: Sql = Sql::union(
    "UPDATE period_close SET reopened_at = $3, reopened_by = $4, why = $5
     WHERE union_id = $1 AND id = $2 AND reopened_at IS NULL",
);

/// A period that was closed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Closed {
    /// Its id.
    pub id: ClosureId,
    /// The period.
    pub period: Period,
    /// Its days.
    pub span: Span,
    /// When it was closed.
    pub closed_at: Instant,
    /// By whom.
    pub closed_by: Option<String>,
    /// When it was opened again.
    pub reopened_at: Option<Instant>,
    /// By whom.
    pub reopened_by: Option<String>,
    /// Why.
    pub why: Option<String>,
}

/// The period of a row.
fn period(text: &str) -> Result<Period, store::Error> {
    text.parse()
        .map_err(|_| store::Error::Wrong(format!("the period {text}")))
}

fn closed(row: &Row<'_>) -> Result<Closed, store::Error> {
    Ok(Closed {
        id: row.get(0)?,
        period: period(&row.get::<String>(1)?)?,
        span: Span {
            from: row.get(2)?,
            until: row.get(3)?,
        },
        closed_at: row.get(4)?,
        closed_by: row.get(5)?,
        reopened_at: row.get(6)?,
        reopened_by: row.get(7)?,
        why: row.get(8)?,
    })
}

/// The periods ever closed, the latest first; at most 500.
///
/// # Errors
/// The store's.
pub fn list(read: &Reader, union: UnionId) -> Result<Vec<Closed>, store::Error> {
    read.rows(LIST, &[&union], closed)
}

/// One of them.
///
/// # Errors
/// `Missing` if there is none; the store's.
pub fn one(read: &Reader, union: UnionId, id: ClosureId) -> Result<Closed, store::Error> {
    read.one(ONE, &[&union, &id], closed)
}

/// A closed period that shares a day with these.
///
/// # Errors
/// The store's.
pub fn overlap(read: &Reader, union: UnionId, span: Span) -> Result<Option<Period>, store::Error> {
    let found: Option<String> = read.opt(OVERLAP, &[&union, &span.from, &span.until], |row| row.get(0))?;
    found.as_deref().map(period).transpose()
}

/// Closes a period.
///
/// # Errors
/// The store's.
pub fn close(
    w: &Writer,
    union: UnionId,
    id: ClosureId,
    period: Period,
    by: AccountId,
    at: Instant,
) -> Result<(), store::Error> {
    let span = Span::from(period);
    let key = period.to_string();
    w.run(CLOSE, &[&union, &id, &key, &span.from, &span.until, &at, &by])
        .map(drop)
}

/// Opens a period again; says whether it was closed.
///
/// # Errors
/// The store's.
pub fn reopen(
    w: &Writer,
    union: UnionId,
    id: ClosureId,
    by: AccountId,
    at: Instant,
    why: &str,
) -> Result<bool, store::Error> {
    Ok(w.run(REOPEN, &[&union, &id, &at, &by, &why])? > 0)
}
