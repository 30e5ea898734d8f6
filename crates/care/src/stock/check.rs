//! What verify asks of goods: every movement is as the log told it, and nothing lies below zero.

use std::collections::BTreeMap;

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify};
use kernel::UnionId;
use serde::Deserialize;
use serde_json::Value;

use super::{MOVE, store};

const TOLD: Sql = Sql::union(
    "SELECT id, body FROM event WHERE union_id = $1 AND kind IN ('stock.bought', 'stock.cancelled', 'stock.moved') ORDER BY id",
);

#[derive(Deserialize)]
struct Told {
    moves: Vec<Value>,
}

/// Names every movement that is not as it was told, and goods below zero.
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
    Ok(found)
}
