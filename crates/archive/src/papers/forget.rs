//! Forgetting papers: those of a record that itself is deleted since nobody may keep it any longer.

use ::store::{Error, Writer};
use kernel::UnionId;
use web::Record;

use super::store;

/// Removes the papers of a record with their content, unless another paper bears it; says how many. Whoever deletes the
/// record notes it; that the papers had been kept, and their digests, stays in the log.
///
/// # Errors
/// The store's.
pub fn forget(w: &Writer, union: UnionId, record: Record) -> Result<u64, Error> {
    store::forget(w, union, record)
}
