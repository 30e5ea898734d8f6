//! Members: the people of a union, added, corrected, and seen off.

use org::power::{MEMBER_MANAGE, MEMBER_SEE};
use web::{Access::May, Routes};

mod acts;
pub mod pages;
#[cfg(test)]
mod tests;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("members")
        .page("/members", May(MEMBER_SEE), pages::list)
        .page("/members/new", May(MEMBER_MANAGE), pages::new)
        .act("/members/new", May(MEMBER_MANAGE), acts::add)
        .page("/members/{id}", May(MEMBER_SEE), pages::show)
        .page("/members/{id}/edit", May(MEMBER_MANAGE), pages::edit)
        .act("/members/{id}/edit", May(MEMBER_MANAGE), acts::edit)
        .page("/members/{id}/status", May(MEMBER_MANAGE), pages::status)
        .act("/members/{id}/status", May(MEMBER_MANAGE), acts::change_status)
}
