//! The walk through log and register.

use std::collections::{BTreeMap, HashMap};

use kernel::{Id, Instant, UnionId};
use store::{Reader, Sql};
use web::AccountId;

use super::{Difference, Progress, Report, count};
use crate::{
    register::{
        FactId, Line,
        store::{self as register, Kept},
    },
    seal::{self, Digest, Leaf},
    sums::{self, Proof},
};

const SEALS: Sql = Sql::union("SELECT number, events, root, head FROM seal WHERE union_id = $1 ORDER BY number");
const EVENTS: Sql = Sql::union(
    "SELECT id, at, account_id, kind, record_kind, record_id, body, sealed FROM event
     WHERE union_id = $1 AND id > $2 ORDER BY id LIMIT $3",
);
const COUNT: Sql = Sql::union("SELECT COUNT(*) FROM event WHERE union_id = $1");

/// Rows of one page of the walk.
const PAGE: i64 = 5_000;

/// Digests of the facts that events tell of.
pub(super) type Told = HashMap<FactId, Digest>;

/// A walk through one union.
pub(super) struct Walk<'a> {
    read: &'a Reader,
    union: UnionId,
    progress: &'a mut Progress<'a>,
    done: i64,
    all: i64,
}

impl<'a> Walk<'a> {
    pub fn new(read: &'a Reader, union: UnionId, progress: &'a mut Progress<'_>) -> Result<Self, store::Error> {
        let events: i64 = read.one(COUNT, &[&union], |row| row.get(0))?;
        let all = events + register::count(read, union)?;
        Ok(Self {
            read,
            union,
            progress,
            done: 0,
            all,
        })
    }

    fn step(&mut self, rows: i64) -> Result<(), store::Error> {
        self.done += rows;
        (self.progress)(self.done, self.all)
    }

    /// All events, page by page, with the number of their batch.
    fn events(&mut self, counted: bool, mut f: impl FnMut(&Leaf, i64)) -> Result<(), store::Error> {
        let mut after: Id<()> = Id::new(uuid::Uuid::nil());
        loop {
            let (from, mut rows) = (after, 0);
            self.read.each(EVENTS, &[&self.union, &from, &PAGE], |row| {
                let leaf = seal::leaf(self.union, row)?;
                after = leaf.id;
                rows += 1;
                f(&leaf, row.get(7)?);
                Ok(())
            })?;
            self.step(if counted { rows } else { 0 })?;
            if rows < PAGE {
                return Ok(());
            }
        }
    }

