//! Outcomes of verify in the store.

use kernel::{Instant, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Reader, Row, Sql, Writer};

use super::RunId;
use crate::Report;

const ADD: Sql = Sql::union(
    "INSERT INTO verify_run (union_id, id, at, seals, sealed, unsealed, facts, head, found, differences)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const LATEST: Sql = Sql::union(
    "SELECT id, at, seals, sealed, unsealed, facts, head, found, differences FROM verify_run
     WHERE union_id = $1 ORDER BY id DESC LIMIT $2",
);

/// A difference as it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    /// The table.
    pub table: String,
    /// The row.
    pub id: String,
    /// What is wrong with it, in English.
    pub what: String,
    /// The word key of the sentence; empty if there is none.
    pub key: String,
    /// What fills its places.
    pub args: Vec<(String, String)>,
}

/// What verify found once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outcome {
    /// The run.
    pub id: RunId,
    /// When it ended.
    pub at: Instant,
    /// Batches sealed.
    pub seals: i64,
    /// Events under the seal.
    pub sealed: i64,
    /// Events since the last seal.
    pub unsealed: i64,
    /// Facts in the register.
    pub facts: i64,
    /// The head of the log then.
    pub head: String,
    /// How many differences there were.
    pub found: i64,
    /// The first of them.
    pub differences: Vec<Kept>,
}

/// Keeps an outcome.
///
/// # Errors
/// The store's.
pub fn add(w: &Writer, union: UnionId, id: RunId, at: Instant, report: &Report) -> Result<(), store::Error> {
    let differences =
        serde_json::to_string(&report.differences).map_err(|e| store::Error::Other(format!("differences: {e}")))?;
    w.run(
        ADD,
        &[
            &union,
            &id,
            &at,
            &report.seals,
            &report.sealed,
            &report.unsealed,
            &report.facts,
            &report.head,
            &report.found(),
            &differences,
        ],
    )
    .map(drop)
}

fn outcome(row: &Row<'_>) -> Result<Outcome, store::Error> {
    let differences: String = row.get(8)?;
    Ok(Outcome {
        id: row.get(0)?,
        at: row.get(1)?,
        seals: row.get(2)?,
        sealed: row.get(3)?,
        unsealed: row.get(4)?,
        facts: row.get(5)?,
        head: row.get(6)?,
        found: row.get(7)?,
        differences: serde_json::from_str(&differences)
            .map_err(|e| store::Error::Wrong(format!("differences of a run: {e}")))?,
    })
}

/// The latest outcomes, the newest first.
///
/// # Errors
/// The store's.
pub fn latest(read: &Reader, union: UnionId, limit: i64) -> Result<Vec<Outcome>, store::Error> {
    read.rows(LATEST, &[&union, &limit], outcome)
}
