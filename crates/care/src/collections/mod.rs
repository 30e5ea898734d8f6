//! Collections (募捐、献爱心捐款): for a person in need or for a cause, with every gift and every payout shown.
//!
//! A **gift** is entered singly or by the list of a branch; of an anonymous giver nothing is kept but the gift, and a giver's
//! name is published only if they agreed. A **payout** is asked for as a payment ([`flow::payments`]), never more than is there;
//! a member who receives it signs for it. A collection **ends** when nothing is owed, with a decision about the remainder: kept
//! for the same purpose, passed to another collection or to the fund of aid, or given back. Members see totals, payouts and the
//! remainder; the figures of a group only where nobody can be reckoned out of them.

mod acts;
mod check;
mod event;
mod form;
mod gifts;
mod list;
mod listing;
pub mod model;
mod own;
mod payouts;
mod sheet;
mod show;
mod store;
#[cfg(test)]
mod tests;

use ::store::{Error, Reader, secret::Sealed};
use facts::{Measure, Unit};
use kernel::{Money, UnionId};
use org::power::{CARE_MANAGE, CARE_RECORD, CARE_SEE};
use web::{
    Access::{May, SignedIn},
    Routes, View,
};

pub use check::check;
pub use model::mask;
pub use payouts::FOLLOWS;

use crate::desk::{Door, Due};

/// The kind of record that a collection is: `/collections/{id}`.
pub(crate) const KIND: &str = "collection";
/// The kind of record that a gift is: `/collection_gifts/{id}`.
pub(crate) const GIFT: &str = "collection_gift";
/// The kind of record that a payout is: `/collection_payouts/{id}`.
pub(crate) const PAYOUT: &str = "collection_payout";

/// The column of the name of the person collected for.
pub const SEALED: Sealed = store::PERSON;

/// 捐款人次
pub const GIFTS: Measure = Measure {
    key: "collection.gifts",
    zh: "捐款人次",
    en: "Gifts to collections",
    unit: Unit::PersonTimes,
    field: "care",
};
/// 捐款金额
pub const GIVEN: Measure = Measure {
    key: "collection.given",
    zh: "捐款金额",
    en: "Given to collections",
    unit: Unit::Money,
    field: "care",
};
/// 募捐款支出金额
pub const PAID: Measure = Measure {
    key: "collection.paid",
    zh: "募捐款支出金额",
    en: "Paid out of collections",
    unit: Unit::Money,
    field: "care",
};

/// Its line on the desk of care.
pub const DOOR: Door = Door {
    word: "collections.title",
    under: "collections.under",
    href: "/collections",
    access: May(CARE_SEE),
    due,
};

fn due(view: &View<'_>) -> Result<Option<Due>, Error> {
    if !view.actor().may(CARE_MANAGE) {
        return Ok(None);
    }
    let count = store::to_close(view, view.union(), view.today())?;
    Ok(Some(Due {
        word: "collections.to_close",
        count,
        late: 0,
    }))
}

/// What the remainders of collections brought to the fund of aid (困难帮扶金).
///
/// # Errors
/// The store's.
pub fn to_aid(read: &Reader, union: UnionId) -> Result<Money, Error> {
    store::to_aid(read, union)
}

const SHOW: &str = "/collections/{id}";
const ONE_GIFT: &str = "/collection_gifts/{id}";
const ONE_PAYOUT: &str = "/collection_payouts/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("collections")
        .page("/collections", May(CARE_SEE), list::page)
        .page("/collections/new", May(CARE_MANAGE), form::new_page)
        .act("/collections/new", May(CARE_MANAGE), acts::make)
        .page(SHOW, May(CARE_SEE), show::page)
        .page("/collections/{id}/edit", May(CARE_MANAGE), form::edit_page)
        .act("/collections/{id}/edit", May(CARE_MANAGE), acts::edit)
        .act("/collections/{id}/reveal", May(CARE_MANAGE), acts::reveal)
        .form(SHOW)
        .elevated()
        .act("/collections/{id}/close", May(CARE_MANAGE), acts::close)
        .form(SHOW)
        .act("/collections/{id}/reopen", May(CARE_MANAGE), acts::reopen)
        .form(SHOW)
        .act("/collections/{id}/export", May(CARE_MANAGE), sheet::export)
        .form(SHOW)
        .elevated()
        .file("/collections/{id}/gifts.xlsx", May(CARE_MANAGE), sheet::file)
        .and(gift_doors())
        .and(payout_doors())
        .and(own_doors())
}

fn gift_doors() -> Routes {
    Routes::new("collections")
        .page("/collections/{id}/gift", May(CARE_RECORD), gifts::form)
        .act("/collections/{id}/gift", May(CARE_RECORD), gifts::give)
        .page("/collections/{id}/list", May(CARE_RECORD), listing::form)
        .act("/collections/{id}/list", May(CARE_RECORD), listing::give)
        .page(ONE_GIFT, May(CARE_SEE), gifts::show)
        .act("/collection_gifts/{id}/back", May(CARE_MANAGE), gifts::take_back)
        .form(ONE_GIFT)
}

fn payout_doors() -> Routes {
    Routes::new("collections")
        .page("/collections/{id}/payout", May(CARE_MANAGE), payouts::form)
        .act("/collections/{id}/payout", May(CARE_MANAGE), payouts::ask)
        .page(ONE_PAYOUT, May(CARE_SEE), payouts::show)
        .act("/collection_payouts/{id}/withdraw", May(CARE_MANAGE), payouts::withdraw)
        .form(ONE_PAYOUT)
}

fn own_doors() -> Routes {
    Routes::new("collections")
        .page("/me/collections", SignedIn, own::list)
        .page("/me/collections/{id}", SignedIn, own::show)
        .act("/me/collections/gifts/{id}", SignedIn, own::consent)
        .form("/me/collections")
        .all_in_person()
}
