//! When something is to happen, as plans say it: exactly, vaguely, or again and again.
//!
//! A plan says 10月15日, 十月中旬, 中秋节前, 一季度, 第三周 or 每月. A [`When`] keeps what was said, so that it can be
//! shown again as it was meant, and resolves to days only when asked, in a certain year and calendar:
//!
//! - [`When::read`] takes what a person typed, with a clear refusal for 13月 or 2月30日;
//! - [`When::code`] and [`When::parse_code`] are the stable form for storing, which is also the form in JSON;
//! - [`When::resolve`] gives the span of days, [`When::occurrences`] every single one of a recurring time;
//! - [`When::words`] says it in Chinese (10月中旬) or English (mid-October).
//!
//! A time has up to three parts: a year, if one was said; a [`Moment`]; and an [`Edge`], such as 前 (by).
//!
//! ```
//! use kernel::{Calendar, Lang, When};
//! let when = When::read("十月中旬")?;
//! assert_eq!(when.code(), "10.2");
//! assert_eq!(when.words(Lang::En), "mid-October");
//! let days = when.resolve(2026, &Calendar::shipped()).ok_or("no such days")?;
//! assert_eq!(days.to_string(), "2026-10-11..2026-10-20");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Date, Festival, lunar};

mod code;
mod cursor;
mod read;
mod read_days;
mod read_english;
mod resolve;
mod words;

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

/// A time as a plan says it. Only sensible ones can be made; see [`When::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct When {
    year: Option<i16>,
    moment: Moment,
    edge: Edge,
}

/// What stands around the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Edge {
    /// At or in it.
    #[default]
    In,
    /// By it (前): a deadline.
    By,
    /// A few days around it (前后).
    Around,
    /// In the two weeks after it (后).
    After,
    /// Over the holiday (期间): the days off around a festival, otherwise the same as `In`.
    During,
}

/// What is said, without year and edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A month and day: 10月15日.
    Day(i8, i8),
    /// A month and day of the lunar calendar, regular month: 农历八月十五. The 30th of the twelfth is always 除夕.
    Lunar(i8, i8),
    /// From a day to a day; past the year's end if the second is earlier: 8月21日至24日.
    Days((i8, i8), (i8, i8)),
    /// A month: 10月.
    Month(i8),
    /// A part of a month: 10月中旬, 3月底.
    Part(i8, Part),
    /// From a month to a month; into the next year if the second is earlier: 4—11月, 12月至次年1月.
    Months(i8, i8),
    /// Several months that do not follow each other: 3、6、9月.
    MonthList(Months),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A half-year, 1 or 2.
    Half(i8),
    /// The beginning, middle or end of the year: 年初, 年中, 年底.
    YearPart(YearPart),
    /// The whole year: 全年.
    Year,
    /// A week: 第三周, 第二学期第三周, 全年第十周.
    Week(WeekOf, i8),
    /// A school term: 1 the first (autumn), 2 the second (spring).
    Term(i8),
    /// A festival.
    Festival(Festival),
    /// Again and again.
    Every(Every),
}

/// A part of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// 上旬, 1 to 10.
    First,
    /// 中旬, 11 to 20.
    Middle,
    /// 下旬, from 21.
    Last,
    /// 月初, 1 to 5.
    Start,
    /// 月中, 13 to 18.
    Mid,
    /// 月底 or 月末, the last six days.
    End,
    /// 上半月, 1 to 15.
    FirstHalf,
    /// 下半月, from 16.
    LastHalf,
}

/// A part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YearPart {
    /// 年初: January.
    Start,
    /// 年中: June and July.
    Mid,
    /// 年底 or 年末: December.
    End,
}

/// What weeks are counted in. Weeks begin on Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeekOf {
    /// The weeks of the year by ISO 8601 (GB/T 7408): the first has the first Thursday.
    Year,
    /// The weeks of a term, 1 autumn or 2 spring: the first has the day on which the term begins.
    Term(i8),
    /// The weeks of the term that the plan is for ([`crate::Calendar::for_term`]); no days without one.
    PlanTerm,
}

