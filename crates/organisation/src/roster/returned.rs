//! The rows that were not taken in, as an Excel file: their cells as they were, the reasons and what is proposed, ready to
//! be corrected and brought again.

use papers::book::{Book, Cell as Out, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Refusal, Reply, View};

use super::{
    acts::Which,
    cell::{Cell, Row},
    desk::Desk,
    model::{Back, Roster, SheetOf, State},
    rows::{name_of, proposal_of},
    store,
    trouble::{Kind, Trouble},
};

/// The file, for whoever brought the roster.
pub(super) fn file(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let union = view.union();
    let roster = store::get(view, union, q.id)?;
    if roster.account != view.actor().account || roster.state != State::Imported {
        return Err(Refusal::missing().into());
    }
    let Some(sheet) = roster.chosen() else {
        return Err(Refusal::missing().into());
    };
    let cx = Cx::new(view.lang(), "", view.today());
    let desk = Desk::of(view, union, &roster, view.today())?;
    let mut rows = Vec::new();
    for chunk in store::chunks(view, union, roster.id)?
        .into_iter()
        .filter(|c| !c.back.is_empty())
    {
        let block = store::block(view, union, roster.id, roster.sheet, chunk.number)?;
        let Some(block) = block else {
            return Err(Refusal::missing().into());
        };
        for row in block.numbered() {
            if let Some(back) = chunk.back.iter().find(|back| back.row == row.number) {
                rows.push(line(&cx, &desk, sheet, &row, back));
            }
        }
    }
    let bytes = book(&cx, &roster, sheet, rows).to_bytes().map_err(Fault::other)?;
    let stem = roster
        .name
        .rsplit_once('.')
        .map_or(roster.name.as_str(), |(stem, _)| stem);
    Ok(Attachment {
        name: format!("{}.xlsx", cx.t1("roster.returned_name", "file", stem)),
        mime: XLSX.to_owned(),
        bytes,
        inline: false,
    })
}

/// The rows that are given back of a file whose rows are not kept, as a sheet in Chinese.
pub(super) fn sheet(desk: &Desk, roster: &Roster, rows: &[(Row, Back)]) -> Sheet {
    let cx = Cx::new(kernel::Lang::Zh, "", desk.today);
    let Some(sheet) = roster.chosen() else {
        return Sheet::default();
    };
    let rows = rows
        .iter()
        .map(|(row, back)| line(&cx, desk, sheet, row, back))
        .collect();
    page(&cx, roster, sheet, rows)
}

/// How many columns the file has.
fn width(roster: &Roster, sheet: &SheetOf) -> usize {
    sheet.heads.len().max(roster.layout.columns.len())
}

fn book(cx: &Cx, roster: &Roster, sheet: &SheetOf, rows: Vec<Vec<Out>>) -> Book {
    let mut book = Book::new();
    book.sheet(page(cx, roster, sheet, rows));
    book
}

fn page(cx: &Cx, roster: &Roster, sheet: &SheetOf, rows: Vec<Vec<Out>>) -> Sheet {
    let wide = rows
        .iter()
        .map(Vec::len)
        .max()
        .unwrap_or(0)
        .saturating_sub(3)
        .max(width(roster, sheet));
    let mut columns: Vec<Column> = (0..wide)
        .map(|at| Column::new(head(roster, sheet, at, cx), 16))
        .collect();
    for (key, width) in [("reason", 40), ("proposal", 40), ("file_row", 10)] {
        columns.push(Column::new(cx.t(&format!("roster.{key}")), width));
    }
    let rows = rows.into_iter().map(|mut row| {
        let tail = row.split_off(row.len().saturating_sub(3));
        row.resize(wide, Out::Empty);
        row.extend(tail);
        row
    });
    Sheet {
        name: cx.t("roster.back"),
        columns,
        rows: rows.collect(),
        total: None,
    }
}

/// The head of a column; of one without, what it was taken for, so that the next reading finds it.
fn head(roster: &Roster, sheet: &SheetOf, column: usize, cx: &Cx) -> String {
    let head = sheet.heads.get(column).cloned().unwrap_or_default();
    if !head.is_empty() {
        return head;
    }
    let target = roster.layout.columns.get(column).copied().flatten();
    target.map_or_else(|| sheet.column_name(column), |target| target.name(cx))
}

/// A row with its reasons.
fn line(cx: &Cx, desk: &Desk, sheet: &SheetOf, row: &Row, back: &Back) -> Vec<Out> {
    let mut out: Vec<Out> = row.cells.iter().map(original).collect();
    let seen = desk.look_at(row);
    let reason = |t: &Trouble| {
        let name = match t.kind {
            Kind::Refused => cx.t(&t.about),
            kind => name_of(cx, kind),
        };
        match t.column {
            Some(column) => cx.t2("roster.reason_at", "column", sheet.column_name(column), "reason", name),
            None => name,
        }
    };
    let proposal = |t: &Trouble| {
        if !t.fix {
            return None;
        }
        let value = seen.as_ref().map(|seen| seen.proposal(t)).unwrap_or_default();
        let words = proposal_of(cx, t.kind);
        Some(if value.is_empty() {
            words
        } else {
            cx.t2("roster.proposed", "what", words, "value", value)
        })
    };
    let comma = cx.t("roster.semicolon");
    let reasons: Vec<String> = back.troubles.iter().map(reason).collect();
    let proposals: Vec<String> = back.troubles.iter().filter_map(proposal).collect();
    out.push(Out::text(reasons.join(&comma)));
    out.push(Out::text(proposals.join(&comma)));
    out.push(Out::Int(row.number));
    out
}

/// A cell as it was: text stays text, a day a day.
fn original(cell: &Cell) -> Out {
    match cell {
        Cell::Empty => Out::Empty,
        Cell::Day { d } => Out::Date(*d),
        other => Out::text(other.text()),
    }
}
