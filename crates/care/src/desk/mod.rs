//! The desk of care (关爱): the systems of care that one may open, what waits in each, and what was given this year.
//!
//! A system of care stands here by a line in [`DOORS`](crate::DOORS): what it is called, where it is, who may, and a
//! function that says in one quick statement what waits for the reader there.

mod pages;
#[cfg(test)]
mod tests;

use org::power::CARE_SEE;
use web::{Access, Routes, View};

/// A system of care, as the desk shows it.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// The key of its name.
    pub word: &'static str,
    /// The key of the line that says what is done there.
    pub under: &'static str,
    /// Where it is.
    pub href: &'static str,
    /// Who may open it.
    pub access: Access,
    /// What waits there for the reader; `None` if nothing does.
    pub due: fn(&View<'_>) -> Result<Option<Due>, store::Error>,
}

/// What waits in a system of care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The key of the words after the number; `{n}` is how many.
    pub word: &'static str,
    /// How many.
    pub count: i64,
    /// How many of them are past their day.
    pub late: i64,
}

/// The doors of the desk.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("care").page("/care", Access::May(CARE_SEE), pages::desk)
}
