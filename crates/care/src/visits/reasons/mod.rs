//! The list of reasons (事由): what a union visits its members for, by when, how many go, up to how much, with what proof.
//!
//! Every union has its own list. It begins with those that come with the program; a change is a new version, what is not
//! wanted any more is ended, and what was visited for keeps the version of its day.

mod acts;
pub mod model;
mod pages;
pub mod store;

use org::power::{CARE_MANAGE, CARE_SEE};
use web::{Access::May, Record, Routes};

pub use model::{Begins, Reason, ReasonId, Says};

/// The kind of a reason as a record: `/visits/reasons/{id}`.
pub const KIND: &str = "visits/reason";

/// A reason as a record.
#[must_use]
pub fn record(id: ReasonId) -> Record {
    Record::new(KIND, id)
}

/// The doors of the list.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("visits")
        .page("/visits/reasons", May(CARE_SEE), pages::list)
        .page("/visits/reasons/new", May(CARE_MANAGE), pages::new)
        .act("/visits/reasons/new", May(CARE_MANAGE), acts::add)
        .page("/visits/reasons/{id}", May(CARE_SEE), pages::show)
        .page("/visits/reasons/{id}/edit", May(CARE_MANAGE), pages::edit)
        .act("/visits/reasons/{id}/edit", May(CARE_MANAGE), acts::edit)
        .act("/visits/reasons/{id}/end", May(CARE_MANAGE), acts::end)
        .form("/visits/reasons/{id}")
        .act("/visits/reasons/{id}/revive", May(CARE_MANAGE), acts::revive)
        .form("/visits/reasons/{id}")
}
