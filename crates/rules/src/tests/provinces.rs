//! Every example row of the provincial table, entered as a sheet, decides as its page states.

use std::collections::BTreeSet;

use kernel::{Date, Money};

use crate::{
    model::{
        judge::{Case, Outcome, judge},
        key::{self, Key},
        place::Who,
        resolve::resolve,
        row::{Row, Severity},
        value::Base,
    },
    shipped,
};

/// A sheet, a key, and the cap in yuan that the page states.
const MONEY: &[(&str, &Key, i64)] = &[
    ("anhui-2018", &key::FESTIVAL_YEAR, 1500),
    ("anhui-2018", &key::BIRTHDAY, 300),
    ("anhui-2018", &key::MARRIAGE, 600),
    ("anhui-2018", &key::BIRTH, 600),
    ("anhui-2018", &key::HOSPITAL, 1000),
    ("anhui-2018", &key::DEATH_MEMBER, 2000),
    ("anhui-2018", &key::DEATH_KIN, 1000),
    ("anhui-2018", &key::RETIRE, 1000),
    ("anhui-later", &key::FESTIVAL_YEAR, 2000),
    ("anhui-later", &key::BIRTHDAY, 300),
    ("anhui-later", &key::MARRIAGE, 2000),
    ("anhui-later", &key::BIRTH, 1000),
    ("anhui-later", &key::HOSPITAL, 1000),
    ("anhui-later", &key::HOSPITAL_SURGERY, 2000),
    ("anhui-later", &key::DEATH_MEMBER, 2000),
    ("anhui-later", &key::DEATH_KIN, 1000),
    ("anhui-later", &key::RETIRE, 1000),
    ("anhui-later", &key::HARDSHIP_TEMPORARY, 2000),
    ("anhui-later", &key::PRIZE_INDIVIDUAL, 500),
    ("anhui-later", &key::CLOTHING, 600),
    ("anhui-later", &key::CLOTHING_UPPER, 1000),
    ("anhui-later", &key::FILM_YEAR, 150),
    ("anhui-later", &key::OUTING_DAY, 200),
    ("fujian-2018", &key::FESTIVAL_YEAR, 1300),
    ("fujian-2018", &key::BIRTHDAY, 300),
    ("fujian-2018", &key::BIRTH, 500),
    ("fujian-2018", &key::HOSPITAL, 500),
    ("fujian-2018", &key::HOSPITAL_SURGERY, 1000),
    ("fujian-2018", &key::DEATH_MEMBER, 2000),
    ("fujian-2018", &key::DEATH_KIN, 1000),
    ("fujian-2018", &key::RETIRE, 500),
    ("sichuan", &key::FESTIVAL_YEAR, 2100),
    ("sichuan", &key::BIRTHDAY, 300),
    ("sichuan", &key::MARRIAGE, 500),
    ("sichuan", &key::BIRTH, 500),
    ("sichuan", &key::DEATH_MEMBER, 2000),
    ("sichuan", &key::DEATH_KIN, 1000),
    ("sichuan", &key::RETIRE, 500),
    ("sichuan", &key::PRIZE_INDIVIDUAL, 300),
    ("sichuan", &key::SOUVENIR, 100),
    ("guizhou-2018", &key::FESTIVAL_SPRING, 500),
    ("guizhou-2018", &key::FESTIVAL_EACH, 200),
    ("guizhou-2018", &key::BIRTHDAY, 300),
    ("heilongjiang-2017", &key::FESTIVAL_YEAR, 1000),
    ("unnamed-2023", &key::FESTIVAL_YEAR, 1800),
    ("unnamed-2023", &key::BIRTHDAY, 300),
    ("unnamed-2023", &key::MARRIAGE, 1000),
    ("unnamed-2023", &key::BIRTH, 1000),
    ("guideline-2018", &key::BIRTHDAY, 400),
    ("guideline-2018", &key::MARRIAGE, 1000),
    ("guideline-2018", &key::BIRTH, 1000),
    ("guideline-2018", &key::HOSPITAL, 2000),
    ("guideline-2018", &key::DEATH_MEMBER, 3000),
    ("guideline-2018", &key::DEATH_KIN, 1000),
    ("guideline-2018", &key::RETIRE, 1000),
    ("guideline-2018", &key::PRIZE_INDIVIDUAL, 800),
    ("guideline-2018", &key::PRIZE_TEAM, 500),
    ("guideline-2018", &key::SOUVENIR, 100),
    ("guideline-2018", &key::CLOTHING, 500),
    ("guideline-2018", &key::JUDGE_HALF, 500),
    ("guideline-2018", &key::LEARNER, 300),
    ("guideline-2018", &key::PRIZE_SKILL, 1000),
    ("zhejiang", &key::LEARNER, 300),
    ("zhejiang", &key::CLOTHING, 500),
    ("university-2019", &key::PRIZE_INDIVIDUAL, 600),
    ("university-2019", &key::SOUVENIR, 100),
    ("university-2019", &key::JUDGE_DAY, 300),
    ("changsha", &key::PRIZE_INDIVIDUAL, 400),
    ("changsha", &key::LEARNER_AWARD, 1500),
    ("xinjiang-2025", &key::FESTIVAL_YEAR, 2000),
];

