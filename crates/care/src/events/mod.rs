//! Life events (生活事件): what happened in a member's life, told once by whoever heard of it first, or read from the
//! register. Each makes a visit due.
//!
//! An officer tells of anybody, a group leader of their own group, a member of themself. What tells of health or hardship lies
//! sealed, and reading it is recorded. Birthdays, retirements and moves come from the register by a job of the night
//! ([`watch`]), each once.

mod acts;
mod beginning;
mod leaders;
pub mod model;
mod own;
mod pages;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod watch;

use org::power::{CARE_RECORD, CARE_SEE};
use web::{
    Access::{May, SignedIn},
    Record, Routes,
};

pub use model::{EventId, Source};

/// The kind of an event as a record: `/visits/events/{id}`.
pub const KIND: &str = "visits/event";
/// Columns whose values are sealed.
pub const SEALED: ::store::secret::Sealed = store::SEALED;

/// An event as a record.
#[must_use]
pub fn record(id: EventId) -> Record {
    Record::new(KIND, id)
}

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    let show = "/visits/events/{id}";
    Routes::new("events")
        .page("/visits/events/new", May(CARE_RECORD), pages::new)
        .act("/visits/events/new", May(CARE_RECORD), acts::tell)
        .page(show, May(CARE_SEE), pages::show)
        .page("/visits/events/{id}/edit", May(CARE_RECORD), pages::edit)
        .act("/visits/events/{id}/edit", May(CARE_RECORD), acts::edit)
        .act("/visits/events/{id}/withdraw", May(CARE_RECORD), acts::withdraw)
        .form(show)
        .act("/visits/events/{id}/reveal", May(CARE_RECORD), acts::reveal)
        .form(show)
        .elevated()
        .and(
            Routes::new("events")
                .page("/me/care", SignedIn, own::page)
                .page("/me/care/report", SignedIn, own::form)
                .act("/me/care/report", SignedIn, own::tell)
                .act("/me/care/visits/{id}/sign", SignedIn, own::sign)
                .form("/me/care")
                .all_in_person(),
        )
}
