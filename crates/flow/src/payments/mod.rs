//! Requests to pay (付款申请): a system asks for money for one of its records; it is approved, then paid, then proved.
//!
//! A request is decided by a case of [`crate::approvals`]; its amount and payee are what those who decide saw. Money never counts
//! twice: a record has one request, unless the one before was refused or withdrawn. Whoever approved alone does not also record
//! that it was paid as long as somebody else may; a payment marked by mistake is taken back with a reason while its period is
//! open. Finance will take payments from here; until then whoever holds `payment.pay` records day, way, voucher and proof.

use org::power::{PAYMENT_PAY, PAYMENT_SEE};
use web::{
    Access::{May, SignedIn},
    Act, Routes,
};

mod acts;
mod check;
mod course;
mod digest;
mod event;
mod export;
mod list;
pub mod model;
mod show;
mod store;
#[cfg(test)]
mod tests;

pub use check::check;
pub use course::{CASES, ask, living, of_record, usual_day, withdraw};
pub use model::{Ask, Follow, KIND, PaidWay, Payee, PaymentId, PaymentLine, PaymentState, Purpose};
pub use show::PAPERS;

const SHOW: &str = "/payments/{id}";

/// The doors of this system; these follow what is paid.
#[must_use]
pub fn routes(follows: &'static [Follow]) -> Routes {
    Routes::new("payments")
        .page("/payments", SignedIn, list::page)
        .file("/payments/export.xlsx", May(PAYMENT_SEE), export::file)
        .page(SHOW, SignedIn, show::page)
        .act_after(
            "/payments/{id}/pay",
            May(PAYMENT_PAY),
            acts::prepare,
            move |act: &mut Act<'_>, form| acts::pay(act, follows, form),
        )
        .form(SHOW)
        .files(&["proof"])
        .act(
            "/payments/{id}/unpay",
            May(PAYMENT_PAY),
            move |act: &mut Act<'_>, form| acts::unpay(act, follows, form),
        )
        .form(SHOW)
}
