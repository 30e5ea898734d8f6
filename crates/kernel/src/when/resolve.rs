//! From what was said to days.

use super::{Edge, Every, Moment, Part, WeekOf, When, YearPart};
use crate::{
    Calendar, Date, Span,
    lunar::{self, LunarDate},
    period::Period,
};

/// How many days before a festival its preparation is reckoned to begin.
const RUN_UP: i32 = 14;
/// How many days a deadline on a single day looks back.
const LEAD: i32 = 13;
/// How many days 前后 reaches to each side.
const AROUND: i32 = 3;
/// How many days 后 reaches.
const AFTER: i32 = 14;

impl When {
    /// The days that are meant, in a year and calendar. A year that was said wins over the year given.
    ///
    /// - 前 (by) gives a span that **ends with the last day that is still in time**: 3月底前 is 1 to 31 March,
    ///   10月15日前 the two weeks to the 15th, and 中秋节前 the two weeks to the day before the festival.
    /// - A school term in a calendar year: the first (autumn) term begins in that year, the second (spring) is the
    ///   one that runs in it and began with the school year before.
    /// - A lunar day is the one that falls in the year: 腊月廿三 of 2026 is in February 2026.
    /// - Several months give the span from the first to the last; recurring times the whole year.
    ///   [`When::occurrences`] tells them apart.
    ///
    /// `None` where there is no such day: 29 February in most years, the 53rd week, a lunar day outside 1900–2100,
    /// "week 3" of a term when the calendar is for none.
    #[must_use]
    pub fn resolve(self, year: i16, calendar: &Calendar) -> Option<Span> {
        let year = self.year.unwrap_or(year);
        if !(1..=9999).contains(&year) {
            return None;
        }
        let span = moment_span(self.moment, year, calendar)?;
        Some(match self.edge {
            Edge::In => span,
            Edge::By => by(self.moment, span),
            Edge::Around => Span {
                from: span.from.plus_days(-AROUND),
                to: span.to.plus_days(AROUND),
            },
            Edge::After => Span {
                from: span.to.plus_days(1),
                to: span.to.plus_days(AFTER),
            },
            Edge::During => match self.moment {
                Moment::Festival(festival) => calendar.holiday(festival, year)?,
                _ => span,
            },
        })
    }

    /// Every single span that is meant, in order: twelve for 每月, each month of 3、6、9月, one for most.
    /// Recurring days that the year lacks are left out.
    #[must_use]
    pub fn occurrences(self, year: i16, calendar: &Calendar) -> Vec<Span> {
        let own_year = self.year.unwrap_or(year);
        match self.moment {
            Moment::Every(every) if (1..=9999).contains(&own_year) => every_spans(every, own_year, calendar),
            Moment::MonthList(months) => months
                .iter()
                .filter_map(|m| {
                    When {
                        moment: Moment::Month(m),
                        ..self
                    }
                    .resolve(own_year, calendar)
                })
                .collect(),
            _ => self.resolve(year, calendar).into_iter().collect(),
        }
    }
}

impl Part {
    /// The first and the last day of the part in a month of so many days.
    pub(super) const fn days(self, end: i8) -> (i8, i8) {
        match self {
            Part::First => (1, 10),
            Part::Middle => (11, 20),
            Part::Last => (21, end),
            Part::Start => (1, 5),
            Part::Mid => (13, 18),
            Part::End => (end - 5, end),
            Part::FirstHalf => (1, 15),
            Part::LastHalf => (16, end),
        }
    }
}

/// The days up to a deadline.
fn by(moment: Moment, span: Span) -> Span {
    match moment {
        Moment::Festival(_) => Span {
            from: span.from.plus_days(-RUN_UP),
            to: span.from.plus_days(-1),
        },
        Moment::Day(..) | Moment::Lunar(..) => Span {
            from: span.from.plus_days(-LEAD),
            to: span.to,
        },
        Moment::Part(..) => Span {
            from: first_of_month(span.from),
            to: span.to,
        },
        _ => span,
    }
}

fn first_of_month(day: Date) -> Date {
    day.plus_days(1 - i32::from(day.day()))
}

fn days(year: i16, from: (i8, i8), to: (i8, i8)) -> Option<Span> {
    Span::new(Date::new(year, from.0, from.1).ok()?, Date::new(year, to.0, to.1).ok()?)
}

fn months(year: i16, from: i8, to: i8) -> Option<Span> {
    let last_year = if to < from { year.checked_add(1)? } else { year };
    Span::new(
        Date::new(year, from, 1).ok()?,
        Date::new(last_year, to, 1).ok()?.month_end(),
    )
}

