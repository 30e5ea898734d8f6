//! Each night: who is no member any more is followed by the next.

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Instant, UnionId};
use web::{AccountId, Stop};

use super::{entries, store::entries as kept};
use crate::{hand::Hand, reason};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.recuperation";

/// The kind of job that looks for those who left.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, look)
}

/// Ends the sign-ups of those who left; says how many.
pub(super) fn look(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let hand = Hand::Program {
        w,
        union,
        by: AccountId::NIL,
        at: now,
    };
    let mut done = 0;
    for id in kept::of_leavers(w, union, now.day())? {
        let entry = kept::get(w, union, id)?;
        entries::leave(hand, entry, reason::JOURNEY_LEFT).map_err(|stop| match stop {
            Stop::Refused(no) => Error::Other(format!("a leaver could not be followed: {}", no.key)),
            Stop::Fault(fault) => Error::Other(format!("a leaver could not be followed: {fault:?}")),
        })?;
        done += 1;
    }
    Ok(done)
}
