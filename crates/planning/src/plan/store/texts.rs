//! The texts of a plan one after the other in the store.

use kernel::{Instant, UnionId};
use store::{Error, Reader, Row, Sql, Writer};

use super::number;
use crate::plan::{
    model::{Notice, PlanId},
    versions::{TextId, TextRow},
};

macro_rules! texts {
    ($rest:literal) => {
        Sql::union(concat!(
            "SELECT id, number, status, file_name, paper_id, added_at, added_name, closed_at, closed_name, taken, left_out
             FROM plan_text WHERE union_id = $1 ",
            $rest
        ))
    };
}

const ALL: Sql = texts!("AND plan_id = $2 ORDER BY number");
const ONE: Sql = texts!("AND plan_id = $2 AND id = $3");
const SOURCE: Sql = Sql::union("SELECT source FROM plan_text WHERE union_id = $1 AND plan_id = $2 AND id = $3");
const SOURCES: Sql = Sql::union(
    "SELECT id, source FROM plan_text WHERE union_id = $1 AND plan_id = $2 AND status <> 'dropped' ORDER BY number",
);
const ADD: Sql = Sql::union(
    "INSERT INTO plan_text (union_id, id, plan_id, number, status, source, file_name, paper_id, added_at, added_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const CLOSE: Sql = Sql::union(
    "UPDATE plan_text SET status = $4, closed_at = $5, closed_name = $6, taken = $7, left_out = $8
     WHERE union_id = $1 AND plan_id = $2 AND id = $3 AND status = 'open'",
);
const SET_SOURCE: Sql = Sql::union(
    "UPDATE plan SET version = version + 1, source = $4, notices = $5, paper_id = $6, file_name = $7
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status <> 'dropped'",
);
const SET_TITLE: Sql = Sql::union("UPDATE plan SET title = $3, notices = $4 WHERE union_id = $1 AND id = $2");

fn text(row: &Row<'_>) -> Result<TextRow, Error> {
    let mut c = row.cells();
    Ok(TextRow {
        id: c.take()?,
        number: c.take()?,
        status: c.take()?,
        file_name: c.take()?,
        paper: c.take()?,
        added_at: c.take()?,
        added_name: c.take()?,
        closed_at: c.take()?,
        closed_name: c.take()?,
        taken: c.take()?,
        left_out: c.take()?,
    })
}

/// The texts of a plan in their order.
pub(in crate::plan) fn texts(read: &Reader, union: UnionId, plan: PlanId) -> Result<Vec<TextRow>, Error> {
    read.rows(ALL, &[&union, &plan], text)
}
/// One of them; `Missing` if the plan has none of this id.
pub(in crate::plan) fn text_of(read: &Reader, union: UnionId, plan: PlanId, id: TextId) -> Result<TextRow, Error> {
    read.one(ONE, &[&union, &plan, &id], text)
}
/// Its words.
pub(in crate::plan) fn text_source(read: &Reader, union: UnionId, plan: PlanId, id: TextId) -> Result<String, Error> {
    read.one(SOURCE, &[&union, &plan, &id], |row| row.get(0))
}
/// The words of all that were not put away.
pub(in crate::plan) fn text_sources(
    read: &Reader,
    union: UnionId,
    plan: PlanId,
) -> Result<Vec<(TextId, String)>, Error> {
    read.rows(SOURCES, &[&union, &plan], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// A text to be kept.
pub(in crate::plan) struct NewText<'a> {
    pub(in crate::plan) number: i64,
    pub(in crate::plan) status: &'static str,
    pub(in crate::plan) source: &'a str,
    pub(in crate::plan) file_name: Option<&'a str>,
    pub(in crate::plan) paper: Option<archive::PaperId>,
    pub(in crate::plan) at: Instant,
    pub(in crate::plan) by: &'a str,
}

/// Keeps a text.
pub(in crate::plan) fn add_text(
    w: &Writer,
    union: UnionId,
    (plan, id): (PlanId, TextId),
    new: &NewText<'_>,
) -> Result<(), Error> {
    w.run(
        ADD,
        &[
            &union,
            &id,
            &plan,
            &new.number,
            &new.status,
            &new.source,
            &new.file_name,
            &new.paper,
            &new.at,
            &new.by,
        ],
    )
    .map(drop)
}
/// Ends an open text: taken with its counts, or dropped; the rows touched.
pub(in crate::plan) fn close_text(
    w: &Writer,
    union: UnionId,
    (plan, id): (PlanId, TextId),
    (at, by): (Instant, &str),
    counts: Option<(usize, usize)>,
) -> Result<u64, Error> {
    let status = if counts.is_some() { "taken" } else { "dropped" };
    let (taken, left) = (counts.map(|c| number(c.0)), counts.map(|c| number(c.1)));
    w.run(CLOSE, &[&union, &plan, &id, &status, &at, &by, &taken, &left])
}
/// A later text takes the place of a plan's, with its file; the rows touched.
pub(in crate::plan) fn set_source(
    w: &Writer,
    union: UnionId,
    plan: (PlanId, i64),
    (source, notices): (&str, &[Notice]),
    file: (Option<archive::PaperId>, Option<&str>),
) -> Result<u64, Error> {
    let notices = Notice::join(notices);
    w.run(
        SET_SOURCE,
        &[&union, &plan.0, &plan.1, &source, &notices, &file.0, &file.1],
    )
}
/// Names a plan, and what there is to tell about its text.
pub(in crate::plan) fn set_title(
    w: &Writer,
    union: UnionId,
    plan: PlanId,
    title: &str,
    notices: &[Notice],
) -> Result<(), Error> {
    w.run(SET_TITLE, &[&union, &plan, &title, &Notice::join(notices)])
        .map(drop)
}
