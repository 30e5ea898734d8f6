//! Days as people write them in lists: `1985.3`, `1985年3月`, `八五年三月`, `85-3-2`, `20200301`, `3/25/1985`, and the
//! serial numbers into which a spreadsheet turns a day.
//!
//! [`day`] says besides the day how sure it is, so that whoever takes a list in can show what was made of it.
//!
//! ```
//! use kernel::{Date, written};
//! let today = Date::new(2026, 11, 21)?;
//! let read = written::day("八五年三月二日", today).ok_or("a day")?;
//! assert_eq!((read.day.to_string(), read.how), ("1985-03-02".into(), written::How::Century));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::{
    Date,
    numerals::{self, half_width},
};

/// How a day was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Year, month and day, as the calendar has them, year first: `1985-03-02`.
    Plain,
    /// Whole, in another way of writing: `1985年3月2日`, `19850302`, `25/3/1985`.
    Whole,
    /// The century was not written: `85-3-2`.
    Century,
    /// Only year and month were written; the day is the first of the month.
    Month,
    /// Only the year was written; the day is the first of January.
    Year,
    /// The serial number of a spreadsheet.
    Serial,
}

/// A day that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The day.
    pub day: Date,
    /// How it was written.
    pub how: How,
}

/// Longest text that is read as a day, in characters.
const LONGEST: usize = 40;

/// Reads a day; of years without a century the latest that does not lie after `latest`. `None` if it is none, or
/// could be two.
#[must_use]
pub fn day(text: &str, latest: Date) -> Option<Written> {
    if text.chars().count() > LONGEST {
        return None;
    }
    let plain = half_width(text.trim());
    let plain = without_time(plain.trim().trim_start_matches('\''));
    if let Some(day) = plain.parse::<Date>().ok().filter(|_| plain.len() == 10) {
        return Some(Written { day, how: How::Plain });
    }
    if plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') && plain.matches('.').count() < 2 {
        return of_number(plain, latest);
    }
    of_parts(plain, latest)
}

/// Without a time of day behind it.
fn without_time(text: &str) -> &str {
    match text.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day,
        _ => text,
    }
}

/// `20200301`, `202003`, `1985`, `1985.3`, `31107`, `31107.0`.
fn of_number(text: &str, latest: Date) -> Option<Written> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let number = |range: std::ops::Range<usize>| whole.get(range).and_then(|digits| digits.parse::<i64>().ok());
    let zero = part.bytes().all(|b| b == b'0');
    match whole.len() {
        8 if zero => made(number(0..4)?, number(4..6)?, number(6..8)?, How::Whole),
        6 if zero => made(number(0..4)?, number(4..6)?, 1, How::Month),
        5 if part.len() != 2 || zero => serial(number(0..5)?),
        4 if part.is_empty() => made(sensible(number(0..4)?, latest)?, 1, 1, How::Year),
        4 => made(sensible(number(0..4)?, latest)?, part.parse().ok()?, 1, How::Month),
        2 if !part.is_empty() => made(century(number(0..2)?, latest), part.parse().ok()?, 1, How::Month),
        _ => None,
    }
}

/// A number alone is a year only if somebody living may have known it.
fn sensible(year: i64, latest: Date) -> Option<i64> {
    (1900..=i64::from(latest.year()) + 1).contains(&year).then_some(year)
}

/// Day 1 of a spreadsheet is 1 January 1900, and day 60 the 29 February that this year did not have.
fn serial(number: i64) -> Option<Written> {
    let days = i32::try_from(number).ok().filter(|n| *n > 60)?;
    let day = Date::new(1899, 12, 30).ok()?.plus_days(days);
    Some(Written { day, how: How::Serial })
}

