//! Rates (入会率, 建会率): how many of the workers are members, and how many units that ought to have a union have one.
//!
//! A union records its workers (`forms`) for the whole and for its branches and groups, by kind of employment, from a day
//! on, with the source; the members come from the register of the same day. Each rate shows its fraction, and each part
//! of the fraction opens what is behind it: the members of that day, and the counts that were told (`counts`). Where the
//! workers are not known, or fewer than the members, the page says so instead of a rate.
//!
//! A higher union sees of those below it (`below`) their figures as they were counted at the end of each month
//! (`org::tree::tally`), never their members; a union may stand by its month's figures (`confirm`).

use org::power::{MEMBER_MANAGE, MEMBER_SEE, TREE_MANAGE, TREE_SEE};
use web::{Access::May, Routes};

mod acts;
mod below;
mod check;
mod confirm;
mod counts;
mod event;
mod export;
mod forms;
mod own;
#[cfg(test)]
mod tests;
mod views;

pub use check::check;
pub(crate) use views::{number, percent};

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("rates")
        .page("/members/rates", May(MEMBER_SEE), own::show)
        .file("/members/rates/list.xlsx", May(MEMBER_SEE), export::file)
        .page("/members/rates/workers", May(MEMBER_SEE), counts::list)
        .page("/members/rates/workers/new", May(MEMBER_MANAGE), forms::new)
        .act("/members/rates/workers/new", May(MEMBER_MANAGE), acts::tell)
        .page(
            "/members/rates/workers/{id}/correct",
            May(MEMBER_MANAGE),
            forms::correct,
        )
        .act("/members/rates/workers/{id}/correct", May(MEMBER_MANAGE), acts::correct)
        .act("/members/rates/confirm", May(MEMBER_MANAGE), confirm::confirm)
        .form("/members/rates")
        .page("/org/tree/rates", May(TREE_SEE), below::show)
        .page("/org/tree/{id}/rates", May(TREE_SEE), below::show)
        .page("/org/tree/{id}/workers", May(TREE_MANAGE), forms::below)
        .act("/org/tree/{id}/workers", May(TREE_MANAGE), acts::tell_below)
}
