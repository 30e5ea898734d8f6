//! The idempotency key: the double click, the resend and the back button never make a second row.

use kernel::UnionId;
use store::{Reader, Sql, Writer};

use crate::{
    access::AccountId,
    act::Done,
    reply::{Refusal, Reply},
};

/// Longest key taken, in bytes.
pub const KEY_MAX: usize = 100;

const FIND: Sql = Sql::union("SELECT digest, answer FROM once WHERE union_id = $1 AND account_id = $2 AND key = $3");
const ADD: Sql =
    Sql::union("INSERT INTO once (union_id, account_id, key, digest, answer, at) VALUES ($1, $2, $3, $4, $5, $6)");
const SWEEP: Sql = Sql::house(
    "DELETE FROM once WHERE at < $1",
    "old keys of all unions are swept by one job",
);

/// A key as it came with a request, with a digest of what it was sent for.
#[derive(Clone, Debug)]
pub struct Once {
    /// The key.
    pub key: String,
    /// blake3 of route and form, so that a key used for something else is noticed.
    pub digest: [u8; 32],
}

impl Once {
    /// The earlier answer, if this act was done before.
    ///
    /// # Errors
    /// A refusal (409) if the key was used for something else.
    pub fn earlier(&self, read: &Reader, union: UnionId, account: AccountId) -> Reply<Option<Done>> {
        let found = read.opt(FIND, &[&union, &account, &self.key], |row| {
            Ok((row.get::<Vec<u8>>(0)?, row.get::<String>(1)?))
        })?;
        let Some((digest, answer)) = found else { return Ok(None) };
        if digest != self.digest {
            return Err(Refusal::new("web.refusal.once").status(409).into());
        }
        serde_json::from_str(&answer)
            .map(Some)
            .map_err(|e| crate::Fault::other(format!("kept answer: {e}")).into())
    }
    /// Keeps the answer with the act.
    ///
    /// # Errors
    /// The store's.
    pub fn keep(&self, w: &Writer, union: UnionId, account: AccountId, at: kernel::Instant, done: &Done) -> Reply<()> {
        let answer = serde_json::to_string(done).map_err(crate::Fault::other)?;
        w.post(
            ADD,
            &[&union, &account, &self.key, &self.digest.as_slice(), &answer, &at],
        )?;
        Ok(())
    }
}

/// Removes keys older than `before`; says how many.
///
/// # Errors
/// The store's.
pub fn sweep(w: &Writer, before: kernel::Instant) -> Result<u64, store::Error> {
    w.run(SWEEP, &[&before])
}
