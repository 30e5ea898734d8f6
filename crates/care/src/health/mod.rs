//! Health checks (体检): rounds with packages and days, booked by members on a phone, and who came.
//!
//! A **round** offers packages, women's items for women alone, and days at places. Every place of a day is a row of its own,
//! taken by at most one booking, so that no day is ever oversold; who comes too late waits, and moves up by itself when
//! somebody gives a place back. Whoever comes is ticked off by an officer, or types the code that hangs there; then it counts
//! ([`facts::measures::HEALTH_PERSON_TIMES`]) and is told to [`given`](crate::given). No result of any check is kept. What a
//! member wants to keep for themselves lies sealed in a place that no officer's door leads to.

mod acts;
mod booking;
mod event;
pub mod model;
mod own;
mod remind;
mod rounds;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Error, secret::Sealed};
use org::power::{CARE_MANAGE, CARE_RECORD, CARE_SEE};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

use crate::desk::{Door, Due};

pub use remind::kind as remind_kind;

/// The kind of record that a round is.
pub(crate) const ROUND: &str = "check_round";
/// The kind of record that a booking is.
pub(crate) const BOOKING: &str = "check_booking";
/// The kind of record that a member's own note is.
pub(crate) const NOTE: &str = "own_note";

/// The column of what a member keeps for themselves.
pub const SEALED: Sealed = store::NOTE;

/// Its line on the desk of care.
pub const DOOR: Door = Door {
    word: "health.title",
    under: "health.under",
    href: "/check_rounds",
    access: May(CARE_SEE),
    due,
};

fn due(_: &View<'_>) -> Result<Option<Due>, Error> {
    Ok(None)
}

const PAGE: &str = "/check_rounds/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("health")
        .page("/check_rounds", May(CARE_SEE), rounds::list)
        .page("/check_rounds/new", May(CARE_MANAGE), rounds::new_page)
        .act("/check_rounds/new", May(CARE_MANAGE), acts::make)
        .page(PAGE, May(CARE_SEE), rounds::show)
        .act("/check_rounds/{id}/packages", May(CARE_MANAGE), acts::package)
        .form(PAGE)
        .act("/check_rounds/{id}/days", May(CARE_MANAGE), acts::day)
        .form(PAGE)
        .act("/check_rounds/{id}/close", May(CARE_MANAGE), acts::close)
        .form(PAGE)
        .act("/check_rounds/{id}/book", May(CARE_RECORD), acts::book_for)
        .form(PAGE)
        .act("/check_rounds/{id}/attend", May(CARE_RECORD), acts::attend)
        .form(PAGE)
        .page("/check_bookings/{id}", SignedIn, booking::show)
        .act("/check_bookings/{id}/cancel", SignedIn, acts::cancel)
        .form("/check_bookings/{id}")
        .act("/check_bookings/{id}/undo", May(CARE_MANAGE), acts::undo)
        .form("/check_bookings/{id}")
        .act("/check_bookings/{id}/arrive", SignedIn, acts::arrive)
        .form("/check_bookings/{id}")
        .and(own_doors())
}

fn own_doors() -> Routes {
    Routes::new("health")
        .page("/me/health", SignedIn, own::page)
        .page("/me/health/rounds/{id}", SignedIn, own::round_page)
        .act("/me/health/rounds/{id}", SignedIn, acts::book)
        .act("/me/health/notes", SignedIn, own::keep)
        .form("/me/health")
        .act("/me/health/notes/{id}/delete", SignedIn, own::delete)
        .form("/me/health")
        .all_in_person()
}
