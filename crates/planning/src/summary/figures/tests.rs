//! Figures as prose names them, without a database.

use super::*;

/// Figures of 2026 beside those of 2025.
pub(in super::super) fn figures() -> Figures {
    let known = crate::MEASURES
        .iter()
        .map(|m| Known {
            key: m.key.into(),
            zh: m.zh.into(),
            en: m.en.into(),
            unit: m.unit,
            field: m.field.into(),
        })
        .collect();
    let months = |all: &[(usize, Sum)]| {
        let mut of = Months::default();
        all.iter().for_each(|(at, sum)| of[*at] = *sum);
        of
    };
    Figures {
        year: 2026,
        known,
        by_month: true,
        now: [
            (
                "visit.person_times".to_owned(),
                months(&[(0, (219, 40)), (3, (119, 9)), (4, (60, 2)), (5, (40, 29))]),
            ),
            ("visit.money".to_owned(), months(&[(0, (9_287_950, 40))])),
            ("training.issues".to_owned(), months(&[(0, (6, 6))])),
        ]
        .into(),
        before: [
            ("visit.person_times".to_owned(), 230),
            ("training.issues".to_owned(), 4),
        ]
        .into(),
        read: ["training.issues".to_owned()].into(),
        days: HashMap::new(),
        tasks: Tally::default(),
        rates: OfYear::default(),
    }
}

#[test]
fn places_tell_the_figure_and_how_it_stands_beside_last_year() {
    let f = figures();
    let text = |name: &str| f.place(name).map(|l| l.text);
    assert_eq!(text("慰问人次").as_deref(), Some("219"));
    assert_eq!(text("慰问人次3月").as_deref(), Some("119"));
    assert_eq!(text("慰问人次二季度").as_deref(), Some("100"));
    assert_eq!(text("慰问人次上年").as_deref(), Some("230"));
    assert_eq!(text("慰问金额").as_deref(), Some("92879.50"));
    assert_eq!(text("慰问人次同比").as_deref(), Some("同比下降4.8%"));
    assert_eq!(text("培训期数同比").as_deref(), Some("同比增加2期"));
    assert_eq!(text("慰问户数").as_deref(), Some("0"));
    assert_eq!(text("慰问人数"), None);
    assert!(f.tells("慰问人次同比") && f.tells("慰问金额") && f.tells("慰问人次3月"));
    assert!(!f.tells("慰问金额同比") && !f.tells("慰问户数") && !f.tells("慰问人次7月"));
    let href = |name: &str| f.place(name).unwrap().href;
    assert_eq!(
        href("慰问人次"),
        "/register/facts?measure=visit.person_times&from=2026-01-01&until=2026-12-31"
    );
    assert_eq!(
        href("慰问人次3月"),
        "/register/facts?measure=visit.person_times&from=2026-03-01&until=2026-03-31"
    );
    assert_eq!(
        href("培训期数上年"),
        "/past_sources",
        "a figure read from a paper leads to it"
    );
    assert_eq!(f.best_month("visit.person_times"), Some((3, 119)));
    assert_eq!(f.best_month("visit.money"), None);
}

#[test]
fn comparisons_are_told_as_people_tell_them() {
    for (now, before, told) in [
        (25, 20, "同比增长25%"),
        (23, 20, "同比增长15%"),
        (100, 20, "同比增加80人次"),
        (3, 1, "同比增加2人次"),
        (20, 20, "与上年持平"),
        (1, 30, "同比下降96.7%"),
        (0, 2, "同比减少2人次"),
    ] {
        assert_eq!(beside(Unit::PersonTimes, now, before), told);
    }
}

#[test]
fn a_wrong_name_is_answered_with_near_ones() {
    let f = figures();
    assert_eq!(f.nearest("慰问人数")[0], "慰问人次");
    assert_eq!(f.nearest("文体场次")[0], "文体活动场次");
    assert!(f.nearest("帮扶家庭").iter().all(|n| n.starts_with("帮扶")));
    assert_eq!(f.nearest("").len(), 3);
}
