//! The laws of the test of means.

use proptest::prelude::*;

use super::*;

fn rule(key: &str) -> RuleUsed {
    RuleUsed {
        key: key.to_owned(),
        rule: String::new(),
        value: key.to_owned(),
        basis: "文件".to_owned(),
        confirmed: true,
    }
}

fn bar(key: &str, num: u32, den: u32, minimum: i64) -> Bar {
    Bar {
        rule: rule(key),
        wording: Wording::Below,
        limit: Ratio::new(num, den).unwrap().of(minimum),
    }
}

fn yardsticks(minimum: i64) -> Yardsticks {
    Yardsticks {
        minimum: (rule("standard.dibao"), Money::from_fen(minimum)),
        deep: bar("hardship.deep", 1, 1, minimum),
        relative: bar("hardship.relative", 2, 1, minimum),
        blow: Some(Blow {
            rule: rule("hardship.accident_share"),
            wording: Wording::Above,
            ratio: Ratio::new(4, 5).unwrap(),
        }),
    }
}

fn day() -> Date {
    "2026-11-21".parse().unwrap()
}

fn weighed(home: &Household, minimum: i64) -> Means {
    weigh(home, &yardsticks(minimum), day()).unwrap()
}

fn home(months: &[i64], other: i64, costs: &[i64], losses: i64) -> Household {
    Household {
        earnings: months
            .iter()
            .map(|fen| Earning {
                who: "某".to_owned(),
                month: Money::from_fen(*fen),
            })
            .collect(),
        other: Money::from_fen(other),
        costs: costs
            .iter()
            .map(|fen| Cost {
                kind: "illness".to_owned(),
                whose: String::new(),
                amount: Money::from_fen(*fen),
                evidence: "票据".to_owned(),
            })
            .collect(),
        losses: Money::from_fen(losses),
        sudden: true,
        excluded: Vec::new(),
    }
}

#[test]
fn the_bar_itself_is_not_below_it() {
    // 800 a head and month for three: 28,800 a year
    let at = |left: i64| weighed(&home(&[left / 12, 0, 0], left % 12, &[], 0), 80_000).category;
    assert_eq!(at(2_879_999), Some(Category::Deep));
    assert_eq!(at(2_880_000), Some(Category::Relative));
    assert_eq!(at(5_759_999), Some(Category::Relative));
    assert_eq!(at(5_760_000), None);
}

#[test]
fn a_third_of_a_fen_counts() {
    // 100.00 a year for one is 8.33 a month and a third: below 8.34, not below 8.33
    let one = home(&[0], 10_000, &[], 0);
    assert_eq!(weighed(&one, 834).category, Some(Category::Deep));
    assert_eq!(weighed(&one, 833).category, Some(Category::Relative));
    assert_eq!(weighed(&one, 833).head.fen(), 833);
}

#[test]
fn no_income_and_a_loss_have_answers() {
    let none = weighed(&home(&[0, 0], 0, &[], 0), 80_000);
    assert!(none.no_income && !none.loss);
    assert_eq!(none.category, Some(Category::Deep));
    let loss = weighed(&home(&[300_000], -20_000_000, &[], 0), 80_000);
    assert!(loss.loss && loss.head.fen() < 0);
    assert_eq!(loss.category, Some(Category::Deep));
    let mut rich = home(&[9_000_000], 0, &[], 0);
    assert_eq!(weighed(&rich, 80_000).category, None);
    rich.losses = Money::from_fen(90_000_000);
    assert_eq!(weighed(&rich, 80_000).category, Some(Category::Sudden));
    rich.excluded = vec!["business".to_owned()];
    assert_eq!(weighed(&rich, 80_000).category, None);
}