/// A time that comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Every {
    /// 每天.
    Day,
    /// 每个工作日.
    Workday,
    /// 每周, or every week on a weekday (1 Monday … 7 Sunday).
    Week(Option<i8>),
    /// 每月, or every month on a day; the 31st is the last day of a shorter month.
    Month(Option<i8>),
    /// A part of every month: 每月底, 每月上旬.
    MonthPart(Part),
    /// 每季度.
    Quarter,
    /// 每半年.
    Half,
    /// 每学期.
    Term,
    /// 每年.
    Year,
}

/// A set of at least two months that do not all follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Months(u16);

impl Months {
    /// A set of months; `None` if there are fewer than two, one is no month, or they follow each other without a gap
    /// (those are [`Moment::Months`]).
    #[must_use]
    pub fn new(months: &[i8]) -> Option<Self> {
        let mut set = 0_u16;
        for month in months {
            set |= 1 << u32::try_from(*month).ok().filter(|m| (1..=12).contains(m))?;
        }
        let gapless = (set >> set.trailing_zeros().min(15)).trailing_ones() == set.count_ones();
        (set.count_ones() > 1 && !gapless).then_some(Self(set))
    }
    /// The months in order.
    pub fn iter(self) -> impl Iterator<Item = i8> {
        (1..=12_i8).filter(move |m| self.0 & (1 << m) != 0)
    }
}

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWhen {
    /// Nothing was given.
    #[error("no date given")]
    Empty,
    /// No way of writing that is known.
    #[error("not a date or time of the year")]
    Unknown,
    /// A month that does not exist, such as 13月.
    #[error("there is no month {0}")]
    NoMonth(i64),
    /// A day that does not exist, such as 2月30日.
    #[error("{0}-{1} is not a day of the calendar")]
    NoDay(i8, i64),
    /// A quarter, half, term, week or weekday that does not exist.
    #[error("there is no {0} of that kind")]
    NoNumber(i64),
    /// A year past the limits.
    #[error("there is no year {0}")]
    NoYear(i64),
    /// 明年, 去年: the year must be named.
    #[error("name the year instead of next or last year")]
    Relative,
    /// A recurring time with a year or a 前, 后.
    #[error("a recurring time has no before or after")]
    Edge,
    /// The text is too long to be a time.
    #[error("too long for a date")]
    Long,
}

impl NotWhen {
    /// A stable key for the words on screen.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            NotWhen::Empty => "empty",
            NotWhen::Unknown => "unknown",
            NotWhen::NoMonth(_) => "no-month",
            NotWhen::NoDay(..) => "no-day",
            NotWhen::NoNumber(_) => "no-number",
            NotWhen::NoYear(_) => "no-year",
            NotWhen::Relative => "relative",
            NotWhen::Edge => "edge",
            NotWhen::Long => "long",
        }
    }
}

impl When {
    /// A time from its parts.
    ///
    /// # Errors
    /// If a month, day or number does not exist; 29 February is allowed without a year. Recurring times have no edge.
    pub fn new(year: Option<i16>, moment: Moment, edge: Edge) -> Result<Self, NotWhen> {
        if let Some(year) = year.filter(|y| !(1..=9999).contains(y)) {
            return Err(NotWhen::NoYear(year.into()));
        }
        check(year, moment)?;
        if matches!(moment, Moment::Every(_)) && edge != Edge::In {
            return Err(NotWhen::Edge);
        }
        Ok(Self { year, moment, edge })
    }
    /// A day of a certain year.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self {
            year: Some(day.year()),
            moment: Moment::Day(day.month(), day.day()),
            edge: Edge::In,
        }
    }
    /// In a moment of whichever year is meant.
    ///
    /// # Errors
    /// As [`When::new`].
    pub fn any_year(moment: Moment) -> Result<Self, NotWhen> {
        Self::new(None, moment, Edge::In)
    }
    /// The same time in a named year.
    ///
    /// # Errors
    /// As [`When::new`].
    pub fn in_year(self, year: i16) -> Result<Self, NotWhen> {
        Self::new(Some(year), self.moment, self.edge)
    }
    /// The same time with another edge.
    ///
    /// # Errors
    /// As [`When::new`].
    pub fn with_edge(self, edge: Edge) -> Result<Self, NotWhen> {
        Self::new(self.year, self.moment, edge)
    }
    /// The year that was said, if one was.
    #[must_use]
    pub const fn year(self) -> Option<i16> {
        self.year
    }
    /// The moment.
    #[must_use]
    pub const fn moment(self) -> Moment {
        self.moment
    }
    /// The edge.
    #[must_use]
    pub const fn edge(self) -> Edge {
        self.edge
    }
    /// The exact day, if that is what was said, year included.
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        match (self.year, self.moment, self.edge) {
            (Some(year), Moment::Day(month, day), Edge::In) => Date::new(year, month, day).ok(),
            _ => None,
        }
    }
    /// Whether it comes again and again.
    #[must_use]
    pub const fn is_recurring(self) -> bool {
        matches!(self.moment, Moment::Every(_))
    }
}

