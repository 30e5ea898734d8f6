//! Which rules stand for a union on a day, and why the others do not.
//!
//! Of the rules on file for a key those count that hold at the union's places (its own, county, city, province, system,
//! nation), for its kind of unit, on the day of the act. Of these a rule gives way
//!
//! - to one of the same place that names the kind of unit, where it is for all kinds;
//! - to a nearer one that says it takes the place of others (a union's own only where the other leaves it to the unions);
//! - where the nearest counts (a figure, a test), to the nearest.
//!
//! Nothing that is confirmed ever gives way to what is not: an unconfirmed rule stands beside it and can only warn.
//! Caps and floors all stand; the lowest cap, the highest floor is the one that is named.

use std::cmp::Ordering;

use kernel::Date;

use super::{
    key::{Key, Sense},
    place::{Place, Who},
    row::{Row, RuleId},
    value::{Known, Limit, Value},
};

/// Why a rule does not count here and today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It holds elsewhere.
    Elsewhere,
    /// It is for other kinds of units.
    OtherKind,
    /// Its first day is not known.
    Undated,
    /// It begins later.
    NotYet,
    /// It is over.
    Over,
    /// A corrected rule took its place.
    Corrected,
    /// A rule of the same place names the kind of unit.
    Narrower(RuleId),
    /// A nearer one takes its place.
    Replaced(RuleId),
    /// A nearer one counts.
    Farther(RuleId),
}

/// The rules of a key for a union on a day.
#[derive(Clone, Debug)]
pub struct Resolution<'a> {
    /// The key.
    pub key: &'static Key,
    /// The day.
    pub day: Date,
    /// Those that count, the nearest first.
    pub standing: Vec<&'a Row>,
    /// The others, with the reason.
    pub passed: Vec<(&'a Row, Why)>,
}

/// Sorts the rules of a key.
#[must_use]
pub fn resolve<'a>(rows: impl IntoIterator<Item = &'a Row>, who: &Who, day: Date, key: &'static Key) -> Resolution<'a> {
    let (mut here, mut passed) = (Vec::new(), Vec::new());
    for row in rows.into_iter().filter(|row| row.key == key) {
        match outside(row, who, day) {
            Some(why) => passed.push((row, why)),
            None => here.push(row),
        }
    }
    here.sort_by_key(|row| (row.distance(), !row.confirmed, std::cmp::Reverse(row.from), row.id));
    let mut standing = Vec::new();
    for row in &here {
        match here.iter().find_map(|other| gives_way(row, other)) {
            Some(why) => passed.push((*row, why)),
            None => standing.push(*row),
        }
    }
    if key.sense == Sense::Nearest {
        keep_nearest(&mut standing, &mut passed);
    }
    Resolution {
        key,
        day,
        standing,
        passed,
    }
}

/// Why a rule does not speak of this union and day at all.
fn outside(row: &Row, who: &Who, day: Date) -> Option<Why> {
    let why = if row.corrected {
        Why::Corrected
    } else if !row.place.as_ref().is_some_and(|place| who.is_in(place)) {
        Why::Elsewhere
    } else if !row.is_for(who) {
        Why::OtherKind
    } else if row.from.is_none() {
        Why::Undated
    } else if row.from.is_some_and(|from| day < from) {
        Why::NotYet
    } else if row.until.is_some_and(|until| until <= day) {
        Why::Over
    } else {
        return None;
    };
    Some(why)
}

/// Whether one rule gives way to another.
fn gives_way(row: &Row, to: &Row) -> Option<Why> {
    if row.confirmed && !to.confirmed {
        return None;
    }
    if row.place == to.place {
        let narrower = row.kinds.is_empty() && !to.kinds.is_empty();
        return narrower.then_some(Why::Narrower(to.id));
    }
    let nearer = to.distance() < row.distance();
    let may = to.place != Some(Place::Unit) || row.delegates;
    (nearer && to.replaces && may).then_some(Why::Replaced(to.id))
}

/// Of a figure or test the nearest confirmed one counts, and beside it a nearer one that is not confirmed.
fn keep_nearest<'a>(standing: &mut Vec<&'a Row>, passed: &mut Vec<(&'a Row, Why)>) {
    let Some(first) = standing.first().copied() else { return };
    let sure = standing.iter().copied().find(|row| row.confirmed);
    standing.retain(|row| {
        let stays = row.id == first.id || sure.is_some_and(|sure| sure.id == row.id);
        if !stays {
            passed.push((*row, Why::Farther(first.id)));
        }
        stays
    });
}

impl Resolution<'_> {
    /// The rule that is named: the confirmed ones go first, of these the strictest that can be reckoned, else the nearest.
    #[must_use]
    pub fn named(&self, known: &Known) -> Option<&Row> {
        let sure: Vec<&Row> = self.standing.iter().copied().filter(|row| row.confirmed).collect();
        let all = if sure.is_empty() { self.standing.clone() } else { sure };
        strictest(&all, self.key, known)
    }
    /// What an unconfirmed rule would name instead.
    #[must_use]
    pub fn would_name(&self, known: &Known) -> Option<&Row> {
        let named = self.named(known)?;
        strictest(&self.standing, self.key, known).filter(|row| row.id != named.id && !row.confirmed)
    }
}

/// The strictest of some rules that can be compared, else the first.
fn strictest<'a>(rows: &[&'a Row], key: &Key, known: &Known) -> Option<&'a Row> {
    let first = rows.first().copied()?;
    let mut best = first;
    for row in rows.iter().skip(1) {
        if stricter(key, &row.value, &best.value, known) == Ordering::Greater {
            best = row;
        }
    }
    Some(best)
}

/// Whether one value is stricter (`Greater`) than another, as far as they can be compared.
#[must_use]
pub fn stricter(key: &Key, one: &Value, other: &Value, known: &Known) -> Ordering {
    let order = match (one, other) {
        // of the same base shares compare without knowing the whole
        (Value::Share { ratio: a, of: x }, Value::Share { ratio: b, of: y }) if x == y => a.cmp(b),
        _ => match (one.reckon(known), other.reckon(known)) {
            (Ok((Limit::Exact(a), _)), Ok((Limit::Exact(b), _))) => a.cmp(&b),
            _ => return Ordering::Equal,
        },
    };
    match key.sense {
        Sense::Most => order.reverse(),
        Sense::Least => order,
        Sense::Nearest | Sense::Allowed => Ordering::Equal,
    }
}
