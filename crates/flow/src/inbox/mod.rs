//! The inbox (待办): everything that somebody owes, in one list: tasks by their days, requests for help, what was said
//! about one's tasks, one's own reminders, and the open tasks of the branch one answers for.

use web::{Access, Routes};

pub mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use store::inbox_count;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("inbox").page("/inbox", Access::SignedIn, pages::inbox)
}
