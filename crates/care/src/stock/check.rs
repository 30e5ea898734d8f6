//! What verify asks of goods: every movement is as the log told it, nothing lies below zero, and the register counts what
//! named persons were given.

use std::collections::{BTreeMap, BTreeSet};

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify};
use kernel::{Money, UnionId};
use serde::Deserialize;
use serde_json::Value;

use super::{MOVE, given::measures, model::MoveId, store};
use crate::rounds;

const TOLD: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND kind IN ('stock.bought', 'stock.cancelled', 'stock.moved') ORDER BY id",
);
/// What named persons were given and was not taken back.
const GIVEN: Sql = Sql::union(
    "SELECT g.record_id, r.kind, g.amount FROM given g
     JOIN stock_move s ON s.union_id = g.union_id AND s.id = g.record_id
     LEFT JOIN care_round r ON r.union_id = s.union_id AND r.id = s.round_id
     WHERE g.union_id = $1 AND g.record_kind = 'stock_move' AND g.taken_back_at IS NULL ORDER BY g.record_id",
);
/// Gifts that were posted, whatever became of them. Earlier versions gave without posting.
const POSTED: Sql = Sql::union(
    "SELECT record_id FROM event WHERE union_id = $1 AND record_kind = 'stock_move' AND kind = 'fact.posted'",
);

#[derive(Deserialize)]
struct Told {
    moves: Vec<Value>,
}

/// Names every movement that is not as it was told, goods below zero, and gifts that count as something else.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let wrong = |e: serde_json::Error| Error::Wrong(format!("an event of goods: {e}"));
    let mut told: BTreeMap<String, Value> = BTreeMap::new();
    let mut found = Vec::new();
    verify::each_told(read, union, TOLD, &mut found, |event: Told| {
        for moved in event.moves {
            let id = moved.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
            told.insert(id, moved);
        }
    })?;
    for moved in store::all(read, union)? {
        let is = serde_json::to_value(&moved).map_err(wrong)?;
        if told.remove(&moved.id.to_string()) != Some(is) {
            found.push(Difference::told(MOVE, moved.id, "stock.verify.moved", &[]));
        }
    }
    for (_, moved) in told {
        let id: kernel::Id<()> = moved
            .get("id")
            .and_then(|id| serde_json::from_value(id.clone()).ok())
            .unwrap_or(kernel::Id::NIL);
        found.push(Difference::told(MOVE, id, "stock.verify.gone", &[]));
    }
    for (_, good, lies) in store::everywhere(read, union)? {
        if lies < 0 {
            found.push(Difference::told("good", good, "stock.verify.below", &[]));
        }
    }
    counted(read, union, &mut found)?;
    Ok(found)
}

/// Names the gifts of which the register counts something else than was given.
fn counted(read: &Reader, union: UnionId, found: &mut Vec<Difference>) -> Result<(), Error> {
    let posted: BTreeSet<MoveId> = read.rows(POSTED, &[&union], |row| row.get(0))?.into_iter().collect();
    let mut counted = facts::counted(read, union, MOVE, found)?;
    let mut differs = |id: MoveId| found.push(Difference::told(MOVE, id, "stock.verify.register", &[]));
    read.each(GIVEN, &[&union], |row| {
        let (id, round, amount): (MoveId, Option<rounds::Kind>, Money) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (people, money) = measures(round);
        let mut counts = BTreeMap::from([(people.key.to_owned(), 1), (money.key.to_owned(), amount.fen())]);
        counts.retain(|_, n| *n != 0);
        if posted.contains(&id) && counted.remove(&id.raw()) != Some(counts) {
            differs(id);
        }
        Ok(())
    })?;
    counted.into_keys().map(MoveId::new).for_each(differs);
    Ok(())
}
