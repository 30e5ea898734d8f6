//! The system's own check for verify: a record says what its last event said, and counts what its facts count.

use std::{collections::BTreeMap, fmt::Display};

use facts::Difference;
use kernel::UnionId;
use serde::Deserialize;
use store::{Error, Reader, Sql};

use super::{kinds::Kind, model::WorkId};

const RECORDS: Sql = Sql::union(
    "SELECT id, kind, day, events, people, households, items, money, status, version FROM work WHERE union_id = $1 ORDER BY id",
);
/// What was told of each record, first and later.
const TOLD: Sql = Sql::union(
    "SELECT record_id, body FROM event WHERE union_id = $1 AND record_kind = 'work'
       AND kind IN ('work.told', 'work.corrected', 'work.withdrawn') ORDER BY id",
);

#[derive(Deserialize)]
struct Body {
    version: i64,
    /// None of a withdrawal.
    told: Option<Figures>,
}

/// What the events say of one record, by the version they made.
#[derive(Default)]
struct Last {
    version: i64,
    told_at: i64,
    told: Option<Figures>,
}

impl Last {
    fn take(&mut self, body: Body) {
        self.version = self.version.max(body.version);
        if body.told.is_some() && body.version >= self.told_at {
            self.told_at = body.version;
            self.told = body.told;
        }
    }
    /// Whether the last thing that happened was the withdrawal.
    fn withdrawn(&self) -> bool {
        self.version > self.told_at
    }
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

impl Figures {
    /// Where two tellings differ: `people 3 → 30`.
    fn beside(&self, is: &Figures) -> String {
        let text = |f: &Figures| {
            let number = |n: Option<i64>| n.map_or_else(|| "—".to_owned(), |n| n.to_string());
            let money = f
                .money
                .map_or_else(|| "—".to_owned(), |fen| kernel::Money::from_fen(fen).to_string());
            [
                ("kind", f.kind.clone()),
                ("day", f.day.clone()),
                ("events", number(f.events)),
                ("people", number(f.people)),
                ("households", number(f.households)),
                ("items", number(f.items)),
                ("money", money),
            ]
        };
        let pairs = text(self).into_iter().zip(text(is)).filter(|(told, is)| told != is);
        pairs
            .map(|((name, told), (_, is))| format!("{name} {told} → {is}"))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn fen<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
    Ok(Option::<kernel::Money>::deserialize(d)?.map(kernel::Money::fen))
}

/// Names every record whose figures are not those that were told, or not those in the register.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut differences = Vec::new();
    let mut posted = facts::counted(read, union, super::KIND, &mut differences)?;
    let mut said = told(read, union)?;
    read.each(RECORDS, &[&union], |row| {
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
        let withdrawn = row.get::<String>(8)? == "withdrawn";
        let mut differs =
            |key, args: &[(&'static str, &dyn Display)]| differences.push(Difference::told("work", id, key, args));
        let last = said.remove(&id).unwrap_or_default();
        match &last.told {
            None => differs("planning.verify.no_event", &[]),
            Some(told) if *told != is => differs("planning.verify.told_other", &[("how", &told.beside(&is))]),
            Some(_) if last.withdrawn() != withdrawn || last.version != row.get::<i64>(9)? => {
                differs("planning.verify.status", &[]);
            }
            Some(_) => {}
        }
        let counted = posted.remove(&id.raw()).unwrap_or_default();
        if counted != expected(&is, withdrawn) {
            differs("planning.verify.register", &[]);
        }
        Ok(())
    })?;
    let lost = |id: WorkId, key| Difference::told("work", id, key, &[]);
    differences.extend(said.into_keys().map(|id| lost(id, "planning.verify.no_record")));
    differences.extend(
        posted
            .into_keys()
            .map(|id| lost(WorkId::new(id), "planning.verify.no_record_of_facts")),
    );
    Ok(differences)
}

fn told(read: &Reader, union: UnionId) -> Result<BTreeMap<WorkId, Last>, Error> {
    let mut said: BTreeMap<WorkId, Last> = BTreeMap::new();
    read.each(TOLD, &[&union], |row| {
        // a body that cannot be read tells nothing, so the record is named
        if let Ok(body) = serde_json::from_str(&row.get::<String>(1)?) {
            said.entry(row.get(0)?).or_default().take(body);
        }
        Ok(())
    })?;
    Ok(said)
}

fn expected(is: &Figures, withdrawn: bool) -> BTreeMap<String, i64> {
    let Some(kind) = Kind::from_key(&is.kind).filter(|_| !withdrawn) else {
        return BTreeMap::new();
    };
    let c = kind.counts();
    [
        (c.events, is.events),
        (c.people, is.people),
        (c.households, is.households),
        (c.items, is.items),
        (c.money, is.money),
    ]
    .into_iter()
    .filter_map(|(measure, n)| Some((measure?.key.to_owned(), n?)))
    .collect()
}
