//! The lunar calendar, from 1900 to 2100.
//!
//! Festivals such as 端午 and birthdays of older members follow the lunar calendar (农历). A lunar day has a
//! lunar year (which begins between 21 January and 21 February), a month that may be a leap month, and a day
//! from 1 to 30. Outside 1900–2100 nothing is answered: the official calendar is not fixed there.
//!
//! ```
//! use kernel::{Date, lunar::LunarDate};
//! let day = Date::new(2026, 9, 25)?;
//! let lunar = LunarDate::from_solar(day).ok_or("past 2100")?;
//! assert_eq!(lunar.words(), "农历八月十五");
//! assert_eq!(lunar.words_with_year(), "农历丙午年八月十五");
//! assert_eq!(lunar.to_solar(), Some(day));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{fmt, sync::OnceLock};

use tyme4rs::tyme::{
    lunar::{LunarDay, LunarMonth, LunarYear},
    solar::{SolarDay, SolarTerm},
};

use crate::Date;

/// The years for which the calendar is known well.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

const MONTHS: [&str; 12] = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];
const ANIMALS: [char; 12] = ['鼠', '牛', '虎', '兔', '龙', '蛇', '马', '羊', '猴', '鸡', '狗', '猪'];

/// The solar terms (节气) by their order in the solar year, from 小寒 in January to 冬至 in December.
pub const SOLAR_TERMS: [&str; 24] = [
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑",
    "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
];

/// A day of the lunar calendar. Only days that exist can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LunarDate {
    year: i16,
    month: i8,
    leap: bool,
    day: i8,
}

/// There is no such day in the lunar calendar, or it is outside 1900–2100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the lunar calendar between 1900 and 2100")]
pub struct NotALunarDay;

impl LunarDate {
    /// A day of a regular month.
    ///
    /// # Errors
    /// If the month has no such day (months have 29 or 30) or the year is outside [`YEARS`].
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, NotALunarDay> {
        Self::with_leap(year, month, false, day)
    }
    /// A day of a regular or a leap month (闰月).
    ///
    /// # Errors
    /// If the year has no such month, the month no such day, or the year is outside [`YEARS`].
    pub fn with_leap(year: i16, month: i8, leap: bool, day: i8) -> Result<Self, NotALunarDay> {
        let lunar = Self { year, month, leap, day };
        let row = lunar.row().ok_or(NotALunarDay)?;
        if day >= 1 && day <= row.days {
            Ok(lunar)
        } else {
            Err(NotALunarDay)
        }
    }
    /// The lunar day of a solar day; `None` outside [`YEARS`].
    #[must_use]
    pub fn from_solar(day: Date) -> Option<Self> {
        if !YEARS.contains(&day.year()) {
            return None;
        }
        let before = |row: &&Month| row.first <= day;
        let (year, row) = [day.year(), day.year() - 1]
            .into_iter()
            .find_map(|year| Some((year, months(year).iter().rfind(before)?)))?;
        let number = i8::try_from(row.first.days_until(day) + 1).ok()?;
        Self::with_leap(year, row.month, row.leap, number).ok()
    }
    /// The solar day. `None` only where the last lunar days of 2100 leave the calendar.
    #[must_use]
    pub fn to_solar(self) -> Option<Date> {
        let first = self.row()?.first;
        Some(first.plus_days(i32::from(self.day) - 1)).filter(|day| YEARS.contains(&day.year()))
    }
    #[cfg(test)]
    fn signed_month(self) -> isize {
        let month = isize::from(self.month);
        if self.leap { -month } else { month }
    }
    fn row(self) -> Option<&'static Month> {
        let same = |row: &&Month| row.month == self.month && row.leap == self.leap;
        months(self.year).iter().find(same)
    }
    /// The lunar year, numbered as the solar year in which it begins.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }
    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> i8 {
        self.month
    }
    /// Whether the month is the leap month.
    #[must_use]
    pub const fn is_leap(self) -> bool {
        self.leap
    }
    /// The day of the month, 1 to 30.
    #[must_use]
    pub const fn day(self) -> i8 {
        self.day
    }
    /// `农历八月十五`, `农历闰六月初一`.
    #[must_use]
    pub fn words(self) -> String {
        format!(
            "农历{}{}",
            if self.leap { "闰" } else { "" },
            month_day_words(self.month, self.day)
        )
    }
    /// With the year by stem and branch: `农历丙午年八月十五`.
    #[must_use]
    pub fn words_with_year(self) -> String {
        let leap = if self.leap { "闰" } else { "" };
        format!(
            "农历{}年{leap}{}",
            stem_branch(self.year),
            month_day_words(self.month, self.day)
        )
    }
}

/// A month of the lunar calendar.
struct Month {
    month: i8,
    leap: bool,
    /// Its first day.
    first: Date,
    /// 29 or 30.
    days: i8,
}

/// How many years [`YEARS`] are.
const COUNT: usize = 201;

