//! Posting and taking back: the only two ways in which the register changes.

use ::store::OnConstraint;
use kernel::{Date, Id};
use org::{BodyId, MemberId};
use serde::{Deserialize, Serialize};
use web::{Act, Event, Record, Refusal, Reply, Stop};

use super::store;
use crate::model::Measure;

/// The kind of a fact's id.
pub enum Fact {}
/// The id of a fact.
pub type FactId = Id<Fact>;

/// A fact as it stands in the register and in the event that posted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its id.
    pub id: FactId,
    /// The day it counts for.
    pub day: Date,
    /// The measure's key.
    pub measure: String,
    /// How much: fen for money.
    pub quantity: i64,
    /// The branch or group it counts for.
    pub branch: Option<BodyId>,
    /// The person it is about, where allowed.
    pub person: Option<MemberId>,
    /// The kind of record it comes from.
    pub record_kind: String,
    /// The record's id.
    pub record_id: uuid::Uuid,
    /// The fact it takes back.
    pub reverses: Option<FactId>,
}

/// What happens in the register.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Posted<'a> {
    /// Facts came in.
    Facts {
        /// The record they come from.
        #[serde(skip)]
        record: Record,
        /// They.
        lines: &'a [Line],
    },
    /// Facts were taken back.
    Reversed {
        /// The record they came from.
        #[serde(skip)]
        record: Record,
        /// The facts that take them back.
        lines: &'a [Line],
        /// The reason.
        why: &'a str,
    },
    /// One fact of a record was taken back; the kind of record is told by name, since the act knows it only
    /// from the register.
    OneReversed {
        /// The fact taken back.
        #[serde(skip)]
        fact: FactId,
        /// The fact that takes it back.
        lines: &'a [Line],
        /// The reason.
        why: &'a str,
    },
}

impl Event for Posted<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Posted::Facts { .. } => "fact.posted",
            Posted::Reversed { .. } => "fact.reversed",
            Posted::OneReversed { .. } => "fact.one_reversed",
        }
    }
    fn record(&self) -> Record {
        match self {
            Posted::Facts { record, .. } | Posted::Reversed { record, .. } => *record,
            Posted::OneReversed { fact, .. } => Record::new(FACT, *fact),
        }
    }
}

/// The kind of record that a fact itself is: `/register/facts/{id}`.
pub const FACT: &str = "register/fact";

/// Posts facts of one record for one day, in the act's transaction. Quantities of zero are left out.
///
/// # Errors
/// A refusal if the day lies in a closed period; the store's.
pub fn post(
    act: &Act<'_>,
    record: Record,
    day: Date,
    branch: Option<BodyId>,
    person: Option<MemberId>,
    postings: &[(&Measure, i64)],
) -> Reply<()> {
    let lines: Vec<Line> = postings
        .iter()
        .filter(|(_, quantity)| *quantity != 0)
        .map(|(measure, quantity)| Line {
            id: act.id(),
            day,
            measure: measure.key.to_owned(),
            quantity: *quantity,
            branch,
            person,
            record_kind: record.kind.to_owned(),
            record_id: record.id,
            reverses: None,
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    open(act, day)?;
    keep(act, &lines)?;
    act.note(&Posted::Facts { record, lines: &lines })?;
    Ok(())
}

/// Posts facts of one record for many days at once, with one event: for imports, which know sums by day and branch.
/// Quantities of zero are left out.
///
/// # Errors
/// As [`post`].
pub fn post_many(act: &Act<'_>, record: Record, postings: &[(Date, Option<BodyId>, &Measure, i64)]) -> Reply<()> {
    let closed = store::Closed::of(act, act.union())?;
    if let Some((day, ..)) = postings.iter().find(|(day, ..)| closed.has(*day)) {
        return Err(is_closed(*day));
    }
    let some = postings.iter().filter(|(.., quantity)| *quantity != 0);
    let lines: Vec<Line> = some
        .map(|(day, branch, measure, quantity)| Line {
            id: act.id(),
            day: *day,
            measure: measure.key.to_owned(),
            quantity: *quantity,
            branch: *branch,
            person: None,
            record_kind: record.kind.to_owned(),
            record_id: record.id,
            reverses: None,
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    keep(act, &lines)?;
    act.note(&Posted::Facts { record, lines: &lines })?;
    Ok(())
}

/// Takes back all living facts of a record. In an open period the reversal counts for the same day, so
/// that the sum is as if it had never been; in a closed one it counts for today.
///
/// # Errors
/// A refusal if today's period is closed too; the store's.
pub fn reverse(act: &Act<'_>, record: Record, why: &str) -> Reply<usize> {
    let living = store::living_of(act, act.union(), record)?;
    reverse_these(act, record, living, why)
}

/// Takes back these living facts of a record: for records with so many that one act is too few. Which they are, says
/// [`store::living_of`].
///
/// # Errors
/// As [`reverse`]; a refusal if one of them was taken back before.
pub fn reverse_these(act: &Act<'_>, record: Record, living: Vec<Line>, why: &str) -> Reply<usize> {
    let closed = store::Closed::of(act, act.union())?;
    let lines = living
        .into_iter()
        .map(|line| counter(act, line, &closed))
        .collect::<Reply<Vec<Line>>>()?;
    keep(act, &lines)?;
    if !lines.is_empty() {
        act.note(&Posted::Reversed {
            record,
            lines: &lines,
            why,
        })?;
    }
    Ok(lines.len())
}

/// Takes back one fact and leaves the others of its record; gives the fact that takes it back. The day is found
/// as in [`reverse`].
///
/// # Errors
/// A refusal if there is no such fact, if it was taken back before or is itself a taking back, or if today's
/// period is closed too; the store's.
pub fn reverse_one(act: &Act<'_>, fact: FactId, why: &str) -> Reply<FactId> {
    let known = store::one(act, act.union(), fact)?;
    if known.line.reverses.is_some() {
        return Err(Refusal::new("facts.refusal.is_reversal").status(409).into());
    }
    if known.reversed_by.is_some() {
        return Err(taken_back());
    }
    let line = counter(act, known.line, &store::Closed::of(act, act.union())?)?;
    let id = line.id;
    let lines = [line];
    keep(act, &lines)?;
    act.note(&Posted::OneReversed {
        fact,
        lines: &lines,
        why,
    })?;
    Ok(id)
}

/// The fact that takes another back.
fn counter(act: &Act<'_>, line: Line, closed: &store::Closed) -> Reply<Line> {
    let day = if closed.has(line.day) { act.today() } else { line.day };
    if closed.has(day) {
        return Err(is_closed(day));
    }
    let quantity = line
        .quantity
        .checked_neg()
        .ok_or_else(|| web::Fault::other("a quantity past its limits"))?;
    Ok(Line {
        id: act.id(),
        day,
        quantity,
        reverses: Some(line.id),
        ..line
    })
}

fn taken_back() -> Stop {
    Refusal::new("facts.refusal.reversed").status(409).into()
}

fn keep(act: &Act<'_>, lines: &[Line]) -> Reply<()> {
    store::add(act.writer(), act.union(), lines, (act.actor().account, act.now()))
        .on_constraint("fact_reversed_once", taken_back)?;
    Ok(())
}

/// Refuses if the day lies in a closed period.
///
/// # Errors
/// The refusal names the day and says whom to ask.
pub fn open(act: &Act<'_>, day: Date) -> Reply<()> {
    if store::closed(act, act.union(), day)? {
        return Err(is_closed(day));
    }
    Ok(())
}

fn is_closed(day: Date) -> Stop {
    Refusal::field("on", "facts.refusal.closed").arg("day", day).into()
}
