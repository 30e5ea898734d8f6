//! The end of keeping: each night the sealed proofs whose time is over are deleted, of every system that keeps some. For how
//! long they are kept after a claim is settled or a dossier has ended is a rule of the place (个人信息保护法 art. 19 and 47: no longer
//! than needed); a rule that no second person confirmed deletes nothing.
//!
//! What is kept of children in rounds of education aid ends otherwise: so many days after a round, as the round itself says
//! ([`aid`](crate::aid)).

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Instant, UnionId};
use org::tree;

use crate::{hardship, insurance, proof::gone};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.proofs";

/// The kind of job that deletes proofs.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, delete)
}

/// Deletes what is due; how many proofs.
///
/// # Errors
/// The store's.
pub fn delete(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    if tree::store::find_one(w, union)?.is_none() {
        return Ok(0);
    }
    let mut count = 0;
    for home in [&insurance::PROOFS, &hardship::PROOFS] {
        count += gone::delete_over(w, union, now, home)?;
    }
    Ok(count)
}
