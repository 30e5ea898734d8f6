//! Approvals and the figures as they read then, in the store.

use std::collections::BTreeMap;

use archive::PaperId;
use kernel::{Instant, UnionId};
use store::{Error, Reader, Sql, Writer};
use web::AccountId;

use super::super::model::SummaryId;

const LAST: Sql = Sql::union(
    "SELECT at, name, body, paper_id FROM summary_approval WHERE union_id = $1 AND summary_id = $2 ORDER BY at DESC, id DESC LIMIT 1",
);
const ADD: Sql = Sql::union(
    "INSERT INTO summary_approval (union_id, id, summary_id, at, account_id, name, body, paper_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const FIGURES: Sql = Sql::union("SELECT place, reads FROM summary_figure WHERE union_id = $1 AND summary_id = $2");
const KEEP: Sql = Sql::union(
    "INSERT INTO summary_figure (union_id, summary_id, place, reads, at, name) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (union_id, summary_id, place) DO UPDATE SET reads = excluded.reads, at = excluded.at, name = excluded.name",
);
const FORGET: Sql = Sql::union("DELETE FROM summary_figure WHERE union_id = $1 AND summary_id = $2");

/// An approval.
#[derive(Clone, Debug)]
pub(in super::super) struct Approval {
    pub at: Instant,
    pub name: String,
    /// Headings and text as they stood, places and all.
    pub body: String,
    pub paper: PaperId,
}

/// Who approves what.
pub(in super::super) struct By<'a> {
    pub account: AccountId,
    pub name: &'a str,
    pub at: Instant,
}

/// The last approval of a summary.
pub(in super::super) fn last(read: &Reader, union: UnionId, id: SummaryId) -> Result<Option<Approval>, Error> {
    read.opt(LAST, &[&union, &id], |row| {
        Ok(Approval {
            at: row.get(0)?,
            name: row.get(1)?,
            body: row.get(2)?,
            paper: row.get(3)?,
        })
    })
}

/// Adds an approval.
pub(in super::super) fn add(
    w: &Writer,
    (union, id): (UnionId, SummaryId),
    new: kernel::Id<Approval>,
    by: &By<'_>,
    (body, paper): (&str, PaperId),
) -> Result<(), Error> {
    w.run(ADD, &[&union, &new, &id, &by.at, &by.account, &by.name, &body, &paper])
        .map(drop)
}

/// What each place read when it was last approved or accepted.
pub(in super::super) fn figures(
    read: &Reader,
    union: UnionId,
    id: SummaryId,
) -> Result<BTreeMap<String, String>, Error> {
    let rows = read.rows(FIGURES, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Takes note of what a place reads.
pub(in super::super) fn keep(
    w: &Writer,
    (union, id): (UnionId, SummaryId),
    (place, reads): (&str, &str),
    by: &By<'_>,
) -> Result<(), Error> {
    w.run(KEEP, &[&union, &id, &place, &reads, &by.at, &by.name]).map(drop)
}

/// Forgets what the places of a summary read.
pub(in super::super) fn forget(w: &Writer, union: UnionId, id: SummaryId) -> Result<(), Error> {
    w.run(FORGET, &[&union, &id]).map(drop)
}
