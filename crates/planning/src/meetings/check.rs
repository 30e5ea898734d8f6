//! The system's own check for verify: a meeting that is over counts in the register what its record says, every other
//! one nothing.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::Difference;
use kernel::UnionId;

use super::{
    KIND,
    acts::settle::{COUNTED, counts},
    model::{MeetingId, Status},
    store::{self, decisions, people},
};

const IDS: Sql = Sql::union("SELECT id FROM meeting WHERE union_id = $1 ORDER BY id");

/// Names every meeting whose figures in the register are not those of its record.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut differences = Vec::new();
    let mut posted = facts::counted(read, union, KIND, &mut differences)?;
    let ids: Vec<MeetingId> = read.rows(IDS, &[&union], |row| row.get(0))?;
    for id in ids {
        if posted.remove(&id.raw()).unwrap_or_default() != expected(read, union, id)? {
            differences.push(Difference::told(KIND, id, "meetings.verify.register", &[]));
        }
    }
    let lost = |id| Difference::told(KIND, MeetingId::new(id), "meetings.verify.no_record", &[]);
    differences.extend(posted.into_keys().map(lost));
    Ok(differences)
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
