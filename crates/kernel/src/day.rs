//! Civil days and instants. A day has no time, an instant no zone; China's zone joins them.

use std::{borrow::Cow, fmt, str::FromStr, sync::LazyLock};

use jiff::{civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Lang;

/// A civil day, written `2026-11-21`. Ordered; years 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(civil::Date);

/// The text is no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the calendar")]
pub struct NotADay;

impl Date {
    /// The first day of the calendar, 1 January of the year 1.
    pub const FIRST: Date = Date(civil::date(1, 1, 1));
    /// The last day of the calendar, 31 December 9999.
    pub const LAST: Date = Date(civil::date(9999, 12, 31));

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
        let moved = jiff::Span::new()
            .try_days(days)
            .map_or(self.0, |span| self.0.saturating_add(span));
        Self(moved).clamp(Self::FIRST, Self::LAST)
    }
    /// So many months later (or earlier); the 31st becomes the last day of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let moved = jiff::Span::new()
            .try_months(months)
            .map_or(self.0, |span| self.0.saturating_add(span));
        Self(moved).clamp(Self::FIRST, Self::LAST)
    }
    /// The Monday of this day's week.
    #[must_use]
    pub fn monday(self) -> Self {
        self.plus_days(1 - i32::from(self.weekday()))
    }
    /// In words with the weekday; the year only if it is not `this_year`:
    /// `11月21日 周六`, `2027年1月1日 周五`; `Sat 21 Nov`, `Fri 1 Jan 2027`.
    #[must_use]
    pub fn words(self, lang: Lang, this_year: Option<i16>) -> String {
        let year = Some(self.year()).filter(|y| Some(*y) != this_year);
        let (month, day, weekday) = (self.month(), self.day(), weekday_name(self.weekday(), lang));
        match (lang, year) {
            (Lang::Zh, None) => format!("{month}月{day}日 {weekday}"),
            (Lang::Zh, Some(year)) => format!("{year}年{month}月{day}日 {weekday}"),
            (Lang::En, None) => format!("{weekday} {day} {}", month_short(month)),
            (Lang::En, Some(year)) => format!("{weekday} {day} {} {year}", month_short(month)),
        }
    }
    /// The day as Chinese papers write it: `2026年11月21日`.
    #[must_use]
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.day())
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
        // days are written by the thousand: digit by digit is several times as quick
        let digit = |n: i16| b'0' + u8::try_from(n % 10).unwrap_or_default();
        let (y, m, d) = (self.year(), i16::from(self.month()), i16::from(self.day()));
        let of = [y / 1000, y / 100, y / 10, y].map(digit);
        let text = [
            of[0],
            of[1],
            of[2],
            of[3],
            b'-',
            digit(m / 10),
            digit(m),
            b'-',
            digit(d / 10),
            digit(d),
        ];
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}
impl FromStr for Date {
    type Err = NotADay;
    fn from_str(s: &str) -> Result<Self, NotADay> {
        if let [a, b, c, d, b'-', m, n, b'-', x, y] = s.as_bytes()
            && [a, b, c, d, m, n, x, y].iter().all(|byte| byte.is_ascii_digit())
        {
            let of = |digits: &[&u8]| digits.iter().fold(0_i16, |n, byte| n * 10 + i16::from(**byte - b'0'));
            let small = |digits| i8::try_from(of(digits)).map_err(|_| NotADay);
            return Date::new(of(&[a, b, c, d]), small(&[m, n])?, small(&[x, y])?);
        }
        let mut parts = s.trim().splitn(3, '-');
        let mut next = || {
            parts
                .next()
                .filter(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
                .ok_or(NotADay)
        };
        let (y, m, d) = (next()?, next()?, next()?);
        Date::new(
            y.parse().map_err(|_| NotADay)?,
            m.parse().map_err(|_| NotADay)?,
            d.parse().map_err(|_| NotADay)?,
        )
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

/// The short name of a weekday, 1 Monday … 7 Sunday: `周六`, `Sat`. Out of range is taken modulo 7.
#[must_use]
pub fn weekday_name(weekday: i8, lang: Lang) -> &'static str {
    const ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let names = if lang == Lang::Zh { ZH } else { EN };
    names[usize::try_from((i16::from(weekday) - 1).rem_euclid(7)).unwrap_or(0)]
}

/// The English name of a weekday in full, 1 Monday … 7 Sunday. Out of range is taken modulo 7.
#[must_use]
pub fn weekday_full(weekday: i8) -> &'static str {
    const EN: [&str; 7] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    EN[usize::try_from((i16::from(weekday) - 1).rem_euclid(7)).unwrap_or(0)]
}

/// The English name of a month, 1 to 12. Out of range is taken modulo 12.
#[must_use]
pub fn month_name(month: i8) -> &'static str {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    EN[usize::try_from((i16::from(month) - 1).rem_euclid(12)).unwrap_or(0)]
}

/// The English name of a month in three letters. Out of range is taken modulo 12.
#[must_use]
pub fn month_short(month: i8) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Instant(i64);

static CHINA: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC));

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
        at.to_zoned(CHINA.clone()).datetime()
    }
    /// The day in China at this moment.
    #[must_use]
    pub fn day(self) -> Date {
        Date(self.in_china().date())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn words_leave_out_the_year_at_hand() {
        let saturday = day("2026-11-21");
        assert_eq!(saturday.words(Lang::Zh, Some(2026)), "11月21日 周六");
        assert_eq!(saturday.words(Lang::Zh, None), "2026年11月21日 周六");
        assert_eq!(saturday.chinese(), "2026年11月21日");
        assert_eq!(saturday.words(Lang::En, Some(2026)), "Sat 21 Nov");
        assert_eq!(day("2027-01-01").words(Lang::En, Some(2026)), "Fri 1 Jan 2027");
        assert_eq!(day("2027-01-01").words(Lang::Zh, Some(2026)), "2027年1月1日 周五");
    }

    #[test]
    fn only_days_that_exist() {
        for text in ["0001-01-01", "0999-10-09", "2026-11-21", "9999-12-31"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert_eq!(day("2026-3-1").to_string(), "2026-03-01");
        for text in [
            "2026-13-01",
            "2026-02-30",
            "20x6-02-03",
            "2027-02-29",
            "0000-01-01",
            "2026-1",
            "2026-01-01-01",
            "-1-01-01",
            "today",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NotADay), "{text}");
        }
        assert_eq!(day("2028-02-29").month_end(), day("2028-02-29"));
        assert_eq!(day("2026-01-31").plus_months(1), day("2026-02-28"));
        assert_eq!(day("2026-11-21").monday(), day("2026-11-16"));
    }

    #[test]
    fn the_calendar_has_ends() {
        assert_eq!(Date::LAST.plus_days(i32::MAX), Date::LAST);
        assert_eq!(Date::FIRST.plus_days(i32::MIN), Date::FIRST);
        assert_eq!(Date::LAST.plus_months(1), Date::LAST);
        assert_eq!(Date::FIRST.plus_days(-1), Date::FIRST);
    }

    #[test]
    fn china_is_eight_hours_ahead() {
        let at = Instant::from_millis(1_795_219_200_000 - 8 * 3_600_000);
        assert_eq!(at.day(), day("2026-11-21"));
        assert_eq!(at.plus_millis(-1).day(), day("2026-11-20"));
    }

    proptest! {
        #[test]
        fn text_reads_back(days in 0_i32..3_650_000) {
            let it = Date::FIRST.plus_days(days);
            prop_assert_eq!(it.to_string().parse(), Ok(it));
            prop_assert_eq!(Date::FIRST.days_until(it), days);
        }
    }
}
