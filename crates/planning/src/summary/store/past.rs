//! Figures of years that the register does not know, in the store.

use std::collections::HashMap;

use archive::PaperId;
use kernel::{Id, Instant, UnionId};
use store::{Error, Reader, Row, Sql, Writer};

/// The kind of a document's id.
pub enum PastSource {}
/// The id of a document of a past year.
pub type SourceId = Id<PastSource>;
/// The kind of a past figure's id.
pub enum PastFigure {}
/// The id of a figure read from a document.
pub type LineId = Id<PastFigure>;

const SOURCES: Sql = Sql::union(
    "SELECT s.id, s.year, s.title, s.file_name, s.paper_id, s.added_at, s.added_name,
       (SELECT COUNT(*) FROM past_figure f WHERE f.union_id = $1 AND f.source_id = s.id),
       (SELECT COUNT(*) FROM past_figure f WHERE f.union_id = $1 AND f.source_id = s.id AND f.state = 'kept')
     FROM past_source s WHERE s.union_id = $1 ORDER BY s.year DESC, s.id DESC LIMIT 200",
);
const SOURCE: Sql = Sql::union(
    "SELECT s.id, s.year, s.title, s.file_name, s.paper_id, s.added_at, s.added_name,
       (SELECT COUNT(*) FROM past_figure f WHERE f.union_id = $1 AND f.source_id = s.id),
       (SELECT COUNT(*) FROM past_figure f WHERE f.union_id = $1 AND f.source_id = s.id AND f.state = 'kept')
     FROM past_source s WHERE s.union_id = $1 AND s.id = $2",
);
const SAME: Sql = Sql::union("SELECT id FROM past_source WHERE union_id = $1 AND year = $2 AND body = $3 LIMIT 1");
const ADD_SOURCE: Sql = Sql::union(
    "INSERT INTO past_source (union_id, id, year, title, file_name, paper_id, body, added_at, added_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
const LINES: Sql = Sql::union(
    "SELECT id, position, what, snippet, measure, quantity, unit, state, version FROM past_figure
     WHERE union_id = $1 AND source_id = $2 ORDER BY position LIMIT 2000",
);
const ADD_LINE: Sql = Sql::union(
    "INSERT INTO past_figure (union_id, id, source_id, year, position, what, snippet, measure, quantity, unit, state, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'read', 1)",
);
/// Writes a line, if it is still the version seen.
pub(in super::super) const SAVE_LINE: Sql = Sql::union(
    "UPDATE past_figure SET measure = $5, quantity = $6, state = $7, version = version + 1
     WHERE union_id = $1 AND source_id = $2 AND id = $3 AND version = $4",
);
const KEEP_READ: Sql = Sql::union(
    "UPDATE past_figure SET state = 'kept', version = version + 1
     WHERE union_id = $1 AND source_id = $2 AND state = 'read' AND measure IS NOT NULL",
);
const LEAVE: Sql = Sql::union(
    "UPDATE past_figure SET state = 'left', version = version + 1 WHERE union_id = $1 AND source_id = $2 AND state <> 'left'",
);
const KEPT: Sql = Sql::union(
    "SELECT measure, CAST(SUM(quantity) AS BIGINT), COUNT(*) FROM past_figure
     WHERE union_id = $1 AND year = $2 AND state = 'kept' GROUP BY measure",
);

/// A document of a past year.
#[derive(Clone, Debug)]
pub(in super::super) struct Source {
    pub id: SourceId,
    pub year: i16,
    pub title: String,
    pub file_name: Option<String>,
    pub paper: Option<PaperId>,
    pub added_at: Instant,
    pub added_name: String,
    /// Figures read.
    pub read: i64,
    /// Figures kept.
    pub kept: i64,
}

/// A figure read from a document.
#[derive(Clone, Debug)]
pub(in super::super) struct Line {
    pub id: LineId,
    pub position: i64,
    pub what: String,
    pub snippet: String,
    pub measure: Option<String>,
    pub quantity: i64,
    pub unit: String,
    pub state: String,
    pub version: i64,
}

fn source(row: &Row<'_>) -> Result<Source, Error> {
    Ok(Source {
        id: row.get(0)?,
        year: row.get(1)?,
        title: row.get(2)?,
        file_name: row.get(3)?,
        paper: row.get(4)?,
        added_at: row.get(5)?,
        added_name: row.get(6)?,
        read: row.get(7)?,
        kept: row.get(8)?,
    })
}

/// All documents, the latest year first.
pub(in super::super) fn sources(read: &Reader, union: UnionId) -> Result<Vec<Source>, Error> {
    read.rows(SOURCES, &[&union], source)
}

/// A document.
pub(in super::super) fn get(read: &Reader, union: UnionId, id: SourceId) -> Result<Source, Error> {
    read.one(SOURCE, &[&union, &id], source)
}

/// The document of the same year with the same words.
pub(in super::super) fn same(read: &Reader, union: UnionId, year: i16, body: &str) -> Result<Option<SourceId>, Error> {
    read.opt(SAME, &[&union, &year, &body], |row| row.get(0))
}

/// Adds a document with its words.
pub(in super::super) fn add(w: &Writer, union: UnionId, s: &Source, body: &str) -> Result<(), Error> {
    w.run(
        ADD_SOURCE,
        &[
            &union,
            &s.id,
            &s.year,
            &s.title,
            &s.file_name,
            &s.paper,
            &body,
            &s.added_at,
            &s.added_name,
        ],
    )
    .map(drop)
}

/// The figures of a document in the order of its text.
pub(in super::super) fn lines(read: &Reader, union: UnionId, id: SourceId) -> Result<Vec<Line>, Error> {
    read.rows(LINES, &[&union, &id], |row| {
        Ok(Line {
            id: row.get(0)?,
            position: row.get(1)?,
            what: row.get(2)?,
            snippet: row.get(3)?,
            measure: row.get(4)?,
            quantity: row.get(5)?,
            unit: row.get(6)?,
            state: row.get(7)?,
            version: row.get(8)?,
        })
    })
}

/// Adds a figure as it was read.
pub(in super::super) fn add_line(w: &Writer, union: UnionId, s: &Source, l: &Line) -> Result<(), Error> {
    w.run(
        ADD_LINE,
        &[
            &union,
            &l.id,
            &s.id,
            &s.year,
            &l.position,
            &l.what,
            &l.snippet,
            &l.measure,
            &l.quantity,
            &l.unit,
        ],
    )
    .map(drop)
}

/// Keeps all figures whose measure is known and that nobody decided on yet.
pub(in super::super) fn keep_read(w: &Writer, union: UnionId, id: SourceId) -> Result<u64, Error> {
    w.run(KEEP_READ, &[&union, &id])
}

/// Leaves all figures of a document aside.
pub(in super::super) fn leave(w: &Writer, union: UnionId, id: SourceId) -> Result<u64, Error> {
    w.run(LEAVE, &[&union, &id])
}

/// What the kept figures of a year come to, by measure: sum, and of how many lines.
pub(in super::super) fn kept(read: &Reader, union: UnionId, year: i16) -> Result<HashMap<String, (i64, i64)>, Error> {
    let rows = read.rows(KEPT, &[&union, &year], |row| {
        Ok((row.get::<String>(0)?, (row.get(1)?, row.get(2)?)))
    })?;
    Ok(rows.into_iter().collect())
}
