//! The database behind the product, and the only crate that names one.
//!
//! One SQL text serves SQLite (a school, one file) and PostgreSQL (a county, and by way of engines that speak its
//! language a province): `$1` for parameters, `BIGINT`, `TEXT` and `BYTEA` for columns, ids and times made in Rust,
//! `CAST(SUM(x) AS BIGINT)` for sums. Text is ordered by its bytes on both. All calls block; see
//! `docs/decisions/0001-blocking-core.md`.
//!
//! ```no_run
//! use store::{Error, Options, Place, Sql, Store};
//! const TITLES: Sql = Sql::union("SELECT title FROM task WHERE union_id = $1 ORDER BY title");
//! # fn titles(union: kernel::UnionId) -> Result<Vec<String>, Error> {
//! let store = Store::open(&Place::Folder("data".into()), Options::default())?;
//! store.read(|r| r.rows(TITLES, &[&union], |row| row.get(0)))
//! # }
//! ```

pub mod backup;
pub mod catalog;
mod dialect;
mod distribution;
mod error;
mod like;
mod lite;
mod load;
mod migrate;
mod pg;
mod pool;
mod queue;
mod reader;
mod retry;
mod row;
pub mod rules;
pub mod secret;
mod sql;
mod statistics;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod tls;
mod value;
mod wire;

pub use distribution::distribution;
pub use error::{Error, OnConstraint};
pub use like::containing;
pub use migrate::{Migrated, Migration};
pub use reader::{Asked, Reader, Writer};
pub use row::{Cells, Row};
pub use sql::Sql;
pub use store::{Engine, Health, Options, Place, Store};
pub use value::{Bind, Column, FromColumn, Param};

/// The schema steps of this crate: which keys a database knows. The tables that the store cannot do without are made
/// by [`Store::migrate`] itself.
pub const MIGRATIONS: &[Migration] = &[migration!("store", 1, "0001_secret")];

/// Tables of the installation rather than of a union.
pub const HOUSE_TABLES: &[&str] = &["store_key"];
