//! Civil days and instants. A day has no time, an instant no zone; China's zone joins them.

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A civil day, written `2026-11-21`. Ordered; years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(civil::Date);

/// The text is no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the calendar")]
pub struct NotADay;

impl Date {
    /// A day of the calendar; `NotADay` for 13月 or 2月30日.
    ///
    /// # Errors
    /// If there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NotADay> {
        if !(1..=9999).contains(&year) {
            return Err(NotADay);
        }
        civil::Date::new(year, month, day).map(Self).map_err(|_| NotADay)
    }
    /// The day as the calendar library knows it.
    #[must_use]
    pub const fn civil(self) -> civil::Date {
        self.0
    }
    /// From the calendar library's day.
    #[must_use]
    pub const fn from_civil(day: civil::Date) -> Self {
        Self(day)
    }
    /// Year, 1 to 9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }
    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }
    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }
    /// So many days later (or earlier); stays within the calendar's limits.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }
    /// How many days from `self` until `other`.
    #[must_use]
    pub fn days_until(self, other: Date) -> i32 {
        (other.0 - self.0).get_days()
    }
    /// 1 Monday … 7 Sunday.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }
    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Self {
        Self(self.0.last_of_month())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}
impl FromStr for Date {
    type Err = NotADay;
    fn from_str(s: &str) -> Result<Self, NotADay> {
        let mut parts = s.trim().splitn(3, '-');
        let mut next = || parts.next().filter(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())).ok_or(NotADay);
        let (y, m, d) = (next()?, next()?, next()?);
        Date::new(y.parse().map_err(|_| NotADay)?, m.parse().map_err(|_| NotADay)?, d.parse().map_err(|_| NotADay)?)
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
impl schemars::JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Instant(i64);

impl Instant {
    /// From milliseconds since 1970 UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }
    /// So many milliseconds later (or earlier).
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
    /// The wall clock in China at this moment.
    #[must_use]
    pub fn in_china(self) -> civil::DateTime {
        let at = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        TimeZone::get("Asia/Shanghai").map_or_else(|_| at.to_zoned(TimeZone::UTC), |zone| at.to_zoned(zone)).datetime()
    }
    /// The day in China at this moment.
    #[must_use]
    pub fn day(self) -> Date {
        Date(self.in_china().date())
    }
}
