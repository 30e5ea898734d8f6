//! The inbox (待办): everything that somebody owes, in one list: tasks by their days, requests for help, what was said
//! about one's tasks, one's own reminders, and the open tasks of the branch one answers for.

use web::{Access, Routes};

pub mod pages;
mod store;
#[cfg(test)]
mod tests;
mod waiting;

pub use store::ask_inbox_count;
pub use waiting::{Question, Source, Waiting};

/// The doors of this system. `sources` tell what else waits for somebody.
#[must_use]
pub fn routes(sources: &'static [Source]) -> Routes {
    Routes::new("inbox").page(
        "/inbox",
        Access::SignedIn,
        move |view: &web::View<'_>, _: web::Nothing| pages::inbox(view, sources),
    )
}
