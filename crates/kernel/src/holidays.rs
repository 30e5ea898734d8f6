//! Days off, make-up work days and school terms: what a union's calendar knows beyond the dates themselves.
//!
//! The State Council fixes days off and make-up work days (调休) year by year, so they are rows that people edit,
//! not code. [`Calendar::shipped`] has the years known when this was built; [`Calendar::from_toml`] reads more, and
//! [`Calendar::from_rows`] takes them from a store. A year without rows still rests on weekends and on the thirteen
//! statutory days (全国年节及纪念日放假办法), which can be reckoned.
//!
//! ```
//! use kernel::{Calendar, Date};
//! let calendar = Calendar::shipped();
//! assert!(calendar.is_workday(Date::new(2026, 2, 14)?)); // a Saturday worked for 春节
//! assert!(!calendar.is_workday(Date::new(2026, 2, 18)?)); // a Wednesday of 春节
//! assert_eq!(calendar.add_workdays(Date::new(2026, 9, 30)?, 1), Some(Date::new(2026, 10, 8)?));
//! # Ok::<(), kernel::day::NotADay>(())
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Date, Festival, Period, Span, lunar,
    period::{PeriodKind, SchoolYear},
};

/// Whether a day that a notice names is free or worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DayKind {
    /// A day off (休).
    Off,
    /// A weekend day that is worked (班).
    Work,
}

/// One day of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct DayRow {
    /// The day.
    pub day: Date,
    /// Free or worked.
    pub kind: DayKind,
    /// The holiday it belongs to, as on the notice: `春节`.
    pub name: String,
}

/// What a union's calendar knows: days off, make-up work days, and when its school terms run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<Date, (DayKind, String)>,
    school: SchoolYear,
    terms: BTreeMap<Period, Span>,
    plan_term: Option<i8>,
}

/// Why a table was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTable {
    /// No TOML, or not the fields of the table.
    #[error("{0}")]
    Shape(String),
    /// A row ends before it begins, or is longer than a month.
    #[error("{0}: from {1} to {2} is no holiday")]
    Span(String, Date, Date),
    /// The same day stands twice.
    #[error("{0} stands twice")]
    Twice(Date),
    /// More rows than a table may have.
    #[error("too many rows")]
    Size,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rest: Vec<Rest>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rest {
    name: String,
    from: Date,
    to: Date,
    #[serde(default)]
    work: Vec<Date>,
}

/// The most rows a table may have, and bytes a file of rows.
const MOST_ROWS: usize = 20_000;
const MOST_BYTES: usize = 1_000_000;
/// Longest holiday, in days.
const LONGEST: i32 = 31;
/// The most work days to count ahead or back, about forty years.
const FARTHEST: i32 = 10_000;