/// A sheet, a key, what the share is of, and the largest part of so many that the page allows.
const SHARES: &[(&str, &Key, Base, i64, i64)] = &[
    ("anhui-later", &key::PRIZE_SHARE, Base::Participants, 33, 100),
    ("sichuan", &key::PRIZE_SHARE, Base::Participants, 66, 100),
    ("guideline-2018", &key::PRIZE_SHARE, Base::Participants, 66, 99),
    ("guideline-2018", &key::LEARNER_SHARE, Base::Participants, 30, 100),
    ("university-2019", &key::PRIZE_SHARE, Base::Participants, 2, 3),
    ("changsha", &key::PRIZE_SHARE, Base::Participants, 30, 100),
    ("zhejiang", &key::LEARNER_SHARE, Base::Participants, 10, 100),
    (
        "unnamed-2023",
        &key::FESTIVAL_POOL,
        Base::KeptFunds,
        5_000_000,
        10_000_000,
    ),
    (
        "guideline-2018",
        &key::FESTIVAL_POOL,
        Base::YearIncome,
        3_000_000,
        10_000_000,
    ),
];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The rules of a shipped sheet as somebody enters them who has the document: with a place, a first day, confirmed.
fn entered(name: &str) -> Vec<Row> {
    let sheets = shipped::sheets().unwrap();
    let sheet = sheets.iter().find(|sheet| sheet.name == name).unwrap();
    let rows = sheet.rules.iter().map(|rule| Row {
        from: rule.from.or_else(|| Date::new(2024, 1, 1).ok()),
        confirmed: true,
        ..rule.row(sheet.rule(rule), "34".parse().ok())
    });
    // of two rows of a key the earlier one is over when the later begins
    let mut rows: Vec<Row> = rows.collect();
    rows.retain(|row| {
        row.value != crate::model::written::read(&key::FESTIVAL_YEAR, "1500元").unwrap() || name != "xinjiang-2025"
    });
    rows
}

fn here() -> Who {
    Who {
        region: "340104".parse().ok(),
        ..Who::default()
    }
}

fn outcome(rows: &[Row], of: &'static Key, case: &Case) -> (Outcome, Option<Severity>) {
    let resolution = resolve(rows, &here(), day("2026-11-20"), of);
    let verdict = judge(&resolution, case);
    (verdict.outcome, verdict.severity)
}

#[test]
fn every_stated_amount_is_the_last_that_passes() {
    for (sheet, of, yuan) in MONEY {
        let rows = entered(sheet);
        let cap = Money::from_yuan(*yuan).unwrap();
        let over = cap.plus(Money::from_fen(1)).unwrap();
        assert_eq!(
            outcome(&rows, of, &Case::money(cap)),
            (Outcome::Kept, None),
            "{sheet} {}",
            of.name
        );
        let refused = (Outcome::Broken, Some(Severity::Block));
        assert_eq!(outcome(&rows, of, &Case::money(over)), refused, "{sheet} {}", of.name);
    }
}

#[test]
fn every_stated_share_is_exact() {
    for (sheet, of, base, part, whole) in SHARES {
        let rows = entered(sheet);
        let case = |part: i64| Case::number(part).of(*base, *whole);
        assert_eq!(outcome(&rows, of, &case(*part)).0, Outcome::Kept, "{sheet} {}", of.name);
        assert_eq!(
            outcome(&rows, of, &case(part + 1)).0,
            Outcome::Broken,
            "{sheet} {}",
            of.name
        );
    }
}

#[test]
fn what_else_the_pages_state() {
    let form = |sheet: &str, of: &'static Key, name: &str| outcome(&entered(sheet), of, &Case::names([name])).0;
    assert_eq!(form("anhui-2018", &key::MARRIAGE_FORM, "cash"), Outcome::Kept);
    assert_eq!(form("anhui-2018", &key::BIRTH_FORM, "goods"), Outcome::Kept);
    assert_eq!(form("fujian-2018", &key::FESTIVAL_FORM, "cash"), Outcome::Broken);
    assert_eq!(form("fujian-2018", &key::FESTIVAL_FORM, "card"), Outcome::Broken);
    assert_eq!(form("fujian-2018", &key::BIRTH_FORM, "goods"), Outcome::Kept);
    let years = |n| outcome(&entered("guideline-2018"), &key::CLOTHING_YEARS, &Case::number(n)).0;
    assert_eq!((years(1), years(2)), (Outcome::Broken, Outcome::Kept));
    let hours = |n| outcome(&entered("university-2019"), &key::MEAL_HOURS, &Case::number(n)).0;
    assert_eq!((hours(4), hours(5)), (Outcome::Broken, Outcome::Kept));
    // a team of five may get 400 yuan a head
    let team = |yuan| Case::money(Money::from_yuan(yuan).unwrap()).of(Base::Participants, 5);
    let of = |case: &Case| outcome(&entered("university-2019"), &key::PRIZE_TEAM, case).0;
    assert_eq!((of(&team(2000)), of(&team(2001))), (Outcome::Kept, Outcome::Broken));
}

