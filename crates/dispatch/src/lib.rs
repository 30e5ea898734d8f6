//! Letters (公文) that one union sends another: a member across, later reports up and tasks down.
//!
//! Nothing joins across unions; what has to get from one to another goes as a letter. Each side keeps its own row of it,
//! and what happens to it happens on one side at a time, in transactions that touch one union each. The receiver's row
//! decides what becomes of a letter; the sender learns it a moment later. Whatever is killed in between is carried on from
//! where it stood, and nothing arrives twice, since both sides know the letter by the same id.
//!
//! Between two installations a letter goes as a signed file that people carry, and its answer comes back as one.
//!
//! What a letter says is the matter of its [`Kind`], which the system that writes such letters declares; this crate knows
//! none of them.

pub mod files;
pub mod letters;
#[cfg(test)]
mod tests;

pub use letters::{
    course::{accept, recall, record_by_hand, return_back, send},
    model::{Addressee, Answer, InState, Incoming, Kind, LetterId, NewLetter, OutState, Outgoing, Way},
    out_state,
    store::{became, of_record, open_in, received, sent},
};

/// The schema steps of this crate.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("dispatch", 1, "0001_letters"),
    store::migration!("dispatch", 2, "0002_came"),
];

/// Tables of the installation rather than of a union: none.
pub const HOUSE_TABLES: &[&str] = &[];

/// Columns whose values are sealed.
pub const SEALED: &[store::secret::Sealed] = &[letters::store::OUT_SEALED, letters::store::IN_SEALED];

/// The doors of this crate, for these kinds of letters.
#[must_use]
pub fn routes(kinds: &'static [Kind]) -> web::Routes {
    letters::routes(kinds).and(files::routes(kinds))
}

/// The jobs of this crate: kind, and the hour of the night at which it comes for every union, if it does.
#[must_use]
pub fn jobs(kinds: &'static [Kind]) -> Vec<(jobs::Kind, Option<i8>)> {
    letters::carry::jobs(kinds)
}
