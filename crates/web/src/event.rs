//! What happened: append-only events, written in the act's own transaction.

use kernel::{Id, Instant, UnionId};
use serde::Serialize;
use store::{Sql, Writer};
use uuid::Uuid;

use crate::access::AccountId;

/// A record of any system: what an event, a fact or a paper belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
pub struct Record {
    /// The system's name for it, such as `task`.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
}

impl Record {
    /// A record of a kind.
    #[must_use]
    pub fn new<K>(kind: &'static str, id: Id<K>) -> Self {
        Self { kind, id: id.raw() }
    }
}

/// Where the page of a record is: by convention the plural of its kind, then its id, as in `/tasks/{id}` and
/// `/summaries/{id}`.
#[must_use]
pub fn record_path(kind: &str, id: Uuid) -> String {
    match kind.strip_suffix('y') {
        Some(stem) => format!("/{stem}ies/{id}"),
        None => format!("/{kind}s/{id}"),
    }
}

/// One thing that can happen in a system. Implemented by one enum a system; its serialised form is kept.
pub trait Event: Serialize {
    /// A stable name such as `task.closed`.
    fn kind(&self) -> &'static str;
    /// The record it happened to.
    fn record(&self) -> Record;
}

/// The kind of an event's id.
pub enum Happening {}

const ADD: Sql = Sql::union(
    "INSERT INTO event (union_id, id, at, account_id, kind, record_kind, record_id, body, sealed)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
);

/// Writes an event.
///
/// # Errors
/// The store's; a body that does not serialise is `Error::Other`.
pub fn write(
    w: &Writer,
    union: UnionId,
    account: AccountId,
    at: Instant,
    event: &impl Event,
) -> Result<(), store::Error> {
    write_as(w, kernel::clock::fresh(at), union, account, at, event)
}

/// Like [`write()`], with the event's id: for data that shall be the same in every run.
///
/// # Errors
/// Like [`write()`].
pub fn write_as(
    w: &Writer,
    id: Id<Happening>,
    union: UnionId,
    account: AccountId,
    at: Instant,
    event: &impl Event,
) -> Result<(), store::Error> {
    let body = serde_json::to_string(event).map_err(|e| store::Error::Other(format!("event body: {e}")))?;
    let record = event.record();
    let of: Id<()> = Id::new(record.id);
    w.run(
        ADD,
        &[&union, &id, &at, &account, &event.kind(), &record.kind, &of, &body],
    )?;
    Ok(())
}
