//! The work plan (工作计划): read from a file or pasted text, corrected beside its source, accepted into tasks.
//!
//! A plan begins as a draft with *entries*, the dated acts found in its text, each with the span it was read from. At
//! the reading desk an officer corrects, splits, merges and rejects them. Accepting the plan makes every entry that is
//! left a task, once; later corrections happen on the tasks.

use org::power::{PLAN_SEE, PLAN_WRITE};
use web::{Access::May, Routes};

mod acts;
mod desk;
mod entries;
mod guess;
pub mod model;
mod outline;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod word;

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
        .page("/plans/{id}", May(PLAN_SEE), pages::show)
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
}
