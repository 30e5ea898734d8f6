//! Laws that hold for every time.

use proptest::prelude::*;

use super::*;
use crate::{Calendar, Lang};

fn parts() -> impl Strategy<Value = Part> {
    use Part::{End, First, FirstHalf, Last, LastHalf, Mid, Middle, Start};
    prop::sample::select(vec![First, Middle, Last, Start, Mid, End, FirstHalf, LastHalf])
}

fn moments() -> impl Strategy<Value = Moment> {
    let month = 1..=12_i8;
    let day = (1..=12_i8, 1..=31_i8);
    let every = prop_oneof![
        Just(Every::Day),
        Just(Every::Workday),
        prop::option::of(1..=7_i8).prop_map(Every::Week),
        prop::option::of(1..=31_i8).prop_map(Every::Month),
        parts().prop_map(Every::MonthPart),
        Just(Every::Quarter),
        Just(Every::Half),
        Just(Every::Term),
        Just(Every::Year),
    ];
    prop_oneof![
        day.clone().prop_map(|(m, d)| Moment::Day(m, d)),
        day.clone().prop_map(|(m, d)| Moment::Lunar(m, d)),
        (day.clone(), day).prop_map(|(a, b)| Moment::Days(a, b)),
        month.clone().prop_map(Moment::Month),
        (month.clone(), parts()).prop_map(|(m, p)| Moment::Part(m, p)),
        (month.clone(), month.clone()).prop_map(|(a, b)| Moment::Months(a, b)),
        prop::collection::vec(month, 2..6).prop_filter_map("no gap", |list| Months::new(&list).map(Moment::MonthList)),
        (1..=4_i8).prop_map(Moment::Quarter),
        (1..=2_i8).prop_map(Moment::Half),
        (1..=2_i8).prop_map(Moment::Term),
        prop::sample::select(vec![YearPart::Start, YearPart::Mid, YearPart::End]).prop_map(Moment::YearPart),
        Just(Moment::Year),
        (
            prop::sample::select(vec![WeekOf::Year, WeekOf::Term(1), WeekOf::Term(2), WeekOf::PlanTerm]),
            1..=30_i8
        )
            .prop_map(|(of, n)| Moment::Week(of, n)),
        prop::sample::select(Festival::ALL.to_vec()).prop_map(Moment::Festival),
        every.prop_map(Moment::Every),
    ]
}

fn whens() -> impl Strategy<Value = When> {
    let edges = prop::sample::select(vec![Edge::In, Edge::By, Edge::Around, Edge::After, Edge::During]);
    (prop::option::of(1900..=2100_i16), moments(), edges)
        .prop_filter_map("impossible", |(year, moment, edge)| When::new(year, moment, edge).ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn code_reads_back(when in whens()) {
        let code = when.code();
        prop_assert!(code.is_ascii() && code.len() <= 40);
        prop_assert_eq!(When::parse_code(&code), Ok(when));
    }
    #[test]
    fn chinese_words_read_back(when in whens()) {
        prop_assert_eq!(When::read(&when.words(Lang::Zh)), Ok(when), "{}", when.words(Lang::Zh));
    }
    #[test]
    fn a_named_year_resolves_as_the_given_one(when in whens(), year in 1950_i16..2050) {
        let calendar = Calendar::plain();
        if let Ok(named) = when.in_year(year) {
            let any = When::new(None, when.moment(), when.edge()).unwrap();
            prop_assert_eq!(named.resolve(1999, &calendar), any.resolve(year, &calendar));
        }
    }
    #[test]
    fn spans_are_whole_and_near(when in whens(), year in 1950_i16..2050) {
        let calendar = Calendar::shipped().for_term(1);
        for span in when.resolve(year, &calendar).into_iter().chain(when.occurrences(year, &calendar)) {
            prop_assert!(span.from <= span.to);
            prop_assert!(span.days() <= 366 + 7);
        }
    }
    #[test]
    fn reading_never_panics(text in "[0-9一二三十月日年初中底旬上下前后至、~.每周第季度农历节~/-]{0,16}") {
        let _ = When::read(&text);
        let _ = When::parse_code(&text);
    }
    #[test]
    fn reading_anything_never_panics(text in any::<String>()) {
        let _ = When::read(&text);
        let _ = When::parse_code(&text);
    }
}
