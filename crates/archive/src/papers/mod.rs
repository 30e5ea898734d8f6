//! Papers and evidence: checked at the door, kept in the database once by content, filed by year and class.

use uuid::Uuid;
use web::{Access, Reply, Routes, View};

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
pub use keep::{Happened, keep, keep_as, keep_in, of_record, seen_of, seen_of_record};
pub use model::{ACCEPT, Class, FILE_MAX, Kind, Line, Paper, PaperId, Shelf, Unfit};
pub use pages::{Ask, Papers, gallery};
pub use ready::{Ready, ready, ready_all};

/// The kind of a paper as a [`web::Record`].
pub const KIND: &str = "paper";

/// Who opens restricted papers of a kind of records, as the system of these records says.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// The kind of the records.
    pub kind: &'static str,
    /// Whether the reader may open what belongs to this record.
    pub opens: fn(&View<'_>, Uuid) -> Reply<bool>,
}

/// The doors of this system. Whoever may not see all papers sees those of their branch and their own; restricted ones open by
/// these doors alone.
#[must_use]
pub fn routes(doors: &'static [Door]) -> Routes {
    Routes::new("papers")
        .page("/papers", Access::SignedIn, pages::list)
        .file(
            "/papers/{id}",
            Access::SignedIn,
            move |view: &View<'_>, which: pages::Which| pages::file(view, doors, which),
        )
        .file(
            "/papers/{id}/thumb",
            Access::SignedIn,
            move |view: &View<'_>, which: pages::Which| pages::thumb(view, doors, which),
        )
}
