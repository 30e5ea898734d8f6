//! What happens to a list that is signed. Systems and pages alike go through here.

use std::collections::HashMap;

use ::store::{Error, OnConstraint, Reader};
use kernel::{Date, Money, Text, UnionId, text::cut};
use org::{BodyId, MemberId};
use web::{Act, Record, Refusal, Reply, Stop, View};

use super::{
    event::{Happened, Told},
    model::{Becomes, Digests, LINES, LineState, NewReceipt, OneLine, ReceiptId, ReceiptLine, WHAT, ranges},
    store::{self, Kept, Which},
};

/// Makes a list of who is to receive what. Lines are numbered by group and then by the sound of the names. Whoever calls has
/// checked that the actor may.
///
/// # Errors
/// A refusal for no lines, too many, a person twice, an amount below zero, somebody who is not of the union, or a record that has
/// a living list already; the store's.
pub fn expect(act: &Act<'_>, new: &NewReceipt<'_>) -> Reply<ReceiptId> {
    check(new)?;
    let union = act.union();
    let members: Vec<MemberId> = new.lines.iter().map(|l| l.member).collect();
    let known = store::known(act, union, &members)?;
    let names = org::body_names(act, union)?;
    let (lines, total) = numbered(new, &known, &names)?;
    let id: ReceiptId = act.id();
    store::add(act, id, new, total, &lines)
        .on_constraint::<Stop>("receipt_once", || {
            Refusal::new("receipts.refusal.already").status(409).into()
        })
        .map_err(|stop| match stop {
            Stop::Fault(web::Fault::Store(Error::Constraint { name })) if name == "receipt_line_member" => {
                Refusal::new("receipts.refusal.twice").into()
            }
            other => other,
        })?;
    let mut digests = Digests::default();
    for line in &lines {
        digests.take(line.number, line.member, &line.what, line.amount);
    }
    act.note(&Happened::Expected {
        receipt: id,
        of: new.record,
        told: Told {
            lines: i64::try_from(lines.len()).unwrap_or(i64::MAX),
            total,
            digests: digests.finish(),
        },
    })?;
    Ok(id)
}

fn check(new: &NewReceipt<'_>) -> Reply<()> {
    if new.lines.is_empty() || new.lines.len() > LINES {
        return Err(Refusal::new("receipts.refusal.lines").arg("most", LINES).into());
    }
    if new.title.trim().is_empty() || new.lines.iter().any(|l| l.what.trim().is_empty()) {
        return Err(Refusal::new("receipts.refusal.no_word").into());
    }
    if new.lines.iter().any(|l| l.amount.is_some_and(|a| a < Money::ZERO)) {
        return Err(Refusal::new("receipts.refusal.below_zero").into());
    }
    Ok(())
}

/// The lines in the order of groups and names, and what they add up to.
fn numbered(new: &NewReceipt<'_>, known: &store::Known, names: &HashMap<BodyId, String>) -> Reply<(Vec<Kept>, Money)> {
    let mut order = Vec::with_capacity(new.lines.len());
    let mut total = Money::ZERO;
    for line in new.lines {
        let Some((sound, group)) = known.get(&line.member) else {
            return Err(Refusal::new("receipts.refusal.stranger").into());
        };
        total = total
            .plus(line.amount.unwrap_or(Money::ZERO))
            .ok_or_else(|| Refusal::new("receipts.refusal.too_much"))?;
        let group_name = group.and_then(|g| names.get(&g)).map_or("", String::as_str);
        // whoever is in no group comes last
        order.push(((group.is_none(), group_name, *group, sound.as_str(), line.member), line));
    }
    order.sort_by_key(|(place, _)| *place);
    let lines = (1_i64..)
        .zip(order)
        .map(|(number, ((_, _, group, _, member), line))| Kept {
            number,
            member,
            group,
            what: cut(line.what, WHAT),
            amount: line.amount,
        });
    Ok((lines.collect(), total))
}

