//! Finding: members by any particular and of any day, lists saved for the next time, counts drawn as charts, birthdays and
//! retirements ahead, and lists taken out with a recorded purpose.
//!
//! The quick list of members runs along indexes; what is asked here runs once over the union's members as of a day and
//! looks at each ([`model::Find`]), so that every particular can be asked for, in every combination.

use org::power::{MEMBER_EXPORT, MEMBER_MANAGE, MEMBER_PERSONAL, MEMBER_SEE};
use web::{Access::May, Routes};

mod ahead;
mod asked;
mod counts;
mod export;
mod find;
pub mod model;
mod number;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use asked::shown;
pub(crate) use export::taken_out;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("members")
        .page("/members/find", May(MEMBER_SEE), find::find)
        .page("/members/number", May(MEMBER_PERSONAL), number::page)
        .act("/members/number", May(MEMBER_PERSONAL), number::seek)
        .page("/members/counts", May(MEMBER_SEE), counts::counts)
        .page("/members/ahead", May(MEMBER_SEE), ahead::ahead)
        .act("/members/lists", May(MEMBER_MANAGE), export::save)
        .form("/members/find")
        .page("/members/lists/{id}", May(MEMBER_SEE), export::list)
        .act("/members/lists/{id}/remove", May(MEMBER_MANAGE), export::remove)
        .form("/members/lists/{id}")
        .page("/members/export", May(MEMBER_EXPORT), export::form)
        .act("/members/export", May(MEMBER_EXPORT), export::take)
        .elevated()
        .file("/members/exports/{id}", May(MEMBER_EXPORT), export::file)
        .in_person()
}
