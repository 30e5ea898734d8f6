//! Papers: the photos, scans and documents that prove what was done, kept with the act that brought them.
//!
//! They stand in the database itself: a paper exists exactly if the act that brought it was kept, and one backup
//! holds both. A paper belongs to a record of some system (a task, a plan) and is filed by year and class.
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
    ACCEPT, Class, Line, Paper, PaperId, Ready, forget, gallery, keep, keep_in, of_record, ready, ready_all, seen_of,
    seen_of_record,
};

/// The schema steps of this crate.
pub const MIGRATIONS: &[store::Migration] = &[store::migration!("archive", 1, "0001_papers")];

/// The doors of this crate.
#[must_use]
pub fn routes() -> web::Routes {
    papers::routes()
}