fn moment_span(moment: Moment, year: i16, calendar: &Calendar) -> Option<Span> {
    match moment {
        Moment::Day(month, day) => Date::new(year, month, day).ok().map(Span::day),
        Moment::Lunar(month, day) => lunar_in(year, month, day).map(Span::day),
        Moment::Days(from, to) if to < from => Span::new(
            Date::new(year, from.0, from.1).ok()?,
            Date::new(year.checked_add(1)?, to.0, to.1).ok()?,
        ),
        Moment::Days(from, to) => days(year, from, to),
        Moment::Month(month) => months(year, month, month),
        Moment::Part(month, part) => part_span(year, month, part),
        Moment::Months(from, to) => months(year, from, to),
        Moment::MonthList(list) => months(year, list.iter().min()?, list.iter().max()?),
        Moment::Quarter(n) => Period::quarter(year, n).ok().map(Period::days),
        Moment::Half(n) => Period::half_year(year, n).ok().map(Period::days),
        Moment::YearPart(YearPart::Start) => months(year, 1, 1),
        Moment::YearPart(YearPart::Mid) => months(year, 6, 7),
        Moment::YearPart(YearPart::End) => months(year, 12, 12),
        Moment::Year | Moment::Every(_) => months(year, 1, 12),
        Moment::Week(WeekOf::Year, n) => year_week(year, n),
        Moment::Week(WeekOf::Term(term), n) => term_week(term_in(year, term, calendar)?, n),
        Moment::Week(WeekOf::PlanTerm, n) => term_week(term_in(year, calendar.plan_term()?, calendar)?, n),
        Moment::Term(n) => term_in(year, n, calendar),
        Moment::Festival(festival) => festival.date(year).map(Span::day),
    }
}

/// The lunar day that falls in a solar year. The end of the lunar year before falls in January and February; a
/// solar year may lack such a day, and then the one of the lunar year that begins in it is meant.
fn lunar_in(year: i16, month: i8, day: i8) -> Option<Date> {
    let solar = |lunar_year: i16| match (month, day) {
        (12, 30) => lunar::new_years_eve(lunar_year),
        _ => LunarDate::new(lunar_year, month, day).ok()?.to_solar(),
    };
    let own = solar(year);
    let before = year.checked_sub(1).and_then(solar);
    [before, own].into_iter().flatten().find(|d| d.year() == year).or(own)
}

fn part_span(year: i16, month: i8, part: Part) -> Option<Span> {
    let end = Date::new(year, month, 1).ok()?.month_end().day();
    let (from, to) = part.days(end);
    days(year, (month, from), (month, to))
}

/// The term that a plan for a calendar year means: the autumn term begins in it, the spring term runs in it.
fn term_in(year: i16, term: i8, calendar: &Calendar) -> Option<Span> {
    let school_year = if term == 1 { year } else { year.checked_sub(1)? };
    Some(calendar.term(school_year, term))
}

fn term_week(term: Span, n: i8) -> Option<Span> {
    let monday = term.from.monday().plus_days((i32::from(n) - 1) * 7);
    Span::new(monday, monday.plus_days(6)).filter(|week| week.from <= term.to)
}

fn year_week(year: i16, n: i8) -> Option<Span> {
    // 4 January is always in the first week
    let monday = Date::new(year, 1, 4).ok()?.monday().plus_days((i32::from(n) - 1) * 7);
    // the Thursday decides to which year a week belongs
    (monday.plus_days(3).year() == year).then_some(Span {
        from: monday,
        to: monday.plus_days(6),
    })
}

fn every_spans(every: Every, year: i16, calendar: &Calendar) -> Vec<Span> {
    let whole = months(year, 1, 12);
    let each_month = |of: &dyn Fn(i8) -> Option<Span>| (1..=12).filter_map(of).collect();
    match every {
        Every::Day => whole.into_iter().flat_map(Span::iter).map(Span::day).collect(),
        Every::Workday => whole
            .into_iter()
            .flat_map(|span| calendar.workdays(span))
            .map(Span::day)
            .collect(),
        Every::Week(Some(weekday)) => whole
            .into_iter()
            .flat_map(Span::iter)
            .filter(|day| day.weekday() == weekday)
            .map(Span::day)
            .collect(),
        Every::Week(None) => (1..=53).filter_map(|n| year_week(year, n)).collect(),
        Every::Month(None) => each_month(&|m| months(year, m, m)),
        Every::Month(Some(day)) => each_month(&|m| {
            let end = Date::new(year, m, 1).ok()?.month_end();
            Date::new(year, m, day.min(end.day())).ok().map(Span::day)
        }),
        Every::MonthPart(part) => each_month(&|m| part_span(year, m, part)),
        Every::Quarter => (1..=4)
            .filter_map(|n| Some(Period::quarter(year, n).ok()?.days()))
            .collect(),
        Every::Half => (1..=2)
            .filter_map(|n| Some(Period::half_year(year, n).ok()?.days()))
            .collect(),
        Every::Term => [2, 1].into_iter().filter_map(|n| term_in(year, n, calendar)).collect(),
        Every::Year => whole.into_iter().collect(),
    }
}