impl Calendar {
    /// A calendar without rows: weekends and the thirteen statutory days are free.
    #[must_use]
    pub fn plain() -> Self {
        Self::default()
    }
    /// The calendar as shipped, with the notices for 2025 and 2026.
    #[must_use]
    pub fn shipped() -> Self {
        Self::from_toml(include_str!("../data/holidays.toml")).unwrap_or_default()
    }
    /// Reads a table of holidays:
    ///
    /// ```toml
    /// [[rest]]
    /// name = "春节"
    /// from = "2026-02-15"
    /// to = "2026-02-23"
    /// work = ["2026-02-14", "2026-02-28"]
    /// ```
    ///
    /// # Errors
    /// If the text has another form, a span is impossible, or a day stands twice.
    pub fn from_toml(text: &str) -> Result<Self, BadTable> {
        if text.len() > MOST_BYTES {
            return Err(BadTable::Size);
        }
        let file: File = toml::from_str(text).map_err(|e| BadTable::Shape(e.to_string()))?;
        let mut rows = Vec::new();
        for rest in file.rest {
            let bad = || BadTable::Span(rest.name.clone(), rest.from, rest.to);
            let span = Span::new(rest.from, rest.to)
                .filter(|s| s.days() <= LONGEST)
                .ok_or_else(bad)?;
            let off = span.iter().map(|day| (day, DayKind::Off));
            let work = rest.work.iter().map(|day| (*day, DayKind::Work));
            rows.extend(off.chain(work).map(|(day, kind)| DayRow {
                day,
                kind,
                name: rest.name.clone(),
            }));
        }
        Self::from_rows(rows)
    }
    /// Takes rows, as a store holds them.
    ///
    /// # Errors
    /// If a day stands twice or there are too many.
    pub fn from_rows(rows: impl IntoIterator<Item = DayRow>) -> Result<Self, BadTable> {
        let mut days = BTreeMap::new();
        for row in rows {
            if days.insert(row.day, (row.kind, row.name)).is_some() {
                return Err(BadTable::Twice(row.day));
            }
            if days.len() > MOST_ROWS {
                return Err(BadTable::Size);
            }
        }
        Ok(Self {
            days,
            ..Self::default()
        })
    }
    /// The rows, in order of the days.
    pub fn rows(&self) -> impl Iterator<Item = DayRow> {
        self.days.iter().map(|(day, (kind, name))| DayRow {
            day: *day,
            kind: *kind,
            name: name.clone(),
        })
    }
    /// The same calendar with terms that begin on other days.
    #[must_use]
    pub fn with_school_year(mut self, school: SchoolYear) -> Self {
        self.school = school;
        self
    }
    /// The same calendar with the days of one school term set; other kinds of period are left alone.
    #[must_use]
    pub fn with_term(mut self, term: Period, days: Span) -> Self {
        if term.kind() == PeriodKind::SchoolTerm {
            self.terms.insert(term, days);
        }
        self
    }
    /// The same calendar for reading the plan of one term, 1 autumn or 2 spring: "week 3" without a term is a week of it.
    #[must_use]
    pub fn for_term(mut self, number: i8) -> Self {
        self.plan_term = Some(number).filter(|n| matches!(n, 1 | 2));
        self
    }
    /// The term that plans are read for, if one is set.
    #[must_use]
    pub const fn plan_term(&self) -> Option<i8> {
        self.plan_term
    }
    /// The days of the autumn (1) or spring (2) term of the school year that begins in `year`.
    #[must_use]
    pub fn term(&self, year: i16, number: i8) -> Span {
        let set = Period::school_term(year, number)
            .ok()
            .and_then(|term| self.terms.get(&term))
            .copied();
        set.unwrap_or_else(|| self.school.span(year, number))
    }
    /// Whether the notice of a year is in the table.
    #[must_use]
    pub fn covers(&self, year: i16) -> bool {
        let from = Date::new(year, 1, 1).ok();
        from.and_then(|first| self.days.range(first..).next())
            .is_some_and(|(day, _)| day.year() == year)
    }
    /// What the table says of a day: kind and name.
    #[must_use]
    pub fn row(&self, day: Date) -> Option<(DayKind, &str)> {
        self.days.get(&day).map(|(kind, name)| (*kind, name.as_str()))
    }
    /// The run of days off around a festival of a year, such as the week of 国庆; the day itself if the year has no rows.
    #[must_use]
    pub fn holiday(&self, festival: Festival, year: i16) -> Option<Span> {
        let day = festival.date(year)?;
        let off = |d: Date| matches!(self.row(d), Some((DayKind::Off, _)));
        let mut span = Span::day(day);
        while off(day) && span.days() < LONGEST && off(span.from.plus_days(-1)) {
            span.from = span.from.plus_days(-1);
        }
        while off(day) && span.days() < LONGEST && off(span.to.plus_days(1)) {
            span.to = span.to.plus_days(1);
        }
        Some(span)
    }
    /// Whether people work on the day.
    #[must_use]
    pub fn is_workday(&self, day: Date) -> bool {
        self.works(day, &mut Statute::default())
    }
    /// The work days of a span, in order.
    pub fn workdays(&self, span: Span) -> impl Iterator<Item = Date> {
        let mut statute = Statute::default();
        span.iter().filter(move |day| self.works(*day, &mut statute))
    }
    /// The number of work days from `from` to `to`, both included; 0 if `to` is before `from`.
    #[must_use]
    pub fn workdays_between(&self, from: Date, to: Date) -> i32 {
        let worked = Span::new(from, to).map_or(0, |span| self.workdays(span).count());
        i32::try_from(worked).unwrap_or(i32::MAX)
    }
    /// The `n`th work day after the day, or before it for negative `n`; for 0 the day itself.
    /// `None` past ten thousand work days or the calendar's end.
    #[must_use]
    pub fn add_workdays(&self, day: Date, n: i32) -> Option<Date> {
        if n.unsigned_abs() > FARTHEST.unsigned_abs() {
            return None;
        }
        let mut statute = Statute::default();
        let (mut at, mut left) = (day, n.abs());
        while left > 0 {
            let next = at.plus_days(n.signum());
            if next == at {
                return None;
            }
            at = next;
            if self.works(at, &mut statute) {
                left -= 1;
            }
        }
        Some(at)
    }

