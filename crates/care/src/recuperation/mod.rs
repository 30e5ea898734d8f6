//! Recuperation (职工疗休养): a year's plan with groups that go somewhere, and whose turn it is.
//!
//! An officer sets up a **plan** with its groups, how many may go in all and from each branch. Members sign up with their
//! wishes. The **order** of turns is reckoned from who has not been longest ([`order`]), shown line by line with its reason, and
//! an officer's exceptions stand in it with theirs. By it the places are proposed, then made firm; who withdraws is followed by
//! the next whose turn it is. Who went counts ([`model::PEOPLE`]), what a group cost is told to [`given`](crate::given) head by
//! head, and caps of the place are held against it. Journeys of earlier years are entered by a list. Nothing medical is kept.

mod acts;
mod changing;
mod check;
mod entries;
mod event;
mod going;
mod group;
mod list;
pub mod model;
mod one;
pub mod order;
mod own;
mod past;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod turns;
mod watch;

use ::store::Error;
use org::power::{CARE_MANAGE, CARE_RECORD, CARE_SEE};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

use crate::desk::{Door, Due};

pub use check::check;
pub use model::PEOPLE;
pub use watch::kind as watch_kind;

/// The kind of record that a plan is.
pub(crate) const PLAN: &str = "recuperation";
/// The kind of record that a group is.
pub(crate) const GROUP: &str = "recuperation_group";
/// The kind of record that a sign-up is.
pub(crate) const ENTRY: &str = "recuperation_entry";
/// The kind of record that an earlier journey is.
pub(crate) const PAST: &str = "recuperation_past";

/// Its line on the desk of care.
pub const DOOR: Door = Door {
    word: "recuperation.title",
    under: "recuperation.under",
    href: "/recuperations",
    access: May(CARE_SEE),
    due,
};

fn due(_: &View<'_>) -> Result<Option<Due>, Error> {
    Ok(None)
}

const PAGE: &str = "/recuperations/{id}";
const TEAM: &str = "/recuperation_groups/{id}";
const ONE: &str = "/recuperation_entries/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("recuperation")
        .page("/recuperations", May(CARE_SEE), list::page)
        .page("/recuperations/new", May(CARE_MANAGE), list::form)
        .act("/recuperations/new", May(CARE_MANAGE), acts::make)
        .page("/recuperations/past", May(CARE_MANAGE), past::page)
        .act("/recuperations/past", May(CARE_MANAGE), past::add)
        .act("/recuperations/past/{id}/delete", May(CARE_MANAGE), past::delete)
        .form("/recuperations/past")
        .page(PAGE, May(CARE_SEE), show::page)
        .act("/recuperations/{id}/edit", May(CARE_MANAGE), changing::plan)
        .form(PAGE)
        .act("/recuperations/{id}/groups", May(CARE_MANAGE), acts::add_group)
        .form(PAGE)
        .act("/recuperations/{id}/quotas", May(CARE_MANAGE), acts::quota)
        .form(PAGE)
        .act("/recuperations/{id}/signup", May(CARE_RECORD), entries::sign_up_for)
        .form(PAGE)
        .act("/recuperations/{id}/propose", May(CARE_MANAGE), turns::propose)
        .form(PAGE)
        .act("/recuperations/{id}/confirm", May(CARE_MANAGE), turns::confirm)
        .form(PAGE)
        .act("/recuperations/{id}/close", May(CARE_MANAGE), acts::close)
        .form(PAGE)
        .and(groups())
        .and(own_doors())
}

fn groups() -> Routes {
    Routes::new("recuperation")
        .page(TEAM, May(CARE_SEE), group::page)
        .page("/recuperation_groups/{id}/print", May(CARE_SEE), group::print)
        .act("/recuperation_groups/{id}/edit", May(CARE_MANAGE), changing::group)
        .form(TEAM)
        .act("/recuperation_groups/{id}/attend", May(CARE_RECORD), going::attend)
        .form(TEAM)
        .act("/recuperation_groups/{id}/cost", May(CARE_MANAGE), going::cost)
        .form(TEAM)
        .page(ONE, SignedIn, one::page)
        .act("/recuperation_entries/{id}/except", May(CARE_MANAGE), entries::except)
        .form(ONE)
        .act("/recuperation_entries/{id}/withdraw", SignedIn, entries::withdraw)
        .form(ONE)
        .act(
            "/recuperation_entries/{id}/substitute",
            May(CARE_MANAGE),
            entries::substitute,
        )
        .form(ONE)
        .act("/recuperation_entries/{id}/undo", May(CARE_MANAGE), going::undo)
        .form(ONE)
}

fn own_doors() -> Routes {
    Routes::new("recuperation")
        .page("/me/recuperation", SignedIn, own::page)
        .page("/me/recuperation/{id}", SignedIn, own::plan_page)
        .act("/me/recuperation/{id}", SignedIn, entries::sign_up)
        .all_in_person()
}
