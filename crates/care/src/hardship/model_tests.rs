//! The laws of a dossier's course.

use super::*;

fn day(n: i32) -> Date {
    let first: Date = "2026-11-21".parse().unwrap();
    first.plus_days(n)
}
fn letter() -> dispatch::LetterId {
    Id::new(uuid::Uuid::from_u128(1))
}
fn filed() -> State {
    State::Filed {
        on: day(9),
        recheck: day(190),
    }
}

fn whole_way() -> Vec<Step> {
    let objected = Step::Objected {
        on: day(4),
        who: "甲".into(),
        text: "不实".into(),
    };
    let exited = Step::Exited {
        on: day(200),
        why: "脱困".into(),
        months: 6,
        follow: day(290),
        reason: None,
    };
    vec![
        Step::Applied { on: day(0) },
        Step::Checked {
            on: day(1),
            visitors: vec![],
            names: vec![],
            report: "属实".into(),
            agrees: true,
            reason: None,
        },
        Step::Reviewed {
            on: day(2),
            basis: "会议".into(),
            category: Category::Deep,
            why: None,
            amount: None,
            test: None,
        },
        Step::Noticed {
            from: day(3),
            until: day(7),
            reason: None,
        },
        objected,
        Step::Cleared { on: day(8) },
        Step::Sent {
            on: day(8),
            letter: letter(),
            to: "区总工会".into(),
        },
        Step::Filed {
            on: day(9),
            recheck: day(190),
            by: "区总工会".into(),
        },
        exited,
        Step::Followed {
            on: day(290),
            text: "稳定".into(),
        },
        Step::Reopened {
            on: day(300),
            why: "返困".into(),
        },
    ]
}

#[test]
fn the_whole_way_and_nothing_beside_it() {
    let way = whole_way();
    let mut state = State::Draft;
    for step in &way {
        // nothing but what follows can happen, leaving aside what ends it or sends it back
        for other in way.iter().filter(|other| other.key() != step.key()) {
            if let Ok(to) = state.after(other) {
                let skips = matches!(other, Step::Cleared { .. } | Step::Filed { .. } | Step::Reopened { .. });
                assert!(to == state || skips, "{to:?}");
            }
        }
        state = state
            .after(step)
            .unwrap_or_else(|Cannot(at)| panic!("{} at {at:?}", step.key()));
    }
    assert_eq!(state, State::Applied { on: day(300) });
}

#[test]
fn a_notice_runs_to_its_end() {
    let noticed = State::Noticed {
        from: day(0),
        until: day(5),
    };
    assert!(noticed.after(&Step::Cleared { on: day(5) }).is_err());
    assert!(noticed.after(&Step::Cleared { on: day(6) }).is_ok());
    assert!(
        noticed
            .after(&Step::Refused {
                on: day(2),
                basis: String::new(),
                why: String::new()
            })
            .is_ok()
    );
}

#[test]
fn what_is_over_is_not_taken_back() {
    for over in [
        filed(),
        State::Exited {
            on: day(0),
            follow: None,
        },
        State::Refused { on: day(0) },
    ] {
        assert!(
            over.after(&Step::Withdrawn {
                on: day(1),
                why: String::new()
            })
            .is_err()
        );
        assert!(!over.may_return());
    }
    let again = Step::Rechecked {
        on: day(180),
        recheck: day(400),
        category: Category::Relative,
        names: vec![],
        report: String::new(),
        test: None,
    };
    assert_eq!(
        filed().after(&again),
        Ok(State::Filed {
            on: day(9),
            recheck: day(400)
        })
    );
}

#[test]
fn names_lead_back() {
    use ::store::{Column, FromColumn};
    for status in Status::ALL {
        assert_eq!(Status::from_column(Column::Text(status.key())), Ok(*status));
    }
    for way in Way::ALL {
        assert_eq!(Way::from_column(Column::Text(way.key())), Ok(*way));
    }
}