#[test]
fn no_shipped_example_is_left_out() {
    let told: BTreeSet<(&str, &str)> = MONEY
        .iter()
        .map(|(sheet, key, _)| (*sheet, key.name))
        .chain(SHARES.iter().map(|(sheet, key, ..)| (*sheet, key.name)))
        .chain([
            ("anhui-2018", "marriage.form"),
            ("anhui-2018", "birth.form"),
            ("fujian-2018", "festival.form"),
            ("fujian-2018", "birth.form"),
            ("guideline-2018", "clothing.interval_years"),
            ("university-2019", "meal.contest_hours"),
            ("university-2019", "prize.top_team"),
        ])
        .collect();
    let sheets = shipped::sheets().unwrap();
    let names: BTreeSet<&str> = told.iter().map(|(sheet, _)| *sheet).collect();
    for sheet in sheets.iter().filter(|sheet| names.contains(sheet.name.as_str())) {
        for rule in &sheet.rules {
            assert!(
                told.contains(&(sheet.name.as_str(), rule.key.name)),
                "{} {}",
                sheet.name,
                rule.key.name
            );
        }
    }
}

#[test]
fn as_shipped_the_sheets_only_warn_and_undated_ones_say_nothing() {
    let sheets = shipped::sheets().unwrap();
    let rows: Vec<Row> = sheets
        .iter()
        .flat_map(|sheet| {
            sheet
                .rules
                .iter()
                .map(|rule| rule.row(sheet.rule(rule), sheet.place.clone()))
                .collect::<Vec<_>>()
        })
        .collect();
    let much = Case::money(Money::from_yuan(1_000_000).unwrap());
    for of in key::ALL.iter().filter(|key| key.kind == key::Kind::Money) {
        let (_, severity) = outcome(&rows, of, &much);
        assert!(severity <= Some(Severity::Warn), "{} {severity:?}", of.name);
    }
    // the later revision has no day: the trial rules of 2018 are what is known
    let (was, is) = (
        Case::money(Money::from_yuan(1500).unwrap()),
        Case::money(Money::from_yuan(1600).unwrap()),
    );
    assert_eq!(outcome(&rows, &key::FESTIVAL_YEAR, &was).0, Outcome::Kept);
    assert_eq!(
        outcome(&rows, &key::FESTIVAL_YEAR, &is),
        (Outcome::Broken, Some(Severity::Warn))
    );
}

#[test]
fn delegates_grow_with_the_workers_as_the_statutes_say() {
    let sheets = shipped::sheets().unwrap();
    let rows_of = |name: &str| -> Vec<Row> {
        let sheet = sheets.iter().find(|sheet| sheet.name == name).unwrap();
        sheet
            .rules
            .iter()
            .map(|rule| rule.row(sheet.rule(rule), "34".parse().ok()))
            .collect()
    };
    let who = Who {
        kinds: BTreeSet::from([crate::UnitKind::Enterprise]),
        ..here()
    };
    let least = |name: &str, workers: i64| {
        let rows = rows_of(name);
        let resolution = resolve(&rows, &who, day("2026-11-20"), &key::CONGRESS_DELEGATES);
        (0..500).find(|n| judge(&resolution, &Case::number(*n).of(Base::Workers, workers)).outcome == Outcome::Kept)
    };
    for (workers, shanghai, zhejiang) in [
        (60, 30, 30),
        (100, 30, 40),
        (199, 30, 40),
        (200, 35, 47),
        (1000, 75, 100),
        (2000, 125, 120),
        (3000, 175, 140),
        (9000, 175, 200),
    ] {
        assert_eq!(least("shanghai-congress", workers), Some(shanghai), "{workers}");
        assert_eq!(least("zhejiang-democracy", workers), Some(zhejiang), "{workers}");
    }
    let rows = rows_of("nation");
    let national = |workers: i64, n: i64| {
        let resolution = resolve(&rows, &who, day("2026-11-20"), &key::CONGRESS_DELEGATES);
        judge(&resolution, &Case::number(n).of(Base::Workers, workers)).outcome
    };
    assert_eq!((national(400, 29), national(400, 30)), (Outcome::Broken, Outcome::Kept));
    assert_eq!(
        (national(1001, 50), national(1001, 51)),
        (Outcome::Broken, Outcome::Kept)
    );
}
