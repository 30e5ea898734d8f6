//! Members: the people of a union, added, changed, seen off, and looked up as of any day.
//!
//! The register (会员实名制名册) is kept in two times by `org::members`; here is what an officer does with it. Other systems
//! of this field that record members (joining, moving, imports) call [`register`] within their own acts.

use org::power::{MEMBER_MANAGE, MEMBER_SEALED, MEMBER_SEE};
use web::{Access::May, Routes};

mod acts;
mod check;
mod event;
mod form;
mod list;
mod measures;
pub mod register;
mod show;
mod status;
#[cfg(test)]
mod tests;

pub(crate) use acts::{number, typed};
pub use check::check;
pub use event::KIND;
pub(crate) use list::{mask, mine, status_badge};
pub use measures::MEASURES;
pub(crate) use show::{Entry, EntryLine, entry};

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("members")
        .page("/members", May(MEMBER_SEE), list::list)
        .page("/members/new", May(MEMBER_MANAGE), form::new)
        .act("/members/new", May(MEMBER_MANAGE), acts::add)
        .page("/members/{id}", May(MEMBER_SEE), show::show)
        .page("/members/{id}/edit", May(MEMBER_MANAGE), form::edit)
        .act("/members/{id}/edit", May(MEMBER_MANAGE), acts::edit)
        .act("/members/{id}/reveal", May(MEMBER_SEALED), acts::reveal)
        .elevated()
        .page("/members/{id}/status", May(MEMBER_MANAGE), status::status)
        .act("/members/{id}/status", May(MEMBER_MANAGE), acts::change_status)
        .page("/members/{id}/status/take_back", May(MEMBER_MANAGE), status::take_back)
        .act("/members/{id}/status/take_back", May(MEMBER_MANAGE), acts::take_back)
}