/// Numbers with something between them.
fn of_parts(text: &str, latest: Date) -> Option<Written> {
    let chinese = text.contains('年');
    let text = text.strip_suffix(['日', '号']).unwrap_or(text).trim();
    let text = text.strip_suffix('月').unwrap_or(text);
    let text = text.strip_suffix('年').unwrap_or(text);
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '、', '\\', '－', '—', '·'])
        .map(str::trim)
        .collect();
    let numbers: Option<Vec<i64>> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| part_of(part, at == 0))
        .collect();
    let (numbers, first) = (numbers?, parts.first()?.chars().count());
    let how = |whole: bool| match (whole, first) {
        (false, _) => How::Month,
        (true, 4) => How::Whole,
        (true, _) => How::Century,
    };
    match (numbers.as_slice(), first) {
        ([year], 2 | 4) if chinese => made(whole_year(*year, first, latest), 1, 1, How::Year),
        ([year, month], 2 | 4) => made(whole_year(*year, first, latest), *month, 1, how(false)),
        ([year, month, day], 4) => made(*year, *month, *day, How::Whole),
        ([a, b, year], 1 | 2) if parts.last()?.len() == 4 => year_last(*a, *b, *year),
        ([year, month, day], 2) => made(century(*year, latest), *month, *day, how(true)),
        _ => None,
    }
}

fn whole_year(year: i64, written: usize, latest: Date) -> i64 {
    if written == 2 { century(year, latest) } else { year }
}

/// `25/3/1985` and `3/25/1985` can only be one day; `3/2/1985` could be two.
fn year_last(a: i64, b: i64, year: i64) -> Option<Written> {
    match (a, b) {
        (13..=31, 1..=12) => made(year, b, a, How::Whole),
        (1..=12, 13..=31) => made(year, a, b, How::Whole),
        (a, b) if a == b => made(year, a, b, How::Whole),
        _ => None,
    }
}

/// A number in digits or Chinese; years are read digit by digit.
fn part_of(part: &str, year: bool) -> Option<i64> {
    if !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()) {
        return part.parse().ok();
    }
    if part.is_empty() || !part.chars().all(numerals::is_numeral) {
        return None;
    }
    if !year {
        return numerals::parse(part).ok();
    }
    let digit = |c: char| match c {
        '零' | '〇' => Some(0),
        c => numerals::parse(&c.to_string()).ok().filter(|n| (0..10).contains(n)),
    };
    part.chars().try_fold(0_i64, |all, c| Some(all * 10 + digit(c)?))
}

/// The latest year with these last two digits that is not after `latest`.
fn century(two: i64, latest: Date) -> i64 {
    let year = 2000 + two;
    if year > i64::from(latest.year()) {
        year - 100
    } else {
        year
    }
}

fn made(year: i64, month: i64, day: i64, how: How) -> Option<Written> {
    let day = Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    ((1850..=2150).contains(&day.year())).then_some(Written { day, how })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, How)> {
        let today = Date::new(2026, 11, 21).unwrap();
        day(text, today).map(|w| (w.day.to_string(), w.how))
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, day, how) in [
            ("1985-03-02", "1985-03-02", How::Plain),
            ("1985-3-2", "1985-03-02", How::Whole),
            ("1985/3/2", "1985-03-02", How::Whole),
            ("1985.03.02", "1985-03-02", How::Whole),
            ("1985年3月2日", "1985-03-02", How::Whole),
            (" １９８５年３月２号 ", "1985-03-02", How::Whole),
            ("20200301", "2020-03-01", How::Whole),
            ("2020-03-01 00:00:00", "2020-03-01", How::Plain),
            ("25/3/1985", "1985-03-25", How::Whole),
            ("3/25/1985", "1985-03-25", How::Whole),
            ("85-3-2", "1985-03-02", How::Century),
            ("05.9.1", "2005-09-01", How::Century),
            ("八五年三月二日", "1985-03-02", How::Century),
            ("一九八五年十二月二十一日", "1985-12-21", How::Whole),
            ("二〇〇五年九月", "2005-09-01", How::Month),
            ("1985.3", "1985-03-01", How::Month),
            ("1985.10", "1985-10-01", How::Month),
            ("1985年3月", "1985-03-01", How::Month),
            ("八五年三月", "1985-03-01", How::Month),
            ("198503", "1985-03-01", How::Month),
            ("1985年", "1985-01-01", How::Year),
            ("1985", "1985-01-01", How::Year),
            ("31107", "1985-03-01", How::Serial),
            ("31107.0", "1985-03-01", How::Serial),
        ] {
            assert_eq!(read(text), Some((day.to_owned(), how)), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_or_could_be_two_is_not_guessed() {
        for text in [
            "",
            "-",
            "无",
            "3/2/1985",
            "1985-13-1",
            "1985-2-30",
            "三月",
            "0",
            "13800138000",
            "12",
            "1985.13",
            "3月2日",
            "农历八月十五",
            "99999999",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
