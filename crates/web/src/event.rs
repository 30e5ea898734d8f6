//! What happened: append-only events, written in the act's own transaction.

use kernel::{Id, Instant, UnionId};
use serde::{Deserialize, Serialize};
use store::{Sql, Writer};
use uuid::Uuid;

use crate::{access::AccountId, token::TokenId};

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

/// The access token through which a program acted for a person. It is told first in what is kept of the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Through {
    /// The token's public id.
    pub id: TokenId,
    /// What the person called it.
    pub name: String,
}

/// How the body of an event begins that was made through a token.
const BY_TOKEN: &str = "{\"_token\":";

/// The token that the beginning of an event's body tells of: as much of it as `SUBSTR(body, 1, 500)`.
#[must_use]
pub fn through(beginning: &str) -> Option<Through> {
    let rest = beginning.strip_prefix(BY_TOKEN)?;
    let mut told = serde_json::Deserializer::from_str(rest).into_iter::<Through>();
    told.next()?.ok()
}

fn told_first(through: &Through, body: &str) -> Result<String, store::Error> {
    let token = serde_json::to_string(through).map_err(|e| store::Error::Other(format!("event body: {e}")))?;
    Ok(match body.strip_prefix('{') {
        Some("}") => format!("{BY_TOKEN}{token}}}"),
        Some(rest) => format!("{BY_TOKEN}{token},{rest}"),
        None => format!("{BY_TOKEN}{token},\"told\":{body}}}"),
    })
}

/// Writes an event of an act, with the token that it came through.
pub(crate) fn write_through(
    w: &Writer,
    union: UnionId,
    (account, through): (AccountId, Option<&Through>),
    at: Instant,
    event: &impl Event,
) -> Result<(), store::Error> {
    let Some(through) = through else {
        return write(w, union, account, at, event);
    };
    let id: Id<Happening> = kernel::clock::fresh(at);
    keep(w, id, union, account, at, event, |body| told_first(through, &body))
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
    keep(w, id, union, account, at, event, Ok)
}

fn keep(
    w: &Writer,
    id: Id<Happening>,
    union: UnionId,
    account: AccountId,
    at: Instant,
    event: &impl Event,
    told: impl FnOnce(String) -> Result<String, store::Error>,
) -> Result<(), store::Error> {
    let body = serde_json::to_string(event).map_err(|e| store::Error::Other(format!("event body: {e}")))?;
    let body = told(body)?;
    let record = event.record();
    let of: Id<()> = Id::new(record.id);
    w.post(
        ADD,
        &[&union, &id, &at, &account, &event.kind(), &record.kind, &of, &body],
    )
}

#[cfg(test)]
mod tests {
    use super::{Through, through, told_first};

    #[test]
    fn a_token_is_told_first_and_read_from_the_beginning() {
        let token = Through {
            id: crate::token::TokenId::NIL,
            name: "大屏\"{}".to_owned(),
        };
        for body in ["{}", "{\"what\":\"closed\"}", "null"] {
            let told = told_first(&token, body).unwrap();
            assert!(serde_json::from_str::<serde_json::Value>(&told).is_ok(), "{told}");
            assert_eq!(through(&told), Some(token.clone()));
        }
        assert_eq!(through("{\"what\":\"closed\"}"), None);
        assert_eq!(through(""), None);
    }
}
