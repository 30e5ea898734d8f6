//! The Merkle log of a union's events, sealed in small batches right after commit.
//!
//! A leaf is the digest of one event, with the length of every part before it. The root of a batch is
//! the Merkle root of its leaves in the order of the events' ids (an odd leaf moves up unpaired). The
//! head binds a batch to all before it: `head(n) = H(head(n-1), n, events, root)`. The facts that a batch tells of
//! are added to the sums of [`crate::sums`] in the same transaction. No act waits for it.

use kernel::{Clock, Id, Instant, UnionId};
use store::{Reader, Row, Sql, Store, Writer};
use web::AccountId;

use crate::sums;

/// Most events in one batch.
pub const BATCH: i64 = 1000;

const WAITING: Sql = Sql::house(
    "SELECT DISTINCT union_id FROM event WHERE sealed = 0 LIMIT 1000",
    "one job seals the logs of all unions, each in its own act",
);
const UNSEALED: Sql = Sql::union(
    "SELECT id, at, account_id, kind, record_kind, record_id, body FROM event WHERE union_id = $1 AND sealed = 0 ORDER BY id LIMIT $2",
);
const LAST: Sql = Sql::union("SELECT number, head FROM seal WHERE union_id = $1 ORDER BY number DESC LIMIT 1");
const MARK: Sql = Sql::union("UPDATE event SET sealed = $2 WHERE union_id = $1 AND sealed = 0 AND id <= $3");
const ADD: Sql =
    Sql::union("INSERT INTO seal (union_id, number, events, root, head, at) VALUES ($1, $2, $3, $4, $5, $6)");

/// A digest: blake3, 32 bytes.
pub type Digest = [u8; 32];

/// An event as it is sealed.
pub struct Leaf {
    /// Its id.
    pub id: Id<()>,
    /// Its digest.
    pub digest: Digest,
    /// Its kind.
    pub kind: String,
    /// Its body.
    pub body: String,
    /// Who acted.
    pub account: AccountId,
    /// When.
    pub at: Instant,
}

/// Reads a leaf from `id, at, account_id, kind, record_kind, record_id, body`.
pub(crate) fn leaf(union: UnionId, row: &Row<'_>) -> Result<Leaf, store::Error> {
    let (id, at, account): (Id<()>, Instant, AccountId) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (kind, record_kind, record): (String, String, Id<()>) = (row.get(3)?, row.get(4)?, row.get(5)?);
    let body: String = row.get(6)?;
    let mut hasher = blake3::Hasher::new();
    let parts: [&[u8]; 8] = [
        union.bytes(),
        id.bytes(),
        &at.millis().to_be_bytes(),
        account.bytes(),
        kind.as_bytes(),
        record_kind.as_bytes(),
        record.bytes(),
        body.as_bytes(),
    ];
    for part in parts {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    Ok(Leaf {
        id,
        digest: *hasher.finalize().as_bytes(),
        kind,
        body,
        account,
        at,
    })
}

/// The Merkle root of leaves; of none, the digest of nothing.
#[must_use]
pub fn root(leaves: &[Digest]) -> Digest {
    let mut level = leaves.to_vec();
    if level.is_empty() {
        return *blake3::hash(b"").as_bytes();
    }
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => *blake3::Hasher::new()
                    .update(&[1])
                    .update(left)
                    .update(right)
                    .finalize()
                    .as_bytes(),
                rest => rest.first().copied().unwrap_or_default(),
            })
            .collect();
    }
    level.first().copied().unwrap_or_default()
}

/// The head after a batch.
#[must_use]
pub fn head(before: &[u8], number: i64, events: i64, root: &Digest) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(before)
        .update(&number.to_be_bytes())
        .update(&events.to_be_bytes())
        .update(root);
    *hasher.finalize().as_bytes()
}

/// The unions with events that wait for a seal.
///
/// # Errors
/// The store's.
pub fn waiting(read: &Reader) -> Result<Vec<UnionId>, store::Error> {
    read.rows(WAITING, &[], |row| row.get(0))
}

/// Seals one batch of a union's events; says how many.
///
/// # Errors
/// The store's.
pub fn batch(w: &Writer, union: UnionId, now: Instant) -> Result<usize, store::Error> {
    let leaves = w.rows(UNSEALED, &[&union, &BATCH], |row| leaf(union, row))?;
    if leaves.is_empty() {
        return Ok(0);
    }
    let last = w.opt(LAST, &[&union], |row| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?)))?;
    let (number, before) = last.map_or((1, Vec::new()), |(n, head)| (n + 1, head));
    let events = i64::try_from(leaves.len()).unwrap_or(BATCH);
    let root = root(&leaves.iter().map(|l| l.digest).collect::<Vec<_>>());
    let head = head(&before, number, events, &root);
    let marked = match leaves.last() {
        Some(last) => w.run(MARK, &[&union, &number, &last.id])?,
        None => 0,
    };
    if i64::try_from(marked) != Ok(events) {
        return Err(store::Error::Other(format!(
            "{events} events read, {marked} marked as sealed"
        )));
    }
    w.run(
        ADD,
        &[&union, &number, &events, &root.as_slice(), &head.as_slice(), &now],
    )?;
    let mut lines = Vec::new();
    for leaf in &leaves {
        lines
            .extend(sums::lines(&leaf.kind, &leaf.body).map_err(|e| store::Error::Wrong(format!("{}: {e}", leaf.id)))?);
    }
    sums::sealed(w, union, number, &lines)?;
    Ok(leaves.len())
}

/// Seals everything that waits, union by union, each batch an act of its own; says how many events.
///
/// # Errors
/// The store's.
pub fn all(store: &Store, clock: &Clock) -> Result<usize, store::Error> {
    let mut sealed = 0;
    for union in store.read(waiting)? {
        loop {
            let now = clock.now();
            let count: usize = store.write(move |w| batch(w, union, now))?;
            sealed += count;
            if count == 0 {
                break;
            }
        }
    }
    Ok(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_depends_on_every_leaf_and_on_the_order() {
        let leaves: Vec<Digest> = (0..5u8).map(|n| [n; 32]).collect();
        let whole = root(&leaves);
        for i in 0..5 {
            let mut other = leaves.clone();
            other[i] = [9; 32];
            assert_ne!(root(&other), whole);
        }
        let mut turned = leaves.clone();
        turned.swap(0, 1);
        assert_ne!(root(&turned), whole);
        assert_ne!(root(&leaves[..4]), whole);
    }
}
