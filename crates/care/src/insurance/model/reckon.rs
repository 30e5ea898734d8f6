//! What a claim comes to, step by step, and what stands against it.

use kernel::{Date, Money};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Refusal, Stop};

use super::{
    batch::Cover,
    claim::{Event, Happening},
    plan::Terms,
};

/// An earlier claim of the same person under the same plan that was not refused or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// What happened.
    pub event: Event,
    /// When it happened; the first day of a stay.
    pub from: Date,
    /// The last day of a stay.
    pub until: Option<Date>,
    /// What was granted, or reckoned where nothing is answered yet.
    pub amount: Money,
}

/// What stands against a claim: beside which field, and what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The plan does not pay for this.
    Event,
    /// A stay without its last day, or something else with one.
    Until,
    /// The last day before the first.
    Reversed,
    /// A day still to come.
    Ahead,
    /// More days than from the first to the last, or none.
    Days,
    /// No part of the lump between 1 and 100 percent.
    Share,
    /// Before the cover begins, on this day.
    Before(Date),
    /// After the cover ends, on this day.
    After(Date),
    /// Within the waiting period, which ends on this day.
    Waiting(Date),
    /// Too late: it had to be claimed until this day.
    Late(Date),
    /// The same stay, or one that overlaps, was claimed before.
    Twice(Date),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        let at = |field, key: &str, day: Date| Refusal::field(field, key).arg("day", day);
        match trouble {
            Trouble::Event => Refusal::field("event", "insurance.trouble.event"),
            Trouble::Until => Refusal::field("until", "insurance.trouble.until"),
            Trouble::Reversed => Refusal::field("until", "insurance.trouble.reversed"),
            Trouble::Ahead => Refusal::field("from", "insurance.trouble.ahead"),
            Trouble::Days => Refusal::field("days", "insurance.trouble.days"),
            Trouble::Share => Refusal::field("share", "insurance.trouble.share"),
            Trouble::Before(day) => at("from", "insurance.trouble.before", day),
            Trouble::After(day) => at("from", "insurance.trouble.after", day),
            Trouble::Waiting(day) => at("from", "insurance.trouble.waiting", day),
            Trouble::Late(day) => at("from", "insurance.trouble.late", day),
            Trouble::Twice(day) => at("from", "insurance.trouble.twice", day),
        }
        .into()
    }
}

/// A claim reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reckoning {
    /// The days of the stay.
    pub days: i64,
    /// Of them without pay.
    pub free: i64,
    /// Days that are paid.
    pub counted: i64,
    /// What a day, or the event, pays for a unit.
    pub each: Money,
    /// What part of the lump, in percent.
    pub share: i64,
    /// How many units.
    pub units: i64,
    /// What it comes to before the yearly maximum.
    pub raw: Money,
    /// The most in this year of the cover, for all units.
    pub most: Option<Money>,
    /// What earlier claims of that year took.
    pub earlier: Money,
    /// What it comes to.
    pub benefit: Money,
    /// It has to be claimed until this day.
    pub due: Option<Date>,
}

impl Reckoning {
    /// Whether the yearly maximum takes something off.
    #[must_use]
    pub fn is_capped(&self) -> bool {
        self.benefit < self.raw
    }
}

fn whole(days: i32) -> i64 {
    i64::from(days)
}

/// Whether what is claimed can be, and what stands against it.
fn stands(terms: &Terms, cover: &Cover, what: &Happening, today: Date) -> Result<(), Trouble> {
    if !Event::of(terms.kind).contains(&what.event) {
        return Err(Trouble::Event);
    }
    if (what.event == Event::Stay) != what.until.is_some() {
        return Err(Trouble::Until);
    }
    let last = what.until.unwrap_or(what.from);
    if last < what.from {
        return Err(Trouble::Reversed);
    }
    if last > today {
        return Err(Trouble::Ahead);
    }
    if what.event == Event::Stay && !(1..=whole(what.from.days_until(last)) + 1).contains(&what.days) {
        return Err(Trouble::Days);
    }
    if !(1..=100).contains(&what.share) {
        return Err(Trouble::Share);
    }
    if what.from < cover.starts {
        return Err(Trouble::Before(cover.starts));
    }
    if what.from > cover.ends {
        return Err(Trouble::After(cover.ends));
    }
    let waits = cover
        .starts
        .plus_days(i32::try_from(terms.waiting_days).unwrap_or(i32::MAX));
    if terms.waiting_days > 0 && what.event.waits(terms.kind) && what.from < waits {
        return Err(Trouble::Waiting(waits.plus_days(-1)));
    }
    Ok(())
}

