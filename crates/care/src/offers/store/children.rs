//! What is kept of children, sealed.

use ::store::{Error, Reader, Sql, Writer, secret::Sealed};
use kernel::{Instant, UnionId};
use rustc_hash::FxHashMap;

use crate::offers::model::{Child, OfferId, SignupId};

/// The column of what is known of a child.
pub(in crate::offers) const CHILD: Sealed = Sealed::of_union("offer_child", "sealed", "signup_id");

const ADD: Sql = Sql::union(
    "INSERT INTO offer_child (union_id, signup_id, sealed, consent, consented_at) VALUES ($1, $2, $3, $4, $5)",
);
const OF_OFFER: Sql = Sql::union(
    "SELECT c.signup_id, c.sealed FROM offer_child c JOIN offer_signup s ON s.union_id = c.union_id AND s.id = c.signup_id
     WHERE c.union_id = $1 AND s.offer_id = $2",
);
const ONE: Sql = Sql::union("SELECT sealed FROM offer_child WHERE union_id = $1 AND signup_id = $2");
const CONSENT: Sql = Sql::union("SELECT consent, consented_at FROM offer_child WHERE union_id = $1 AND signup_id = $2");
const ANY: Sql = Sql::union(
    "SELECT c.signup_id FROM offer_child c JOIN offer_signup s ON s.union_id = c.union_id AND s.id = c.signup_id
     WHERE c.union_id = $1 AND s.offer_id = $2 LIMIT 1",
);
const DROP_ONE: Sql = Sql::union("DELETE FROM offer_child WHERE union_id = $1 AND signup_id = $2");

/// Keeps what is known of a child, and what its guardian agreed to.
pub(in crate::offers) fn add(
    w: &Writer,
    union: UnionId,
    id: SignupId,
    child: &Child,
    (consent, at): (&str, Instant),
) -> Result<(), Error> {
    let text = serde_json::to_string(child).map_err(|_| Error::Other("a child does not serialise".to_owned()))?;
    let sealed = w.seal(CHILD.at(union, id), text.as_bytes())?;
    w.run(ADD, &[&union, &id, &sealed, &consent, &at]).map(drop)
}

fn opened(read: &Reader, union: UnionId, id: SignupId, sealed: &[u8]) -> Result<Option<Child>, Error> {
    let plain = read.open_if_held(CHILD.at(union, id), sealed)?;
    let text = plain.as_ref().map(|plain| plain.text()).transpose()?;
    text.map(|text| serde_json::from_str(text).map_err(|_| Error::Wrong("what is sealed of a child".to_owned())))
        .transpose()
}

/// A child; none if nothing is kept of one, or its key was lost.
pub(in crate::offers) fn of(read: &Reader, union: UnionId, id: SignupId) -> Result<Option<Child>, Error> {
    let sealed: Option<Vec<u8>> = read.opt(ONE, &[&union, &id], |row| row.get(0))?;
    match sealed {
        Some(sealed) => opened(read, union, id, &sealed),
        None => Ok(None),
    }
}

/// What a guardian agreed to, and when.
pub(in crate::offers) fn consent(
    read: &Reader,
    union: UnionId,
    id: SignupId,
) -> Result<Option<(String, Instant)>, Error> {
    read.opt(CONSENT, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The children of an offer, opened.
pub(in crate::offers) fn of_offer(
    read: &Reader,
    union: UnionId,
    offer: OfferId,
) -> Result<FxHashMap<SignupId, Child>, Error> {
    let rows: Vec<(SignupId, Vec<u8>)> =
        read.rows(OF_OFFER, &[&union, &offer], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut all = FxHashMap::default();
    for (id, sealed) in rows {
        if let Some(child) = opened(read, union, id, &sealed)? {
            all.insert(id, child);
        }
    }
    Ok(all)
}

/// Whether anything is kept of a child of an offer.
pub(in crate::offers) fn any(read: &Reader, union: UnionId, offer: OfferId) -> Result<bool, Error> {
    let one: Option<SignupId> = read.opt(ANY, &[&union, &offer], |row| row.get(0))?;
    Ok(one.is_some())
}

/// Deletes what is kept of the children of an offer; says of how many.
pub(in crate::offers) fn forget(w: &Writer, union: UnionId, offer: OfferId) -> Result<u64, Error> {
    let ids: Vec<SignupId> = w.rows(OF_OFFER, &[&union, &offer], |row| row.get(0))?;
    let mut gone = 0;
    for id in ids {
        gone += forget_one(w, union, id)?;
    }
    Ok(gone)
}

/// Deletes what is kept of one child: its sign-up was given up.
pub(in crate::offers) fn forget_one(w: &Writer, union: UnionId, id: SignupId) -> Result<u64, Error> {
    w.run(DROP_ONE, &[&union, &id])
}
