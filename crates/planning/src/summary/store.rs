//! Summaries in the store.

use kernel::UnionId;
use store::{Error, Reader, Row, Sql, Writer};

use super::model::{Drafted, Head, SectionId, SectionRow, SummaryId};

pub(super) mod approvals;
pub(super) mod past;
pub(super) mod phrases;
pub(super) mod works;

const LIST: Sql =
    Sql::union("SELECT id, year, title, created_at FROM summary WHERE union_id = $1 ORDER BY year DESC LIMIT 200");
const GET: Sql = Sql::union("SELECT id, year, title, created_at FROM summary WHERE union_id = $1 AND id = $2");
const OF_YEAR: Sql = Sql::union("SELECT id, year, title, created_at FROM summary WHERE union_id = $1 AND year = $2");
const ADD: Sql = Sql::union("INSERT INTO summary (union_id, id, year, title, created_at) VALUES ($1, $2, $3, $4, $5)");
/// Gives another title, if it is still the one seen.
pub(super) const TITLE: Sql =
    Sql::union("UPDATE summary SET title = $4 WHERE union_id = $1 AND id = $2 AND title = $3");
const SECTIONS: Sql = Sql::union(
    "SELECT id, position, part, heading, body, version FROM summary_section
     WHERE union_id = $1 AND summary_id = $2 ORDER BY position",
);
const ADD_SECTION: Sql = Sql::union(
    "INSERT INTO summary_section (union_id, id, summary_id, position, part, heading, body, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
);
const PLACE: Sql =
    Sql::union("UPDATE summary_section SET position = $4 WHERE union_id = $1 AND summary_id = $2 AND id = $3");
/// Writes a section's text, if it is still the version seen.
pub(super) const SAVE: Sql = Sql::union(
    "UPDATE summary_section SET heading = $5, body = $6, version = version + 1
     WHERE union_id = $1 AND summary_id = $2 AND id = $3 AND version = $4",
);
/// Takes a section away, if it is still the version seen.
pub(super) const REMOVE: Sql =
    Sql::union("DELETE FROM summary_section WHERE union_id = $1 AND summary_id = $2 AND id = $3 AND version = $4");

fn head(row: &Row<'_>) -> Result<Head, Error> {
    Ok(Head {
        id: row.get(0)?,
        year: row.get(1)?,
        title: row.get(2)?,
        created_at: row.get(3)?,
    })
}

fn section(row: &Row<'_>) -> Result<SectionRow, Error> {
    Ok(SectionRow {
        id: row.get(0)?,
        position: row.get(1)?,
        part: row.get(2)?,
        heading: row.get(3)?,
        body: row.get(4)?,
        version: row.get(5)?,
    })
}

/// All summaries, the latest year first.
///
/// # Errors
/// The store's.
pub fn list(read: &Reader, union: UnionId) -> Result<Vec<Head>, Error> {
    read.rows(LIST, &[&union], head)
}

/// A summary.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: SummaryId) -> Result<Head, Error> {
    read.one(GET, &[&union, &id], head)
}

/// The summary of a year, if it has been begun.
///
/// # Errors
/// The store's.
pub fn of_year(read: &Reader, union: UnionId, year: i16) -> Result<Option<Head>, Error> {
    read.opt(OF_YEAR, &[&union, &year], head)
}

/// A summary's sections in order.
///
/// # Errors
/// The store's.
pub fn sections(read: &Reader, union: UnionId, id: SummaryId) -> Result<Vec<SectionRow>, Error> {
    read.rows(SECTIONS, &[&union, &id], section)
}

/// Adds a summary without sections.
///
/// # Errors
/// The store's; a constraint if the year has one.
pub fn add(w: &Writer, union: UnionId, head: &Head) -> Result<(), Error> {
    w.run(ADD, &[&union, &head.id, &head.year, &head.title, &head.created_at])
        .map(drop)
}

/// Adds a section at a position that is free.
///
/// # Errors
/// The store's.
pub fn add_section(
    w: &Writer,
    union: UnionId,
    (summary, id): (SummaryId, SectionId),
    position: i64,
    d: &New<'_>,
) -> Result<(), Error> {
    w.run(
        ADD_SECTION,
        &[&union, &id, &summary, &position, &d.part, &d.heading, &d.body],
    )
    .map(drop)
}

/// What a new section says.
pub struct New<'a> {
    /// What it was drafted as.
    pub part: Option<&'a str>,
    /// The heading.
    pub heading: &'a str,
    /// The text.
    pub body: &'a str,
}

impl<'a> From<&'a Drafted> for New<'a> {
    fn from(d: &'a Drafted) -> Self {
        New {
            part: Some(d.part),
            heading: &d.heading,
            body: &d.body,
        }
    }
}

/// Exchanges the positions of two sections.
///
/// # Errors
/// The store's.
pub fn exchange(w: &Writer, union: UnionId, summary: SummaryId, a: &SectionRow, b: &SectionRow) -> Result<(), Error> {
    // positions are unique: one waits outside meanwhile
    let outside = -1_i64;
    for (id, position) in [(a.id, outside), (b.id, a.position), (a.id, b.position)] {
        w.run(PLACE, &[&union, &summary, &id, &position])?;
    }
    Ok(())
}
