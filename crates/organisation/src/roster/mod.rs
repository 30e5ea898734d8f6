//! Rosters (名册) that are taken in: an Excel or CSV file of people becomes members of the register.
//!
//! No two offices keep their list of people alike, and every list that went through Excel a few times is damaged:
//! identity numbers end in 000, birth dates are `1985.3`, names have spaces in them, the same person stands in two
//! groups. So a file is not simply loaded. It is **staged** ([`reading`]): its rows are sealed and kept, the heads of its
//! table are found ([`header`]) and the meaning of its columns is guessed ([`guess`]), to be corrected by whoever brought
//! it. Then every row is looked at in a **dry run** ([`check`], [`examine`], [`twins`]) that lists every trouble with what
//! is proposed for it. What becomes of them is decided for whole kinds of trouble or row by row ([`trouble`]). The
//! **import** ([`import`]) takes the good rows into the register, some hundred an act; the others are given back as an
//! Excel file with their reasons (`returned`), to be corrected and brought again. A whole import can be **undone**
//! ([`undo`]).
//!
//! Rosters hold identity numbers: their rows are sealed as long as they are here, and forgotten when the import is over
//! or after two weeks ([`sweep`]).

use org::power::MEMBER_MANAGE;
use web::{Access::May, Routes};

mod acts;
pub mod cell;
pub mod check;
pub mod desk;
pub mod direct;
mod doctor;
pub mod draft;
mod event;
pub mod examine;
pub mod guess;
pub mod header;
pub mod import;
mod lists;
pub mod model;
mod one;
pub mod reading;
mod returned;
mod rows;
mod show;
mod stage;
mod store;
mod summary;
pub mod sweep;
pub mod target;
#[cfg(test)]
mod tests;
pub mod trouble;
pub mod twins;
pub mod undo;
mod words;

pub(crate) use desk::{RosterAtWork, at_work};
pub use event::KIND;
pub use store::SEALED;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("rosters")
        .page("/rosters", May(MEMBER_MANAGE), lists::list)
        .act_after("/rosters", May(MEMBER_MANAGE), stage::prepare, stage::add)
        .files(&["file"])
        .body(reading::FILE_BYTES, "roster.body")
        .page("/rosters/{id}", May(MEMBER_MANAGE), show::page)
        .page("/rosters/{id}/columns", May(MEMBER_MANAGE), lists::columns)
        .act("/rosters/{id}/columns", May(MEMBER_MANAGE), acts::lay)
        .act("/rosters/{id}/rules", May(MEMBER_MANAGE), acts::decide)
        .form("/rosters/{id}")
        .page("/rosters/{id}/rows", May(MEMBER_MANAGE), rows::list)
        .act("/rosters/{id}/rows", May(MEMBER_MANAGE), acts::decide_rows)
        .page("/rosters/{id}/row", May(MEMBER_MANAGE), one::one)
        .act("/rosters/{id}/row", May(MEMBER_MANAGE), acts::decide_row)
        .act("/rosters/{id}/again", May(MEMBER_MANAGE), acts::again)
        .form("/rosters/{id}")
        .act("/rosters/{id}/undo", May(MEMBER_MANAGE), acts::undo)
        .form("/rosters/{id}")
        .act("/rosters/{id}/forget", May(MEMBER_MANAGE), acts::forget)
        .form("/rosters/{id}")
        .file("/rosters/{id}/returned", May(MEMBER_MANAGE), returned::file)
}

/// The jobs that people ask for.
#[must_use]
pub fn jobs() -> Vec<jobs::Kind> {
    vec![check::kind(), import::kind(), undo::kind()]
}
