//! Papers: the photos, scans and documents that prove what was done, kept with the act that brought them.
//!
//! They stand in the database itself: a paper exists exactly if the act that brought it was kept, and one backup
//! holds both. A paper belongs to a record of some system (a task, a plan) and is filed by year and class. A restricted one (限阅: a
//! photo of a visit to the sick, the proof of a sealed payment) stands in no list: whoever may open its record opens it ([`Door`]).
//!
//! ```ignore
//! // before the act: checks and prepares, outside the transaction
//! let photos = archive::ready_all(view, "photos", false)?;
//! // within it
//! for photo in &photos {
//!     archive::keep(act, photo, task.record(), archive::Class::Evidence)?;
//! }
//! ```

pub mod papers;

pub use papers::{
    ACCEPT, Class, Door, Line, Paper, PaperId, Ready, Shelf, forget, gallery, keep, keep_as, keep_in, of_record, ready,
    ready_all, seen_of, seen_of_record,
};

/// The schema steps of this crate.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("archive", 1, "0001_papers"),
    store::migration!("archive", 2, "0002_restricted"),
];

/// The doors of this crate, where nobody opens restricted papers.
#[must_use]
pub fn routes() -> web::Routes {
    routes_with(&[])
}

/// The doors of this crate; restricted papers are opened by the doors of their records.
#[must_use]
pub fn routes_with(doors: &'static [Door]) -> web::Routes {
    papers::routes(doors)
}
