//! Organisation: the register of members and what people do with it.
//!
//! Who is who (unions, bodies, posts, members, accounts) is kept by the crate `org`, since every field of work asks for
//! it. What an officer does with it lives here: the register's pages and acts ([`members`]), the ways to find somebody in
//! it ([`finding`]), the way into it ([`joining`]), putting one's own entry right ([`corrections`]), rosters that are
//! taken in ([`roster`]), the transfer to other unions ([`moving`]), the bodies of a union with their posts, terms and rules ([`bodies`]), the tree of unions ([`tree`]), the
//! share of the workers who are members ([`rates`]), and what everybody sees and settles about their own data ([`mine`]).

pub mod bodies;
pub mod corrections;
mod drawn;
pub mod finding;
pub mod joining;
pub mod members;
pub mod mine;
pub mod moving;
pub mod rates;
pub mod roster;
#[cfg(test)]
mod tests;
pub mod tree;

/// The schema steps of this crate. They come after those of `org`, whose members they name.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("organisation", 4, "0004_finding"),
    store::migration!("organisation", 5, "0005_joining"),
    store::migration!("organisation", 6, "0006_roster"),
    store::migration!("organisation", 7, "0007_consent"),
    store::migration!("organisation", 8, "0008_correction"),
];

/// Tables of the installation: they carry no tenant key, and statements on them say why.
pub const HOUSE_TABLES: &[&str] = &["join_link", "join_ticket"];

/// Columns whose values are sealed.
pub const SEALED: &[store::secret::Sealed] = &[joining::SEALED, roster::SEALED, corrections::SEALED];

pub use members::MEASURES;

/// The kinds of letters that this crate writes.
pub const LETTERS: &[dispatch::Kind] = &[moving::LETTER];

/// What verify asks of this crate's records.
pub const CHECKS: &[facts::Check] = &[members::check, rates::check, tree::check];

/// The doors of this crate.
#[must_use]
pub fn routes() -> web::Routes {
    members::routes()
        .and(finding::routes())
        .and(rates::routes())
        .and(joining::routes())
        .and(corrections::routes())
        .and(roster::routes())
        .and(moving::routes())
        .and(bodies::routes())
        .and(tree::routes())
        .and(mine::routes())
}

/// The jobs of this crate: kind, and the hour of the night at which it comes for every union; none for those that
/// somebody asks for.
#[must_use]
pub fn jobs() -> Vec<(jobs::Kind, Option<i8>)> {
    let mut all = vec![
        (bodies::watch::kind(), Some(1)),
        (tree::count::kind(), Some(3)),
        (joining::retention::kind(), Some(4)),
        (roster::sweep::kind(), Some(4)),
    ];
    all.extend(roster::jobs().into_iter().map(|kind| (kind, None)));
    all
}
