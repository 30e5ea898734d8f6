//! What verify asks of collections: every gift and payout is as the log told it, an end stands as it was decided.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify::bodies};
use kernel::{Money, UnionId};
use serde::Deserialize;

use super::{
    GIFT, KIND, PAYOUT,
    event::GiftTold,
    model::{CollectionId, Ending, GiftId, PayoutId},
    store,
};

const GIVEN: Sql =
    Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'collection.given' ORDER BY id");
const BACK: Sql =
    Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'collection.gift_back' ORDER BY id");
const PAYOUTS: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND record_kind = 'collection_payout' AND kind IN ('collection_payout.asked',
       'collection_payout.paid', 'collection_payout.unpaid', 'collection_payout.withdrawn') ORDER BY id",
);
const ENDS: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND kind IN ('collection.closed', 'collection.reopened') ORDER BY id",
);

#[derive(Deserialize)]
struct Given {
    gifts: Vec<GiftTold>,
}
#[derive(Deserialize)]
struct Back {
    gift: GiftId,
}
#[derive(Deserialize)]
struct PayoutTold {
    payout: PayoutId,
    version: i64,
    amount: Money,
    status: String,
}
#[derive(Deserialize)]
struct EndTold {
    what: String,
    collection: CollectionId,
    version: i64,
    #[serde(flatten)]
    rest: serde_json::Value,
}

/// Names every gift, payout and end that is not as it was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = gifts(read, union)?;
    found.extend(payouts(read, union)?);
    found.extend(ends(read, union)?);
    Ok(found)
}

fn gifts(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut told: BTreeMap<GiftId, GiftTold> = bodies::<Given>(read, union, GIVEN, &mut found)?
        .into_iter()
        .flat_map(|given| given.gifts)
        .map(|gift| (gift.gift, gift))
        .collect();
    let back: BTreeSet<GiftId> = bodies::<Back>(read, union, BACK, &mut found)?
        .into_iter()
        .map(|b| b.gift)
        .collect();
    for gift in store::all_gifts(read, union)? {
        let same = told.remove(&gift.id) == Some(GiftTold::from(&gift));
        if !same || gift.back.is_some() != back.contains(&gift.id) {
            found.push(Difference::told(GIFT, gift.id, "collections.verify.gift", &[]));
        }
    }
    let gone = told.into_keys();
    found.extend(gone.map(|id| Difference::told(GIFT, id, "collections.verify.gone", &[])));
    Ok(found)
}

fn payouts(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut told: BTreeMap<PayoutId, PayoutTold> = BTreeMap::new();
    for one in bodies::<PayoutTold>(read, union, PAYOUTS, &mut found)? {
        // events of one moment stand in no order: the version tells which is the last
        if told.get(&one.payout).is_none_or(|before| before.version < one.version) {
            told.insert(one.payout, one);
        }
    }
    for payout in store::all_payouts(read, union)? {
        let same = told.remove(&payout.id).is_some_and(|t| {
            (t.version, t.amount, t.status.as_str()) == (payout.version, payout.amount, payout.status.key())
        });
        if !same {
            found.push(Difference::told(PAYOUT, payout.id, "collections.verify.payout", &[]));
        }
    }
    let gone = told.into_keys();
    found.extend(gone.map(|id| Difference::told(PAYOUT, id, "collections.verify.gone", &[])));
    Ok(found)
}

fn ends(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut told: BTreeMap<CollectionId, EndTold> = BTreeMap::new();
    for one in bodies::<EndTold>(read, union, ENDS, &mut found)? {
        if told
            .get(&one.collection)
            .is_none_or(|before| before.version < one.version)
        {
            told.insert(one.collection, one);
        }
    }
    for one in store::all(read, union)? {
        let ending = told.get(&one.id).filter(|t| t.what == "closed");
        let ending = ending.and_then(|t| serde_json::from_value::<Ending>(t.rest.clone()).ok());
        if ending != one.ended {
            found.push(Difference::told(KIND, one.id, "collections.verify.end", &[]));
        }
    }
    Ok(found)
}
