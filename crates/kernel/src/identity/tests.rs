use proptest::prelude::*;

use super::*;

fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn today() -> Date {
    day(2026, 11, 21)
}

fn resident(text: &str) -> Result<IdentityNumber, BadIdentity> {
    IdentityNumber::read(IdentityKind::Resident, text, today())
}

/// 17 digits with the check character that belongs to them.
fn with_check(digits: &str) -> String {
    format!("{digits}{}", check_character(digits).unwrap())
}

#[test]
fn a_number_is_read_as_people_write_it() {
    let whole = "11010519491231002X";
    for text in [
        whole,
        "11010519491231002x",
        " 110105 1949 1231 002x ",
        "１１０１０５１９４９１２３１００２ｘ",
        "'11010519491231002X",
        "=\"11010519491231002X\"",
        "110105-19491231-002×",
        "\u{FEFF}11010519491231002Х",
    ] {
        assert_eq!(resident(text).unwrap().reveal(), whole, "{text}");
    }
}

#[test]
fn a_number_tells_birth_and_sex() {
    let number = resident("11010519491231002X").unwrap();
    assert_eq!(
        (number.born(), number.sex()),
        (Some(day(1949, 12, 31)), Some(Sex::Female))
    );
    let number = resident(&with_check("44030119850301123")).unwrap();
    assert_eq!((number.born(), number.sex()), (Some(day(1985, 3, 1)), Some(Sex::Male)));
    let passport = IdentityNumber::read(IdentityKind::Passport, "e1234 5678", today()).unwrap();
    assert_eq!(
        (passport.reveal(), passport.born(), passport.sex()),
        ("E12345678", None, None)
    );
}

#[test]
fn fifteen_digits_become_eighteen() {
    let number = resident("110105491231002").unwrap();
    assert_eq!(number, resident("11010519491231002X").unwrap());
    // The sequence of somebody who was a hundred years old.
    assert_eq!(resident("110105851231997").unwrap().born(), Some(day(1885, 12, 31)));
}

#[test]
fn each_trouble_has_its_name() {
    let table = [
        ("", BadIdentity::Empty),
        ("  ", BadIdentity::Empty),
        ("1101051949123100", BadIdentity::Length(16)),
        ("11010519491231002X1", BadIdentity::Length(19)),
        ("11010519491231O02X", BadIdentity::NotADigit(15)),
        ("X1010519491231002X", BadIdentity::NotADigit(1)),
        ("110105194912310021", BadIdentity::CheckCharacter),
        ("101105194912310020", BadIdentity::CheckCharacter),
        ("11010519491331002X", BadIdentity::NoSuchDay),
        ("11010519490229002X", BadIdentity::NoSuchDay),
        ("11010500000101002X", BadIdentity::NoSuchDay),
        ("4.40301E+17", BadIdentity::Mangled(Mangled::Scientific)),
        ("4.4e17", BadIdentity::Mangled(Mangled::Scientific)),
        ("440301198503011000", BadIdentity::Mangled(Mangled::Rounded)),
        ("四四〇三", BadIdentity::Length(4)),
    ];
    for (text, bad) in table {
        assert_eq!(resident(text), Err(bad), "{text}");
    }
    let tomorrow = with_check("11010520261122002");
    assert_eq!(resident(&tomorrow), Err(BadIdentity::BornLater(day(2026, 11, 22))));
    assert!(resident(&with_check("11010520261121002")).is_ok());
}

#[test]
fn a_spreadsheet_is_recognised() {
    assert_eq!(mangled("4.4E+17"), Some(Mangled::Scientific));
    assert_eq!(mangled("440301198503011000"), Some(Mangled::Rounded));
    assert_eq!(mangled("440301198503011000.0"), Some(Mangled::Rounded));
    for whole in ["11010519491231002X", "E12345678", "", "E17", ".E17", "440301198503011"] {
        assert_eq!(mangled(whole), None, "{whole}");
    }
    // One in eleven that end in zeros is right all the same: asked, not refused.
    let right = (1..=28)
        .map(|n| format!("440301198503{n:02}1000"))
        .find(|number| check_character(number) == Some('0'))
        .unwrap();
    assert_eq!(resident(&right).unwrap().doubts(today()), [Doubt::Rounded]);
}

#[test]
fn odd_numbers_are_asked_and_not_refused() {
    let doubts = |digits: &str| resident(&with_check(digits)).unwrap().doubts(today());
    assert_eq!(doubts("11010519491231002"), []);
    assert_eq!(doubts("99010519491231002"), [Doubt::Region]);
    assert_eq!(doubts("11010520101122002"), [Doubt::Young]);
    assert_eq!(doubts("11010520101121002"), []);
    assert_eq!(doubts("11010519261120002"), [Doubt::Old]);
}

