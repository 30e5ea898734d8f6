//! Months and days of the calendar.

use kernel::{Date, Festival, Lang, holidays::DayKind, lunar};
use schemars::JsonSchema;
use serde::Serialize;

use crate::plan::model::calendar;

/// A text that names no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoMonth;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    pub first: Date,
}

impl Month {
    pub fn of(day: Date) -> Self {
        Self {
            first: day.plus_days(1 - i32::from(day.day())),
        }
    }
    /// Reads `2026-11`.
    pub fn read(text: &str) -> Result<Self, NoMonth> {
        let (year, month) = text.trim().split_once('-').ok_or(NoMonth)?;
        let (year, month) = (year.parse().map_err(|_| NoMonth)?, month.parse().map_err(|_| NoMonth)?);
        let known = (1900..=2100).contains(&year);
        let first = Date::new(year, month, 1).ok().filter(|_| known);
        first.map(|first| Self { first }).ok_or(NoMonth)
    }
    pub fn code(self) -> String {
        format!("{:04}-{:02}", self.first.year(), self.first.month())
    }
    pub fn last(self) -> Date {
        self.first.month_end()
    }
    pub fn before(self) -> Self {
        Self::of(self.first.plus_days(-1))
    }
    pub fn after(self) -> Self {
        Self::of(self.last().plus_days(1))
    }
}

/// What the calendar says of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Almanac {
    pub date: Date,
    /// Festival, holiday, solar term or lunar day, in a word or two.
    pub note: Option<String>,
    /// Whether the note is a festival or a holiday.
    pub festival: bool,
    /// Whether work rests that day, make-up days taken into account.
    pub rest: bool,
    /// Whether it is a work day although it is a Saturday or Sunday.
    pub make_up: bool,
}

impl Almanac {
    pub fn of(date: Date, lang: Lang) -> Self {
        let festival = Festival::on(date).first().map(|f| f.name(lang).to_owned());
        let row = calendar().row(date);
        let lunar_word = || {
            let day = lunar::LunarDate::from_solar(date)?;
            let words = day.words().trim_start_matches("农历").to_owned();
            // 十月初一 is told by its month, every other day by its own name
            Some(match words.split_once('月') {
                Some((month, "初一")) => format!("{month}月"),
                Some((_, day)) => day.to_owned(),
                None => words,
            })
        };
        let quiet = match lang {
            Lang::Zh => lunar::solar_term_on(date).map(str::to_owned).or_else(lunar_word),
            Lang::En => None,
        };
        let rest = !calendar().is_workday(date);
        Self {
            date,
            festival: festival.is_some(),
            note: festival.or(quiet),
            rest,
            make_up: matches!(row, Some((DayKind::Work, _))),
        }
    }
}

/// Tasks that take longer than this are told beside the month; on its days only their last one.
pub(super) const LONG: i32 = 7;

/// The tint of a day or a month on which so much ends; none for nothing.
pub(super) const fn tint(count: i64) -> &'static str {
    match count {
        ..=0 => "",
        1 => "tint-1",
        2 => "tint-2",
        3..=4 => "tint-3",
        5.. => "tint-4",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn months_turn() {
        let month = Month::read("2026-12").unwrap();
        assert_eq!(month.after().code(), "2027-01");
        assert_eq!(Month::read("2026-1").unwrap().before().code(), "2025-12");
        for wrong in ["2026-13", "2026-00", "2026", "十二月", "99999-01", "0001-01", ""] {
            assert_eq!(Month::read(wrong), Err(NoMonth), "{wrong}");
        }
    }

    #[test]
    fn days_are_told_as_wall_calendars_do() {
        let zh = |text: &str| Almanac::of(day(text), Lang::Zh);
        let autumn = zh("2026-09-25");
        assert_eq!(
            (autumn.note.as_deref(), autumn.festival, autumn.rest),
            (Some("中秋节"), true, true)
        );
        assert_eq!(zh("2026-10-08").note.as_deref(), Some("寒露"));
        assert!(zh("2026-02-14").make_up && !zh("2026-02-14").rest, "调休上班");
        assert_eq!(zh("2026-11-21").note.as_deref(), Some("十三"));
        assert_eq!(
            zh("2026-11-09").note.as_deref(),
            Some("十月"),
            "the first day tells the month"
        );
        assert_eq!(Almanac::of(day("2026-11-21"), Lang::En).note, None);
    }
}
