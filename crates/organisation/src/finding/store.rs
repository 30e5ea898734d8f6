//! Saved lists and what was taken out, in the store.

use kernel::{Date, Id, Instant, UnionId};
use org::MemberId;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader, Row, Sql, Writer};
use web::AccountId;

/// The kind of a saved list's id.
pub enum MemberList {}
/// The id of a saved list.
pub type ListId = Id<MemberList>;
/// The kind of an export's id.
pub enum MemberExport {}
/// The id of an export.
pub type ExportId = Id<MemberExport>;

const ADD_LIST: Sql =
    Sql::union("INSERT INTO member_list (union_id, id, name, query, account_id, at) VALUES ($1, $2, $3, $4, $5, $6)");
const LISTS: Sql =
    Sql::union("SELECT id, name, query, account_id FROM member_list WHERE union_id = $1 ORDER BY name LIMIT 200");
const LIST: Sql = Sql::union("SELECT id, name, query, account_id FROM member_list WHERE union_id = $1 AND id = $2");
const REMOVE: Sql = Sql::union("DELETE FROM member_list WHERE union_id = $1 AND id = $2");
const ADD_EXPORT: Sql = Sql::union(
    "INSERT INTO member_export (union_id, id, account_id, at, purpose, fields, query, on_day, format, members)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const EXPORT: Sql = Sql::union(
    "SELECT e.id, e.account_id, a.name, e.at, e.purpose, e.fields, e.query, e.on_day, e.format, e.members
     FROM member_export e LEFT JOIN account a ON a.id = e.account_id WHERE e.union_id = $1 AND e.id = $2",
);
const EXPORTS: Sql = Sql::union(
    "SELECT e.id, e.account_id, a.name, e.at, e.purpose, e.fields, e.query, e.on_day, e.format, e.members
     FROM member_export e LEFT JOIN account a ON a.id = e.account_id WHERE e.union_id = $1 ORDER BY e.at DESC, e.id DESC LIMIT 50",
);

/// The kind of the event by which a search by the end of a number is kept.
pub const SOUGHT: &str = "member.number_sought";

const LAST_SOUGHT: Sql = Sql::union(
    "SELECT body FROM event WHERE union_id = $1 AND record_kind = 'account' AND record_id = $2 AND account_id = $2
       AND kind = 'member.number_sought' AND at > $3 ORDER BY id DESC LIMIT 1",
);

/// Who was found.
#[derive(serde::Deserialize)]
struct Sought {
    members: Vec<MemberId>,
}

/// Whom an account found by the end of a number, by its last search since a moment; `None` if it made none.
///
/// # Errors
/// The store's.
pub fn sought(
    read: &Reader,
    union: UnionId,
    account: AccountId,
    since: Instant,
) -> Result<Option<Vec<MemberId>>, Error> {
    let body: Option<String> = read.opt(LAST_SOUGHT, &[&union, &account, &since], |row| row.get(0))?;
    body.map(|body| {
        let told: Sought =
            serde_json::from_str(&body).map_err(|e| Error::Wrong(format!("a search in the log: {e}")))?;
        Ok(told.members)
    })
    .transpose()
}

/// A saved list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Saved {
    /// Its id.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// The query behind it.
    pub query: String,
    /// Who saved it.
    pub by: AccountId,
}

fn saved(row: &Row<'_>) -> Result<Saved, Error> {
    Ok(Saved {
        id: row.get(0)?,
        name: row.get(1)?,
        query: row.get(2)?,
        by: row.get(3)?,
    })
}

/// Saves a list. The constraint `member_list_name` says that there is one of this name.
///
/// # Errors
/// The store's.
pub fn save(w: &Writer, union: UnionId, list: &Saved, at: Instant) -> Result<(), Error> {
    w.run(ADD_LIST, &[&union, &list.id, &list.name, &list.query, &list.by, &at])
        .map(drop)
}

/// All saved lists, by name.
///
/// # Errors
/// The store's.
pub fn lists(read: &Reader, union: UnionId) -> Result<Vec<Saved>, Error> {
    read.rows(LISTS, &[&union], saved)
}

/// A saved list.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn list(read: &Reader, union: UnionId, id: ListId) -> Result<Saved, Error> {
    read.one(LIST, &[&union, &id], saved)
}

/// Removes a saved list.
///
/// # Errors
/// The store's.
pub fn remove(w: &Writer, union: UnionId, id: ListId) -> Result<(), Error> {
    w.run(REMOVE, &[&union, &id]).map(drop)
}

/// Something that was taken out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Export {
    /// Its id.
    pub id: ExportId,
    /// By whom.
    pub by: AccountId,
    /// By name.
    pub name: Option<String>,
    /// When.
    pub at: Instant,
    /// What for.
    pub purpose: String,
    /// The keys of the particulars, with commas between them.
    pub fields: String,
    /// The query that says which members.
    pub query: String,
    /// As of this day.
    pub on: Date,
    /// `xlsx` or `csv`.
    pub format: String,
    /// How many members.
    pub members: i64,
}

fn export(row: &Row<'_>) -> Result<Export, Error> {
    let mut cells = row.cells();
    Ok(Export {
        id: cells.take()?,
        by: cells.take()?,
        name: cells.take()?,
        at: cells.take()?,
        purpose: cells.take()?,
        fields: cells.take()?,
        query: cells.take()?,
        on: cells.take()?,
        format: cells.take()?,
        members: cells.take()?,
    })
}

/// Records what is taken out.
///
/// # Errors
/// The store's.
pub fn add_export(w: &Writer, union: UnionId, e: &Export) -> Result<(), Error> {
    w.run(
        ADD_EXPORT,
        &[
            &union, &e.id, &e.by, &e.at, &e.purpose, &e.fields, &e.query, &e.on, &e.format, &e.members,
        ],
    )
    .map(drop)
}

/// What was taken out under an id.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn one_export(read: &Reader, union: UnionId, id: ExportId) -> Result<Export, Error> {
    read.one(EXPORT, &[&union, &id], export)
}

/// What was taken out, the latest first.
///
/// # Errors
/// The store's.
pub fn exports(read: &Reader, union: UnionId) -> Result<Vec<Export>, Error> {
    read.rows(EXPORTS, &[&union], export)
}
