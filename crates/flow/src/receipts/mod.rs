//! Sign-off (签收): who is to receive what, and who has.
//!
//! A system makes a list for one of its records, for one person or for 100,000. Whoever receives signs on the phone with one tap;
//! an officer signs for many after the printed list, with a photo of the signed sheet, or notes who fetched it for somebody, or
//! that something was not taken, and why. A line is signed once; a mistake is opened again with a reason. Whoever leads a group
//! sees and handles its lines alone.

use org::power::{RECEIPT_KEEP, RECEIPT_SEE};
use web::{
    Access::{May, SignedIn},
    Routes,
};

mod acts;
mod check;
mod course;
mod event;
mod export;
mod handle;
mod list;
mod mine;
pub mod model;
mod print;
mod show;
mod signed;
mod store;
#[cfg(test)]
mod tests;

pub use check::check;
pub use course::{cancel, expect, of_record, unsign};
pub use mine::MyReceipts;
pub(crate) use mine::{open as my_open, to_sign};
pub use model::{KIND, Line, LineState, NewReceipt, ReceiptId, ReceiptLine};
pub use signed::signed;
pub use store::Mine;

const SHOW: &str = "/receipts/{id}";
const HANDLE: &str = "/receipts/{id}/handle";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("receipts")
        .page("/receipts", May(RECEIPT_SEE), list::page)
        .page(SHOW, May(RECEIPT_SEE), show::page)
        .page("/receipts/{id}/print", May(RECEIPT_SEE), print::page)
        .file("/receipts/{id}/list.xlsx", May(RECEIPT_SEE), export::file)
        .page(HANDLE, May(RECEIPT_KEEP), handle::page)
        .act_after("/receipts/{id}/sheet", May(RECEIPT_KEEP), acts::prepare, acts::sheet)
        .form(HANDLE)
        .files(&["photos"])
        .act("/receipts/{id}/fetched", May(RECEIPT_KEEP), acts::fetched)
        .form(HANDLE)
        .act("/receipts/{id}/left", May(RECEIPT_KEEP), acts::left)
        .form(HANDLE)
        .act("/receipts/{id}/unsign", May(RECEIPT_KEEP), acts::unsign)
        .form(HANDLE)
        .page("/me/receipts", SignedIn, mine::page)
        .act("/me/receipts/{id}/sign", SignedIn, acts::sign)
        .form("/me/receipts")
}
