//! The edge: routes with access rules, views and acts, sessions, refusals, limits, the OpenAPI document.
//!
//! The only crate that names axum. A request is read by axum, then a plain blocking function runs
//! on a worker thread, then axum writes the answer. There are three kinds of doors:
//!
//! - a **page** (`GET`): `fn(&View, Query) -> Reply<Page>`. A [`View`] can only read. The page struct is
//!   the template's data and the JSON answer alike;
//! - an **act** (`POST`): `fn(&mut Act, Form) -> Reply<Done>`. An [`Act`] holds the open transaction, the
//!   actor and the clock; it does not commit unless it noted an event, and the same idempotency key
//!   never acts twice;
//! - a **file** (`GET`): `fn(&View, Query) -> Reply<Attachment>`.
//!
//! No door can be declared without an [`Access`] rule: [`Routes`] has no such constructor.

pub mod access;
pub mod act;
pub mod door;
pub mod event;
pub mod input;
pub mod inside;
pub mod metrics;
pub mod once;
pub mod openapi;
pub mod outside;
pub mod pairs;
pub mod password;
pub mod reply;
pub mod reveal;
pub mod routes;
pub mod second;
pub mod server;
pub mod session;
pub mod throttle;
pub mod token;
pub mod view;
pub mod workers;

mod answer;

pub use access::{Access, Account, AccountId, Actor, Extent, Power, Powers, Standing};
pub use act::{Act, Done};
pub use event::{Event, Record, record_path};
pub use input::Upload;
pub use pairs::Yuan;
pub use reply::{Fault, Refusal, Reply, Stop};
pub use routes::{Allowance, Attachment, Nothing, Route, Routes};
pub use server::{AskedStanding, House, Inbox, Server, Settings, Whose};
pub use view::View;

/// The schema steps of this crate: accounts, sessions, tokens, events, idempotency keys.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("web", 1, "0001_door"),
    store::migration!("web", 2, "0002_tokens"),
    store::migration!("web", 3, "0003_second"),
    store::migration!("web", 4, "0004_outside"),
];

/// Tables of the installation rather than of a union.
pub const HOUSE_TABLES: &[&str] = &[
    "account",
    "session",
    "attempt",
    "access_token",
    "second_factor",
    "recovery_code",
    "outside_identity",
    "outside_visit",
];

/// Columns whose values are sealed.
pub const SEALED: &[store::secret::Sealed] = &[second::SEALED];