/// What is kept of a year: the library reckons sun and moon anew for every question, some hundred times slower.
fn kept<T>(years: &'static [OnceLock<Vec<T>>; COUNT], year: i16, make: impl FnOnce() -> Vec<T>) -> &'static [T] {
    let at = usize::try_from(i32::from(year) - i32::from(*YEARS.start())).ok();
    at.and_then(|at| years.get(at))
        .map_or(&[], |kept| kept.get_or_init(make))
}

/// The months of a lunar year in their order; none outside [`YEARS`].
fn months(year: i16) -> &'static [Month] {
    static KEPT: [OnceLock<Vec<Month>>; COUNT] = [const { OnceLock::new() }; COUNT];
    kept(&KEPT, year, || {
        let leap = leap_month(year);
        let month = |month: i8, leap: bool| {
            // the library counts leap months below zero
            let signed = isize::from(if leap { -month } else { month });
            let found = LunarMonth::new(isize::from(year), signed).ok()?;
            let first = LunarDay::new(isize::from(year), signed, 1).ok()?.get_solar_day();
            Some(Month {
                month,
                leap,
                first: to_date(&first)?,
                days: i8::try_from(found.get_day_count()).ok()?,
            })
        };
        (1..=12)
            .flat_map(|n| [Some((n, false)), (leap == Some(n)).then_some((n, true))])
            .flatten()
            .filter_map(|(n, leap)| month(n, leap))
            .collect()
    })
}

/// The days of the solar terms of a solar year, in the order of [`SOLAR_TERMS`]; none outside [`YEARS`].
fn terms(year: i16) -> &'static [Option<Date>] {
    static KEPT: [OnceLock<Vec<Option<Date>>>; COUNT] = [const { OnceLock::new() }; COUNT];
    kept(&KEPT, year, || {
        let day = |name: &&str| {
            // the library's year of terms begins with the 冬至 of the December before
            let library_year = isize::from(year) + isize::from(*name == "冬至");
            let day = SolarTerm::new(library_year, name).ok()?.get_solar_day();
            to_date(&day).filter(|d| d.year() == year)
        };
        SOLAR_TERMS.iter().map(day).collect()
    })
}

impl fmt::Display for LunarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words_with_year())
    }
}

fn to_date(day: &SolarDay) -> Option<Date> {
    let year = i16::try_from(day.get_year()).ok()?;
    Date::new(
        year,
        i8::try_from(day.get_month()).ok()?,
        i8::try_from(day.get_day()).ok()?,
    )
    .ok()
}

/// Month and day in lunar words: `八月十五`, `正月初一`, `腊月廿三`. Out of range gives an empty text.
#[must_use]
pub fn month_day_words(month: i8, day: i8) -> String {
    let name = usize::try_from(month - 1).ok().and_then(|i| MONTHS.get(i));
    match (name, day_words(day)) {
        (Some(name), Some(day)) => format!("{name}月{day}"),
        _ => String::new(),
    }
}

/// The day in lunar words: `初一`, `十五`, `廿三`, `三十`.
#[must_use]
pub fn day_words(day: i8) -> Option<String> {
    let unit = i64::from(day % 10);
    Some(match day {
        1..=10 => format!("初{}", crate::numerals::words(i64::from(day))),
        20 => "二十".to_owned(),
        30 => "三十".to_owned(),
        11..=19 => crate::numerals::words(i64::from(day)),
        21..=29 => format!("廿{}", crate::numerals::words(unit)),
        _ => return None,
    })
}

/// The stem and branch of a lunar year (干支): `丙午` for 2026.
#[must_use]
pub fn stem_branch(year: i16) -> String {
    let n = usize::try_from((i32::from(year) - 4).rem_euclid(60)).unwrap_or(0);
    [STEMS[n % 10], BRANCHES[n % 12]].iter().collect()
}

/// The animal of a lunar year (生肖): `马` for 2026.
#[must_use]
pub fn animal(year: i16) -> char {
    ANIMALS[usize::try_from((i32::from(year) - 4).rem_euclid(12)).unwrap_or(0)]
}

/// The leap month of a lunar year, if it has one; `None` also outside [`YEARS`].
#[must_use]
pub fn leap_month(year: i16) -> Option<i8> {
    if !YEARS.contains(&year) {
        return None;
    }
    let month = LunarYear::new(isize::from(year)).ok()?.get_leap_month();
    i8::try_from(month).ok().filter(|m| *m > 0)
}

/// The last day of a lunar year (除夕), in the solar calendar.
#[must_use]
pub fn new_years_eve(year: i16) -> Option<Date> {
    Some(
        LunarDate::new(year.checked_add(1)?, 1, 1)
            .ok()?
            .to_solar()?
            .plus_days(-1),
    )
}

/// The day of a solar term in a solar year, by its name in [`SOLAR_TERMS`]; `None` for other names and outside [`YEARS`].
#[must_use]
pub fn solar_term(year: i16, name: &str) -> Option<Date> {
    let at = SOLAR_TERMS.iter().position(|term| *term == name)?;
    terms(year).get(at).copied().flatten()
}

