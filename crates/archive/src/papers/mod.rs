//! Papers and evidence: checked at the door, kept in the database once by content, filed by year and class.

use web::{Access, Routes};

mod forget;
mod keep;
mod model;
mod pages;
mod picture;
mod ready;
mod sniff;
mod store;
mod strip;
#[cfg(test)]
mod tests;

pub use forget::forget;
pub use keep::{Happened, keep, keep_in, of_record, seen_of, seen_of_record};
pub use model::{ACCEPT, Class, FILE_MAX, Kind, Line, Paper, PaperId, Unfit};
pub use pages::{Ask, Papers, gallery};
pub use ready::{Ready, ready, ready_all};

/// The kind of a paper as a [`web::Record`].
pub const KIND: &str = "paper";

/// The doors of this system. Whoever may not see all papers sees their own.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("papers")
        .page("/papers", Access::SignedIn, pages::list)
        .file("/papers/{id}", Access::SignedIn, pages::file)
        .file("/papers/{id}/thumb", Access::SignedIn, pages::thumb)
}
