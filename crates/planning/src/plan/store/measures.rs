//! Headings and measures of a plan as they are written anew.

use kernel::{Text, UnionId};
use store::{Error, Reader, Sql, Writer};

use super::{add_sections, number};
use crate::plan::{
    measure::{Measure, MeasureId, MeasureRow},
    model::{PlanId, Section},
};

const ALL: Sql = Sql::union(
    "SELECT id, version, section, body, span_start, span_end FROM plan_measure
     WHERE union_id = $1 AND plan_id = $2 ORDER BY section, place, id",
);
const ADD: Sql = Sql::union(
    "INSERT INTO plan_measure (union_id, id, plan_id, version, section, place, body, span_start, span_end)
     VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8)",
);
const SET: Sql = Sql::union(
    "UPDATE plan_measure SET version = version + 1, body = $5 WHERE union_id = $1 AND plan_id = $2 AND id = $3 AND version = $4",
);
const PUT: Sql = Sql::union(
    "UPDATE plan_measure SET section = $4, place = $5, span_start = $6, span_end = $7
     WHERE union_id = $1 AND plan_id = $2 AND id = $3",
);
const REMOVE: Sql =
    Sql::union("DELETE FROM plan_measure WHERE union_id = $1 AND plan_id = $2 AND id = $3 AND version = $4");
const LOOSEN: Sql =
    Sql::union("UPDATE plan_entry SET measure_id = NULL WHERE union_id = $1 AND plan_id = $2 AND measure_id = $3");
const NO_SECTIONS: Sql = Sql::union("DELETE FROM plan_section WHERE union_id = $1 AND plan_id = $2");

/// The measures of a plan in their order.
pub(in crate::plan) fn measures(read: &Reader, union: UnionId, plan: PlanId) -> Result<Vec<MeasureRow>, Error> {
    read.rows(ALL, &[&union, &plan], |row| {
        let (start, end): (Option<usize>, Option<usize>) = (row.get(4)?, row.get(5)?);
        Ok(MeasureRow {
            id: row.get(0)?,
            version: row.get(1)?,
            says: Measure {
                section: row.get(2)?,
                text: row.get::<Text<2000>>(3)?,
                span: start.zip(end),
            },
        })
    })
}
/// Adds a measure at a place among those of the plan.
pub(in crate::plan) fn add_measure(
    w: &Writer,
    union: UnionId,
    (plan, id): (PlanId, MeasureId),
    place: usize,
    says: &Measure,
) -> Result<(), Error> {
    let (start, end) = (says.span.map(|s| number(s.0)), says.span.map(|s| number(s.1)));
    let (section, place) = (number(says.section), number(place));
    w.run(ADD, &[&union, &id, &plan, &section, &place, &says.text, &start, &end])
        .map(drop)
}
/// Writes a measure anew; the rows touched.
pub(in crate::plan) fn set_measure(
    w: &Writer,
    union: UnionId,
    plan: PlanId,
    (id, version): (MeasureId, i64),
    text: &Text<2000>,
) -> Result<u64, Error> {
    w.run(SET, &[&union, &plan, &id, &version, text])
}
/// Puts a measure under another heading or place of the text.
pub(in crate::plan) fn put_measure(
    w: &Writer,
    union: UnionId,
    (plan, id): (PlanId, MeasureId),
    (section, place): (usize, usize),
    span: Option<(usize, usize)>,
) -> Result<(), Error> {
    let (start, end) = (span.map(|s| number(s.0)), span.map(|s| number(s.1)));
    w.run(
        PUT,
        &[&union, &plan, &id, &number(section), &number(place), &start, &end],
    )
    .map(drop)
}
/// Takes a measure away; the entries that carried it out stay. The rows touched.
pub(in crate::plan) fn remove_measure(
    w: &Writer,
    union: UnionId,
    plan: PlanId,
    (id, version): (MeasureId, i64),
) -> Result<u64, Error> {
    w.run(LOOSEN, &[&union, &plan, &id])?;
    w.run(REMOVE, &[&union, &plan, &id, &version])
}
/// Writes the headings of a plan anew.
pub(in crate::plan) fn set_sections(w: &Writer, union: UnionId, plan: PlanId, all: &[Section]) -> Result<(), Error> {
    w.run(NO_SECTIONS, &[&union, &plan])?;
    add_sections(w, union, plan, all)
}