/// The name of the solar term that falls on a day, if one does.
#[must_use]
pub fn solar_term_on(day: Date) -> Option<&'static str> {
    let at = terms(day.year()).iter().position(|term| *term == Some(day))?;
    SOLAR_TERMS.get(at).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Published dates; a library that changes them is wrong.
    #[test]
    fn golden_days() {
        let table = [
            ("2024-02-10", 2024, 1, 1, "农历甲辰年正月初一"),
            ("2025-01-29", 2025, 1, 1, "农历乙巳年正月初一"),
            ("2026-02-17", 2026, 1, 1, "农历丙午年正月初一"),
            ("2026-03-03", 2026, 1, 15, "农历丙午年正月十五"),
            ("2026-06-19", 2026, 5, 5, "农历丙午年五月初五"),
            ("2026-08-19", 2026, 7, 7, "农历丙午年七月初七"),
            ("2026-09-25", 2026, 8, 15, "农历丙午年八月十五"),
            ("2026-10-18", 2026, 9, 9, "农历丙午年九月初九"),
            ("2027-02-06", 2027, 1, 1, "农历丁未年正月初一"),
            ("2026-02-16", 2025, 12, 29, "农历乙巳年腊月廿九"),
        ];
        for (solar, year, month, number, words) in table {
            let lunar = LunarDate::new(year, month, number).unwrap();
            assert_eq!(lunar.to_solar(), Some(day(solar)), "{words}");
            assert_eq!(LunarDate::from_solar(day(solar)), Some(lunar), "{solar}");
            assert_eq!(lunar.to_string(), words);
        }
        assert_eq!(new_years_eve(2025), Some(day("2026-02-16")));
    }

    /// What is kept of a year says the same as the library asked day by day.
    #[test]
    fn every_day_is_as_the_library_reckons_it() {
        let mut day = Date::new(1900, 2, 1).unwrap();
        while day.year() <= 2100 {
            let wide = |n: i8| usize::try_from(n).unwrap();
            let solar = SolarDay::new(isize::from(day.year()), wide(day.month()), wide(day.day())).unwrap();
            let (lunar, ours) = (solar.get_lunar_day(), LunarDate::from_solar(day).unwrap());
            assert_eq!(isize::from(ours.year()), lunar.get_year(), "{day}");
            assert_eq!(
                ours.signed_month(),
                lunar.get_lunar_month().get_month_with_leap(),
                "{day}"
            );
            assert_eq!(wide(ours.day()), lunar.get_day(), "{day}");
            day = day.plus_days(53);
        }
    }

    #[test]
    fn leap_months() {
        assert_eq!(leap_month(2025), Some(6));
        assert_eq!(leap_month(2026), None);
        let lunar = LunarDate::with_leap(2025, 6, true, 1).unwrap();
        assert_eq!(lunar.to_solar(), Some(day("2025-07-25")));
        assert_eq!(lunar.words(), "农历闰六月初一");
        assert_eq!(LunarDate::with_leap(2026, 6, true, 1), Err(NotALunarDay));
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        for (year, month, number) in [
            (2026, 13, 1),
            (2026, 0, 1),
            (2026, 1, 31),
            (2026, 1, 0),
            (1899, 1, 1),
            (2101, 1, 1),
            (2025, 12, 30),
        ] {
            assert_eq!(
                LunarDate::new(year, month, number),
                Err(NotALunarDay),
                "{year} {month} {number}"
            );
        }
        assert_eq!(LunarDate::from_solar(day("1850-01-01")), None);
        assert_eq!(LunarDate::from_solar(day("9999-12-31")), None);
        assert_eq!(solar_term(2026, "春天"), None);
        assert_eq!(solar_term(3000, "清明"), None);
    }

    #[test]
    fn solar_terms_of_a_year() {
        let table = [
            ("小寒", "2026-01-05"),
            ("清明", "2026-04-05"),
            ("夏至", "2026-06-21"),
            ("冬至", "2026-12-22"),
        ];
        for (name, solar) in table {
            assert_eq!(solar_term(2026, name), Some(day(solar)), "{name}");
            assert_eq!(solar_term_on(day(solar)), Some(name));
        }
        let days: Vec<Date> = SOLAR_TERMS.iter().filter_map(|n| solar_term(2026, n)).collect();
        assert_eq!(days.len(), 24);
        assert!(days.is_sorted());
    }

    #[test]
    fn years_by_stem_and_animal() {
        assert_eq!(stem_branch(1984), "甲子");
        assert_eq!((stem_branch(2026).as_str(), animal(2026)), ("丙午", '马'));
    }

    proptest! {
        #[test]
        fn solar_and_lunar_agree(days in 0_i32..72_000) {
            let solar = day("1901-03-01").plus_days(days);
            let lunar = LunarDate::from_solar(solar).unwrap();
            prop_assert_eq!(lunar.to_solar(), Some(solar));
            let next = LunarDate::from_solar(solar.plus_days(1)).unwrap();
            prop_assert!(next.day() == lunar.day() + 1 || next.day() == 1);
        }
    }
}
