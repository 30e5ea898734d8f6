//! The register of facts (台帐): what was done, counted once, where it happened.
//!
//! A system that records work **posts** facts in the same act: union, day, measure, quantity, branch,
//! person where allowed, and the record it comes from. Reports, summaries and scores only ever read
//! facts, so every figure opens the records behind it. Facts are never changed: a correction
//! **reverses** and posts anew. A closed period takes no more facts.
//!
//! [`seal`] binds all events of a union into a Merkle log shortly after they are committed, and [`sums`] adds them up;
//! [`verify`] re-derives the log and the facts and names every difference, by itself every night
//! ([`verified`]). [`log`] shows what happened, without what the events hold of people.

pub mod log;
pub mod measures;
pub mod periods;
pub mod register;
pub mod seal;
pub mod sums;
pub mod verified;
pub mod verify;

mod model;
mod place;

#[cfg(test)]
mod tests;

pub use model::{Measure, Span, Total, Unit};
pub use register::{open, post, post_many, reverse, reverse_one, reverse_these};
pub use verified::verify_kind;
pub use verify::{Check, Difference, Report, counted};
pub use web::record_path;

/// The schema steps of this crate.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("facts", 1, "0001_register"),
    store::migration!("facts", 2, "0002_ways"),
    store::migration!("facts", 3, "0003_sums"),
    store::migration!("facts", 4, "0004_years"),
];

/// Tables of the installation rather than of a union.
pub const HOUSE_TABLES: &[&str] = &["measure"];

/// The doors of the register, of its periods, of the log and of what verify found.
#[must_use]
pub fn routes() -> web::Routes {
    register::routes()
        .and(periods::routes())
        .and(verified::routes())
        .and(log::routes())
}
