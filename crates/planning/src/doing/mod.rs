//! Doing (记一笔): what was done is recorded once, where it happened, and its figures go into the register.
//!
//! A record says the day, the place, what kind of work, its figures, what came of it, with photos and papers as
//! evidence. It may close a task, or tell of work that no plan named. In the same act it posts facts under the
//! measures of its kind ([`kinds`]); nobody types the figure again for a report.

pub mod kinds;
pub mod model;
pub mod store;

mod acts;
mod check;
mod pages;
mod places;
#[cfg(test)]
pub(crate) mod tests;

use web::{Access, Record, Routes};

pub use acts::Form;
pub use check::check;
pub use kinds::{Kind, MEASURES};
pub use model::WorkId;

/// The kind of a record of this system.
pub const KIND: &str = "work";

/// The record of this system, for events, facts and papers.
#[must_use]
pub fn record(id: WorkId) -> Record {
    Record::new(KIND, id)
}

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    let tell = Access::May(org::power::WORK_RECORD);
    Routes::new("doing")
        .page("/works", Access::May(org::power::REGISTER_SEE), pages::list)
        .page("/works/new", tell, pages::new)
        .act_after("/works/new", tell, acts::prepare, acts::tell)
        .files(&["photos"])
        .page("/works/{id}", Access::SignedIn, pages::show)
        .page("/works/{id}/edit", tell, pages::edit)
        .act_after("/works/{id}/edit", tell, acts::prepare_correct, acts::correct)
        .files(&["photos"])
        .page("/works/{id}/withdraw", tell, pages::withdraw)
        .act("/works/{id}/withdraw", tell, acts::withdraw)
        .page("/tasks/{id}/close", tell, pages::close)
        .act_after("/tasks/{id}/close", tell, acts::prepare_close, acts::close)
        .files(&["photos"])
}
