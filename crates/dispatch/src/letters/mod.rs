//! Letters as each side keeps them: the list, one letter, and the way within one installation.

use org::power::LETTER_SEE;
use web::{Access::May, Routes};

pub(crate) mod carry;
pub mod course;
pub(crate) mod event;
pub mod model;
mod pages;
pub mod store;

pub use pages::out_state;

use model::Kind;

/// The doors of this system.
#[must_use]
pub fn routes(kinds: &'static [Kind]) -> Routes {
    Routes::new("letters")
        .page("/letters", May(LETTER_SEE), move |view, ask| {
            pages::list(view, ask, kinds)
        })
        .page("/letters/{id}", May(LETTER_SEE), move |view, ask| {
            pages::show(view, ask, kinds)
        })
}
