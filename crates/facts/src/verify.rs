//! Re-derives a union's log and facts and names every difference.

use std::collections::HashMap;

use kernel::{Id, UnionId};
use serde::{Deserialize, Serialize};
use store::{Reader, Sql};

use crate::{
    register::{self, Line},
    seal::{self, Digest},
};

const UNIONS: Sql = Sql::house(
    "SELECT DISTINCT union_id FROM event",
    "verify walks all unions, one after the other",
);
const SEALS: Sql = Sql::union("SELECT number, events, root, head FROM seal WHERE union_id = $1 ORDER BY number");
const OF_SEAL: Sql = Sql::union(
    "SELECT id, at, account_id, kind, record_kind, record_id, body, sealed FROM event WHERE union_id = $1 ORDER BY sealed, id",
);

/// Something that is not as the log says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The table.
    pub table: &'static str,
    /// The row.
    pub id: String,
    /// What is wrong with it.
    pub what: String,
}

impl Difference {
    /// A difference in a row.
    #[must_use]
    pub fn new(table: &'static str, id: impl ToString, what: impl Into<String>) -> Self {
        Self {
            table,
            id: id.to_string(),
            what: what.into(),
        }
    }
}

/// A system's own check of its records against the log, run by verify for every union.
pub type Check = fn(&Reader, UnionId) -> Result<Vec<Difference>, store::Error>;

/// What verify found in one union.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Batches sealed.
    pub seals: i64,
    /// Events under the seal.
    pub sealed: i64,
    /// Events since the last seal.
    pub unsealed: i64,
    /// Facts in the register.
    pub facts: i64,
    /// The head of the log, in hexadecimal: what outsiders keep as a checkpoint.
    pub head: String,
    /// Everything that is not as the log says.
    pub differences: Vec<Difference>,
}

/// All unions with any events.
///
/// # Errors
/// The store's.
pub fn unions(read: &Reader) -> Result<Vec<UnionId>, store::Error> {
    read.rows(UNIONS, &[], |row| row.get(0))
}

/// The body of a posting event, as far as verify needs it.
#[derive(Deserialize)]
struct Body {
    lines: Vec<Line>,
}

/// Verifies one union.
///
/// # Errors
/// The store's.
pub fn union(read: &Reader, union: UnionId, checks: &[Check]) -> Result<Report, store::Error> {
    let mut report = Report::default();
    let told = log(read, union, &mut report)?;
    facts(read, union, told, &mut report)?;
    for check in checks {
        report.differences.extend(check(read, union)?);
    }
    Ok(report)
}

/// Walks the events by batch; gives the facts that they tell of.
fn log(read: &Reader, union: UnionId, report: &mut Report) -> Result<HashMap<Id<register::Fact>, Line>, store::Error> {
    let mut told = HashMap::new();
    let mut batches: HashMap<i64, Vec<Digest>> = HashMap::new();
    let mut differences = Vec::new();
    read.each(OF_SEAL, &[&union], |row| {
        let leaf = seal::leaf(union, row)?;
        let sealed: i64 = row.get(7)?;
        batches.entry(sealed).or_default().push(leaf.digest);
        if leaf.kind.starts_with("fact.") {
            match serde_json::from_str::<Body>(&leaf.body) {
                Ok(body) => told.extend(body.lines.into_iter().map(|line| (line.id, line))),
                Err(e) => differences.push(Difference::new(
                    "event",
                    leaf.id,
                    format!("its body cannot be read: {e}"),
                )),
            }
        }
        Ok(())
    })?;
    report.differences.extend(differences);
    report.unsealed = count(batches.remove(&0).unwrap_or_default().len());
    seals(read, union, batches, report)?;
    Ok(told)
}

fn seals(
    read: &Reader,
    union: UnionId,
    mut batches: HashMap<i64, Vec<Digest>>,
    report: &mut Report,
) -> Result<(), store::Error> {
    let mut before: Vec<u8> = Vec::new();
    let seals = read.rows(SEALS, &[&union], |row| {
        Ok((
            row.get::<i64>(0)?,
            row.get::<i64>(1)?,
            row.get::<Vec<u8>>(2)?,
            row.get::<Vec<u8>>(3)?,
        ))
    })?;
    for (expected, (number, events, kept_root, kept_head)) in (1_i64..).zip(seals) {
        let leaves = batches.remove(&number).unwrap_or_default();
        let root = seal::root(&leaves);
        let mut wrong = |what: String| report.differences.push(Difference::new("seal", number, what));
        if number != expected {
            wrong(format!("batch {expected} is missing before it"));
        }
        if count(leaves.len()) != events {
            wrong(format!("it sealed {events} events, {} are there", leaves.len()));
        } else if root.as_slice() != kept_root {
            wrong("one of its events was changed, or its root was".to_owned());
        }
        let root: Digest = kept_root.try_into().unwrap_or_default();
        let head = seal::head(&before, number, events, &root);
        if head.as_slice() != kept_head {
            wrong("its head does not follow from the batch before it".to_owned());
        }
        before = kept_head;
        report.seals += 1;
        report.sealed += events;
    }
    for (number, leaves) in batches {
        report.differences.push(Difference::new(
            "seal",
            number,
            format!("{} events name it, but there is no such batch", leaves.len()),
        ));
    }
    report.head = web::session::hex(&before);
    Ok(())
}

/// Compares the register with what the events told.
fn facts(
    read: &Reader,
    union: UnionId,
    mut told: HashMap<Id<register::Fact>, Line>,
    report: &mut Report,
) -> Result<(), store::Error> {
    register::store::each(read, union, |line| {
        report.facts += 1;
        match told.remove(&line.id) {
            None => report
                .differences
                .push(Difference::new("fact", line.id, "no event posted it")),
            Some(was) if was != line => report
                .differences
                .push(Difference::new("fact", line.id, differs(&was, &line))),
            Some(_) => {}
        }
        Ok(())
    })?;
    let gone = told.into_values().map(|line| {
        Difference::new(
            "fact",
            line.id,
            format!(
                "posted ({} {}), but gone from the register",
                line.measure, line.quantity
            ),
        )
    });
    report.differences.extend(gone);
    Ok(())
}

fn differs(was: &Line, is: &Line) -> String {
    if was.quantity != is.quantity {
        format!(
            "{} of {} was posted as {}, the register says {}",
            is.measure, is.day, was.quantity, is.quantity
        )
    } else if was.day != is.day {
        format!(
            "{} was posted for {}, the register says {}",
            is.measure, was.day, is.day
        )
    } else {
        format!("{} of {} is not as it was posted", is.measure, is.day)
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
