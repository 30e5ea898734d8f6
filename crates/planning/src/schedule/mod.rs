//! What is due (日程): the first page 今日 and the calendar.
//!
//! The first page begins with what this person owes, then tells what the union does this week, what is late, and what
//! changed since they last looked. The calendar shows the same tasks by day, week, month and year, as a list, and by who
//! carries them; every view is asked with the same address (`asked::Query`), so that the switch keeps the filters. The
//! month is also a paper: the sheet of work (工作安排表) for the wall, for Excel and for Word.

use web::{Access::SignedIn, Routes};

mod acts;
mod asked;
mod day;
mod desk;
mod list;
mod load;
mod model;
mod month;
mod sheet;
mod store;
#[cfg(test)]
mod tests;
mod today;
mod week;
mod year;

/// The doors of this system. Whoever may not see the union's tasks sees their own at each.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("schedule")
        .page("/", SignedIn, today::show)
        .page("/calendar", SignedIn, month::show)
        .page("/calendar/day", SignedIn, day::show)
        .page("/calendar/week", SignedIn, week::show)
        .page("/calendar/year", SignedIn, year::show)
        .page("/calendar/list", SignedIn, list::show)
        .page("/calendar/load", SignedIn, load::show)
        .page("/calendar/sheet", SignedIn, sheet::show)
        .file("/calendar/sheet/excel", SignedIn, sheet::excel)
        .file("/calendar/sheet/word", SignedIn, sheet::word)
        .act("/today/seen", SignedIn, acts::seen)
        .form("/")
}