/// Calls the living list of a record off, since the record was taken back. None is fine.
///
/// # Errors
/// A refusal if somebody has signed; the store's.
pub fn cancel(act: &Act<'_>, record: &Record) -> Reply<()> {
    let Some(cancelled) = store::cancel(act, record)? else {
        return Err(Refusal::new("receipts.refusal.signed_already").status(409).into());
    };
    for receipt in cancelled {
        act.note(&Happened::Cancelled { receipt })?;
    }
    Ok(())
}

/// The lists of a record, the latest first, with how many are signed, open and not taken.
///
/// # Errors
/// The store's.
pub fn of_record(read: &Reader, union: UnionId, record: &Record) -> Result<Vec<ReceiptLine>, Error> {
    store::of_record(read, union, record)
}

/// Lines of a list become something: all of them, or none if one is not open any more. Nobody signs before the list was made.
pub(super) fn become_these(
    act: &Act<'_>,
    id: ReceiptId,
    numbers: &[i64],
    becomes: &Becomes<'_>,
    (on, field): (Date, &'static str),
) -> Reply<()> {
    if on > act.today() {
        return Err(Refusal::field(field, "receipts.refusal.ahead").into());
    }
    let made = store::get(act, act.union(), id)?.made_at.day();
    if on < made {
        return Err(Refusal::field(field, "receipts.refusal.before").arg("day", made).into());
    }
    let lines = ranges(numbers);
    if lines.is_empty() {
        return Err(Refusal::new("receipts.refusal.none").into());
    }
    for (first, last) in &lines {
        let touched = store::become_these(act, id, (*first, *last), becomes, on)?;
        if i64::try_from(touched).ok() != Some(last - first + 1) {
            return Err(Refusal::new("receipts.refusal.not_open").status(409).into());
        }
    }
    let (state, way, fetched_by, why) = becomes.parts();
    act.note(&Happened::Became {
        receipt: id,
        state,
        lines,
        on: Some(on),
        way: way.map(super::model::SignWay::key),
        fetched_by: fetched_by.map(str::to_owned),
        why: why.map(str::to_owned),
    })?;
    Ok(())
}

/// Opens somebody's line again that was signed or noted as not taken by mistake. Whoever calls has checked that the actor may.
///
/// # Errors
/// A refusal if it is open; the store's.
pub fn unsign(act: &Act<'_>, id: ReceiptId, member: MemberId, why: &Text<200>) -> Reply<()> {
    let Some(line) = store::of_member(act, act.union(), id, member)? else {
        return Err(Refusal::missing().into());
    };
    if line.state == LineState::Open {
        return Err(Refusal::new("receipts.refusal.open").status(409).into());
    }
    if !store::open_again(act, id, line.number, line.state)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Became {
        receipt: id,
        state: LineState::Open,
        lines: vec![(line.number, line.number)],
        on: None,
        way: None,
        fetched_by: None,
        why: Some(why.to_string()),
    })?;
    Ok(())
}

/// Whether a line lies within groups.
pub(super) fn within(groups: Option<&Vec<BodyId>>, line: &OneLine) -> bool {
    org::holds(groups.map(Vec::as_slice), line.group)
}

/// Lines of a list that the reader may handle, in the order of their numbers: of the whole list, or group by group for whoever leads
/// some, so that nobody's lines are read for nothing.
pub(super) fn lines(
    view: &View<'_>,
    id: ReceiptId,
    which: Which,
    (after, most): (i64, i64),
    mine: Option<&Vec<BodyId>>,
) -> Result<Vec<OneLine>, Error> {
    let Some(groups) = mine else {
        return store::lines(view, view.union(), id, which, (after, most));
    };
    let mut all = Vec::new();
    for group in groups.iter().filter(|g| which.group.is_none_or(|w| w == **g)) {
        let of_group = Which {
            group: Some(*group),
            ..which
        };
        all.extend(store::lines(view, view.union(), id, of_group, (after, most))?);
    }
    all.sort_by_key(|line| line.number);
    Ok(all)
}
