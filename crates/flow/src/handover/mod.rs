//! Handing over: when a post changes hands, all that one member owes goes to another in one act, listed first;
//! however much it is, each task keeps a record of it.

use org::power::TASK_MANAGE;
use web::{Access, Routes};

pub mod pages;
#[cfg(test)]
mod tests;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("handover")
        .page("/handover", Access::May(TASK_MANAGE), pages::look)
        .act("/handover", Access::May(TASK_MANAGE), pages::hand_over)
}
