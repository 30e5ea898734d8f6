//! The register: posting and taking back, totals, the facts behind a figure.

use org::power;
use web::Access;

mod acts;
mod export;
mod list;
mod one;
mod posting;
pub mod store;
mod totals;

pub use posting::{FACT, Fact, FactId, Line, Posted, open, post, post_many, reverse, reverse_one, reverse_these};

/// The doors of the register.
#[must_use]
pub fn routes() -> web::Routes {
    let see = Access::May(power::REGISTER_SEE);
    web::Routes::new("register")
        .page("/register", see, totals::page)
        .page("/register/facts", see, list::page)
        .file("/register/export", see, export::file)
        .page("/register/facts/{id}", see, one::page)
        .act(
            "/register/facts/{id}/reverse",
            Access::May(power::REGISTER_CORRECT),
            acts::reverse,
        )
        .form("/register/facts/{id}")
}
