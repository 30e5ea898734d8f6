//! Planning: the year's plan, what is due, what was done, what the year came to.
//!
//! A union committee writes a plan in January, lives by it for a year, and tells in December what became of it. Here
//! the plan is read from whatever the officer wrote ([`plan`]) and its lines become tasks that stand in the calendar and
//! on the first page ([`schedule`]) and in the calendar of one's phone ([`feeds`]); what was done is recorded once
//! ([`doing`]), and the year's summary is drafted from it ([`summary`]). Its bodies meet, decide and keep minutes
//! ([`meetings`]).

pub mod doing;
pub mod face;
pub mod feeds;
pub mod meetings;
pub mod plan;
pub mod schedule;
pub mod summary;
#[cfg(test)]
mod tests;

pub use doing::{Kind, MEASURES, WorkId};
pub use summary::{SummaryId, word_of_year};

/// The schema steps of this crate. They come after those of `flow` and `org`, whose tasks and bodies they name.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("planning", 1, "0001_plan"),
    store::migration!("planning", 2, "0002_work"),
    store::migration!("planning", 3, "0003_plan_depth"),
    store::migration!("planning", 4, "0004_past_figures"),
    store::migration!("planning", 5, "0005_meetings"),
    store::migration!("planning", 6, "0006_summary_depth"),
    store::migration!("planning", 7, "0007_feed"),
    store::migration!("planning", 8, "0008_conveyed"),
];

/// What verify asks of this crate's records.
pub const CHECKS: &[facts::Check] = &[doing::check, meetings::check];

/// The doors of this crate.
#[must_use]
pub fn routes() -> web::Routes {
    schedule::routes()
        .and(feeds::routes())
        .and(plan::routes())
        .and(doing::routes())
        .and(summary::routes())
        .and(meetings::routes())
}
