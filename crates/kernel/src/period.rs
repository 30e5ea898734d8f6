//! Periods of work and of accounts: month, quarter, half-year, school term, year.
//!
//! Every period has a key that sorts, stores and reads back: `2026-03`, `2026Q1`, `2026H1`, `2026S1`, `2026`.
//!
//! A school year is numbered by the year in which it begins, as in 2026—2027学年: `2026S1` is its autumn term
//! (第一学期), from 1 September 2026 to 31 January 2027, `2026S2` its spring term (第二学期), from 1 February to
//! 31 August 2027. Those days are the default; a [`SchoolYear`] moves them, and a [`crate::Calendar`] holds the
//! days of a single term. Accounts use the default always, so that terms never overlap or leave a gap.
//!
//! ```
//! use kernel::{Lang, Period};
//! let march: Period = "2026-03".parse()?;
//! assert_eq!(march.name(Lang::Zh), "2026年3月");
//! assert_eq!(march.span().1.to_string(), "2026-03-31");
//! assert_eq!("2026S2".parse::<Period>()?.span().0.to_string(), "2027-02-01");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Date, Lang, Span, day, numerals};

/// The kinds of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// January to June or July to December.
    HalfYear,
    /// The autumn or spring term of a school year.
    SchoolTerm,
    /// A calendar year.
    Year,
}

impl PeriodKind {
    /// How many there are in a year.
    #[must_use]
    pub const fn per_year(self) -> i8 {
        match self {
            PeriodKind::Month => 12,
            PeriodKind::Quarter => 4,
            PeriodKind::HalfYear | PeriodKind::SchoolTerm => 2,
            PeriodKind::Year => 1,
        }
    }
}

/// A period of a certain year. Ordered by kind, then time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    kind: PeriodKind,
    year: i16,
    /// From 1 to `kind.per_year()`.
    number: i8,
}

/// The text is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a period such as 2026-03, 2026Q1, 2026H1, 2026S1 or 2026")]
pub struct NotAPeriod;

/// The days on which terms begin, month and day. A term ends the day before the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchoolYear {
    autumn: (i8, i8),
    spring: (i8, i8),
}

impl Default for SchoolYear {
    /// 1 September and 1 February.
    fn default() -> Self {
        Self {
            autumn: (9, 1),
            spring: (2, 1),
        }
    }
}

impl SchoolYear {
    /// Terms that begin on these days; `None` unless both days exist in every year and spring comes first.
    #[must_use]
    pub fn new(autumn: (i8, i8), spring: (i8, i8)) -> Option<Self> {
        let exists = |(month, day): (i8, i8)| Date::new(2027, month, day).is_ok();
        (exists(autumn) && exists(spring) && spring < autumn).then_some(Self { autumn, spring })
    }
    /// The days of the autumn (1) or spring (2) term of the school year that begins in `year`.
    #[must_use]
    pub fn span(self, year: i16, number: i8) -> Span {
        let next = year.saturating_add(1);
        let (from, until) = if number == 1 {
            (on(year, self.autumn), on(next, self.spring))
        } else {
            (on(next, self.spring), on(next, self.autumn))
        };
        Span {
            from,
            to: until.plus_days(-1),
        }
    }
}

/// A day that is known to exist; past the end of the calendar its last day.
fn on(year: i16, (month, day): (i8, i8)) -> Date {
    Date::new(year, month, day).unwrap_or(Date::LAST)
}

impl Period {
    /// Years that periods may have.
    pub const YEARS: std::ops::RangeInclusive<i16> = 1..=9998;

