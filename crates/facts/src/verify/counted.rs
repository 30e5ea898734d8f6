//! What records count in the register: what a system's own check compares its records with.

use std::collections::BTreeMap;

use kernel::{Id, UnionId};
use serde::Deserialize;
use store::{Error, Reader, Sql};
use uuid::Uuid;

use super::{Difference, each_told};
use crate::register::Line;

const SUMS: Sql = Sql::union(
    "SELECT record_id, measure, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE union_id = $1 AND record_kind = $2
     GROUP BY record_id, measure HAVING SUM(quantity) <> 0",
);
/// Single facts taken back in the register: its own correction, which the record need not follow.
const TAKEN_BACK: Sql = Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'fact.one_reversed'");

#[derive(Deserialize)]
struct TakenBack {
    lines: Vec<Line>,
}

/// The lines that somebody took back in the register one by one, of records of a kind. What cannot be read of the log goes to
/// `found`.
///
/// # Errors
/// The store's.
pub fn corrections(read: &Reader, union: UnionId, kind: &str, found: &mut Vec<Difference>) -> Result<Vec<Line>, Error> {
    let mut all = Vec::new();
    each_told(read, union, TAKEN_BACK, found, |back: TakenBack| {
        all.extend(back.lines.into_iter().filter(|line| line.record_kind == kind));
    })?;
    Ok(all)
}

/// What each record of a kind posted and did not take back itself, by measure; measures that come to nothing are left out.
/// Single facts that somebody took back in the register are counted still, since the record does not follow them. What cannot be
/// read of the log goes to `found`.
///
/// # Errors
/// The store's.
pub fn counted(
    read: &Reader,
    union: UnionId,
    kind: &str,
    found: &mut Vec<Difference>,
) -> Result<BTreeMap<Uuid, BTreeMap<String, i64>>, Error> {
    let mut all: BTreeMap<Uuid, BTreeMap<String, i64>> = BTreeMap::new();
    read.each(SUMS, &[&union, &kind], |row| {
        let id: Id<()> = row.get(0)?;
        all.entry(id.raw()).or_default().insert(row.get(1)?, row.get(2)?);
        Ok(())
    })?;
    for line in corrections(read, union, kind, found)? {
        let sums = all.entry(line.record_id).or_default();
        let sum = sums.entry(line.measure).or_default();
        *sum = sum.saturating_sub(line.quantity);
    }
    all.values_mut().for_each(|sums| sums.retain(|_, n| *n != 0));
    all.retain(|_, sums| !sums.is_empty());
    Ok(all)
}
