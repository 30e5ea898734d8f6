//! For verify: a list holds what was told of it, and each line stands as its events say.

use std::collections::{BTreeMap, HashMap};

use ::store::{Error, Reader, Sql};
use facts::{Difference, verify};
use kernel::{Money, UnionId};
use org::MemberId;
use serde::Deserialize;

use super::{
    event::Told,
    model::{BLOCK, Digests, LINES, LineState, ReceiptId},
};

const HEADS: Sql = Sql::union("SELECT id, state, count_lines, total FROM receipt WHERE union_id = $1 ORDER BY id");
const ROWS: Sql = Sql::union(
    "SELECT receipt_id, number, member_id, what, amount, state, on_day, way, fetched_by FROM receipt_line WHERE union_id = $1 ORDER BY receipt_id, number",
);
const EVENTS: Sql = Sql::union(
    "SELECT record_id, kind, body, id FROM event WHERE union_id = $1 AND record_kind = 'receipt' ORDER BY record_id, id",
);

#[derive(Deserialize)]
struct Expected {
    told: Told,
}

#[derive(Deserialize)]
struct Became {
    state: LineState,
    lines: Vec<(i64, i64)>,
    #[serde(flatten)]
    how: How,
}

/// Day, way and who fetched it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct How {
    on: Option<String>,
    way: Option<String>,
    fetched_by: Option<String>,
}

impl How {
    /// Whether this was told of a line that is so; the first events did not tell who fetched it.
    fn tells(&self, is: &How) -> bool {
        self.on == is.on
            && self.way == is.way
            && self
                .fetched_by
                .as_ref()
                .is_none_or(|by| Some(by) == is.fetched_by.as_ref())
    }
}

/// What the events say of one line.
#[derive(Clone, Default)]
struct Tally {
    /// How often it was signed or noted as not taken.
    done: i64,
    /// How often it was opened again.
    opened: i64,
    signed: bool,
    returned: bool,
    /// What was told of how it was done, by the places in [`Said::hows`].
    hows: Vec<usize>,
}

impl Tally {
    fn take(&mut self, state: LineState) {
        match state {
            LineState::Open => self.opened += 1,
            LineState::Signed => (self.done, self.signed) = (self.done + 1, true),
            LineState::Returned => (self.done, self.returned) = (self.done + 1, true),
        }
    }
    /// Whether a line may stand so: open if it was opened as often as it was done, or else one of what it became. Events of one
    /// moment have no order.
    fn allows(&self, state: LineState) -> bool {
        match state {
            LineState::Open => self.done == self.opened,
            LineState::Signed => self.signed && self.done == self.opened + 1,
            LineState::Returned => self.returned && self.done == self.opened + 1,
        }
    }
}

/// What the events say of one list.
#[derive(Default)]
struct Said {
    told: Option<Told>,
    cancelled: bool,
    lines: HashMap<i64, Tally>,
    hows: Vec<How>,
}

impl Said {
    fn take(&mut self, became: Became) {
        let at = self.hows.len();
        for (first, last) in &became.lines {
            // a range is never longer than the longest list
            let last = (*last).min(first.saturating_add(i64::try_from(LINES).unwrap_or(i64::MAX)));
            for number in *first..=last {
                let line = self.lines.entry(number).or_default();
                line.take(became.state);
                if became.state != LineState::Open {
                    line.hows.push(at);
                }
            }
        }
        self.hows.push(became.how);
    }
    fn allows(&self, number: i64, state: LineState) -> bool {
        let never = Tally::default();
        self.lines.get(&number).unwrap_or(&never).allows(state)
    }
    /// Whether it was told that a line was signed or not taken in this way.
    fn tells(&self, number: i64, is: &How) -> bool {
        let hows = self.lines.get(&number).into_iter().flat_map(|line| &line.hows);
        hows.filter_map(|at| self.hows.get(*at)).any(|how| how.tells(is))
    }
}

/// What the rows say of one list.
#[derive(Default)]
struct Is {
    lines: i64,
    total: Money,
    digests: Digests,
    states: Vec<i64>,
    hows: Vec<i64>,
}

