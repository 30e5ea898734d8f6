//! Putting one's own entry right: a member changes phone, mail and home directly; name, document, kind of employment and
//! what else the union answers for is asked for, and an officer says yes or no (个人信息保护法 art. 46).
//!
//! The register's history names who changed what either way: the member, or the officer with the member's wish as the basis.

use org::power::MEMBER_MANAGE;
use web::{
    Access::{May, SignedIn},
    Routes,
};

mod event;
mod mine;
mod model;
mod office;
mod store;
#[cfg(test)]
mod tests;

pub use office::waiting;

/// The kind of record that a correction asked for is.
pub const KIND: &str = "correction";
/// Columns whose values are sealed.
pub const SEALED: ::store::secret::Sealed = store::SEALED;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("corrections")
        .page("/me/data/change", SignedIn, mine::form)
        .act("/me/data/change", SignedIn, mine::ask)
        .act("/me/data/contact", SignedIn, mine::contact)
        .form("/me/data/change")
        .act("/me/data/change/withdraw", SignedIn, mine::withdraw)
        .form("/me/data/change")
        .all_in_person()
        .and(
            Routes::new("corrections")
                .page("/corrections", May(MEMBER_MANAGE), office::list)
                .page("/corrections/{id}", May(MEMBER_MANAGE), office::show)
                .act("/corrections/{id}/approve", May(MEMBER_MANAGE), office::approve)
                .form("/corrections/{id}")
                .act("/corrections/{id}/decline", May(MEMBER_MANAGE), office::decline)
                .form("/corrections/{id}"),
        )
}
