//! Sheets, and those that come with the program.

use ::store::{Bind, Error, Reader, Row, Sql, Writer};
use kernel::{Date, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    SheetId,
    model::{place::Place, written},
    shipped::Shipped,
};

const SHIP_SHEET: Sql = Sql::house(
    "INSERT INTO rule_sheet (id, place, title, source, shipped, by_union, by_name, made_at) VALUES ($1, $2, $3, $4, $5, NULL, NULL, 0)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, source = excluded.source",
    "sheets of rules are reference data of the installation",
);
const SHIP_ROW: Sql = Sql::house(
    "INSERT INTO rule_row (id, sheet_id, place, key, kinds, value, wording, severity, replaces, delegates, basis, evidence, source,
       note, from_day, until_day, follows_id, follows_how, corrected_by, by_union, by_account, by_name, entered_at, confirmed_union,
       confirmed_by, confirmed_name, confirmed_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL,
       NULL, NULL, NULL)
     ON CONFLICT (id) DO NOTHING",
    "sheets of rules are reference data of the installation",
);
const SHEETS: Sql = Sql::house(
    "SELECT s.id, s.place, s.title, s.source, s.shipped, s.by_name, s.made_at, COUNT(r.id),
       CAST(COALESCE(SUM(CASE WHEN r.confirmed_by IS NULL AND r.corrected_by IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE WHEN r.from_day IS NULL AND r.corrected_by IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), MIN(r.from_day)
     FROM rule_sheet s LEFT JOIN rule_row r ON r.sheet_id = s.id
     GROUP BY s.id, s.place, s.title, s.source, s.shipped, s.by_name, s.made_at ORDER BY s.place, s.title, s.id LIMIT 2000",
    "sheets of rules are reference data of the installation",
);
const SHEET: Sql = Sql::house(
    "SELECT s.id, s.place, s.title, s.source, s.shipped, s.by_name, s.made_at, COUNT(r.id),
       CAST(COALESCE(SUM(CASE WHEN r.confirmed_by IS NULL AND r.corrected_by IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(SUM(CASE WHEN r.from_day IS NULL AND r.corrected_by IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT), MIN(r.from_day)
     FROM rule_sheet s LEFT JOIN rule_row r ON r.sheet_id = s.id WHERE s.id = $1
     GROUP BY s.id, s.place, s.title, s.source, s.shipped, s.by_name, s.made_at",
    "sheets of rules are reference data of the installation",
);
const ADD_SHEET: Sql = Sql::house(
    "INSERT INTO rule_sheet (id, place, title, source, shipped, by_union, by_name, made_at) VALUES ($1, $2, $3, $4, NULL, $5, $6, $7)",
    "sheets of rules are reference data of the installation",
);

/// A sheet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct SheetLine {
    /// Its id.
    pub id: SheetId,
    /// Where it holds; none for an example whose place is not known.
    pub place: Option<Place>,
    /// What it is called: title and number of the document.
    pub title: String,
    /// Where it was read.
    pub source: Option<String>,
    /// Its name, if it comes with the program.
    pub shipped: Option<String>,
    /// Who made it.
    pub by: Option<String>,
    /// When.
    pub made_at: Instant,
    /// How many rules stand in it.
    pub rules: i64,
    /// How many of them wait for confirmation.
    pub open: i64,
    /// How many have no first day yet.
    pub undated: i64,
    /// The earliest first day.
    pub from: Option<Date>,
}

fn line(row: &Row<'_>) -> Result<SheetLine, Error> {
    let mut c = row.cells();
    Ok(SheetLine {
        id: c.take()?,
        place: c.take()?,
        title: c.take()?,
        source: c.take()?,
        shipped: c.take()?,
        by: c.take()?,
        made_at: c.take()?,
        rules: c.take()?,
        open: c.take()?,
        undated: c.take()?,
        from: c.take()?,
    })
}

/// All sheets, by place.
pub(crate) fn sheets(read: &Reader) -> Result<Vec<SheetLine>, Error> {
    read.rows(SHEETS, &[], line)
}

/// One of them.
pub(crate) fn sheet(read: &Reader, id: SheetId) -> Result<SheetLine, Error> {
    read.one(SHEET, &[&id], line)
}

/// Makes a sheet of a place.
pub(crate) fn add_sheet(
    w: &Writer,
    id: SheetId,
    place: &Place,
    (title, source): (&str, Option<&str>),
    (union, name, at): (UnionId, &str, Instant),
) -> Result<(), Error> {
    w.run(ADD_SHEET, &[&id, place, &title, &source, &union, &name, &at])
        .map(drop)
}

/// Writes the shipped sheets down, where they are not yet.
pub(crate) fn ship(w: &Writer, all: &[Shipped]) -> Result<(), Error> {
    for sheet in all {
        w.run(
            SHIP_SHEET,
            &[&sheet.id(), &sheet.place, &sheet.title, &sheet.source, &sheet.name],
        )?;
    }
    let rows = all
        .iter()
        .flat_map(|sheet| sheet.rules.iter().map(move |rule| (sheet, rule)));
    let rows = rows.map(|(sheet, rule)| {
        let (kinds, value) = (rule.kept_kinds(), written::write(rule.key, &rule.value));
        let bound: [&dyn Bind; 15] = [
            &sheet.rule(rule),
            &sheet.id(),
            &sheet.place,
            &rule.key.name,
            &kinds,
            &value,
            &rule.wording,
            &rule.severity,
            &rule.replaces,
            &rule.delegates,
            &rule.basis,
            &rule.evidence,
            &rule.source,
            &rule.note,
            &rule.from,
        ];
        bound.iter().map(|value| value.bind().into_owned()).collect::<Vec<_>>()
    });
    w.load(SHIP_ROW, rows).map(drop)
}