/// The first day of the year of a cover in which a day lies.
fn year_of(cover: &Cover, day: Date) -> Date {
    let mut from = cover.starts;
    while from.plus_months(12) <= day {
        from = from.plus_months(12);
    }
    from
}

/// Reckons a claim over the earlier ones of the same person and plan.
///
/// # Errors
/// What stands against it.
pub fn reckon(
    terms: &Terms,
    cover: &Cover,
    what: &Happening,
    earlier: &[Earlier],
    (claimed, today): (Date, Date),
) -> Result<Reckoning, Trouble> {
    stands(terms, cover, what, today)?;
    let last = what.until.unwrap_or(what.from);
    let due = terms
        .claim_days
        .map(|n| last.plus_days(i32::try_from(n).unwrap_or(i32::MAX)));
    if let Some(due) = due.filter(|due| claimed > *due) {
        return Err(Trouble::Late(due));
    }
    let touches = |e: &&Earlier| {
        let (from, until) = (e.from, e.until.unwrap_or(e.from));
        // who is moved to another hospital leaves and comes on one day
        let apart = until <= what.from && from < what.from || last <= from && what.from < from;
        e.event == what.event && !apart
    };
    if let Some(twice) = earlier.iter().find(touches) {
        return Err(Trouble::Twice(twice.from));
    }
    let stay = what.event == Event::Stay;
    let counted = if stay { (what.days - terms.free_days).max(0) } else { 0 };
    let each = if stay { terms.daily } else { terms.lump };
    let times = if stay { counted } else { 1 };
    let share = if stay { 100 } else { what.share };
    let raw = each
        .times(times)
        .and_then(|m| m.times(cover.units))
        .and_then(|m| m.times(share))
        .map_or(Money::ZERO, |m| Money::from_fen(m.fen() / 100));
    let from = year_of(cover, what.from);
    let until = from.plus_months(12);
    let took = earlier
        .iter()
        .filter(|e| from <= e.from && e.from < until)
        .fold(Money::ZERO, |sum, e| sum.plus(e.amount).unwrap_or(sum));
    let most = terms.year_most.and_then(|m| m.times(cover.units));
    let left = most.map(|most| most.minus(took).unwrap_or_default().max(Money::ZERO));
    Ok(Reckoning {
        days: what.days,
        free: if stay { terms.free_days.min(what.days) } else { 0 },
        counted,
        each,
        share,
        units: cover.units,
        raw,
        most,
        earlier: took,
        benefit: left.map_or(raw, |left| left.min(raw)),
        due,
    })
}

#[cfg(test)]
mod tests {
    use kernel::Id;
    use proptest::prelude::*;

    use super::*;
    use crate::insurance::model::{Kind, Status, examples};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Cover under the hospital plan: from the fourth day 40 yuan, at most 7,200 a year, 30 days of waiting.
    fn stage() -> (Terms, Cover) {
        let nil = uuid::Uuid::nil();
        let mut terms = examples(day("2026-01-01")).remove(2);
        terms.waiting_days = 30;
        terms.claim_days = Some(180);
        let cover = Cover {
            id: Id::new(nil),
            member: Id::new(nil),
            batch: Id::new(nil),
            batch_name: String::new(),
            status: Status::Handed,
            plan: Id::new(nil),
            plan_name: String::new(),
            kind: Kind::Hospital,
            line: Id::new(nil),
            starts: day("2026-01-01"),
            ends: day("2026-12-31"),
            units: 1,
            pays: Money::ZERO,
            confirmed: false,
        };
        (terms, cover)
    }

    fn stay(from: &str, until: &str) -> Happening {
        let (from, until) = (day(from), day(until));
        Happening {
            event: Event::Stay,
            from,
            until: Some(until),
            days: i64::from(from.days_until(until)).max(1),
            share: 100,
        }
    }

    fn on(what: &Happening, earlier: &[Earlier]) -> Result<Reckoning, Trouble> {
        let (terms, cover) = stage();
        reckon(&terms, &cover, what, earlier, (day("2026-11-21"), day("2026-11-21")))
    }

    #[test]
    fn a_stay_is_paid_from_the_fourth_day() {
        let r = on(&stay("2026-11-01", "2026-11-11"), &[]).unwrap();
        assert_eq!((r.days, r.free, r.counted), (10, 3, 7));
        assert_eq!(r.benefit, Money::from_yuan(280).unwrap());
        assert_eq!(r.due, Some(day("2026-11-11").plus_days(180)));
        let short = on(&stay("2026-11-01", "2026-11-03"), &[]).unwrap();
        assert_eq!((short.counted, short.benefit), (0, Money::ZERO));
    }

