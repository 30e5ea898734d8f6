//! Why a claim was refused, granted otherwise or withdrawn: sealed.

use ::store::{Error, Reader, Sql, Store, secret::Sealed};
use kernel::UnionId;
use web::Act;

use super::super::model::ClaimId;

/// The column of what was written about an answer or a withdrawal.
pub(super) const REASON: Sealed = Sealed::of_union("claim", "reason", "id");

const GET: Sql = Sql::union("SELECT reason FROM claim WHERE union_id = $1 AND id = $2");
const PLAIN: Sql = Sql::house(
    "SELECT union_id, id, why FROM claim WHERE why IS NOT NULL ORDER BY union_id, id LIMIT 500",
    "what was written in plain of claims of all unions is sealed once",
);
const SEAL: Sql =
    Sql::union("UPDATE claim SET reason = $3, why = NULL WHERE union_id = $1 AND id = $2 AND why IS NOT NULL");

/// What is to be kept of a text.
pub(super) fn sealed(act: &Act<'_>, id: ClaimId, text: &str) -> Result<Vec<u8>, Error> {
    act.writer().seal(REASON.at(act.union(), id), text.as_bytes())
}

/// What was written about an answer or a withdrawal; nothing if nothing was, or its key is lost.
pub(in super::super) fn reason(read: &Reader, union: UnionId, id: ClaimId) -> Result<Option<String>, Error> {
    let kept: Option<Vec<u8>> = read.one(GET, &[&union, &id], |row| row.get(0))?;
    let Some(kept) = kept else { return Ok(None) };
    let plain = read.open_if_held(REASON.at(union, id), &kept)?;
    plain.map(|plain| Ok(plain.text()?.to_owned())).transpose()
}

/// Seals what was written about claims before it was sealed, some hundred a step.
#[derive(Debug, Default)]
pub struct Sealing {
    through: bool,
}

impl Sealing {
    /// The next few; says whether all are through.
    ///
    /// # Errors
    /// The store's; the step may be tried again.
    pub fn step(&mut self, store: &Store) -> Result<bool, Error> {
        if self.through {
            return Ok(true);
        }
        let rows: Vec<(UnionId, ClaimId, String)> =
            store.read(|r| r.rows(PLAIN, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))))?;
        if rows.is_empty() {
            self.through = true;
            return Ok(true);
        }
        store.write(move |w| -> Result<(), Error> {
            for (union, id, text) in &rows {
                let sealed = w.seal(REASON.at(*union, *id), text.as_bytes())?;
                w.run(SEAL, &[union, id, &sealed])?;
            }
            Ok(())
        })?;
        Ok(false)
    }
}
