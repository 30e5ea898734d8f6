use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn item(fen: i64, quantity: i64) -> Item {
    Item {
        good: Id::new(uuid::Uuid::from_u128(1)),
        name: "大米5kg".to_owned(),
        unit: "袋".to_owned(),
        price: Money::from_fen(fen),
        quantity,
    }
}

#[test]
fn a_festival_is_the_nearest_one() {
    for (key, on, is) in [
        ("new-year", "2026-12-28", "new-year-2027"),
        ("new-year", "2026-01-05", "new-year-2026"),
        ("spring", "2026-02-10", "spring-2026"),
        ("spring", "2027-01-20", "spring-2027"),
        ("mid-autumn", "2026-09-20", "mid-autumn-2026"),
    ] {
        assert_eq!(occasion(key, day(on)).as_deref(), Some(is), "{key} {on}");
    }
    assert_eq!(occasion("emperor", day("2026-01-01")), None);
    assert_eq!(
        occasion(ETHNIC, day("2026-06-06")).as_deref(),
        Some("ethnic-2026-06-06")
    );
}

#[test]
fn worth_and_words() {
    assert_eq!(worth(&[item(5_050, 2), item(100, 1)]), Some(Money::from_fen(10_200)));
    assert_eq!(worth(&[item(i64::MAX, 2)]), None);
    assert_eq!(contents(&[item(1, 2), item(1, 1)]), "大米5kg×2袋、大米5kg×1袋");
    let many: Vec<Item> = std::iter::repeat_n(item(1, 1), 20).collect();
    assert_eq!(contents(&many).chars().count(), 100);
}

#[test]
fn kinds_lead_back_and_count_once() {
    for kind in Kind::ALL {
        let (times, money) = kind.measures();
        assert_eq!(times.unit, Unit::PersonTimes);
        assert_eq!(money.unit, Unit::Money);
    }
    assert!(Form::ALL.iter().filter(|f| f.is_money()).count() == 3);
}

/// What people do with a list.
#[derive(Clone, Copy, Debug)]
enum Doing {
    Sign(usize, i32),
    Unsign(usize),
    Strike(usize),
    Settle,
}

fn doings() -> impl Strategy<Value = Vec<Doing>> {
    let one = prop_oneof![
        (0..6_usize, 0..4_i32).prop_map(|(n, d)| Doing::Sign(n, d)),
        (0..6_usize).prop_map(Doing::Unsign),
        (0..6_usize).prop_map(Doing::Strike),
        Just(Doing::Settle),
    ];
    proptest::collection::vec(one, 0..60)
}

proptest! {
    /// Whatever the order of signing, taking back and striking: after settling, what was given is what was signed for.
    #[test]
    fn given_is_what_was_signed_for(doings in doings()) {
        let id = |n: usize| MemberId::new(uuid::Uuid::from_u128(u128::try_from(n).unwrap() + 1));
        let mut lines: Vec<Line> = (0..6).map(|n| Line {
            member: id(n), name: String::new(), body: Some(Id::new(uuid::Uuid::from_u128(u128::try_from(n % 2).unwrap()))),
            struck: false, by_hand: false, why: None, signed_on: None, given_on: None,
        }).collect();
        let mut signed: BTreeMap<MemberId, Date> = BTreeMap::new();
        let (mut given, mut handed) = (Counts::new(), 0_i64);
        for doing in doings.into_iter().chain([Doing::Settle]) {
            match doing {
                Doing::Sign(n, d) if !lines[n].struck => { signed.insert(id(n), day("2026-02-10").plus_days(d)); }
                Doing::Unsign(n) => { signed.remove(&id(n)); }
                // whoever signed is not struck
                Doing::Strike(n) if lines[n].given_on.is_none() && !signed.contains_key(&id(n)) => lines[n].struck = true,
                Doing::Sign(..) | Doing::Strike(_) => {}
                Doing::Settle => {
                    let all: Vec<_> = signed.iter().map(|(m, d)| (*m, *d)).collect();
                    let plan = Reconciled::of(&lines, &all);
                    prop_assert_eq!(plan.strays, 0);
                    for (member, body) in &plan.take {
                        let line = lines.iter_mut().find(|l| l.member == *member).unwrap();
                        *given.get_mut(&(line.given_on.unwrap(), *body)).unwrap() -= 1;
                        (line.signed_on, line.given_on) = (None, None);
                        handed -= 1;
                    }
                    for (member, body, on) in &plan.give {
                        let line = lines.iter_mut().find(|l| l.member == *member).unwrap();
                        (line.signed_on, line.given_on) = (Some(*on), Some(*on));
                        *given.entry((*on, *body)).or_default() += 1;
                        handed += 1;
                    }
                    prop_assert!(Reconciled::of(&lines, &all).is_empty(), "settling twice does nothing");
                }
            }
        }
        let signed_lines = count(lines.iter().filter_map(|l| Some((l.given_on?, l.body))));
        given.retain(|_, n| *n != 0);
        prop_assert_eq!(&given, &signed_lines);
        prop_assert_eq!(handed, i64::try_from(signed.len()).unwrap());
    }
}
