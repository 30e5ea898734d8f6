//! The resolver held against a plain oracle that knows no order and no sorting, on many small worlds; and laws that no
//! table of rules may break.

use std::collections::BTreeSet;

use kernel::{Date, Id, Money};
use proptest::prelude::*;

use super::{
    judge::{Case, Outcome, judge},
    key::{self, Key, Sense},
    place::{Place, System, UnitKind, Who},
    ratio::Ratio,
    resolve::resolve,
    row::{Row, Severity},
    value::{Base, Value},
    wording::Wording,
};

/// Days of the small world.
fn day(n: i32) -> Date {
    Date::new(2026, 1, 1).unwrap().plus_days(n)
}

const PLACES: [&str; 9] = [
    "unit",
    "340104",
    "340103",
    "3401",
    "34",
    "35",
    "sys:education",
    "sys:health",
    "CN",
];

fn who() -> impl Strategy<Value = Who> {
    let region = prop::sample::select(vec![None, Some("34"), Some("3401"), Some("340104"), Some("350100")]);
    let system = prop::sample::select(vec![None, Some(System::Education), Some(System::Health)]);
    let kinds = prop::sample::subsequence(
        vec![UnitKind::School, UnitKind::Enterprise, UnitKind::Institution],
        0..3,
    );
    (region, system, kinds).prop_map(|(region, system, kinds)| Who {
        region: region.and_then(|code| code.parse().ok()),
        system,
        kinds: kinds.into_iter().collect(),
    })
}

/// A row of one of three keys: a cap in yuan, a floor as a share, a figure.
fn row() -> impl Strategy<Value = Row> {
    let of = prop::sample::select(vec![&key::FESTIVAL_YEAR, &key::QUORUM, &key::DIBAO]);
    let place = prop::sample::select(PLACES.to_vec());
    let kinds = prop::sample::subsequence(vec![UnitKind::School, UnitKind::Enterprise], 0..2);
    let severity = prop::sample::select(Severity::ALL.to_vec());
    let flags = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        prop::bool::weighted(0.1),
        any::<bool>(),
    );
    let days = (prop::option::weighted(0.9, 0..6_i32), prop::option::of(1..6_i32));
    (of, place, kinds, severity, flags, days, 1..6_u32).prop_map(
        |(key, place, kinds, severity, (confirmed, replaces, delegates, corrected, open), (from, length), n)| Row {
            id: Id::NIL,
            key,
            place: place.parse().ok(),
            kinds,
            value: if key == &key::QUORUM {
                Value::Share {
                    ratio: Ratio::new(n, 6).unwrap(),
                    of: Base::ShouldAttend,
                }
            } else {
                Value::Money(Money::from_fen(i64::from(n) * 100))
            },
            wording: match (key.sense, open) {
                (Sense::Most, false) => Wording::NotMore,
                (Sense::Most, true) => Wording::Below,
                (Sense::Least, false) => Wording::AtLeast,
                (Sense::Least, true) => Wording::Above,
                _ => Wording::NotMore,
            },
            basis: String::new(),
            severity,
            replaces,
            delegates,
            from: from.map(day),
            until: from.and(length).map(|length| day(from.unwrap_or(0) + length)),
            confirmed,
            corrected,
        },
    )
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..9).prop_map(|mut rows| {
        for (n, row) in rows.iter_mut().enumerate() {
            row.id = Id::new(uuid::Uuid::from_u128(u128::try_from(n).unwrap() + 1));
        }
        rows
    })
}

/// How near, by its words alone.
fn level(row: &Row) -> usize {
    match row.place.as_ref().unwrap().to_string().as_str() {
        "unit" => 0,
        "CN" => 5,
        other if other.starts_with("sys:") => 4,
        code => 4 - code.len() / 2,
    }
}

/// Whether a row speaks of this union on this day, by its words alone.
fn speaks(row: &Row, who: &Who, on: Date) -> bool {
    let place = row.place.as_ref().unwrap().to_string();
    let here = match place.as_str() {
        "unit" | "CN" => true,
        other => match other.strip_prefix("sys:") {
            Some(system) => who.system.is_some_and(|own| own.key() == system),
            None => who.region.as_ref().is_some_and(|own| own.code().starts_with(other)),
        },
    };
    let mine = row.kinds.is_empty() || row.kinds.iter().any(|kind| who.kinds.contains(kind));
    let now = match (row.from, row.until) {
        (None, _) => false,
        (Some(from), None) => from <= on,
        (Some(from), Some(until)) => from <= on && on < until,
    };
    here && mine && now && !row.corrected
}

fn pushes_aside(strong: &Row, weak: &Row) -> bool {
    let trusted = strong.confirmed || !weak.confirmed;
    let named = strong.place == weak.place && weak.kinds.is_empty() && !strong.kinds.is_empty();
    let left = strong.place != Some(Place::Unit) || weak.delegates;
    let over = level(strong) < level(weak) && strong.replaces && left;
    trusted && (named || over)
}

/// Whether the amount breaks a row, by cross-multiplying whole numbers.
fn breaks(row: &Row, number: i64, whole: i64) -> bool {
    let (left, right) = match &row.value {
        Value::Money(amount) => (i128::from(number), i128::from(amount.fen())),
        Value::Share { ratio, .. } => (
            i128::from(number) * i128::from(ratio.den()),
            i128::from(whole) * i128::from(ratio.num()),
        ),
        other => panic!("{other:?}"),
    };
    !match row.wording {
        Wording::NotMore => left <= right,
        Wording::Below => left < right,
        Wording::AtLeast => left >= right,
        Wording::Above => left > right,
        other => panic!("{other:?}"),
    }
}

