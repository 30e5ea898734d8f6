//! Offers (普惠服务、福利、职工子女): gifts, group purchases, tickets, summer camps, help with schooling, with so many places.
//!
//! An officer sets an **offer** up: what it is, whom the register entitles to it, the days of sign-up and of picking up, what it
//! costs. Its places lie in **slots** (batches, days, sizes); every place is a row of its own and a sign-up that has one names it,
//! so that the database itself refuses to sell a place twice, whatever happens at once. Who comes too late stands in line and
//! moves up by itself when a place is given up or places are added, and is told. What is picked up counts ([`model::TIMES`],
//! [`model::CHILDREN`], [`model::MONEY`]) and is told to [`given`](crate::given) where the union paid for it.
//!
//! Offers to members' **children** ask for a guardian's consent, which is kept with its words. What is known of a child lies
//! sealed, is shown to those who manage offers alone, each reading recorded, and is deleted so many days after the offer has
//! ended (`watch`); what was counted stays.

mod acts;
mod check;
mod event;
mod export;
mod form;
mod kinds;
mod list;
pub mod model;
mod one;
mod own;
mod picking;
mod print;
mod show;
mod signing;
mod signups;
mod store;
#[cfg(test)]
mod tests;
mod watch;

use ::store::{Error, secret::Sealed};
use org::power::{CARE_MANAGE, CARE_RECORD, CARE_SEE};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

use crate::desk::{Door, Due};

pub use check::check;
pub use model::{CHILDREN, MONEY, TIMES};
pub use signing::{Entry, NotEntered, enter};
pub use watch::kind as watch_kind;

/// The kind of record that an offer is.
pub(crate) const OFFER: &str = "offer";
/// The kind of record that a sign-up is.
pub(crate) const SIGNUP: &str = "offer_signup";
/// The kind of record that a kind of offers is.
pub(crate) const KIND: &str = "offer_kind";

/// The column of what is known of children.
pub const SEALED: Sealed = store::children::CHILD;

/// Its line on the desk of care.
pub const DOOR: Door = Door {
    word: "offers.title",
    under: "offers.under",
    href: "/offers",
    access: May(CARE_SEE),
    due,
};

fn due(view: &View<'_>) -> Result<Option<Due>, Error> {
    let count = store::open_count(view, view.union(), view.today())?;
    Ok((count > 0).then_some(Due {
        word: "offers.desk_open",
        count,
        late: 0,
    }))
}

/// An offer with a slot, for measurements that go past the doors.
///
/// # Errors
/// The store's; `Missing` if the union has no such offer or slot.
pub fn offer_and_slot(
    read: &::store::Reader,
    union: kernel::UnionId,
    offer: model::OfferId,
) -> Result<(model::Offer, Vec<model::SlotLine>), Error> {
    Ok((store::get(read, union, offer)?, store::slots(read, union, offer)?))
}

/// A slot as it stands, for measurements that go past the doors.
///
/// # Errors
/// The store's; `Missing` if the offer has no such slot.
pub fn slot(
    read: &::store::Reader,
    union: kernel::UnionId,
    offer: model::OfferId,
    id: model::SlotId,
) -> Result<model::Slot, Error> {
    store::slot(read, union, offer, id)?.ok_or(Error::Missing)
}

const PAGE: &str = "/offers/{id}";
const ONE: &str = "/offer_signups/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    set_up().and(signed()).and(own_doors())
}

fn set_up() -> Routes {
    Routes::new("offers")
        .page("/offers", May(CARE_SEE), list::page)
        .page("/offers/new", May(CARE_MANAGE), form::new)
        .act("/offers/new", May(CARE_MANAGE), acts::make)
        .page("/offers/kinds", May(CARE_MANAGE), kinds::page)
        .act("/offers/kinds", May(CARE_MANAGE), acts::keep_kind)
        .page(PAGE, May(CARE_SEE), show::page)
        .in_person()
        .page("/offers/{id}/edit", May(CARE_MANAGE), form::edit)
        .act("/offers/{id}/edit", May(CARE_MANAGE), acts::edit)
        .act("/offers/{id}/slots", May(CARE_MANAGE), acts::add_slot)
        .form(PAGE)
        .act("/offers/{id}/places", May(CARE_MANAGE), acts::quota)
        .form(PAGE)
        .act("/offers/{id}/close", May(CARE_MANAGE), acts::close)
        .form(PAGE)
        .act("/offers/{id}/reveal", May(CARE_MANAGE), acts::reveal_children)
        .form(PAGE)
        .elevated()
        .act("/offers/{id}/export", May(CARE_MANAGE), acts::export)
        .form(PAGE)
        .elevated()
        .page("/offers/{id}/print", May(CARE_RECORD), print::page)
        .in_person()
        .file("/offers/{id}/list.xlsx", May(CARE_MANAGE), export::book)
        .in_person()
}

fn signed() -> Routes {
    Routes::new("offers")
        .act("/offers/{id}/signup", May(CARE_RECORD), signups::paper_signup)
        .form(PAGE)
        .act("/offers/{id}/pick-up", May(CARE_RECORD), picking::pick_up)
        .form(PAGE)
        .act("/offers/{id}/missed", May(CARE_RECORD), picking::missed)
        .form(PAGE)
        .act("/offers/{id}/code", May(CARE_RECORD), picking::by_code)
        .form(PAGE)
        .page(ONE, SignedIn, one::page)
        .in_person()
        .act("/offer_signups/{id}/give-up", SignedIn, signups::give_up)
        .form(ONE)
        .act("/offer_signups/{id}/undo", May(CARE_MANAGE), picking::undo)
        .form(ONE)
}

fn own_doors() -> Routes {
    Routes::new("offers")
        .page("/me/offers", SignedIn, own::page)
        .page("/me/offers/{id}", SignedIn, own::offer_page)
        .act("/me/offers/{id}", SignedIn, signups::own_signup)
        .all_in_person()
}
