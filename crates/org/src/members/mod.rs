//! Members: the people of a union.

use web::{Access::May, Routes};

use crate::power::{MEMBER_MANAGE, MEMBER_SEE};

pub mod list;
pub mod model;
pub mod pages;
pub mod store;

mod acts;

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
