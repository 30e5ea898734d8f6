//! What verify asks of pairs: every pair stands where its last event left it, every card is as it was told.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify::bodies};
use kernel::{Date, UnionId};
use serde::Deserialize;

use super::{
    CARD, KIND,
    model::{CardId, PairId},
    store,
};

const PAIRS: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND kind IN ('pair.made', 'pair.edited', 'pair.ended') ORDER BY id",
);
const MET: Sql = Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'pair_card.made' ORDER BY id");
const BACK: Sql = Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'pair_card.back' ORDER BY id");

#[derive(Deserialize)]
struct Told {
    what: String,
    pair: PairId,
    version: i64,
}
#[derive(Deserialize)]
struct Met {
    card: CardId,
    pair: PairId,
    day: Date,
    helper: org::MemberId,
}
#[derive(Deserialize)]
struct Back {
    card: CardId,
}

/// Names every pair and card that is not as it was told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let mut told: BTreeMap<PairId, Told> = BTreeMap::new();
    for one in bodies::<Told>(read, union, PAIRS, &mut found)? {
        if told.get(&one.pair).is_none_or(|before| before.version < one.version) {
            told.insert(one.pair, one);
        }
    }
    for pair in store::all(read, union)? {
        let as_told = told
            .remove(&pair.id)
            .is_some_and(|t| (t.version, t.what == "ended") == (pair.version, pair.ended.is_some()));
        if !as_told {
            found.push(Difference::told(KIND, pair.id, "pairs.verify.pair", &[]));
        }
    }
    let gone = told.into_keys();
    found.extend(gone.map(|id| Difference::told(KIND, id, "pairs.verify.gone", &[])));
    let mut met: BTreeMap<CardId, Met> = bodies::<Met>(read, union, MET, &mut found)?
        .into_iter()
        .map(|met| (met.card, met))
        .collect();
    let back: BTreeSet<CardId> = bodies::<Back>(read, union, BACK, &mut found)?
        .into_iter()
        .map(|b| b.card)
        .collect();
    for card in store::all_cards(read, union)? {
        let same = met
            .remove(&card.id)
            .is_some_and(|m| (m.pair, m.day, m.helper) == (card.pair, card.day, card.helper));
        if !same || card.back.is_some() != back.contains(&card.id) {
            found.push(Difference::told(CARD, card.id, "pairs.verify.card", &[]));
        }
    }
    let gone = met.into_keys();
    found.extend(gone.map(|id| Difference::told(CARD, id, "pairs.verify.gone", &[])));
    Ok(found)
}