/// What a printed formula comes to, in fen, as twice a fraction: exact.
fn reckon(text: &str) -> (i128, i128) {
    let (mut num, mut den) = (0_i128, 1_i128);
    let mut sign = '+';
    for part in text.split(' ') {
        match part {
            "+" | "-" | "×" | "÷" => sign = part.chars().next().unwrap(),
            number => {
                let (n, d) = number.split_once('/').unwrap_or((number, "1"));
                let money = n.contains('.');
                let n = if money {
                    i128::from(n.parse::<Money>().unwrap().fen())
                } else {
                    n.parse().unwrap()
                };
                let d: i128 = d.parse().unwrap();
                (num, den) = match sign {
                    '+' => (num * d + n * den, den * d),
                    '-' => (num * d - n * den, den * d),
                    '×' => (num * n, den * d),
                    _ => (num * d, den * n),
                };
            }
        }
    }
    (num, den)
}

fn agrees(step: &Step) {
    let amount = i128::from(step.amount.parse::<Money>().unwrap().fen());
    if let Some(holds) = step.holds {
        let at = step.formula.find(['<', '>', '≤', '≥']).unwrap();
        let (left, right) = step.formula.split_at(at);
        let mut signs = right.chars();
        let sign = signs.next().unwrap();
        let (a, b) = (reckon(left.trim()), reckon(signs.as_str().trim()));
        let order = (a.0 * b.1).cmp(&(b.0 * a.1));
        let is = match sign {
            '<' => order.is_lt(),
            '>' => order.is_gt(),
            '≤' => order.is_le(),
            _ => order.is_ge(),
        };
        assert_eq!(is, holds, "{step:?}");
        assert_eq!(b.0.div_euclid(b.1), amount, "{step:?}");
    } else if !step.formula.is_empty() && step.formula != "0" {
        let (num, den) = reckon(&step.formula);
        assert!((num * 2 - amount * 2 * den).abs() <= den, "{step:?}");
    }
}

prop_compose! {
    fn homes()(
        months in prop::collection::vec(0_i64..1_000_000, 1..7),
        other in -20_000_000_i64..20_000_000,
        costs in prop::collection::vec(0_i64..10_000_000, 0..5),
        losses in 0_i64..50_000_000,
        sudden: bool,
    ) -> Household {
        Household { sudden, ..home(&months, other, &costs, losses) }
    }
}

proptest! {
    #[test]
    fn more_income_never_makes_it_deeper(home in homes(), more in 0_i64..30_000_000, who in 0_usize..7, minimum in 1_i64..200) {
        let before = weighed(&home, minimum * 1000).category;
        let mut richer = home.clone();
        richer.other = richer.other.plus(Money::from_fen(more)).unwrap();
        prop_assert!(weighed(&richer, minimum * 1000).category <= before);
        let mut paid = home;
        let who = who % paid.earnings.len();
        paid.earnings[who].month = paid.earnings[who].month.plus(Money::from_fen(more)).unwrap();
        prop_assert!(weighed(&paid, minimum * 1000).category <= before);
    }

    #[test]
    fn another_cost_never_makes_it_lighter(home in homes(), more in 0_i64..30_000_000, minimum in 1_i64..200) {
        let before = weighed(&home, minimum * 1000).category;
        let mut dearer = home;
        dearer.costs.push(Cost {
            kind: "schooling".to_owned(),
            whose: String::new(),
            amount: Money::from_fen(more),
            evidence: String::new(),
        });
        prop_assert!(weighed(&dearer, minimum * 1000).category >= before);
    }

    #[test]
    fn the_printed_steps_come_to_the_printed_result(home in homes(), minimum in 1_i64..200) {
        let means = weighed(&home, minimum * 1000);
        means.steps.iter().for_each(agrees);
        let holds = |what| means.steps.iter().any(|step| step.what == what && step.holds == Some(true));
        let said = if holds(What::Deep) {
            Some(Category::Deep)
        } else if holds(What::Relative) {
            Some(Category::Relative)
        } else {
            holds(What::Blow).then_some(Category::Sudden)
        };
        prop_assert_eq!(means.category, said);
    }
}
