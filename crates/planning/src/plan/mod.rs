//! The work plan (工作计划): read from a file or pasted text, corrected beside its source, accepted into tasks.
//!
//! A plan begins as a draft with *entries*, the dated acts found in its text, each with the span it was read from. At
//! the reading desk an officer corrects, splits, merges and rejects them. Accepting the plan makes every entry that is
//! left a task, once; later corrections happen on the tasks.

use org::power::{PLAN_ADOPT, PLAN_SEE, PLAN_WRITE};
use web::{Access::May, Routes};

mod acts;
mod adopt;
mod adopt_page;
mod copy;
pub mod course;
mod desk;
mod diff;
mod entries;
mod event;
pub(crate) mod guess;
mod line;
mod measure;
mod merge;
pub mod model;
mod outline;
mod pages;
mod show;
mod source;
mod store;
#[cfg(test)]
mod tests;
mod text;
mod text_page;
mod unfit;
pub mod versions;
mod versions_page;
mod word;
mod years;

pub use model::{Cover, EntryId, PlanId};
pub use outline::{Outline, read_outline};

/// The kind of a plan as a [`web::Record`].
pub const KIND: &str = "plan";
/// The kind of an entry of a plan as a [`web::Record`]: the source of the task made from it.
pub const ENTRY_KIND: &str = "plan_entry";

const DESK: &str = "/plans/{id}/reading";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("plan")
        .page("/plans", May(PLAN_SEE), pages::list)
        .page("/plans/new", May(PLAN_WRITE), pages::new)
        .act_after("/plans/new", May(PLAN_WRITE), acts::prepare, acts::add)
        .files(&["file"])
        .page("/plans/{id}", May(PLAN_SEE), show::show)
        .file("/plans/{id}/word", May(PLAN_SEE), word::export)
        .page(DESK, May(PLAN_WRITE), desk::show)
        .page("/plans/{id}/edit", May(PLAN_WRITE), pages::edit)
        .act("/plans/{id}/edit", May(PLAN_WRITE), acts::edit)
        .act("/plans/{id}/drop", May(PLAN_WRITE), acts::drop_draft)
        .form(DESK)
        .act("/plans/{id}/accept", May(PLAN_WRITE), acts::accept)
        .form(DESK)
        .page("/plans/{id}/entries/new", May(PLAN_WRITE), pages::new_entry)
        .act("/plans/{id}/entries/new", May(PLAN_WRITE), entries::add)
        .act("/plans/{id}/entries/{entry}", May(PLAN_WRITE), entries::correct)
        .form(DESK)
        .act("/plans/{id}/entries/{entry}/split", May(PLAN_WRITE), entries::split)
        .form(DESK)
        .act("/plans/{id}/entries/{entry}/merge", May(PLAN_WRITE), entries::merge)
        .form(DESK)
        .act("/plans/{id}/entries/{entry}/reject", May(PLAN_WRITE), entries::reject)
        .form(DESK)
        .act("/plans/{id}/entries/{entry}/restore", May(PLAN_WRITE), entries::restore)
        .form(DESK)
        .and(text_routes())
        .and(version_routes())
        .and(course_routes())
}

/// The formal course of a plan, its way into another year, and texts that are not quite a plan.
fn course_routes() -> Routes {
    Routes::new("plan")
        .page("/plans/{id}/submit", May(PLAN_WRITE), adopt_page::submit)
        .act("/plans/{id}/submit", May(PLAN_WRITE), adopt::submit)
        .act("/plans/{id}/back", May(PLAN_WRITE), adopt::give_back)
        .form("/plans/{id}")
        .page("/plans/{id}/adopt", May(PLAN_ADOPT), adopt_page::adopt)
        .act("/plans/{id}/whose", May(PLAN_WRITE), adopt::whose)
        .form(DESK)
        .act("/plans/{id}/later", May(PLAN_WRITE), adopt::as_later)
        .form(DESK)
        .page("/plans/{id}/copy", May(PLAN_WRITE), copy::show)
        .act("/plans/{id}/copy", May(PLAN_WRITE), copy::make)
        .act("/plans/{id}/papers", May(PLAN_WRITE), unfit::choose)
        .form(DESK)
        .act("/plans/{id}/figures", May(PLAN_WRITE), unfit::figures)
        .form(DESK)
        .act_after("/plans/{id}/adopt", May(PLAN_ADOPT), adopt::prepare, adopt::adopt)
        .files(&["paper"])
}

const DIFF: &str = "/plans/{id}/versions/{text}";

/// Later texts of a plan.
fn version_routes() -> Routes {
    Routes::new("plan")
        .page("/plans/{id}/versions/new", May(PLAN_WRITE), versions_page::new)
        .act_after(
            "/plans/{id}/versions/new",
            May(PLAN_WRITE),
            versions::prepare,
            versions::add,
        )
        .files(&["file"])
        .page(DIFF, May(PLAN_WRITE), versions_page::diff)
        .act(DIFF, May(PLAN_WRITE), versions::take)
        .act("/plans/{id}/versions/{text}/drop", May(PLAN_WRITE), versions::put_away)
        .form(DIFF)
}

const TEXT: &str = "/plans/{id}/text";

/// Writing and changing the plan's own words.
fn text_routes() -> Routes {
    Routes::new("plan")
        .page(TEXT, May(PLAN_WRITE), text_page::show)
        .act("/plans/{id}/text/section", May(PLAN_WRITE), text::section)
        .form(TEXT)
        .act("/plans/{id}/text/order", May(PLAN_WRITE), text::order)
        .form(TEXT)
        .act("/plans/{id}/text/measure", May(PLAN_WRITE), text::write_measure)
        .form(TEXT)
        .act("/plans/{id}/text/remove", May(PLAN_WRITE), text::remove_measure)
        .form(TEXT)
        .act("/plans/{id}/text/schedule", May(PLAN_WRITE), text::schedule)
        .form(TEXT)
}
