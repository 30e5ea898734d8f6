//! Rounds (节日慰问、送温暖、送清凉): what the union gives to many at once, by a list.
//!
//! At a statutory festival every member may receive goods of custom and daily need, within a cap a person and year and never
//! as cash; in summer the union brings coolness to those at work, at the turn of the year warmth to those in need of it. A
//! round says what is given ([`model::Round`]), to whom (`who`), and is checked person by person against the rules of the
//! place (`checks`) before somebody else than its maker approves it. Then goods are bought (`stock`), people sign, and what
//! was signed for is counted: the register, what each member received and the stock say the same as the signed sheets.
//!
//! Festival goods to all members and coolness count under measures of their own, since summaries tell them apart from the
//! visits to single persons; warmth, model workers, the front line and the retired count as visits (慰问人次、慰问金额).

use org::power::{CARE_MANAGE, CARE_RECORD, CARE_SEE};
use web::{Access::May, Record, Routes};

mod acts;
mod check;
mod checks;
mod checks_page;
mod event;
mod form;
mod found;
mod handing;
mod lines;
mod list;
mod listing;
pub mod model;
mod sheet;
mod show;
mod signed;
mod store;
#[cfg(test)]
mod tests;
mod who;

pub use check::check;
pub(crate) use form::{of_field, retired_choices};
pub use handing::job;
pub(crate) use lines::{Eyes, eyes, hands};
pub(crate) use list::DOOR;
pub use model::{COOL_MONEY, COOL_TIMES, Kind, MONEY, Retired, RoundId, TIMES, Who};
pub(crate) use store::{kind, may_buy, may_move, needs, title, titles};
pub use who::Not;
pub(crate) use who::{entitled, entitled_as};

/// The kind of a round as a [`web::Record`].
pub const KIND: &str = "round";

/// The record of a round, for events, facts, gifts and papers.
#[must_use]
pub fn record(id: RoundId) -> Record {
    Record::new(KIND, id)
}

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("rounds")
        .page("/rounds", May(CARE_SEE), list::page)
        .page("/rounds/new", May(CARE_MANAGE), form::new)
        .act("/rounds/new", May(CARE_MANAGE), acts::make)
        .page("/rounds/{id}", May(CARE_SEE), show::page)
        .page("/rounds/{id}/edit", May(CARE_MANAGE), form::edit)
        .act("/rounds/{id}/edit", May(CARE_MANAGE), acts::edit)
        .act("/rounds/{id}/copy", May(CARE_MANAGE), acts::copy)
        .form("/rounds/{id}")
        .page("/rounds/{id}/contents", May(CARE_MANAGE), form::contents)
        .act("/rounds/{id}/contents", May(CARE_MANAGE), acts::add_item)
        .act(
            "/rounds/{id}/contents/{good}/remove",
            May(CARE_MANAGE),
            acts::remove_item,
        )
        .form("/rounds/{id}/contents")
        .page("/rounds/{id}/whom", May(CARE_MANAGE), form::whom)
        .act("/rounds/{id}/whom", May(CARE_MANAGE), listing::make)
        .page("/rounds/{id}/lines", May(CARE_SEE), lines::page)
        .act("/rounds/{id}/lines/add", May(CARE_MANAGE), listing::add)
        .form("/rounds/{id}/lines")
        .page("/rounds/{id}/lines/{member}", May(CARE_MANAGE), lines::one)
        .act("/rounds/{id}/lines/{member}/strike", May(CARE_MANAGE), listing::strike)
        .form("/rounds/{id}/lines/{member}")
        .act(
            "/rounds/{id}/lines/{member}/restore",
            May(CARE_MANAGE),
            listing::restore,
        )
        .form("/rounds/{id}/lines/{member}")
        .act(
            "/rounds/{id}/lines/{member}/explain",
            May(CARE_MANAGE),
            listing::explain,
        )
        .form("/rounds/{id}/lines/{member}")
        .page("/rounds/{id}/checks", May(CARE_SEE), checks_page::page)
        .act("/rounds/{id}/check", May(CARE_MANAGE), listing::check)
        .form("/rounds/{id}")
        .act("/rounds/{id}/strike-hard", May(CARE_MANAGE), listing::strike_hard)
        .form("/rounds/{id}/checks")
        .act("/rounds/{id}/approve", May(CARE_MANAGE), acts::approve)
        .form("/rounds/{id}")
        .act("/rounds/{id}/reopen", May(CARE_MANAGE), acts::reopen)
        .form("/rounds/{id}")
        .act("/rounds/{id}/drop", May(CARE_MANAGE), acts::drop_it)
        .form("/rounds/{id}")
        .act("/rounds/{id}/hand", May(CARE_MANAGE), handing::begin)
        .form("/rounds/{id}")
        .act("/rounds/{id}/settle", May(CARE_RECORD), handing::settle_now)
        .form("/rounds/{id}")
        .act("/rounds/{id}/close", May(CARE_MANAGE), handing::close)
        .form("/rounds/{id}")
        .file("/rounds/{id}/list.xlsx", May(CARE_SEE), sheet::book)
}