fn check(year: Option<i16>, moment: Moment) -> Result<(), NotWhen> {
    match moment {
        Moment::Day(month, day) => check_day(year, month, day),
        // one time has one form: a range of one is the day or month itself
        Moment::Days(from, to) if from == to => Err(NotWhen::NoDay(to.0, to.1.into())),
        Moment::Months(from, to) if from == to => Err(NotWhen::NoMonth(to.into())),
        Moment::Days(from, to) => {
            check_day(year, from.0, from.1)?;
            // the end may lie in the year after
            check_day(if to < from { None } else { year }, to.0, to.1)
        }
        Moment::Lunar(month, day) => {
            check_month(month)?;
            let known = lunar::day_words(day).is_some();
            if known {
                Ok(())
            } else {
                Err(NotWhen::NoDay(month, day.into()))
            }
        }
        Moment::Month(month) | Moment::Part(month, _) => check_month(month),
        Moment::Months(from, to) => check_month(from).and_then(|()| check_month(to)),
        Moment::Quarter(n) => check_number(n, 4),
        Moment::Half(n) | Moment::Term(n) => check_number(n, 2),
        Moment::Week(WeekOf::Term(term), n) => check_number(term, 2).and_then(|()| check_number(n, 30)),
        Moment::Week(WeekOf::PlanTerm, n) => check_number(n, 30),
        Moment::Week(WeekOf::Year, n) => check_number(n, 53),
        Moment::Every(Every::Week(Some(n))) => check_number(n, 7),
        Moment::Every(Every::Month(Some(n))) => check_number(n, 31),
        Moment::MonthList(_) | Moment::YearPart(_) | Moment::Year | Moment::Festival(_) | Moment::Every(_) => Ok(()),
    }
}
fn check_month(month: i8) -> Result<(), NotWhen> {
    if (1..=12).contains(&month) {
        Ok(())
    } else {
        Err(NotWhen::NoMonth(month.into()))
    }
}
fn check_number(n: i8, most: i8) -> Result<(), NotWhen> {
    if (1..=most).contains(&n) {
        Ok(())
    } else {
        Err(NotWhen::NoNumber(n.into()))
    }
}
fn check_day(year: Option<i16>, month: i8, day: i8) -> Result<(), NotWhen> {
    check_month(month)?;
    // without a year, one that has a 29 February
    Date::new(year.unwrap_or(2028), month, day)
        .map(|_| ())
        .map_err(|_| NotWhen::NoDay(month, day.into()))
}

impl fmt::Display for When {
    /// The stable code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}
impl FromStr for When {
    type Err = NotWhen;
    /// The stable code; what people type goes to [`When::read`].
    fn from_str(s: &str) -> Result<Self, NotWhen> {
        Self::parse_code(s)
    }
}
impl Serialize for When {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse_code(&Cow::<str>::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}
impl schemars::JsonSchema for When {
    fn schema_name() -> Cow<'static, str> {
        "When".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": 40, "description": "a time such as 2026-10-15, 10-15, 10.2, Q1 or F:mid-autumn" })
    }
}