fn said(read: &Reader, union: UnionId, found: &mut Vec<Difference>) -> Result<BTreeMap<ReceiptId, Said>, Error> {
    let mut all: BTreeMap<ReceiptId, Said> = BTreeMap::new();
    read.each(EVENTS, &[&union], |row| {
        let said = all.entry(row.get(0)?).or_default();
        let (kind, body): (String, String) = (row.get(1)?, row.get(2)?);
        let event = row.get(3)?;
        match kind.as_str() {
            "receipt.expected" => said.told = verify::told::<Expected>(event, &body, found).map(|e| e.told),
            "receipt.cancelled" => said.cancelled = true,
            _ => {
                if let Some(became) = verify::told::<Became>(event, &body, found) {
                    said.take(became);
                }
            }
        }
        Ok(())
    })?;
    Ok(all)
}

/// Names every list whose lines, amounts or signatures are not those that were told.
///
/// # Errors
/// The store's.
pub fn check(read: &Reader, union: UnionId) -> Result<Vec<Difference>, Error> {
    let mut found = Vec::new();
    let said = said(read, union, &mut found)?;
    let mut is: BTreeMap<ReceiptId, Is> = BTreeMap::new();
    let nothing = Said::default();
    read.each(ROWS, &[&union], |row| {
        let id: ReceiptId = row.get(0)?;
        let (number, member): (i64, MemberId) = (row.get(1)?, row.get(2)?);
        let (what, amount): (String, Option<Money>) = (row.get(3)?, row.get(4)?);
        let one = is.entry(id).or_default();
        one.lines += 1;
        one.total = one.total.plus(amount.unwrap_or(Money::ZERO)).unwrap_or(one.total);
        one.digests.take(number, member, &what, amount);
        let (said, state) = (said.get(&id).unwrap_or(&nothing), row.get(5)?);
        let how = How {
            on: row.get(6)?,
            way: row.get(7)?,
            fetched_by: row.get(8)?,
        };
        if !said.allows(number, state) {
            one.states.push(number);
        } else if state != LineState::Open && !said.tells(number, &how) {
            one.hows.push(number);
        }
        Ok(())
    })?;
    read.each(HEADS, &[&union], |row| {
        let id: ReceiptId = row.get(0)?;
        let is = is.remove(&id).unwrap_or_default();
        let said = said.get(&id).unwrap_or(&nothing);
        let cancelled = row.get::<String>(1)? == "cancelled";
        compare(&mut found, id, said, is, (cancelled, row.get(2)?, row.get(3)?));
        Ok(())
    })?;
    Ok(found)
}

fn compare(
    found: &mut Vec<Difference>,
    id: ReceiptId,
    said: &Said,
    is: Is,
    (cancelled, lines, total): (bool, i64, Money),
) {
    let mut differs = |key, args: &[(&'static str, &dyn std::fmt::Display)]| {
        found.push(Difference::told("receipt", id, key, args));
    };
    let Some(told) = &said.told else {
        differs("receipts.verify.no_event", &[]);
        return;
    };
    if told.lines != is.lines || told.lines != lines {
        differs("receipts.verify.lines", &[("told", &told.lines), ("is", &is.lines)]);
    }
    if told.total != is.total || told.total != total {
        differs("receipts.verify.total", &[("told", &told.total), ("is", &is.total)]);
    }
    if said.cancelled != cancelled {
        differs("receipts.verify.cancelled", &[]);
    }
    for (at, (was, is)) in (0_i64..).zip(told.digests.iter().zip(&is.digests.finish())) {
        if was != is {
            let (first, last) = (at * BLOCK + 1, ((at + 1) * BLOCK).min(told.lines));
            differs("receipts.verify.block", &[("first", &first), ("last", &last)]);
        }
    }
    for number in is.states.iter().take(20) {
        differs("receipts.verify.state", &[("number", number)]);
    }
    for number in is.hows.iter().take(20) {
        differs("receipts.verify.how", &[("number", number)]);
    }
}
