//! Goods for rounds (慰问品采购、库存): bought, kept, handed out, and what becomes of the rest.
//!
//! Goods lie with a round, or in the union's own store from which the next round may take. What lies where is the sum of
//! all movements, each with its day, its way and who recorded it; nothing is counted twice and nothing goes below zero.
//! A purchase brings goods in and asks for the supplier's payment; a round takes out what people signed for; the
//! remainder is returned, kept for the next round or given to named persons with a reason, so that at the end a round's
//! stock is zero or explained.

use org::power::{CARE_MANAGE, CARE_SEE};
use web::{Access::May, Routes};

mod acts;
mod check;
mod event;
mod given;
pub mod model;
mod pages;
mod payment;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use acts::{hand, make_good, name_of};
pub use check::check;
pub use model::{GoodId, PurchaseId, Way};
pub(crate) use store::{balances, goods, purchases};

/// The kind of a purchase as a [`web::Record`].
pub const PURCHASE: &str = "purchase";
/// The kind of a movement in the log.
pub const MOVE: &str = "stock_move";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("stock")
        .page("/stock", May(CARE_SEE), pages::book)
        .page("/purchases/new", May(CARE_MANAGE), pages::new)
        .act_after("/purchases/new", May(CARE_MANAGE), acts::prepare, acts::buy)
        .files(&["papers"])
        .page("/purchases/{id}", May(CARE_SEE), pages::show)
        .act_after(
            "/purchases/{id}/paper",
            May(CARE_MANAGE),
            acts::prepare_paper,
            acts::paper,
        )
        .files(&["papers"])
        .form("/purchases/{id}")
        .act("/purchases/{id}/pay", May(CARE_MANAGE), acts::pay)
        .form("/purchases/{id}")
        .act("/purchases/{id}/cancel", May(CARE_MANAGE), acts::cancel)
        .form("/purchases/{id}")
        .page("/stock/move", May(CARE_MANAGE), pages::form)
        .act("/stock/move", May(CARE_MANAGE), acts::shift)
        .page("/stock_moves/{id}", May(CARE_SEE), given::show)
        .act("/stock_moves/{id}/undo", May(CARE_MANAGE), given::undo)
        .form("/stock_moves/{id}")
}
