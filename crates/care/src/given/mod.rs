//! What one person received from the union (会员受益), whichever system gave it.
//!
//! A visit's gift, a festival's goods, aid, an insurance's payout: each system tells in its own act what it gave to whom
//! ([`give`]), beside the facts it posts, and takes it back when its record is taken back. Caps over a year are held
//! against the sums of all systems ([`so_far`], [`so_far_of_all`]); the member's own page lists the lines ([`of_member`]).

mod check;
mod model;
mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ::store::{Error, Reader};
use facts::Span;
use flow::payments::PaymentLine;
use kernel::{Lang, UnionId};
use org::MemberId;
use rustc_hash::FxHashMap;
use web::{Act, Fault, Record, Reply};

pub use check::check;
pub use model::{BatchId, Gift, GivenId, Kind, Line, Sum};
use model::{Happened, digest};

/// Tells what a record gave to people. Systems hold their caps against [`so_far`] before, and post their facts beside.
/// Nothing is told for no gifts.
///
/// # Errors
/// A refusal if the day lies in a closed period; the store's.
pub fn give(act: &Act<'_>, record: Record, gifts: &[Gift<'_>]) -> Reply<()> {
    let Some(first) = gifts.first() else { return Ok(()) };
    let days: std::collections::BTreeSet<_> = gifts.iter().map(|gift| gift.day).collect();
    for day in days {
        facts::open(act, day)?;
    }
    let batch: BatchId = act.id();
    let lines: Vec<Line> = gifts.iter().map(|gift| gift.line(act.id(), record)).collect();
    let sum = Sum::of(&lines).ok_or_else(|| Fault::other("a sum past its limits"))?;
    store::add(act.writer(), act.union(), batch, &lines)?;
    act.note(&Happened::Given {
        record,
        batch,
        kind: first.kind,
        people: sum.times,
        total: sum.amount,
        digest: digest(&lines),
    })?;
    Ok(())
}

/// Takes back all that a record gave and that was not taken back before; says how many lines.
///
/// # Errors
/// The store's.
pub fn take_back(act: &Act<'_>, record: Record, why: &str) -> Reply<usize> {
    back(act, record, None, why)
}

/// Takes back what a record gave to one person; says how many lines.
///
/// # Errors
/// The store's.
pub fn take_back_from(act: &Act<'_>, record: Record, member: MemberId, why: &str) -> Reply<usize> {
    back(act, record, Some(member), why)
}

/// What a list that is signed is called, and its lines, where group leaders who hand it out are not to know what kind of
/// help somebody gets: the number of the payment alone.
#[must_use]
pub(crate) fn neutral(line: &PaymentLine) -> String {
    let word = ui::words::word(Lang::Zh, "care.given.neutral");
    ui::words::fill(&word, &[("number", &line.number)])
}

fn back(act: &Act<'_>, record: Record, member: Option<MemberId>, why: &str) -> Reply<usize> {
    let ids = store::take_back(act.writer(), act.union(), record, member, act.now())?;
    if !ids.is_empty() {
        act.note(&Happened::TakenBack { record, ids: &ids, why })?;
    }
    Ok(ids.len())
}

/// What a person received of a kind within a span, over all systems: how often, and how much.
///
/// # Errors
/// The store's.
pub fn so_far(read: &Reader, union: UnionId, member: MemberId, kind: Kind, span: Span) -> Result<Sum, Error> {
    store::so_far(read, union, member, kind, span)
}

/// The same for everybody who received anything of the kind: for rounds, which ask for many at once.
///
/// # Errors
/// The store's.
pub fn so_far_of_all(read: &Reader, union: UnionId, kind: Kind, span: Span) -> Result<FxHashMap<MemberId, Sum>, Error> {
    store::so_far_of_all(read, union, kind, span)
}

/// What a union gave within a span, by kind.
///
/// # Errors
/// The store's.
pub fn by_kind(read: &Reader, union: UnionId, span: Span) -> Result<BTreeMap<Kind, Sum>, Error> {
    store::by_kind(read, union, span)
}

/// All that a person received and that was not taken back, the latest first.
///
/// # Errors
/// The store's.
pub fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Line>, Error> {
    store::of_member(read, union, member)
}

/// All that a record gave and that was not taken back.
///
/// # Errors
/// The store's.
pub fn of_record(read: &Reader, union: UnionId, record: Record) -> Result<Vec<Line>, Error> {
    store::of_record(read, union, record)
}
