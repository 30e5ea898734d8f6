//! What verify asks of visits: each is as its events told it, and counts what the register counts for it.

use std::{collections::BTreeMap, fmt::Display};

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify};
use kernel::{Date, Money, UnionId};
use serde::Deserialize;

use super::{
    KIND,
    model::{Present, Status, Told, VisitId, Way},
};

const VISITS: Sql = Sql::union(
    "SELECT id, status, version, day, way, present, what, amount FROM visit WHERE union_id = $1 ORDER BY id",
);
const TOLD: Sql = Sql::union(
    "SELECT record_id, kind, body, id FROM event WHERE union_id = $1 AND record_kind = 'visit'
       AND kind IN ('visit.due', 'visit.recorded', 'visit.corrected', 'visit.taken_back', 'visit.waived', 'visit.withdrawn')
     ORDER BY id",
);

#[derive(Deserialize)]
struct Body {
    version: i64,
    told: Option<Told>,
}

/// What the events say of one visit.
#[derive(Default)]
struct Said {
    version: i64,
    status: Option<Status>,
    told: Option<Told>,
}

/// A visit as it stands, as far as it is compared.
struct Is {
    status: Status,
    day: Option<Date>,
    way: Option<Way>,
    present: Option<Present>,
    what: Option<String>,
    amount: Option<Money>,
}

impl Is {
    fn texts(&self) -> [(&'static str, String); 5] {
        let dash = || "—".to_owned();
        [
            ("day", self.day.map_or_else(dash, |d| d.to_string())),
            ("way", self.way.map_or_else(dash, |w| w.key().to_owned())),
            ("present", self.present.map_or_else(dash, |p| p.key().to_owned())),
            ("what", self.what.clone().unwrap_or_else(dash)),
            ("amount", self.amount.map_or_else(dash, |m| m.to_string())),
        ]
    }
    fn of(told: &Told, status: Status) -> Self {
        Self {
            status,
            day: Some(told.day),
            way: Some(told.way),
            present: Some(told.present),
            what: told.what.clone(),
            amount: Some(told.amount),
        }
    }
    /// Where it differs from what was told: `amount 500.00 → 5,000.00`.
    fn beside(&self, said: &Is) -> String {
        let pairs = said.texts().into_iter().zip(self.texts());
        let apart = pairs.filter(|(told, is)| told != is);
        apart
            .map(|((name, told), (_, is))| format!("{name} {told} → {is}"))
            .collect::<Vec<_>>()
            .join(", ")
    }
    fn counts(&self) -> BTreeMap<String, i64> {
        let mut counts = BTreeMap::new();
        if self.status == Status::Made {
            counts.insert("visit.person_times".to_owned(), 1);
            counts.insert("visit.households".to_owned(), 1);
            counts.extend(
                self.amount
                    .map(Money::fen)
                    .filter(|n| *n != 0)
                    .map(|n| ("visit.money".to_owned(), n)),
            );
        }
        counts
    }
}

fn said(read: &Reader, union: UnionId, found: &mut Vec<Difference>) -> Result<BTreeMap<VisitId, Said>, Error> {
    let mut all: BTreeMap<VisitId, Said> = BTreeMap::new();
    read.each(TOLD, &[&union], |row| {
        let (id, kind, body): (VisitId, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let said = all.entry(id).or_default();
        let Some(body) = verify::told::<Body>(row.get(3)?, &body, found) else {
            return Ok(());
        };
        if body.version < said.version {
            return Ok(());
        }
        said.version = body.version;
        said.told = body.told;
        said.status = Some(match kind.as_str() {
            "visit.recorded" | "visit.corrected" => Status::Made,
            "visit.waived" => Status::Waived,
            "visit.withdrawn" => Status::Withdrawn,
            _ => Status::Due,
        });
        Ok(())
    })?;
    Ok(all)
}

/// Names every visit that is not as it was told, or not counted as it stands.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let (mut said, mut counted) = (
        said(read, union, &mut found)?,
        facts::counted(read, union, KIND, &mut found)?,
    );
    read.each(VISITS, &[&union], |row| {
        let id: VisitId = row.get(0)?;
        let is = Is {
            status: row.get(1)?,
            day: row.get(3)?,
            way: row.get(4)?,
            present: row.get(5)?,
            what: row.get(6)?,
            amount: row.get(7)?,
        };
        let mut differs =
            |key, args: &[(&'static str, &dyn Display)]| found.push(Difference::told("visit", id, key, args));
        let told = said.remove(&id);
        match told {
            None => differs("visits.verify.no_event", &[]),
            Some(told) if told.status != Some(is.status) => differs("visits.verify.status", &[]),
            Some(Said { told: Some(told), .. }) => {
                let how = is.beside(&Is::of(&told, is.status));
                if !how.is_empty() {
                    differs("visits.verify.other", &[("how", &how)]);
                }
            }
            Some(_) => {}
        }
        if counted.remove(&id.raw()).unwrap_or_default() != is.counts() {
            differs("visits.verify.register", &[]);
        }
        Ok(())
    })?;
    let lost = |id: VisitId| Difference::told("visit", id, "visits.verify.gone", &[]);
    found.extend(said.into_keys().chain(counted.into_keys().map(VisitId::new)).map(lost));
    Ok(found)
}
