//! Each night: who is no member any more loses their place to the first in line; what is kept of children is deleted when the
//! days for which it was needed are over.

use ::store::{Error, Writer};
use jobs::Kind;
use kernel::{Instant, UnionId};
use web::AccountId;

use super::{
    event::Happened,
    signing,
    store::{self, children, signups},
};
use crate::{hand::Hand, reason};

/// The name under which the job is noted, for every union each night.
pub const KIND: &str = "care.offers";

/// The kind of job that looks after offers.
#[must_use]
pub fn kind() -> Kind {
    Kind::act(KIND, look)
}

/// Looks after a union's offers; says how many places and children it took away.
pub(super) fn look(w: &Writer, union: UnionId, now: Instant) -> Result<usize, Error> {
    let hand = Hand::Program {
        w,
        union,
        by: AccountId::NIL,
        at: now,
    };
    let mut done = 0;
    for id in signups::of_leavers(w, union, now.day())? {
        // one given up before may have moved this one up meanwhile: it is read anew
        let signup = signups::get(w, union, id)?;
        done += usize::from(signing::give_up(hand, signup, reason::OFFER_LEFT)?);
    }
    for offer in store::with_children(w, union)? {
        if !offer.forgets(now.day()) {
            continue;
        }
        store::set_forgotten(w, union, offer.id, now.day())?;
        let gone = children::forget(w, union, offer.id)?;
        hand.note(&Happened::Forgotten {
            offer: offer.id,
            children: gone,
        })?;
        done += usize::try_from(gone).unwrap_or(usize::MAX);
    }
    Ok(done)
}
