//! Workbooks that were brought: read once, looked at, then taken in or dropped.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Id, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use web::AccountId;

use crate::SheetId;

const ADD: Sql = Sql::union(
    "INSERT INTO rule_import (union_id, id, sheet_id, file, body, status, by_account, by_name, at)
     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8)",
);
const ONE: Sql =
    Sql::union("SELECT id, sheet_id, file, body, status, by_name, at FROM rule_import WHERE union_id = $1 AND id = $2");
const OPEN: Sql = Sql::union(
    "SELECT id, sheet_id, file, body, status, by_name, at FROM rule_import WHERE union_id = $1 AND status = 'open'
     ORDER BY at DESC, id DESC LIMIT 20",
);
const SETTLE: Sql =
    Sql::union("UPDATE rule_import SET status = $3 WHERE union_id = $1 AND id = $2 AND status = 'open'");

/// The kind of an import's id.
pub(crate) enum Bringing {}
/// The id of a workbook that was brought.
pub(crate) type ImportId = Id<Bringing>;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportStatus {
    /// It waits.
    Open,
    /// Its rules were taken in.
    Taken,
    /// It was dropped.
    Dropped,
}

impl ImportStatus {
    const ALL: &'static [ImportStatus] = &[ImportStatus::Open, ImportStatus::Taken, ImportStatus::Dropped];
    const fn key(self) -> &'static str {
        match self {
            ImportStatus::Open => "open",
            ImportStatus::Taken => "taken",
            ImportStatus::Dropped => "dropped",
        }
    }
}

::store::keyed!(ImportStatus, "the state of a workbook");

/// A workbook that was brought.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub id: ImportId,
    /// The sheet it is for; none for the union's own rules.
    pub sheet: Option<SheetId>,
    pub file: String,
    /// What was read, as JSON.
    pub body: String,
    pub status: ImportStatus,
    pub by: String,
    pub at: Instant,
}

fn line(row: &Row<'_>) -> Result<Import, Error> {
    let mut c = row.cells();
    Ok(Import {
        id: c.take()?,
        sheet: c.take()?,
        file: c.take()?,
        body: c.take()?,
        status: c.take()?,
        by: c.take()?,
        at: c.take()?,
    })
}

/// Keeps what was read.
pub(crate) fn add_import(w: &Writer, union: UnionId, new: &Import, account: AccountId) -> Result<(), Error> {
    w.run(
        ADD,
        &[
            &union, &new.id, &new.sheet, &new.file, &new.body, &account, &new.by, &new.at,
        ],
    )
    .map(drop)
}

/// One of them.
pub(crate) fn import(read: &Reader, union: UnionId, id: ImportId) -> Result<Import, Error> {
    read.one(ONE, &[&union, &id], line)
}

/// Those that wait.
pub(crate) fn imports_open(read: &Reader, union: UnionId) -> Result<Vec<Import>, Error> {
    read.rows(OPEN, &[&union], line)
}

/// Says what became of one; says whether it waited.
pub(crate) fn settle_import(w: &Writer, union: UnionId, id: ImportId, status: ImportStatus) -> Result<bool, Error> {
    w.run(SETTLE, &[&union, &id, &status]).map(|n| n > 0)
}
