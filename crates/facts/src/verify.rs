//! Re-derives a union's log and facts and names every difference.
//!
//! The log is walked in the order of its ids, in pages, so that a large union needs no sort and no long
//! statement; of the facts that events tell of only a digest is held in memory.

mod counted;
mod difference;
mod walk;

use kernel::UnionId;
use serde::Serialize;
use store::{Reader, Sql};

pub use counted::{corrections, counted};
pub use difference::Difference;

const UNIONS: Sql = Sql::house(
    "SELECT DISTINCT union_id FROM event ORDER BY union_id",
    "verify walks all unions, one after the other",
);

/// A system's own check of its records against the log, run by verify for every union.
pub type Check = fn(&Reader, UnionId) -> Result<Vec<Difference>, store::Error>;

/// Hears how far verify is: so many rows of so many.
pub type Progress<'a> = dyn FnMut(i64, i64) -> Result<(), store::Error> + 'a;

/// Most differences that a report names one by one.
pub const NAMED: usize = 1000;

/// What verify found in one union.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Batches sealed.
    pub seals: i64,
    /// Events under the seal.
    pub sealed: i64,
    /// Events since the last seal.
    pub unsealed: i64,
    /// Facts in the register.
    pub facts: i64,
    /// The head of the log, in hexadecimal: what outsiders keep as a checkpoint.
    pub head: String,
    /// What is not as the log says: the first [`NAMED`].
    pub differences: Vec<Difference>,
    /// How many differences there are beyond those named.
    pub more: i64,
}

impl Report {
    /// Whether everything is as the log says.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.differences.is_empty()
    }
    /// How many differences there are.
    #[must_use]
    pub fn found(&self) -> i64 {
        count(self.differences.len()).saturating_add(self.more)
    }
    fn add(&mut self, difference: Difference) {
        if self.differences.len() < NAMED {
            self.differences.push(difference);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }
}

/// All unions with any events, in the order of their ids: two databases of the same content are told alike.
///
/// # Errors
/// The store's.
pub fn unions(read: &Reader) -> Result<Vec<UnionId>, store::Error> {
    read.rows(UNIONS, &[], |row| row.get(0))
}

/// Verifies one union.
///
/// # Errors
/// The store's.
pub fn union(read: &Reader, union: UnionId, checks: &[Check]) -> Result<Report, store::Error> {
    watched(read, union, checks, &mut |_, _| Ok(()))
}

/// Like [`union`](fn@union), saying how far it is.
///
/// # Errors
/// The store's, or what `progress` fails with.
pub fn watched(
    read: &Reader,
    union: UnionId,
    checks: &[Check],
    progress: &mut Progress<'_>,
) -> Result<Report, store::Error> {
    let mut report = Report::default();
    let mut walk = walk::Walk::new(read, union, progress)?;
    let told = walk.log(&mut report)?;
    walk.facts(told, &mut report)?;
    for check in checks {
        for difference in check(read, union)? {
            report.add(difference);
        }
    }
    Ok(report)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

const TOLD: Sql = Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = $2 ORDER BY id");

/// The id of an event, as checks name it.
pub type EventId = kernel::Id<()>;

/// What an event tells; one that cannot be read is named, and tells nothing.
pub fn told<T: serde::de::DeserializeOwned>(event: EventId, body: &str, found: &mut Vec<Difference>) -> Option<T> {
    match serde_json::from_str(body) {
        Ok(told) => Some(told),
        Err(e) => {
            found.push(Difference::told(
                "event",
                event,
                "facts.verify.unreadable",
                &[("why", &e)],
            ));
            None
        }
    }
}

/// Reads what the events of a kind tell, in their order, for the checks of systems. Those that cannot be read are named.
///
/// # Errors
/// The store's.
pub fn each_event<T: serde::de::DeserializeOwned>(
    read: &Reader,
    union: UnionId,
    kind: &str,
    found: &mut Vec<Difference>,
    f: impl FnMut(T),
) -> Result<(), store::Error> {
    each(read, (TOLD, &[&union, &kind]), found, f)
}

fn each<T: serde::de::DeserializeOwned>(
    read: &Reader,
    (sql, values): (Sql, &[&dyn store::Bind]),
    found: &mut Vec<Difference>,
    mut f: impl FnMut(T),
) -> Result<(), store::Error> {
    read.each(sql, values, |row| {
        if let Some(event) = told(row.get(0)?, &row.get::<String>(1)?, found) {
            f(event);
        }
        Ok(())
    })
}

/// The same for events of several kinds: `sql` gives id and body of those of the union.
///
/// # Errors
/// The store's.
pub fn each_told<T: serde::de::DeserializeOwned>(
    read: &Reader,
    union: UnionId,
    sql: Sql,
    found: &mut Vec<Difference>,
    f: impl FnMut(T),
) -> Result<(), store::Error> {
    each(read, (sql, &[&union]), found, f)
}

/// The same, all of them at once, in their order.
///
/// # Errors
/// The store's.
pub fn bodies<T: serde::de::DeserializeOwned>(
    read: &Reader,
    union: UnionId,
    sql: Sql,
    found: &mut Vec<Difference>,
) -> Result<Vec<T>, store::Error> {
    let mut all = Vec::new();
    each_told(read, union, sql, found, |event| all.push(event))?;
    Ok(all)
}