#[test]
fn other_documents_have_their_own_shapes() {
    use IdentityKind::{HongKongMacao, Military, Other, Passport, PermanentResidence, ResidencePermit, Taiwan};
    let permit = with_check("81000019900101123");
    let foreigner = with_check("91184019900101123");
    let good = [
        (HongKongMacao, "H12345678"),
        (HongKongMacao, "m1234567801"),
        (Taiwan, "12345678"),
        (Taiwan, "1234567890"),
        (Taiwan, "1234567890b"),
        (ResidencePermit, permit.as_str()),
        (PermanentResidence, foreigner.as_str()),
        (PermanentResidence, "USA110195908170"),
        (Passport, "PE1234567"),
        (Military, "南字第01234567号"),
        (Other, "RC/2026.17"),
    ];
    for (kind, text) in good {
        assert!(IdentityNumber::read(kind, text, today()).is_ok(), "{kind:?} {text}");
    }
    let bad = [
        (HongKongMacao, "K12345678"),
        (HongKongMacao, "H1234567"),
        (Taiwan, "123456789"),
        (Taiwan, "12345678B"),
        (ResidencePermit, "810000199001011231"),
        (PermanentResidence, "US1110195908170"),
        (Passport, "E123"),
        (Passport, "护照12345678"),
        (Military, "字"),
        (Other, "a b 😀 c"),
    ];
    for (kind, text) in bad {
        assert!(IdentityNumber::read(kind, text, today()).is_err(), "{kind:?} {text}");
    }
    let born = IdentityNumber::read(ResidencePermit, &permit, today()).unwrap().born();
    assert_eq!(born, Some(day(1990, 1, 1)));
}

#[test]
fn only_a_part_is_shown() {
    let number = resident("11010519491231002X").unwrap();
    assert_eq!(
        (number.masked().as_str(), number.tail()),
        ("110105********002X", "002X")
    );
    assert!(!format!("{number:?}").contains("19491231"));
    let passport = IdentityNumber::read(IdentityKind::Passport, "E12345678", today()).unwrap();
    assert_eq!(passport.masked(), "E******78");
    let soldier = IdentityNumber::read(IdentityKind::Military, "南字第01234567号", today()).unwrap();
    assert_eq!(
        (soldier.masked().as_str(), soldier.tail()),
        ("南字*******67号", "567号")
    );
}

#[test]
fn kinds_and_sexes_read_back() {
    for kind in IdentityKind::ALL {
        assert_eq!(IdentityKind::of_key(kind.key()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
    }
    for sex in [Sex::Male, Sex::Female] {
        assert_eq!(Sex::of_key(sex.key()), Some(sex));
        assert_eq!(serde_json::to_value(sex).unwrap(), sex.key());
    }
}

/// 17 digits of people born between 1930 and 2010.
fn people() -> impl Strategy<Value = String> {
    (110_000..660_000_u32, 0..29_000_i32, 1..1000_u32).prop_map(|(place, days, sequence)| {
        let born = day(1930, 1, 1).plus_days(days).to_string().replace('-', "");
        format!("{place}{born}{sequence:03}")
    })
}

proptest! {
    #[test]
    fn whatever_is_typed_is_answered(text in any::<String>(), kind in 0..8_usize) {
        let kind = IdentityKind::ALL[kind];
        if let Ok(number) = IdentityNumber::read(kind, &text, today()) {
            prop_assert!(number.reveal().chars().count() <= LONGEST);
            prop_assert_eq!(number.masked().chars().count(), number.reveal().chars().count());
            prop_assert_eq!(IdentityNumber::of_whole(&number.whole()), Some(number));
        }
    }

    #[test]
    fn one_wrong_digit_or_two_that_changed_places_are_noticed(digits in people(), at in 0..18_usize, other in 1..10_u8) {
        let right = with_check(&digits);
        prop_assert!(resident(&right).is_ok());
        let mut wrong = right.clone().into_bytes();
        wrong[at] = if wrong[at] == b'X' { b'0' + other } else { b'0' + (wrong[at] - b'0' + other) % 10 };
        prop_assert!(resident(std::str::from_utf8(&wrong).unwrap()).is_err());
        let mut swapped = right.clone().into_bytes();
        swapped.swap(at.min(16), at.min(16) + 1);
        let swapped = String::from_utf8(swapped).unwrap();
        prop_assert!(swapped == right || resident(&swapped).is_err());
    }
}
