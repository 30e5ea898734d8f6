//! Work that a request does not wait for: noted in the same transaction, done once, progress shown.
//!
//! A job is claimed with a lease. Whoever holds the lease works and reports progress, which renews it;
//! if the process is killed the lease runs out and the job is claimed again. What a job changes is
//! changed in the very transaction that marks it done, so that a job is neither lost nor done twice.
//! Trouble is tried again with growing pauses, [`ATTEMPTS`] times in all.

pub mod desk;
pub mod pages;
pub mod runner;
pub mod schedule;
mod store;
#[cfg(test)]
mod tests;

pub use desk::{Desk, Ending, Kind, Lease, Trouble};
pub use runner::Runner;
pub use schedule::{Every, Schedule};
pub use store::{Job, JobId, State, add, add_once, find, of_account};

/// The schema steps of this crate.
pub const MIGRATIONS: &[::store::Migration] = &[::store::migration!("jobs", 1, "0001_job")];

/// How often a job is tried before it is given up.
pub const ATTEMPTS: i64 = 5;
/// How long a lease lasts without word, in milliseconds.
pub const LEASE_MS: i64 = 60_000;

/// The doors: one's own jobs and their progress.
#[must_use]
pub fn routes() -> web::Routes {
    web::Routes::new("jobs")
        .page("/jobs", web::Access::SignedIn, pages::list)
        .page("/jobs/{id}", web::Access::SignedIn, pages::show)
}

/// Tables of the installation rather than of a union: none.
pub const HOUSE_TABLES: &[&str] = &[];
