//! Aid (救助), with rounds of education aid (金秋助学).
//!
//! A **case** of aid helps one member: of a kind of the union's own list, under a ceiling of the rules of its day that is held
//! against all that was given of the same sort in the year over all sources; what the rule said is kept with it. Why somebody
//! is helped lies sealed. The money is asked for as a payment, decided by neither whoever asked nor whoever is helped, paid,
//! signed for, and told to [`given`](crate::given). A **round** of education aid takes applications on phones and from paper,
//! is sent for approval as a whole, publishes the least that has to be known, and forgets the children when its purpose has
//! ended; count and sum stay.

mod acts;
mod ceiling;
mod check;
mod event;
mod form;
mod kinds;
mod list;
pub mod model;
mod own;
pub mod rounds;
mod show;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Error, secret::Sealed};
use facts::{Measure, Unit};
use flow::payments::Follow;
use org::power::{CARE_MANAGE, HARDSHIP_SEE, HARDSHIP_WRITE};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

pub use check::check;
pub use rounds::purge::kind as purge_kind;

use crate::desk::{Door, Due};

/// The kind of record that a case is: `/aids/{id}`.
pub(crate) const KIND: &str = "aid";
/// The kind of record that a kind of aid is: `/aid_kinds/{id}`.
pub(crate) const KIND_OF_AID: &str = "aid_kind";
/// The kind of record that a round is: `/aid_rounds/{id}`.
pub(crate) const ROUND: &str = "aid_round";

/// Columns whose values are sealed.
pub const SEALED: &[Sealed] = &[store::REASON, rounds::store::CHILD];

/// 助学人数
pub const SCHOOL_PEOPLE: Measure = Measure {
    key: "aid.school_people",
    zh: "助学人数",
    en: "Students aided",
    unit: Unit::PersonTimes,
    field: "care",
};
/// 助学金额
pub const SCHOOL_MONEY: Measure = Measure {
    key: "aid.school_money",
    zh: "助学金额",
    en: "Education aid",
    unit: Unit::Money,
    field: "care",
};

/// What follows once money of aid went out.
pub const FOLLOWS: &[Follow] = &[
    Follow {
        purpose: "aid",
        paid: acts::paid,
        unpaid: acts::unpaid,
    },
    Follow {
        purpose: "aid_round",
        paid: rounds::paid::paid,
        unpaid: rounds::paid::unpaid,
    },
];

/// Its line on the desk of care.
pub const DOOR: Door = Door {
    word: "aid.title",
    under: "aid.under",
    href: "/aids",
    access: May(HARDSHIP_SEE),
    due,
};

fn due(view: &View<'_>) -> Result<Option<Due>, Error> {
    let count = rounds::store::to_decide(view, view.union())?;
    Ok(Some(Due {
        word: "aid.round.waiting",
        count,
        late: 0,
    }))
}

const SHOW: &str = "/aids/{id}";
const ONE_ROUND: &str = "/aid_rounds/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("aid")
        .page("/aids", May(HARDSHIP_SEE), list::page)
        .page("/aids/new", May(HARDSHIP_WRITE), form::page)
        .act("/aids/new", May(HARDSHIP_WRITE), acts::ask)
        .page(SHOW, SignedIn, show::page)
        .act("/aids/{id}/reveal", May(HARDSHIP_SEE), acts::open)
        .form(SHOW)
        .elevated()
        .act("/aids/{id}/again", May(HARDSHIP_WRITE), acts::again)
        .form(SHOW)
        .act("/aids/{id}/withdraw", May(HARDSHIP_WRITE), acts::withdraw)
        .form(SHOW)
        .page("/aid_kinds", May(HARDSHIP_SEE), kinds::list)
        .page("/aid_kinds/new", May(CARE_MANAGE), kinds::new_page)
        .act("/aid_kinds/new", May(CARE_MANAGE), kinds::make)
        .page("/aid_kinds/{id}", May(CARE_MANAGE), kinds::show)
        .act("/aid_kinds/{id}", May(CARE_MANAGE), kinds::edit)
        .all_in_person()
        .and(round_doors())
        .and(own_doors())
}

fn round_doors() -> Routes {
    use rounds::{acts, pages, sheet};
    Routes::new("aid")
        .page("/aid_rounds", May(HARDSHIP_SEE), pages::list)
        .page("/aid_rounds/new", May(HARDSHIP_WRITE), pages::new_page)
        .act("/aid_rounds/new", May(HARDSHIP_WRITE), acts::make)
        .page(ONE_ROUND, May(HARDSHIP_SEE), pages::show)
        .page("/aid_rounds/{id}/edit", May(HARDSHIP_WRITE), pages::edit_page)
        .act("/aid_rounds/{id}/edit", May(HARDSHIP_WRITE), acts::edit)
        .page("/aid_rounds/{id}/child", May(HARDSHIP_WRITE), pages::paper)
        .act("/aid_rounds/{id}/child", May(HARDSHIP_WRITE), acts::paper)
        .act("/aid_rounds/{id}/amounts", May(HARDSHIP_WRITE), acts::amounts)
        .form(ONE_ROUND)
        .act("/aid_rounds/{id}/refuse", May(HARDSHIP_WRITE), acts::refuse)
        .form(ONE_ROUND)
        .act("/aid_rounds/{id}/send", May(HARDSHIP_WRITE), acts::send)
        .form(ONE_ROUND)
        .act("/aid_rounds/{id}/back", May(HARDSHIP_WRITE), acts::back)
        .form(ONE_ROUND)
        .act("/aid_rounds/{id}/publish", May(HARDSHIP_WRITE), acts::publish)
        .form(ONE_ROUND)
        .act("/aid_rounds/{id}/close", May(HARDSHIP_WRITE), acts::close)
        .form(ONE_ROUND)
        .act("/aid_rounds/{id}/reveal", May(HARDSHIP_SEE), acts::reveal)
        .form(ONE_ROUND)
        .elevated()
        .act("/aid_rounds/{id}/export", May(HARDSHIP_WRITE), sheet::export)
        .form(ONE_ROUND)
        .elevated()
        .file("/aid_rounds/{id}/list.xlsx", May(HARDSHIP_WRITE), sheet::file)
        .all_in_person()
}

fn own_doors() -> Routes {
    Routes::new("aid")
        .page("/me/aid", SignedIn, own::page)
        .page("/me/aid/rounds/{id}", SignedIn, rounds::own::page)
        .act("/me/aid/rounds/{id}", SignedIn, rounds::own::apply)
        .act("/me/aid/children/{id}/withdraw", SignedIn, rounds::own::withdraw)
        .form("/me/aid")
        .all_in_person()
}
