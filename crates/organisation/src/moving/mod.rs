//! Moving (会籍转接): a member goes over from one union to another, by a letter that the other accepts or returns.
//!
//! The sending union starts it: from then on the member is *moving out* (转出中), and still counted there. The receiving union
//! accepts, into a group and with effect from a day, or returns it with a reason; until then the sender may call it back.
//! With the acceptance the member stands in the receiver's register, and as soon as the sender hears of it, in its own as moved
//! out since the same day. So every day has the member in exactly one register, and nobody is ever in none.
//!
//! What the letter tells of the person is sealed all the way; the identity number is shown to nobody by it. To a union in
//! another installation it goes as a file, to one that has no such program on paper (接转单), and the answer is recorded by hand.
//!
//! There are no tables of this system: what there is to know stands in the letters of `dispatch`.

use org::power::{MEMBER_MANAGE, MEMBER_SEE};
use web::{Access::May, Routes};

mod acts;
mod answered;
mod form;
mod model;
mod own;
mod show;
mod slip;
#[cfg(test)]
mod tests;

/// The kind of record that a transfer is: `/transfers/{id}`, by the letter's id.
const RECORD: &str = "transfer";

/// The letter by which a member moves.
pub const LETTER: dispatch::Kind = dispatch::Kind {
    name: "member.transfer",
    word: "organisation.moving.kind",
    page: "/transfers",
    see: MEMBER_SEE,
    arrived: answered::arrived,
    called_back: answered::called_back,
    answered: answered::answered,
};

pub(crate) use acts::{none_under_way, under_way};
pub(crate) use form::leads_to;
pub(crate) use model::open_of;
pub(crate) use own::{OwnArrival, OwnTransfer, arrivals, of_member};

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("moving")
        .page("/members/{id}/move", May(MEMBER_MANAGE), form::form)
        .act("/members/{id}/move", May(MEMBER_MANAGE), acts::start)
        .page("/transfers/{id}", May(MEMBER_SEE), show::show)
        .act("/transfers/{id}/accept", May(MEMBER_MANAGE), acts::accept)
        .form("/transfers/{id}")
        .act("/transfers/{id}/return", May(MEMBER_MANAGE), acts::return_back)
        .form("/transfers/{id}")
        .act("/transfers/{id}/recall", May(MEMBER_MANAGE), acts::recall)
        .form("/transfers/{id}")
        .act("/transfers/{id}/answer", May(MEMBER_MANAGE), acts::by_hand)
        .form("/transfers/{id}")
        .page("/transfers/{id}/slip", May(MEMBER_SEE), slip::page)
        .file("/transfers/{id}/slip.docx", May(MEMBER_SEE), slip::word)
}