    /// The `number`th period of its kind in a year.
    ///
    /// # Errors
    /// If there is no such period.
    pub fn new(kind: PeriodKind, year: i16, number: i8) -> Result<Self, NotAPeriod> {
        let known = Self::YEARS.contains(&year) && (1..=kind.per_year()).contains(&number);
        if known {
            Ok(Self { kind, year, number })
        } else {
            Err(NotAPeriod)
        }
    }
    /// A month.
    ///
    /// # Errors
    /// If there is no such month.
    pub fn month(year: i16, month: i8) -> Result<Self, NotAPeriod> {
        Self::new(PeriodKind::Month, year, month)
    }
    /// A quarter.
    ///
    /// # Errors
    /// If there is no such quarter.
    pub fn quarter(year: i16, quarter: i8) -> Result<Self, NotAPeriod> {
        Self::new(PeriodKind::Quarter, year, quarter)
    }
    /// A half-year.
    ///
    /// # Errors
    /// If there is no such half.
    pub fn half_year(year: i16, half: i8) -> Result<Self, NotAPeriod> {
        Self::new(PeriodKind::HalfYear, year, half)
    }
    /// A term, 1 autumn or 2 spring, of the school year that begins in `year`.
    ///
    /// # Errors
    /// If there is no such term.
    pub fn school_term(year: i16, term: i8) -> Result<Self, NotAPeriod> {
        Self::new(PeriodKind::SchoolTerm, year, term)
    }
    /// A year.
    ///
    /// # Errors
    /// If it is past the limits.
    pub fn year_of(year: i16) -> Result<Self, NotAPeriod> {
        Self::new(PeriodKind::Year, year, 1)
    }
    /// The period of a kind that contains a day; `None` past the limits.
    #[must_use]
    pub fn of(kind: PeriodKind, day: Date) -> Option<Self> {
        let (year, month) = (day.year(), day.month());
        let (year, number) = match kind {
            PeriodKind::Month => (year, month),
            PeriodKind::Quarter => (year, (month + 2) / 3),
            PeriodKind::HalfYear => (year, (month + 5) / 6),
            PeriodKind::SchoolTerm if month >= 9 => (year, 1),
            PeriodKind::SchoolTerm if month == 1 => (year - 1, 1),
            PeriodKind::SchoolTerm => (year - 1, 2),
            PeriodKind::Year => (year, 1),
        };
        Self::new(kind, year, number).ok()
    }
    /// The kind.
    #[must_use]
    pub const fn kind(self) -> PeriodKind {
        self.kind
    }
    /// The year; of a school term the year in which the school year begins.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }
    /// The number within the year, from 1.
    #[must_use]
    pub const fn number(self) -> i8 {
        self.number
    }
    /// The first and the last day, both included.
    #[must_use]
    pub fn span(self) -> (Date, Date) {
        let Span { from, to } = self.days();
        (from, to)
    }
    /// [`Period::span`] as a [`Span`].
    #[must_use]
    pub fn days(self) -> Span {
        let months = match self.kind {
            PeriodKind::SchoolTerm => return SchoolYear::default().span(self.year, self.number),
            kind => 12 / kind.per_year(),
        };
        let last = self.number * months;
        Span {
            from: on(self.year, (last - months + 1, 1)),
            to: on(self.year, (last, 1)).month_end(),
        }
    }
    /// Whether the day lies in the period.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.days().contains(day)
    }
    /// Whether all of `other` lies in the period.
    #[must_use]
    pub fn covers(self, other: Period) -> bool {
        self.days().covers(other.days())
    }
    /// The period of the same kind after this; `None` past the limits.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let (year, number) = if self.number < self.kind.per_year() {
            (self.year, self.number + 1)
        } else {
            (self.year + 1, 1)
        };
        Self::new(self.kind, year, number).ok()
    }
    /// The period of the same kind before this; `None` past the limits.
    #[must_use]
    pub fn prev(self) -> Option<Self> {
        let (year, number) = if self.number > 1 {
            (self.year, self.number - 1)
        } else {
            (self.year - 1, self.kind.per_year())
        };
        Self::new(self.kind, year, number).ok()
    }
    /// The same period a year before, for comparisons (同比); `None` past the limits.
    #[must_use]
    pub fn year_before(self) -> Option<Self> {
        Self::new(self.kind, self.year - 1, self.number).ok()
    }
    /// The name on screen: `2026年第一季度`, `Q1 2026`; `2026—2027学年第一学期`, `autumn term 2026–2027`.
    #[must_use]
    pub fn name(self, lang: Lang) -> String {
        let (year, n) = (self.year, self.number);
        let ordinal = numerals::words(i64::from(n));
        match (self.kind, lang) {
            (PeriodKind::Month, Lang::Zh) => format!("{year}年{n}月"),
            (PeriodKind::Month, Lang::En) => format!("{} {year}", day::month_name(n)),
            (PeriodKind::Quarter, Lang::Zh) => format!("{year}年第{ordinal}季度"),
            (PeriodKind::Quarter, Lang::En) => format!("Q{n} {year}"),
            (PeriodKind::HalfYear, Lang::Zh) => format!("{year}年{}半年", if n == 1 { "上" } else { "下" }),
            (PeriodKind::HalfYear, Lang::En) => format!("{} half of {year}", if n == 1 { "first" } else { "second" }),
            (PeriodKind::SchoolTerm, Lang::Zh) => format!("{year}—{}学年第{ordinal}学期", year + 1),
            (PeriodKind::SchoolTerm, Lang::En) => {
                format!("{} term {year}–{}", if n == 1 { "autumn" } else { "spring" }, year + 1)
            }
            (PeriodKind::Year, Lang::Zh) => format!("{year}年"),
            (PeriodKind::Year, Lang::En) => year.to_string(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, n) = (self.year, self.number);
        match self.kind {
            PeriodKind::Month => write!(f, "{year:04}-{n:02}"),
            PeriodKind::Quarter => write!(f, "{year:04}Q{n}"),
            PeriodKind::HalfYear => write!(f, "{year:04}H{n}"),
            PeriodKind::SchoolTerm => write!(f, "{year:04}S{n}"),
            PeriodKind::Year => write!(f, "{year:04}"),
        }
    }
}
impl FromStr for Period {
    type Err = NotAPeriod;
    fn from_str(s: &str) -> Result<Self, NotAPeriod> {
        let (year, rest) = s.trim().split_at_checked(4).ok_or(NotAPeriod)?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year) {
            return Err(NotAPeriod);
        }
        let year = year.parse().map_err(|_| NotAPeriod)?;
        let mut marks = rest.chars();
        let kind = match marks.next() {
            None => return Self::year_of(year),
            Some('-') => PeriodKind::Month,
            Some('Q') => PeriodKind::Quarter,
            Some('H') => PeriodKind::HalfYear,
            Some('S') => PeriodKind::SchoolTerm,
            Some(_) => return Err(NotAPeriod),
        };
        let number = marks.as_str();
        let places = if kind == PeriodKind::Month { 2 } else { 1 };
        if number.len() != places || !digits(number) {
            return Err(NotAPeriod);
        }
        Self::new(kind, year, number.parse().map_err(|_| NotAPeriod)?)
    }
}
impl Serialize for Period {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
impl schemars::JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])|Q[1-4]|H[12]|S[12])?$" })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KINDS: [PeriodKind; 5] = [
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::HalfYear,
        PeriodKind::SchoolTerm,
        PeriodKind::Year,
    ];

    #[test]
    fn keys_spans_and_names() {
        let table = [
            ("2026-02", "2026-02-01..2026-02-28", "2026年2月", "February 2026"),
            ("2026Q1", "2026-01-01..2026-03-31", "2026年第一季度", "Q1 2026"),
            ("2026Q4", "2026-10-01..2026-12-31", "2026年第四季度", "Q4 2026"),
            (
                "2026H2",
                "2026-07-01..2026-12-31",
                "2026年下半年",
                "second half of 2026",
            ),
            (
                "2026S1",
                "2026-09-01..2027-01-31",
                "2026—2027学年第一学期",
                "autumn term 2026–2027",
            ),
            (
                "2026S2",
                "2027-02-01..2027-08-31",
                "2026—2027学年第二学期",
                "spring term 2026–2027",
            ),
            ("2026", "2026-01-01..2026-12-31", "2026年", "2026"),
        ];
        for (key, span, zh, en) in table {
            let period: Period = key.parse().unwrap();
            assert_eq!(period.to_string(), key);
            assert_eq!(period.days().to_string(), span);
            assert_eq!(
                (period.name(Lang::Zh).as_str(), period.name(Lang::En).as_str()),
                (zh, en)
            );
            assert_eq!(serde_json::to_string(&period).unwrap(), format!("\"{key}\""));
        }
    }

    #[test]
    fn bad_keys_are_refused() {
        for key in [
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-3",
            "2026Q5",
            "2026Q0",
            "2026H3",
            "2026S3",
            "2026X1",
            "2026Q",
            "2026-+3",
            "+026",
            "9999",
            "２０２６",
            "年年",
        ] {
            assert_eq!(key.parse::<Period>(), Err(NotAPeriod), "{key}");
        }
    }

    #[test]
    fn terms_can_be_moved() {
        let school = SchoolYear::new((8, 25), (2, 20)).unwrap();
        assert_eq!(school.span(2026, 1).to_string(), "2026-08-25..2027-02-19");
        assert_eq!(school.span(2026, 2).to_string(), "2027-02-20..2027-08-24");
        assert_eq!(SchoolYear::new((2, 1), (9, 1)), None);
        assert_eq!(SchoolYear::new((9, 31), (2, 1)), None);
    }

    proptest! {
        #[test]
        fn periods_of_a_kind_tile_the_calendar(kind in prop::sample::select(KINDS.to_vec()), days in 400_i32..3_640_000) {
            let day = Date::FIRST.plus_days(days);
            let period = Period::of(kind, day).unwrap();
            prop_assert!(period.contains(day));
            prop_assert_eq!(period.to_string().parse(), Ok(period));
            let next = period.next().unwrap();
            prop_assert_eq!(period.span().1.plus_days(1), next.span().0);
            prop_assert_eq!(next.prev(), Some(period));
            prop_assert!(period < next);
        }
    }
}
