//! Sheets taken out as Excel: what is brought back is read by the same heads. Sheets are written in Chinese, as the
//! documents are that they come from.

use kernel::Lang;
use papers::book::{Book, Cell, Column as Col, Sheet};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Attachment, Fault, Nothing, Reply, View};

use super::reading::Column;
use crate::{
    SheetId,
    model::place::Place,
    say,
    store::{self, Line},
};

/// The media type of .xlsx.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which sheet.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(crate) struct Which {
    id: SheetId,
}

/// A sheet of a place.
pub(crate) fn sheet(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let sheet = store::sheet(view, q.id)?;
    file(&sheet.title, &store::of_sheet(view, q.id)?)
}

/// The union's own rules.
pub(crate) fn own(view: &View<'_>, _: Nothing) -> Reply<Attachment> {
    let title = say::word_of(Lang::Zh, "rules.own.title");
    file(&title, &store::of_place(view, view.union(), &Place::Unit, None)?)
}

fn file(title: &str, lines: &[Line]) -> Reply<Attachment> {
    let mut book = Book::new();
    book.sheet(Sheet {
        name: title.to_owned(),
        columns: Column::ALL
            .iter()
            .map(|c| Col::new(c.head(Lang::Zh), width(*c)))
            .collect(),
        rows: lines.iter().filter(|line| !line.row.corrected).map(row).collect(),
        total: None,
    });
    Ok(Attachment {
        name: format!("{title}.xlsx"),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

const fn width(column: Column) -> u16 {
    match column {
        Column::Key | Column::Value | Column::Source | Column::Note => 34,
        Column::Basis => 44,
        Column::From | Column::Last | Column::Evidence | Column::Kinds => 14,
        Column::Wording | Column::Severity | Column::Replaces | Column::Delegates => 10,
    }
}

fn row(line: &Line) -> Vec<Cell> {
    Column::ALL.iter().map(|column| cell(line, *column)).collect()
}

fn cell(line: &Line, column: Column) -> Cell {
    let text = |text: &Option<String>| text.as_ref().map_or(Cell::Empty, Cell::text);
    let row = &line.row;
    let yes = |yes: bool| if yes { Cell::text("是") } else { Cell::Empty };
    match column {
        Column::Key => Cell::text(say::word_of(Lang::Zh, &row.key.word())),
        Column::Wording => Cell::text(row.wording.written()),
        Column::Value => Cell::text(line.value()),
        Column::Kinds => Cell::text(row.kinds.iter().map(|k| k.written()).collect::<Vec<_>>().join("、")),
        Column::Severity => Cell::text(row.severity.written()),
        Column::Basis => Cell::text(&row.basis),
        Column::From => row.from.map_or(Cell::Empty, Cell::Date),
        Column::Last => row.until.map_or(Cell::Empty, |until| Cell::Date(until.plus_days(-1))),
        Column::Replaces => yes(row.replaces),
        Column::Delegates => yes(row.delegates),
        Column::Evidence => Cell::text(line.evidence.written()),
        Column::Source => text(&line.source),
        Column::Note => text(&line.note),
    }
}