    fn works(&self, day: Date, statute: &mut Statute) -> bool {
        match self.row(day) {
            Some((kind, _)) => kind == DayKind::Work,
            None if day.weekday() > 5 => false,
            None => !statute.of(self, day.year()).contains(&day),
        }
    }
}

/// The thirteen statutory days of the year last asked for; none for a year whose notice is known.
#[derive(Default)]
struct Statute {
    year: i16,
    days: Vec<Date>,
}

impl Statute {
    fn of(&mut self, calendar: &Calendar, year: i16) -> &[Date] {
        if self.year != year {
            self.year = year;
            self.days = if calendar.covers(year) {
                Vec::new()
            } else {
                statutory_days(year)
            };
        }
        &self.days
    }
}

/// The statutory days of a year, in order; those of lunar festivals only within 1900–2100.
#[must_use]
pub fn statutory_days(year: i16) -> Vec<Date> {
    let mut days = Vec::with_capacity(13);
    for festival in Festival::ALL {
        let Some(first) = festival.date(year) else { continue };
        let count = i32::from(festival.statutory_days());
        if festival == Festival::Spring {
            // 除夕 and the first three days of the year
            days.extend(year.checked_sub(1).and_then(lunar::new_years_eve));
            days.extend((0..count - 1).map(|n| first.plus_days(n)));
        } else {
            days.extend((0..count).map(|n| first.plus_days(n)));
        }
    }
    days.sort();
    days
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tyme4rs::tyme::solar::SolarDay;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// An independent table of the same notices.
    #[test]
    fn shipped_years_agree_with_the_calendar_library() {
        let calendar = Calendar::shipped();
        for date in Span::new(day("2025-01-01"), day("2026-12-31")).unwrap().iter() {
            let number = |n: i8| usize::try_from(n).unwrap();
            let known = SolarDay::from_ymd(isize::from(date.year()), number(date.month()), number(date.day()))
                .get_legal_holiday();
            let kind = known.map(|h| if h.is_work() { DayKind::Work } else { DayKind::Off });
            assert_eq!(calendar.row(date).map(|(k, _)| k), kind, "{date}");
        }
        assert!(calendar.covers(2025) && calendar.covers(2026) && !calendar.covers(2027));
    }

    #[test]
    fn work_days() {
        let calendar = Calendar::shipped();
        assert_eq!(calendar.workdays_between(day("2026-02-09"), day("2026-02-28")), 11);
        assert_eq!(calendar.workdays_between(day("2026-10-01"), day("2026-10-07")), 0);
        assert_eq!(calendar.workdays_between(day("2026-10-08"), day("2026-10-01")), 0);
        assert_eq!(calendar.add_workdays(day("2026-10-08"), -1), Some(day("2026-09-30")));
        assert_eq!(calendar.add_workdays(day("2026-10-03"), 0), Some(day("2026-10-03")));
        assert_eq!(calendar.add_workdays(Date::LAST, 1), None);
        assert_eq!(calendar.add_workdays(day("2026-10-03"), i32::MIN), None);
    }

    #[test]
    fn a_year_without_rows_rests_by_statute() {
        let calendar = Calendar::shipped();
        let days: Vec<String> = statutory_days(2027)
            .iter()
            .map(|d| d.to_string()[5..].to_owned())
            .collect();
        assert_eq!(
            days,
            [
                "01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15", "10-01",
                "10-02", "10-03"
            ]
        );
        assert!(!calendar.is_workday(day("2027-02-05")));
        assert!(calendar.is_workday(day("2027-02-09")));
        assert!(!Calendar::plain().is_workday(day("2026-10-02")));
        assert!(Calendar::plain().is_workday(day("2026-10-06")));
    }

    #[test]
    fn the_run_of_days_off_around_a_festival() {
        let calendar = Calendar::shipped();
        let run = |f| calendar.holiday(f, 2026).map(|s| s.to_string());
        assert_eq!(run(Festival::National), Some("2026-10-01..2026-10-07".into()));
        assert_eq!(run(Festival::Spring), Some("2026-02-15..2026-02-23".into()));
        assert_eq!(run(Festival::Women), Some("2026-03-08".into()));
        assert_eq!(calendar.holiday(Festival::National, 2030).map(|s| s.days()), Some(1));
    }

    #[test]
    fn bad_tables_are_named() {
        let table = |text: &str| Calendar::from_toml(text).unwrap_err();
        assert!(matches!(table("rest = 1"), BadTable::Shape(_)));
        assert!(matches!(
            table("[[rest]]\nname='x'\nfrom='2026-02-30'\nto='2026-03-01'"),
            BadTable::Shape(_)
        ));
        assert!(matches!(
            table("[[rest]]\nname='x'\nfrom='2026-03-02'\nto='2026-03-01'"),
            BadTable::Span(..)
        ));
        assert!(matches!(
            table("[[rest]]\nname='x'\nfrom='0001-03-02'\nto='9026-03-01'"),
            BadTable::Span(..)
        ));
        let twice = "[[rest]]\nname='x'\nfrom='2026-03-01'\nto='2026-03-02'\nwork=['2026-03-02']";
        assert_eq!(table(twice), BadTable::Twice(day("2026-03-02")));
        assert_eq!(table(&"#".repeat(MOST_BYTES + 1)), BadTable::Size);
    }

    #[test]
    fn rows_and_terms() {
        let calendar = Calendar::shipped();
        assert_eq!(Calendar::from_rows(calendar.rows()), Ok(calendar.clone()));
        let term = Period::school_term(2026, 1).unwrap();
        let days = Span::new(day("2026-09-01"), day("2027-01-22")).unwrap();
        let calendar = calendar.with_term(term, days);
        assert_eq!(calendar.term(2026, 1), days);
        assert_eq!(calendar.term(2026, 2).from, day("2027-02-01"));
    }

    proptest! {
        #[test]
        fn adding_work_days_counts_them(start in 0_i32..1_500, n in 1_i32..300) {
            let calendar = Calendar::shipped();
            let from = day("2024-06-01").plus_days(start);
            let to = calendar.add_workdays(from, n).unwrap();
            prop_assert!(calendar.is_workday(to));
            prop_assert_eq!(calendar.workdays_between(from.plus_days(1), to), n);
            let back = calendar.add_workdays(to, -n).unwrap();
            prop_assert!(back <= from);
            prop_assert_eq!(calendar.workdays_between(back, to.plus_days(-1)), n);
        }
    }
}
