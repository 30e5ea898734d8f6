//! The system's own check for verify: a record says what its last event said, and counts what its facts count.

use std::collections::BTreeMap;

use facts::Difference;
use kernel::UnionId;
use serde::Deserialize;
use store::{Error, Reader, Sql};

use super::{kinds::Kind, model::WorkId};

/// Every record beside the last event that told or corrected it.
const LAST_TOLD: Sql = Sql::union(
    "SELECT w.id, w.kind, w.day, w.events, w.people, w.households, w.items, w.money, w.status, e.body
     FROM work w LEFT JOIN event e ON e.union_id = $1 AND e.id = (
       SELECT MAX(l.id) FROM event l WHERE l.union_id = $1 AND l.record_kind = 'work' AND l.record_id = w.id
         AND l.kind IN ('work.told', 'work.corrected'))
     WHERE w.union_id = $1 ORDER BY w.id",
);
const SUMS: Sql = Sql::union(
    "SELECT record_id, measure, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE union_id = $1 AND record_kind = 'work'
     GROUP BY record_id, measure HAVING SUM(quantity) <> 0",
);

#[derive(Deserialize)]
struct Body {
    told: Figures,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
struct Figures {
    kind: String,
    day: String,
    events: Option<i64>,
    people: Option<i64>,
    households: Option<i64>,
    items: Option<i64>,
    #[serde(deserialize_with = "fen")]
    money: Option<i64>,
}

fn fen<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<kernel::Money>::deserialize(d)?.map(kernel::Money::fen))
}

/// Names every record whose figures are not those that were told, or not those in the register.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut posted: BTreeMap<WorkId, BTreeMap<String, i64>> = BTreeMap::new();
    read.each(SUMS, &[&union], |row| {
        posted.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get(2)?);
        Ok(())
    })?;
    let mut differences = Vec::new();
    read.each(LAST_TOLD, &[&union], |row| {
        let id: WorkId = row.get(0)?;
        let is = Figures {
            kind: row.get(1)?,
            day: row.get(2)?,
            events: row.get(3)?,
            people: row.get(4)?,
            households: row.get(5)?,
            items: row.get(6)?,
            money: row.get(7)?,
        };
        let told: Option<Body> = row.get::<Option<String>>(9)?.and_then(|body| serde_json::from_str(&body).ok());
        match told {
            None => differences.push(Difference::new("work", id, "no event tells of it")),
            Some(body) if body.told != is => {
                differences.push(Difference::new("work", id, format!("it was told as {:?}, the record says {is:?}", body.told)));
            }
            Some(_) => {}
        }
        let withdrawn = row.get::<String>(8)? == "withdrawn";
        let counted = posted.remove(&id).unwrap_or_default();
        if counted != expected(&is, withdrawn) {
            differences.push(Difference::new("work", id, "the register does not count what the record says"));
        }
        Ok(())
    })?;
    differences.extend(posted.into_keys().map(|id| Difference::new("work", id, "facts name it, but there is no such record")));
    Ok(differences)
}

fn expected(is: &Figures, withdrawn: bool) -> BTreeMap<String, i64> {
    let Some(kind) = Kind::from_key(&is.kind).filter(|_| !withdrawn) else { return BTreeMap::new() };
    let c = kind.counts();
    [(c.events, is.events), (c.people, is.people), (c.households, is.households), (c.items, is.items), (c.money, is.money)]
        .into_iter()
        .filter_map(|(measure, n)| Some((measure?.key.to_owned(), n?)))
        .collect()
}
