//! The list as an Excel sheet.

use std::collections::HashMap;

use kernel::Money;
use org::BodyId;
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use schemars::JsonSchema;
use serde::Deserialize;
use ui::Cx;
use web::{Attachment, Fault, Reply, View};

use super::{
    model::{LINES, OneLine, ReceiptId},
    print, store,
};

/// Which list, and of which group.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: ReceiptId,
    /// Of this group.
    group: Option<BodyId>,
}

/// The file.
pub(super) fn file(view: &View<'_>, ask: Ask) -> Reply<Attachment> {
    let lines = print::lines(view, ask.id, ask.group, i64::try_from(LINES).unwrap_or(i64::MAX))?;
    let names = org::body_names(view, view.union())?;
    let title = store::get(view, view.union(), ask.id)?.title;
    let cx = Cx::new(view.lang(), "", view.today());
    let total = lines
        .iter()
        .filter_map(|l| l.amount)
        .fold(Money::ZERO, |sum, a| sum.plus(a).unwrap_or(sum));
    let count = lines.len();
    let mut book = Book::new();
    book.sheet(Sheet {
        name: title.clone(),
        columns: columns(&cx),
        rows: lines.iter().map(|l| row(&cx, &names, l)).collect(),
        total: Some(vec![
            Cell::text(cx.tn("receipts.print.total", count)),
            Cell::Empty,
            Cell::Empty,
            Cell::text(total.in_capitals()),
            Cell::Money(total),
        ]),
    });
    Ok(Attachment {
        name: format!("{title}.xlsx"),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn columns(cx: &Cx) -> Vec<Column> {
    let columns = [
        ("receipts.col.number", 14),
        ("receipts.col.group", 24),
        ("receipts.col.name", 12),
        ("receipts.col.what", 30),
        ("receipts.print.amount", 14),
        ("receipts.col.state", 12),
        ("receipts.col.way", 16),
        ("receipts.handle.on", 12),
        ("receipts.handle.fetched_by", 14),
        ("receipts.handle.left_why", 24),
        ("receipts.print.sign", 16),
    ];
    columns.map(|(key, width)| Column::new(cx.t(key), width)).to_vec()
}

fn row(cx: &Cx, names: &HashMap<BodyId, String>, l: &OneLine) -> Vec<Cell> {
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::text);
    vec![
        Cell::Int(l.number),
        text(l.group.and_then(|g| names.get(&g).cloned())),
        Cell::text(l.name.clone()),
        Cell::text(l.what.clone()),
        l.amount.map_or(Cell::Empty, Cell::Money),
        Cell::text(cx.t(&l.state.word())),
        text(l.way.map(|way| cx.t(&way.word()))),
        l.on.map_or(Cell::Empty, Cell::Date),
        text(l.fetched_by.clone()),
        text(l.why.clone()),
        Cell::Empty,
    ]
}