    /// Walks the events; gives the facts that they tell of.
    pub fn log(&mut self, report: &mut Report) -> Result<Told, store::Error> {
        let mut told = Told::new();
        let mut batches: BTreeMap<i64, Vec<Digest>> = BTreeMap::new();
        let mut proof = Proof::new(self.read, self.union)?;
        let mut added = Ok(());
        self.events(true, |leaf, sealed| {
            batches.entry(sealed).or_default().push(leaf.digest);
            match lines(leaf) {
                Ok(lines) => {
                    if added.is_ok() {
                        added = proof.told(sealed, &lines);
                    }
                    told.extend(lines.iter().map(|line| (line.id, digest(line, leaf.account, leaf.at))));
                }
                Err(e) => report.add(Difference::told(
                    "event",
                    leaf.id,
                    "facts.verify.unreadable",
                    &[("why", &e)],
                )),
            }
        })?;
        report.unsealed = count(batches.remove(&0).unwrap_or_default().len());
        self.seals(batches, report)?;
        added?;
        proof.wrong(self.read, self.union, |period, measure, was, is| {
            let args: [(&'static str, &dyn std::fmt::Display); 6] = [
                ("period", &period),
                ("measure", &measure),
                ("was", &was.quantity),
                ("is", &is.quantity),
                ("facts", &was.facts),
                ("there", &is.facts),
            ];
            report.add(Difference::told(
                sums::TABLE,
                format!("{period} {measure}"),
                "facts.verify.sum",
                &args,
            ));
        })?;
        Ok(told)
    }

    fn seals(&self, mut batches: BTreeMap<i64, Vec<Digest>>, report: &mut Report) -> Result<(), store::Error> {
        let mut before: Vec<u8> = Vec::new();
        let seals = self.read.rows(SEALS, &[&self.union], |row| {
            Ok(Sealed {
                number: row.get(0)?,
                events: row.get(1)?,
                root: row.get(2)?,
                head: row.get(3)?,
            })
        })?;
        for (expected, seal) in (1_i64..).zip(seals) {
            let leaves = batches.remove(&seal.number).unwrap_or_default();
            seal.check(expected, &before, &leaves, report);
            before = seal.head;
            report.seals += 1;
            report.sealed += seal.events;
        }
        for (number, leaves) in batches {
            report.add(Difference::told(
                "seal",
                number,
                "facts.verify.no_seal",
                &[("there", &leaves.len())],
            ));
        }
        report.head = web::session::hex(&before);
        Ok(())
    }

    /// Compares the register with what the events told.
    pub fn facts(&mut self, mut told: Told, report: &mut Report) -> Result<(), store::Error> {
        let mut other: HashMap<FactId, Line> = HashMap::new();
        let mut after = FactId::new(uuid::Uuid::nil());
        loop {
            let mut rows = 0;
            register::page(self.read, self.union, after, PAGE, |Kept { line, account, at }| {
                (after, rows) = (line.id, rows + 1);
                match told.remove(&line.id) {
                    None => report.add(Difference::told("fact", line.id, "facts.verify.not_posted", &[])),
                    Some(was) if was != digest(&line, account, at) => {
                        other.insert(line.id, line);
                    }
                    Some(_) => {}
                }
            })?;
            report.facts += rows;
            self.step(rows)?;
            if rows < PAGE {
                break;
            }
        }
        if other.is_empty() && told.is_empty() {
            return Ok(());
        }
        // Only now, when something is wrong, the log is read again for what was posted.
        self.events(false, |leaf, _| {
            for was in lines(leaf).unwrap_or_default() {
                if told.contains_key(&was.id) {
                    let args: [(&'static str, &dyn std::fmt::Display); 3] =
                        [("measure", &was.measure), ("day", &was.day), ("was", &was.quantity)];
                    report.add(Difference::told("fact", was.id, "facts.verify.gone", &args));
                } else if let Some(is) = other.get(&was.id) {
                    report.add(differs(&was, is));
                }
            }
        })
    }
}

/// A seal as it stands.
struct Sealed {
    number: i64,
    events: i64,
    root: Vec<u8>,
    head: Vec<u8>,
}

impl Sealed {
    fn check(&self, expected: i64, before: &[u8], leaves: &[Digest], report: &mut Report) {
        let number = self.number;
        let mut wrong = |key, args: &[(&'static str, &dyn std::fmt::Display)]| {
            report.add(Difference::told("seal", number, key, args));
        };
        if number != expected {
            wrong("facts.verify.seal_missing", &[("number", &expected)]);
        }
        if count(leaves.len()) != self.events {
            wrong(
                "facts.verify.seal_count",
                &[("events", &self.events), ("there", &leaves.len())],
            );
        } else if seal::root(leaves).as_slice() != self.root {
            wrong("facts.verify.seal_root", &[]);
        }
        let root: Digest = self.root.as_slice().try_into().unwrap_or_default();
        if seal::head(before, number, self.events, &root).as_slice() != self.head {
            wrong("facts.verify.seal_head", &[]);
        }
    }
}

fn lines(leaf: &Leaf) -> Result<Vec<Line>, serde_json::Error> {
    sums::lines(&leaf.kind, &leaf.body)
}

/// A fact with who posted it and when.
fn digest(line: &Line, account: AccountId, at: Instant) -> Digest {
    let day = line.day.to_string();
    let (branch, person) = (line.branch.map(Id::raw), line.person.map(Id::raw));
    let reverses = line.reverses.map(Id::raw);
    let none: &[u8] = &[];
    let parts: [&[u8]; 11] = [
        line.id.bytes(),
        day.as_bytes(),
        line.measure.as_bytes(),
        &line.quantity.to_be_bytes(),
        branch.as_ref().map_or(none, |id| id.as_bytes()),
        person.as_ref().map_or(none, |id| id.as_bytes()),
        line.record_kind.as_bytes(),
        line.record_id.as_bytes(),
        reverses.as_ref().map_or(none, |id| id.as_bytes()),
        account.bytes(),
        &at.millis().to_be_bytes(),
    ];
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

fn differs(was: &Line, is: &Line) -> Difference {
    let (measure, day) = (&is.measure, &is.day);
    if was.quantity != is.quantity {
        Difference::told(
            "fact",
            is.id,
            "facts.verify.quantity",
            &[
                ("measure", measure),
                ("day", day),
                ("was", &was.quantity),
                ("is", &is.quantity),
            ],
        )
    } else if was.day != is.day {
        Difference::told(
            "fact",
            is.id,
            "facts.verify.day",
            &[("measure", measure), ("was", &was.day), ("is", day)],
        )
    } else {
        Difference::told(
            "fact",
            is.id,
            "facts.verify.other",
            &[("measure", measure), ("day", day)],
        )
    }
}
