//! The ways in: founding the first union, and taking up an invitation.

use web::{Access::Anyone, Routes};

mod first;
mod join;
#[cfg(test)]
mod tests;

pub use first::FirstRun;
pub use join::{CodeDoor, JoinPage};

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("entrance")
        .page("/first-run", Anyone, first::page)
        .act_after("/first-run", Anyone, first::prepare, first::found_first)
        .page("/join", Anyone, join::typed)
        .page("/join/{code}", Anyone, join::page)
        .act_after("/join/{code}", Anyone, join::prepare, join::join)
}
