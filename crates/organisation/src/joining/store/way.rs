//! The way in, in the store: links, receipts, and the texts of consent.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Instant, UnionId};
use org::MemberId;
use org::accounts::code;
use web::AccountId;

use super::super::model::ApplicationId;

const ADD_LINK: Sql = Sql::house(
    "INSERT INTO join_link (code, union_id, made_by, made_at, ended_at) VALUES ($1, $2, $3, $4, NULL)",
    "a poster is followed by a stranger, before the union is known",
);
const OPEN_LINK: Sql = Sql::house(
    "SELECT code, union_id, made_at FROM join_link WHERE code = $1 AND ended_at IS NULL",
    "a poster is followed by a stranger, before the union is known",
);
const LINK_OF: Sql = Sql::house(
    "SELECT code, union_id, made_at FROM join_link WHERE union_id = $1 AND ended_at IS NULL ORDER BY made_at DESC LIMIT 1",
    "a poster is followed by a stranger, before the union is known",
);
const END_LINKS: Sql = Sql::house(
    "UPDATE join_link SET ended_at = $2 WHERE union_id = $1 AND ended_at IS NULL",
    "a poster is followed by a stranger, before the union is known",
);
const ADD_TICKET: Sql = Sql::house(
    "INSERT INTO join_ticket (digest, union_id, application_id) VALUES ($1, $2, $3)",
    "a receipt is shown by a stranger, before the union is known",
);
const TICKET: Sql = Sql::house(
    "SELECT union_id, application_id FROM join_ticket WHERE digest = $1",
    "a receipt is shown by a stranger, before the union is known",
);
const TICKET_OF: Sql = Sql::house(
    "SELECT digest FROM join_ticket WHERE union_id = $1 AND application_id = $2",
    "a receipt is shown by a stranger, before the union is known",
);
const DROP_TICKET: Sql = Sql::house(
    "DELETE FROM join_ticket WHERE union_id = $1 AND application_id = $2",
    "a receipt is shown by a stranger, before the union is known",
);
const ADD_CONSENT: Sql = Sql::union(
    "INSERT INTO join_consent (union_id, version, body, keep_days, account_id, at) VALUES ($1, $2, $3, $4, $5, $6)",
);
const CONSENT_OF: Sql = Sql::union(
    "SELECT c.version, c.body, c.keep_days, c.at, a.sent_at FROM application a
     JOIN join_consent c ON c.union_id = a.union_id AND c.version = a.consent
     WHERE a.union_id = $1 AND a.member_id = $2 ORDER BY a.sent_at DESC, a.id DESC LIMIT 1",
);
const CONSENT: Sql = Sql::union(
    "SELECT version, body, keep_days, at FROM join_consent WHERE union_id = $1 ORDER BY version DESC LIMIT 1",
);
/// A way in.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its code: four groups of four signs.
    pub code: String,
    /// The union it leads to.
    pub union: UnionId,
    /// When it was opened.
    pub made_at: Instant,
}

fn link(row: &Row<'_>) -> Result<Link, Error> {
    Ok(Link {
        code: row.get(0)?,
        union: row.get(1)?,
        made_at: row.get(2)?,
    })
}

/// Opens a way in.
pub fn add_link(w: &Writer, union: UnionId, code: &str, (by, at): (AccountId, Instant)) -> Result<(), Error> {
    w.run(ADD_LINK, &[&code, &union, &by, &at]).map(drop)
}

/// The open way in of this code, written as the poster has it.
pub fn open_link(read: &Reader, code: &str) -> Result<Option<Link>, Error> {
    read.opt(OPEN_LINK, &[&code], link)
}

/// The open way in of a union.
pub fn link_of(read: &Reader, union: UnionId) -> Result<Option<Link>, Error> {
    read.opt(LINK_OF, &[&union], link)
}

/// Closes the open way in; says whether there was one.
pub fn end_links(w: &Writer, union: UnionId, at: Instant) -> Result<bool, Error> {
    Ok(w.run(END_LINKS, &[&union, &at])? > 0)
}

/// Keeps a receipt by its digest.
pub fn add_ticket(w: &Writer, union: UnionId, typed: &str, application: ApplicationId) -> Result<(), Error> {
    w.run(ADD_TICKET, &[&code::digest(typed), &union, &application])
        .map(drop)
}

/// The application behind a receipt, and its union.
pub fn ticket(read: &Reader, typed: &str) -> Result<Option<(UnionId, ApplicationId)>, Error> {
    if !code::is_code(typed) {
        return Ok(None);
    }
    read.opt(TICKET, &[&code::digest(typed)], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The digest of an application's receipt; `None` for one that came on paper.
pub fn ticket_of(read: &Reader, union: UnionId, application: ApplicationId) -> Result<Option<[u8; 32]>, Error> {
    let digest: Option<Vec<u8>> = read.opt(TICKET_OF, &[&union, &application], |row| row.get(0))?;
    digest
        .map(|bytes| <[u8; 32]>::try_from(bytes).map_err(|_| Error::Wrong("a digest of 32 bytes".to_owned())))
        .transpose()
}

/// Forgets an application's receipt.
pub fn drop_ticket(w: &Writer, union: UnionId, application: ApplicationId) -> Result<(), Error> {
    w.run(DROP_TICKET, &[&union, &application]).map(drop)
}

/// A text of consent.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Consent {
    /// Its number: 1, 2, 3 …
    pub version: i64,
    /// The text.
    pub body: String,
    /// How many days a refused application is kept.
    pub keep_days: i64,
    /// Since when it is shown.
    pub at: Instant,
}

fn consented(row: &Row<'_>) -> Result<Consent, Error> {
    Ok(Consent {
        version: row.get(0)?,
        body: row.get(1)?,
        keep_days: row.get(2)?,
        at: row.get(3)?,
    })
}

/// Keeps a text of consent.
pub fn add_consent(w: &Writer, union: UnionId, new: &Consent, by: AccountId) -> Result<(), Error> {
    w.run(
        ADD_CONSENT,
        &[&union, &new.version, &new.body, &new.keep_days, &by, &new.at],
    )
    .map(drop)
}

/// The text that a member agreed to by their application, and when they sent it; `None` for one that came on paper or for
/// who was never an applicant.
pub fn consent_of(read: &Reader, union: UnionId, member: MemberId) -> Result<Option<(Consent, Instant)>, Error> {
    read.opt(CONSENT_OF, &[&union, &member], |row| Ok((consented(row)?, row.get(4)?)))
}

/// The text that is shown now.
pub fn consent(read: &Reader, union: UnionId) -> Result<Option<Consent>, Error> {
    read.opt(CONSENT, &[&union], consented)
}
