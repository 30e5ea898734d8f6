//! One's own data (我的资料): what the union knows of a person, who has seen or changed it, what they agreed to, and all of it
//! to take along.
//!
//! 个人信息保护法 art. 44 to 50 give everybody the right to know, to have a copy, to have errors put right and to take
//! consent back. Whoever signs in finds all of it here about themselves, and about nobody else. What rests on law or on
//! membership itself (the register) is shown; what rests on consent alone can be given and taken back, each thing apart.

use web::{Access::SignedIn, Routes};

mod consent;
mod page;
mod seen;
mod store;
mod take;
#[cfg(test)]
mod tests;

pub(crate) use consent::{Standing, standings};

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("mine")
        .page("/me/data", SignedIn, page::show)
        .page("/me/data/seen", SignedIn, seen::show)
        .act("/me/data/consents", SignedIn, consent::settle)
        .form("/me/data")
        .file("/me/data/file.xlsx", SignedIn, take::workbook)
        .file("/me/data/file.json", SignedIn, take::json)
        .all_in_person()
}
