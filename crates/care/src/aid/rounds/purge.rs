//! The end of what is kept of children (个人信息保护法 art. 47): each night, of rounds whose purpose ended so many days ago, names,
//! schools and stages are deleted. How many were helped and with how much stays.

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Instant, UnionId};
use web::AccountId;

use super::{super::event::Happened, store};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.aid_children";

/// The kind of job that deletes what is kept of children.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, purge)
}

/// Deletes what is due; of how many rounds.
///
/// # Errors
/// The store's.
pub fn purge(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let today = now.day();
    let mut rounds = 0;
    for round in store::to_purge(w, union)? {
        if round.purge_after().is_none_or(|day| day >= today) {
            continue;
        }
        let children = store::purge(w, union, round.id, today)?;
        let event = Happened::Purged {
            round: round.id,
            children,
        };
        web::event::write(w, union, AccountId::NIL, now, &event)?;
        rounds += 1;
    }
    Ok(rounds)
}
