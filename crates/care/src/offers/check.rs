//! What verify asks of offers: each sign-up stands where its last event left it, every taken place is somebody's, slots have as
//! many places as was told, what was picked up counts once and was told to what the member received, and nothing of a child
//! is left that ought to be gone.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify};
use kernel::{Date, Id, UnionId};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    OFFER, SIGNUP,
    model::{Offer, OfferId, SignupId, SlotId, Status},
    picking::postings,
    store,
};

const TOLD: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND record_kind = 'offer_signup' AND kind IN ('offer_signup.signed',
       'offer_signup.gave_up', 'offer_signup.moved_up', 'offer_signup.picked') ORDER BY id",
);
const PLACES: Sql = Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'offer.places' ORDER BY id");
const SIGNUPS: Sql = Sql::union(
    "SELECT id, offer_id, slot_id, member_id, status, place, picked_on, version FROM offer_signup WHERE union_id = $1 ORDER BY id",
);
/// How many places a slot says it has, has, and how many of them are taken; and by how many sign-ups.
const SLOTS: Sql = Sql::union(
    "SELECT s.id, s.offer_id, s.places, s.version,
       (SELECT COUNT(*) FROM offer_place p WHERE p.union_id = $1 AND p.slot_id = s.id),
       (SELECT COUNT(*) FROM offer_place p WHERE p.union_id = $1 AND p.slot_id = s.id AND p.taken = 1),
       (SELECT COUNT(*) FROM offer_signup g WHERE g.union_id = $1 AND g.slot_id = s.id AND g.place IS NOT NULL)
     FROM offer_slot s WHERE s.union_id = $1 ORDER BY s.id",
);
const GIVEN: Sql = Sql::union(
    "SELECT record_id, CAST(SUM(amount) AS BIGINT) FROM given
     WHERE union_id = $1 AND record_kind = 'offer_signup' AND taken_back_at IS NULL GROUP BY record_id",
);
/// Children that are kept although their sign-up was given up or their offer says that they are gone.
const LEFT: Sql = Sql::union(
    "SELECT c.signup_id FROM offer_child c JOIN offer_signup s ON s.union_id = c.union_id AND s.id = c.signup_id
     JOIN offer o ON o.union_id = s.union_id AND o.id = s.offer_id
     WHERE c.union_id = $1 AND (o.forgotten_on IS NOT NULL OR s.status = 'given_up') ORDER BY c.signup_id",
);
const OFFERS: Sql = Sql::union("SELECT id FROM offer WHERE union_id = $1 ORDER BY id");

#[derive(Deserialize, PartialEq)]
struct Stood {
    signup: SignupId,
    offer: OfferId,
    slot: SlotId,
    member: org::MemberId,
    status: Status,
    place: Option<i64>,
    picked: Option<Date>,
    version: i64,
}

#[derive(Deserialize)]
struct Places {
    slot: SlotId,
    places: i64,
    version: i64,
}

fn stand(read: &Reader, union: UnionId) -> Result<Vec<Stood>, Error> {
    read.rows(SIGNUPS, &[&union], |row| {
        let mut c = row.cells();
        Ok(Stood {
            signup: c.take()?,
            offer: c.take()?,
            slot: c.take()?,
            member: c.take()?,
            status: c.take()?,
            place: c.take()?,
            picked: c.take()?,
            version: c.take()?,
        })
    })
}

/// Names every sign-up, slot and child that is not as it was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut told: BTreeMap<SignupId, Stood> = BTreeMap::new();
    verify::each_told(read, union, TOLD, &mut found, |one: Stood| {
        // events of one moment stand in no order: the version tells which is the last
        if told.get(&one.signup).is_none_or(|before| before.version < one.version) {
            told.insert(one.signup, one);
        }
    })?;
    let all = stand(read, union)?;
    for is in &all {
        if told.remove(&is.signup).as_ref() != Some(is) {
            found.push(Difference::told(SIGNUP, is.signup, "offers.verify.signup", &[]));
        }
    }
    let gone = told.into_keys();
    found.extend(gone.map(|id| Difference::told(SIGNUP, id, "offers.verify.gone", &[])));
    slots(read, union, &mut found)?;
    picked(read, union, &all, &mut found)?;
    let left: Vec<SignupId> = read.rows(LEFT, &[&union], |row| row.get(0))?;
    found.extend(
        left.into_iter()
            .map(|id| Difference::told(SIGNUP, id, "offers.verify.child", &[])),
    );
    Ok(found)
}

/// Slots whose places are not those that were told, or are not those of sign-ups.
fn slots(read: &Reader, union: UnionId, found: &mut Vec<Difference>) -> Result<(), Error> {
    let mut told: BTreeMap<SlotId, Places> = BTreeMap::new();
    verify::each_told(read, union, PLACES, found, |one: Places| {
        if told.get(&one.slot).is_none_or(|before| before.version < one.version) {
            told.insert(one.slot, one);
        }
    })?;
    read.each(SLOTS, &[&union], |row| {
        let (slot, offer): (SlotId, OfferId) = (row.get(0)?, row.get(1)?);
        let (says, version): (i64, i64) = (row.get(2)?, row.get(3)?);
        let (has, taken, signed): (i64, i64, i64) = (row.get(4)?, row.get(5)?, row.get(6)?);
        let as_told = told
            .get(&slot)
            .is_some_and(|t| (t.places, t.version) == (says, version));
        if !as_told || has != says || taken != signed {
            found.push(Difference::told(OFFER, offer, "offers.verify.places", &[]));
        }
        Ok(())
    })
}

/// Sign-ups that do not count what they ought to, or whose gift is another.
fn picked(read: &Reader, union: UnionId, all: &[Stood], found: &mut Vec<Difference>) -> Result<(), Error> {
    let ids: Vec<OfferId> = read.rows(OFFERS, &[&union], |row| row.get(0))?;
    let mut offers: BTreeMap<OfferId, Offer> = BTreeMap::new();
    for id in ids {
        offers.insert(id, store::get(read, union, id)?);
    }
    let mut counted = facts::counted(read, union, SIGNUP, found)?;
    let mut given: BTreeMap<Uuid, i64> = BTreeMap::new();
    read.each(GIVEN, &[&union], |row| {
        let id: Id<()> = row.get(0)?;
        given.insert(id.raw(), row.get(1)?);
        Ok(())
    })?;
    let mut wrong: Vec<Uuid> = Vec::new();
    for is in all {
        let offer = offers.get(&is.offer).filter(|_| is.status == Status::Picked);
        let counts: BTreeMap<String, i64> = offer
            .map(|o| postings(o).into_iter().filter(|(_, n)| *n != 0))
            .into_iter()
            .flatten()
            .map(|(measure, n)| (measure.key.to_owned(), n))
            .collect();
        let gift = offer.map(|o| o.paid().fen()).filter(|n| *n > 0);
        let id = is.signup.raw();
        let as_counted = counted.remove(&id).unwrap_or_default() == counts;
        if !as_counted || given.remove(&id) != gift {
            wrong.push(id);
        }
    }
    wrong.extend(counted.into_keys().chain(given.into_keys()));
    let told = |id| Difference::told(SIGNUP, SignupId::new(id), "offers.verify.register", &[]);
    found.extend(wrong.into_iter().map(told));
    Ok(())
}
