//! What verify asks of rounds: what was given is what was signed for, in the register and in what each member received.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify};
use kernel::UnionId;
use org::BodyId;

use super::{
    KIND,
    model::{Kind, RoundId},
};

const SIGNED: Sql = Sql::union(
    "SELECT r.id, r.kind, l.body_id, COUNT(*), CAST(SUM(r.worth) AS BIGINT) FROM care_round r
     JOIN care_round_line l ON l.union_id = r.union_id AND l.round_id = r.id
     WHERE r.union_id = $1 AND l.given_on IS NOT NULL GROUP BY r.id, r.kind, l.body_id",
);
const POSTED: Sql = Sql::union(
    "SELECT record_id, branch_id, measure, CAST(SUM(quantity) AS BIGINT) FROM fact
     WHERE union_id = $1 AND record_kind = 'round' GROUP BY record_id, branch_id, measure HAVING SUM(quantity) <> 0",
);
const GIVEN: Sql = Sql::union(
    "SELECT record_id, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM given
     WHERE union_id = $1 AND record_kind = 'round' AND taken_back_at IS NULL GROUP BY record_id",
);
type Sums = BTreeMap<(RoundId, Option<BodyId>, String), i64>;

/// Names every round whose figures, or whose gifts, are not what its list was signed for.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut expected: Sums = Sums::new();
    let mut people: BTreeMap<RoundId, (i64, i64)> = BTreeMap::new();
    read.each(SIGNED, &[&union], |row| {
        let (id, kind, body): (RoundId, Kind, Option<BodyId>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (n, money): (i64, i64) = (row.get(3)?, row.get(4)?);
        let (times, worth) = kind.measures();
        expected.insert((id, body, times.key.to_owned()), n);
        expected.insert((id, body, worth.key.to_owned()), money);
        let of = people.entry(id).or_default();
        *of = (of.0.saturating_add(n), of.1.saturating_add(money));
        Ok(())
    })?;
    expected.retain(|_, n| *n != 0);
    let mut posted: Sums = Sums::new();
    read.each(POSTED, &[&union], |row| {
        posted.insert((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?);
        Ok(())
    })?;
    let mut found = Vec::new();
    corrected(read, union, &mut posted, &mut found)?;
    let mut wrong: Vec<RoundId> = Vec::new();
    for (key, n) in &expected {
        if posted.remove(key) != Some(*n) {
            wrong.push(key.0);
        }
    }
    wrong.extend(posted.into_keys().map(|(id, ..)| id));
    found.extend(named(wrong, "rounds.verify.register"));
    let mut given: BTreeMap<RoundId, (i64, i64)> = BTreeMap::new();
    read.each(GIVEN, &[&union], |row| {
        given.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
        Ok(())
    })?;
    let mut wrong: Vec<RoundId> = people
        .iter()
        .filter(|(id, sums)| given.remove(id) != Some(**sums))
        .map(|(id, _)| *id)
        .collect();
    wrong.extend(given.into_keys());
    found.extend(named(wrong, "rounds.verify.given"));
    Ok(found)
}

fn named(mut wrong: Vec<RoundId>, key: &'static str) -> Vec<Difference> {
    wrong.sort_unstable();
    wrong.dedup();
    wrong
        .into_iter()
        .map(|id| Difference::told(KIND, id, key, &[]))
        .collect()
}

/// Adds again what the register took back by itself.
fn corrected(read: &Reader, union: UnionId, posted: &mut Sums, found: &mut Vec<Difference>) -> Result<(), Error> {
    for line in verify::corrections(read, union, KIND, found)? {
        let key = (RoundId::new(line.record_id), line.branch, line.measure);
        let n = posted.entry(key).or_default();
        *n = n.saturating_sub(line.quantity);
    }
    posted.retain(|_, n| *n != 0);
    Ok(())
}