    #[test]
    fn what_cannot_be_claimed_is_said() {
        assert_eq!(
            on(&stay("2025-12-30", "2026-01-09"), &[]),
            Err(Trouble::Before(day("2026-01-01")))
        );
        assert_eq!(
            on(&stay("2026-01-30", "2026-02-09"), &[]),
            Err(Trouble::Waiting(day("2026-01-30")))
        );
        assert!(on(&stay("2026-01-31", "2026-05-30"), &[]).is_ok());
        assert_eq!(on(&stay("2026-03-09", "2026-03-01"), &[]), Err(Trouble::Reversed));
        assert_eq!(on(&stay("2026-11-20", "2026-11-30"), &[]), Err(Trouble::Ahead));
        assert_eq!(
            on(&stay("2026-02-01", "2026-02-10"), &[]),
            Err(Trouble::Late(day("2026-08-09")))
        );
        let mut long = stay("2026-11-01", "2026-11-11");
        long.days = 12;
        assert_eq!(on(&long, &[]), Err(Trouble::Days));
        let mut other = stay("2026-11-01", "2026-11-11");
        other.event = Event::Illness;
        assert_eq!(on(&other, &[]), Err(Trouble::Event));
        let before = Earlier {
            event: Event::Stay,
            from: day("2026-10-25"),
            until: Some(day("2026-11-02")),
            amount: Money::ZERO,
        };
        assert_eq!(
            on(&stay("2026-11-01", "2026-11-11"), &[before]),
            Err(Trouble::Twice(day("2026-10-25")))
        );
        assert!(
            on(&stay("2026-11-02", "2026-11-11"), &[before]).is_ok(),
            "moved to another hospital on that day"
        );
        assert!(on(&stay("2026-10-25", "2026-10-25"), &[before]).is_err());
    }

    #[test]
    fn the_yearly_maximum_takes_off_what_is_over() {
        let earlier = Earlier {
            event: Event::Stay,
            from: day("2026-03-01"),
            until: Some(day("2026-08-28")),
            amount: Money::from_yuan(7000).unwrap(),
        };
        let r = on(&stay("2026-11-01", "2026-11-11"), &[earlier]).unwrap();
        assert!(r.is_capped());
        assert_eq!(
            (r.raw, r.benefit),
            (Money::from_yuan(280).unwrap(), Money::from_yuan(200).unwrap())
        );
    }

    #[test]
    fn a_part_of_the_lump_is_paid_by_the_degree() {
        let (_, mut cover) = stage();
        let mut terms = examples(day("2026-01-01")).remove(3);
        terms.lump = Money::from_yuan(50_000).unwrap();
        cover.units = 2;
        let what = Happening {
            event: Event::Disability,
            from: day("2026-01-05"),
            until: None,
            days: 0,
            share: 30,
        };
        let today = day("2026-11-21");
        let r = reckon(&terms, &cover, &what, &[], (today, today)).unwrap();
        assert_eq!(r.benefit, Money::from_yuan(30_000).unwrap());
    }

    proptest! {
        #[test]
        fn no_year_pays_more_than_its_maximum(stays in proptest::collection::vec((0_i32..300, 1_i32..60), 1..12), units in 1_i64..4) {
            let (mut terms, mut cover) = stage();
            terms.claim_days = None;
            cover.units = units;
            let today = day("2027-12-31");
            let mut earlier: Vec<Earlier> = Vec::new();
            for (after, days) in stays {
                let from = cover.starts.plus_days(30 + after);
                let until = from.plus_days(days);
                let what = Happening { event: Event::Stay, from, until: Some(until), days: i64::from(days), share: 100 };
                if let Ok(r) = reckon(&terms, &cover, &what, &earlier, (today, today)) {
                    prop_assert!(r.benefit <= r.raw);
                    earlier.push(Earlier { event: Event::Stay, from, until: Some(until), amount: r.benefit });
                }
            }
            let sum = earlier.iter().fold(Money::ZERO, |s, e| s.plus(e.amount).unwrap());
            prop_assert!(sum <= terms.year_most.unwrap().times(units).unwrap());
            for (i, a) in earlier.iter().enumerate() {
                for b in &earlier[i + 1..] {
                    prop_assert!(a.until.unwrap() <= b.from || b.until.unwrap() <= a.from, "two stays overlap");
                }
            }
        }
    }
}
