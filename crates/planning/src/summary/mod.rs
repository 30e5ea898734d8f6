//! The year's summary (总结): prose with live figures, drafted from what was recorded, finished by people.
//!
//! A section's text names figures by measure: `走访慰问职工{慰问人次}人次`. They are filled from the register whenever
//! the summary is read, printed or handed out, so that a fact that comes in late changes the figure without anybody
//! touching the prose. `{慰问人次同比}` says in words how the figure stands beside last year's.

use org::power::{SUMMARY_SEE, SUMMARY_WRITE};
use web::{Access::May, Record, Routes};

mod acts;
mod draft;
pub mod figures;
pub mod model;
mod pages;
pub mod past;
pub mod phrases;
mod shortfall;
pub mod store;
#[cfg(test)]
mod tests;
mod word;

pub use model::SummaryId;
pub use word::word_of_year;

/// The record of this system, for events and papers.
#[must_use]
pub fn record(id: SummaryId) -> Record {
    Record::new("summary", id)
}

const SHOW: &str = "/summaries/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("summary")
        .page("/summaries", May(SUMMARY_SEE), pages::list)
        .page("/summaries/new", May(SUMMARY_WRITE), pages::new)
        .act("/summaries/new", May(SUMMARY_WRITE), acts::start)
        .page("/summaries/past", May(SUMMARY_SEE), past::show)
        .page(SHOW, May(SUMMARY_SEE), pages::show)
        .page("/summaries/{id}/print", May(SUMMARY_SEE), pages::print)
        .file("/summaries/{id}/word", May(SUMMARY_SEE), word::export)
        .page("/summaries/{id}/sections/new", May(SUMMARY_WRITE), pages::new_section)
        .act("/summaries/{id}/sections/new", May(SUMMARY_WRITE), acts::add)
        .page(
            "/summaries/{id}/sections/{section}/edit",
            May(SUMMARY_WRITE),
            pages::edit,
        )
        .act(
            "/summaries/{id}/sections/{section}/edit",
            May(SUMMARY_WRITE),
            acts::save,
        )
        .act("/summaries/{id}/sections/{section}/up", May(SUMMARY_WRITE), acts::up)
        .form(SHOW)
        .act(
            "/summaries/{id}/sections/{section}/down",
            May(SUMMARY_WRITE),
            acts::down,
        )
        .form(SHOW)
        .act(
            "/summaries/{id}/sections/{section}/remove",
            May(SUMMARY_WRITE),
            acts::remove,
        )
        .form(SHOW)
}
