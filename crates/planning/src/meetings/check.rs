//! The system's own check for verify: a meeting that is over counts in the register what its record says, every other
//! one nothing.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::Difference;
use kernel::UnionId;
use serde::Deserialize;

use super::{
    KIND,
    acts::settle::{COUNTED, counts},
    model::{MeetingId, Status},
    store::{self, decisions, people},
};

const IDS: Sql = Sql::union("SELECT id FROM meeting WHERE union_id = $1 ORDER BY id");
const SUMS: Sql = Sql::union(
    "SELECT record_id, measure, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE union_id = $1 AND record_kind = 'meeting'
     GROUP BY record_id, measure HAVING SUM(quantity) <> 0",
);
/// Single facts taken back in the register: the register's own correction, which the record need not follow.
const TAKEN_BACK: Sql = Sql::union("SELECT body FROM event WHERE union_id = $1 AND kind = 'fact.one_reversed'");

#[derive(Deserialize)]
struct TakenBack {
    lines: Vec<facts::register::Line>,
}

type Sums = BTreeMap<MeetingId, BTreeMap<String, i64>>;

/// Names every meeting whose figures in the register are not those of its record.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut posted: Sums = BTreeMap::new();
    read.each(SUMS, &[&union], |row| {
        posted.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get(2)?);
        Ok(())
    })?;
    take_back(read, union, &mut posted)?;
    let mut differences = Vec::new();
    let ids: Vec<MeetingId> = read.rows(IDS, &[&union], |row| row.get(0))?;
    for id in ids {
        if posted.remove(&id).unwrap_or_default() != expected(read, union, id)? {
            differences.push(Difference::told(KIND, id, "meetings.verify.register", &[]));
        }
    }
    let lost = |id: MeetingId| Difference::told(KIND, id, "meetings.verify.no_record", &[]);
    differences.extend(
        posted
            .into_iter()
            .filter(|(_, sums)| !sums.is_empty())
            .map(|(id, _)| lost(id)),
    );
    Ok(differences)
}

fn take_back(read: &Reader, union: UnionId, posted: &mut Sums) -> Result<(), Error> {
    for body in read.rows(TAKEN_BACK, &[&union], |row| row.get::<String>(0))? {
        let back: TakenBack = serde_json::from_str(&body).map_err(|e| Error::Wrong(format!("a reversal: {e}")))?;
        for line in back.lines.into_iter().filter(|line| line.record_kind == KIND) {
            let sums = posted.entry(MeetingId::new(line.record_id)).or_default();
            let sum = sums.entry(line.measure).or_default();
            *sum = sum.saturating_sub(line.quantity);
        }
    }
    posted.values_mut().for_each(|sums| sums.retain(|_, n| *n != 0));
    Ok(())
}

fn expected(read: &Reader, union: UnionId, id: MeetingId) -> Result<BTreeMap<String, i64>, Error> {
    let row = store::get(read, union, id)?;
    if !matches!(row.status, Status::Closed | Status::Adopted) {
        return Ok(BTreeMap::new());
    }
    let hall = people::hall(read, union, id)?;
    let carried = decisions::of(read, union, id)?.iter().filter(|d| d.carried).count();
    let (events, came, decided) = counts(hall, &row, i64::try_from(carried).unwrap_or(i64::MAX));
    Ok(COUNTED
        .iter()
        .zip([events, came, decided])
        .filter(|(_, n)| *n != 0)
        .map(|(key, n)| ((*key).to_owned(), n))
        .collect())
}
