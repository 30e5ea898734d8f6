//! What verify asks of mutual insurance: a batch holds as many as were handed in, a claim stands where its last event left
//! it.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify::bodies};
use kernel::UnionId;
use serde::Deserialize;

use super::{
    BATCH, CLAIM,
    model::{BatchId, ClaimId, Step},
};

const BATCHES: Sql = Sql::union(
    "SELECT b.id, COUNT(e.id), CAST(COALESCE(SUM(e.units), 0) AS BIGINT) FROM enrolment b
     LEFT JOIN enrolled e ON e.union_id = b.union_id AND e.enrolment_id = b.id
     WHERE b.union_id = $1 AND b.status = 'handed' GROUP BY b.id",
);
const HANDED: Sql =
    Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'enrolment.handed_in' ORDER BY id");
const CLAIMS: Sql = Sql::union(
    "SELECT id, status, version, CAST(COALESCE(granted, benefit) AS BIGINT) FROM claim WHERE union_id = $1 ORDER BY id",
);
const TOLD: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND record_kind = 'claim' AND kind IN ('claim.made', 'claim.changed',
       'claim.papers', 'claim.sent', 'claim.answered', 'claim.paid', 'claim.unpaid', 'claim.withdrawn') ORDER BY id",
);

#[derive(Deserialize)]
struct HandedIn {
    batch: BatchId,
    people: i64,
    units: i64,
}

#[derive(Deserialize)]
struct Told {
    claim: ClaimId,
    version: i64,
    step: Step,
    amount: kernel::Money,
}

/// Names every batch and claim that is not as it was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let handed: BTreeMap<BatchId, (i64, i64)> = bodies::<HandedIn>(read, union, HANDED, &mut found)?
        .into_iter()
        .map(|told| (told.batch, (told.people, told.units)))
        .collect();
    let rows: Vec<(BatchId, i64, i64)> =
        read.rows(BATCHES, &[&union], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (id, people, units) in rows {
        if handed.get(&id) != Some(&(people, units)) {
            found.push(Difference::told(BATCH, id, "insurance.verify.batch", &[]));
        }
    }
    let mut told: BTreeMap<ClaimId, Told> = BTreeMap::new();
    for one in bodies::<Told>(read, union, TOLD, &mut found)? {
        // events of one moment stand in no order: the version tells which is the last
        let last = told.get(&one.claim).map_or(0, |before| before.version);
        if one.version > last {
            told.insert(one.claim, one);
        }
    }
    let rows: Vec<(ClaimId, Step, i64, kernel::Money)> = read.rows(CLAIMS, &[&union], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    for (id, step, version, amount) in rows {
        let as_told = told
            .remove(&id)
            .is_some_and(|t| (t.step, t.version, t.amount) == (step, version, amount));
        if !as_told {
            found.push(Difference::told(CLAIM, id, "insurance.verify.claim", &[]));
        }
    }
    found.extend(
        told.into_keys()
            .map(|id| Difference::told(CLAIM, id, "insurance.verify.gone", &[])),
    );
    crate::proof::gone::check(read, union, &super::PROOFS, &mut found)?;
    Ok(found)
}