/// The hardest word that a broken row may say; nothing if none is broken.
fn oracle(rows: &[Row], who: &Who, on: Date, of: &Key, number: i64, whole: i64) -> Option<Severity> {
    let speaking: Vec<&Row> = rows.iter().filter(|r| r.key == of && speaks(r, who, on)).collect();
    let free = |row: &Row| !speaking.iter().any(|other| pushes_aside(other, row));
    let mut hardest = None;
    for row in speaking.iter().filter(|row| free(row)) {
        if of.sense == Sense::Nearest {
            let nearer = |other: &&&Row| {
                let before = (level(other), !other.confirmed, std::cmp::Reverse(other.from), other.id)
                    < (level(row), !row.confirmed, std::cmp::Reverse(row.from), row.id);
                free(other) && before
            };
            let beaten = if row.confirmed {
                speaking.iter().filter(nearer).any(|other| other.confirmed)
            } else {
                speaking.iter().filter(nearer).count() > 0
            };
            if beaten {
                continue;
            }
        }
        if breaks(row, number, whole) {
            let said = if row.confirmed {
                row.severity
            } else {
                row.severity.min(Severity::Warn)
            };
            hardest = hardest.max(Some(said));
        }
    }
    hardest
}

fn said(rows: &[Row], who: &Who, on: Date, of: &'static Key, number: i64, whole: i64) -> (Outcome, Option<Severity>) {
    let case = Case::number(number).of(Base::ShouldAttend, whole);
    let resolution = resolve(rows, who, on, of);
    let verdict = judge(&resolution, &case);
    (verdict.outcome, verdict.severity)
}

const KEYS: [&Key; 3] = [&key::FESTIVAL_YEAR, &key::QUORUM, &key::DIBAO];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_resolver_says_what_the_oracle_says(
        rows in rows(), who in who(), on in 0..8_i32, number in 0..700_i64, whole in 1..40_i64,
    ) {
        for of in KEYS {
            let number = if of == &key::QUORUM { number % (whole + 1) } else { number };
            let (outcome, severity) = said(&rows, &who, day(on), of, number, whole);
            let want = oracle(&rows, &who, day(on), of, number, whole);
            match outcome {
                Outcome::Broken => prop_assert_eq!(severity, want),
                Outcome::Half => prop_assert_eq!(want, None),
                Outcome::Kept | Outcome::NoRule => prop_assert_eq!((severity, want), (None, None)),
                Outcome::Unknown => prop_assert!(false, "nothing is missing"),
            }
        }
    }

    #[test]
    fn the_order_of_rows_does_not_matter(rows in rows(), who in who(), on in 0..8_i32, number in 0..700_i64) {
        let mut back = rows.clone();
        back.reverse();
        for of in KEYS {
            prop_assert_eq!(
                said(&rows, &who, day(on), of, number, 10),
                said(&back, &who, day(on), of, number, 10)
            );
        }
    }

    #[test]
    fn what_is_not_confirmed_never_refuses_and_never_softens(
        rows in rows(), new in row(), who in who(), on in 0..8_i32, number in 0..700_i64,
    ) {
        let mut new = new;
        (new.confirmed, new.id) = (false, Id::new(uuid::Uuid::from_u128(99)));
        let mut more = rows.clone();
        more.push(new);
        for of in KEYS {
            let sure: Vec<Row> = rows.iter().filter(|r| r.confirmed).cloned().collect();
            let (before, after) = (
                said(&sure, &who, day(on), of, number, 10).1,
                said(&more, &who, day(on), of, number, 10).1,
            );
            prop_assert!(after >= before, "softer: {before:?} {after:?}");
            prop_assert!(after <= before.max(Some(Severity::Warn)), "harder: {before:?} {after:?}");
        }
    }

    #[test]
    fn less_money_is_never_judged_harder(
        rows in rows(), who in who(), on in 0..8_i32, number in 0..700_i64, less in 0..700_i64,
    ) {
        let (low, high) = (number.min(less), number.max(less));
        let of = &key::FESTIVAL_YEAR;
        prop_assert!(said(&rows, &who, day(on), of, low, 10).1 <= said(&rows, &who, day(on), of, high, 10).1);
    }

    #[test]
    fn a_later_rule_changes_nothing_of_the_past(
        rows in rows(), new in row(), who in who(), on in 0..6_i32, number in 0..700_i64,
    ) {
        let mut new = new;
        (new.from, new.until, new.id) = (Some(day(on + 1)), None, Id::new(uuid::Uuid::from_u128(99)));
        let mut more = rows.clone();
        more.push(new);
        for of in KEYS {
            prop_assert_eq!(
                said(&rows, &who, day(on), of, number, 10),
                said(&more, &who, day(on), of, number, 10)
            );
        }
    }

    #[test]
    fn every_row_stands_or_is_passed_over_with_one_reason(rows in rows(), who in who(), on in 0..8_i32) {
        for of in KEYS {
            let resolution = resolve(&rows, &who, day(on), of);
            let mut seen: Vec<_> = resolution.standing.iter().map(|r| r.id).collect();
            seen.extend(resolution.passed.iter().map(|(r, _)| r.id));
            let want: BTreeSet<_> = rows.iter().filter(|r| r.key == of).map(|r| r.id).collect();
            prop_assert_eq!(seen.len(), want.len());
            prop_assert_eq!(BTreeSet::from_iter(seen), want);
        }
    }
}
