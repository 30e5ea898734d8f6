//! The year's summary (总结): prose with live figures, drafted from what was recorded, finished by people.
//!
//! A section's text names figures by measure: `走访慰问职工{慰问人次}人次`. They are filled from the register whenever
//! the summary is read, printed or handed out, so that a fact that comes in late changes the figure without anybody
//! touching the prose. `{慰问人次同比}` says in words how the figure stands beside last year's ([`place`]).
//!
//! The words of drafts are patterns with several ways each ([`phrases`]), which a union may write itself. Before a
//! summary goes out it is checked: figures that changed since it was approved, places that name nothing, figures typed by
//! hand. Approving it files its Word file. Where last year is not in the register, its figures are read from last year's
//! paper.

use org::power::{PLAN_WRITE, SUMMARY_SEE, SUMMARY_WRITE, TASK_SEE};
use web::{Access::May, Record, Routes};

mod acts;
mod approve;
mod check;
mod draft;
pub mod figures;
pub mod model;
mod notable;
mod pages;
pub(crate) mod past;
mod past_pages;
mod phrase_pages;
pub mod phrases;
pub mod place;
mod plan_text;
mod prose;
mod rates;
mod said;
mod shortfall;
pub mod store;
pub(crate) mod tasks;
#[cfg(test)]
mod tests;
mod typed;
mod word;

pub use model::SummaryId;
pub use word::word_of_year;

/// The record of this system, for events and papers.
#[must_use]
pub fn record(id: SummaryId) -> Record {
    Record::new("summary", id)
}

const SHOW: &str = "/summaries/{id}";
const CHECK: &str = "/summaries/{id}/check";
const PAST: &str = "/past_sources/{id}";
const PHRASE: &str = "/summaries/phrases/edit";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("summary")
        .page("/summaries", May(SUMMARY_SEE), pages::list)
        .page("/summaries/new", May(SUMMARY_WRITE), pages::new)
        .act("/summaries/new", May(SUMMARY_WRITE), acts::start)
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
        .page("/summaries/{id}/title", May(SUMMARY_WRITE), pages::title)
        .act("/summaries/{id}/title", May(SUMMARY_WRITE), acts::title)
        .page("/summaries/{id}/plan", May(PLAN_WRITE), plan_text::show)
        .page("/summaries/tasks", May(TASK_SEE), tasks::behind)
        .and(check_routes())
        .and(past_routes())
        .and(phrase_routes())
}

/// Looking a summary through before it goes out.
fn check_routes() -> Routes {
    Routes::new("summary")
        .page(CHECK, May(SUMMARY_SEE), check::show)
        .act("/summaries/{id}/approve", May(SUMMARY_WRITE), approve::approve)
        .form(CHECK)
        .act("/summaries/{id}/accept", May(SUMMARY_WRITE), approve::accept)
        .form(CHECK)
        .act(
            "/summaries/{id}/sections/{section}/tie",
            May(SUMMARY_WRITE),
            approve::tie,
        )
        .form(CHECK)
}

/// Figures of years that the register does not know.
fn past_routes() -> Routes {
    Routes::new("summary")
        .page("/past_sources", May(SUMMARY_SEE), past_pages::list)
        .page("/past_sources/new", May(SUMMARY_WRITE), past_pages::new)
        .act_after("/past_sources/new", May(SUMMARY_WRITE), past::prepare, past::add)
        .files(&["file"])
        .page(PAST, May(SUMMARY_SEE), past_pages::show)
        .act("/past_sources/{id}/lines/{line}", May(SUMMARY_WRITE), past::line)
        .form(PAST)
        .act("/past_sources/{id}/keep", May(SUMMARY_WRITE), past::keep_all)
        .form(PAST)
        .act("/past_sources/{id}/leave", May(SUMMARY_WRITE), past::leave_all)
        .form(PAST)
}

/// The words of drafts.
fn phrase_routes() -> Routes {
    Routes::new("summary")
        .page("/summaries/phrases", May(SUMMARY_SEE), phrase_pages::list)
        .page(PHRASE, May(SUMMARY_WRITE), phrase_pages::edit)
        .act(PHRASE, May(SUMMARY_WRITE), phrase_pages::save)
        .act("/summaries/phrases/reset", May(SUMMARY_WRITE), phrase_pages::reset)
        .form("/summaries/phrases")
}
