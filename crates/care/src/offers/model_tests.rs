use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn camp() -> Offer {
    Offer {
        id: OfferId::NIL,
        kind: KindId::NIL,
        title: "夏令营".into(),
        text: String::new(),
        who: Who::default(),
        per_member: 1,
        opens: day("2026-06-01"),
        closes: day("2026-06-20"),
        bearer: Bearer::Union,
        cost: Money::from_fen(20_000),
        from: day("2026-07-06"),
        until: day("2026-07-10"),
        place: "职工之家".into(),
        children: Some(ForChildren {
            from: 6,
            until: 12,
            consent: "同意".into(),
            forgotten: None,
        }),
        keep_days: 30,
        status: OfferStatus::Open,
        version: 1,
    }
}

fn born(year: i64) -> Child {
    Child {
        name: "小明".into(),
        born: year,
        relation: "儿子".into(),
        remarks: None,
    }
}

#[test]
fn sign_up_is_open_from_its_first_day_to_its_last() {
    let offer = camp();
    assert_eq!(offer.takes(day("2026-05-31")), Err(Cannot::NotYet(offer.opens)));
    assert_eq!(offer.takes(day("2026-06-01")), Ok(()));
    assert_eq!(offer.takes(day("2026-06-20")), Ok(()));
    assert_eq!(offer.takes(day("2026-06-21")), Err(Cannot::Over(offer.closes)));
    let closed = Offer {
        status: OfferStatus::Closed,
        ..offer
    };
    assert_eq!(closed.takes(day("2026-06-10")), Err(Cannot::Closed));
}

#[test]
fn a_child_comes_at_its_age_and_with_consent() {
    let offer = camp();
    let age = |age| {
        Err(Cannot::Age {
            age,
            from: 6,
            until: 12,
        })
    };
    assert_eq!(may_come(&offer, Some(&born(2013)), true), age(13));
    assert_eq!(may_come(&offer, Some(&born(2021)), true), age(5));
    assert_eq!(may_come(&offer, Some(&born(2014)), true), Ok(()));
    assert_eq!(may_come(&offer, Some(&born(2020)), false), Err(Cannot::NoConsent));
    assert_eq!(may_come(&offer, None, true), Err(Cannot::NoChild));
}

#[test]
fn what_is_known_of_children_is_kept_to_the_last_day_of_its_days() {
    let offer = camp();
    assert!(!offer.forgets(day("2026-08-09")));
    assert!(offer.forgets(day("2026-08-10")));
    let members = Offer {
        children: None,
        ..offer
    };
    assert!(!members.forgets(day("2030-01-01")));
}

#[test]
fn codes_are_read_however_they_are_typed() {
    assert_eq!(code([0, 31, 32, 255, 1, 2, 3, 4]), "2Z2Z3456");
    assert_eq!(typed_code(" k7qf-2m9x "), "K7QF2M9X");
}
