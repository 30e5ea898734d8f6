//! The facts behind a figure as an Excel sheet, with typed cells.

use std::collections::HashMap;

use kernel::Money;
use org::BodyId;
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Refusal, Reply, View};

use super::{
    list::{Ask, Item},
    store::{self, Known},
};
use crate::Unit;

/// Most facts in one sheet.
const ROWS: i64 = 100_000;

/// The file: the same filters as the list, all pages.
pub(super) fn file(view: &View<'_>, ask: Ask) -> Reply<Attachment> {
    let asked = ask.settle(view)?;
    let (union, filter) = (view.union(), &asked.filter);
    let sum = store::sum(view, union, filter)?;
    if sum.facts > ROWS {
        return Err(Refusal::new("facts.refusal.too_many")
            .arg("count", sum.facts)
            .arg("most", ROWS)
            .into());
    }
    let cx = Cx::new(view.lang(), "", view.today());
    let known = store::measures(view)?;
    let names: HashMap<BodyId, String> = org::body_names(view, union)?;
    let mut rows = Vec::new();
    store::walk(view, union, filter, None, ROWS, |fact| {
        let item = Item::new(fact, &known, &names, asked.sees_people, cx.lang);
        rows.push(row(&cx, item));
        Ok(())
    })?;
    let measure: Option<&Known> = known.iter().find(|m| Some(&m.key) == filter.measure.as_ref());
    let total = measure.filter(|m| m.unit.adds_up()).map(|m| {
        vec![
            Cell::text(cx.tn("facts.list.total", sum.facts)),
            Cell::Empty,
            cell(m.unit, sum.quantity),
        ]
    });
    let title = measure.map_or_else(|| cx.t("facts.list.title"), |m| m.name(cx.lang).to_owned());
    let mut book = Book::new();
    book.sheet(Sheet {
        name: title.clone(),
        columns: columns(&cx),
        rows,
        total,
    });
    Ok(Attachment {
        name: format!("{title} {}—{}.xlsx", filter.span.from, filter.span.until),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn columns(cx: &Cx) -> Vec<Column> {
    let columns = [
        ("facts.list.day", 12),
        ("facts.list.measure", 24),
        ("facts.list.quantity", 16),
        ("facts.list.unit", 10),
        ("facts.list.branch", 24),
        ("facts.list.person", 12),
        ("facts.list.note", 14),
        ("facts.list.record", 48),
    ];
    columns.map(|(key, width)| Column::new(cx.t(key), width)).to_vec()
}

fn row(cx: &Cx, item: Item) -> Vec<Cell> {
    let note = match (item.reversed_by, item.reverses) {
        (Some(_), _) => cx.t("facts.list.reversed"),
        (_, Some(_)) => cx.t("facts.list.reverses"),
        _ => String::new(),
    };
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::text);
    vec![
        Cell::Date(item.day),
        Cell::text(item.name),
        cell(item.unit, item.quantity),
        Cell::text(item.unit.word(cx.lang)),
        text(item.branch),
        text(item.person),
        Cell::text(note),
        Cell::text(item.record),
    ]
}

fn cell(unit: Unit, quantity: i64) -> Cell {
    match unit {
        Unit::Money => Cell::Money(Money::from_fen(quantity)),
        Unit::Rate => Cell::Percent(quantity),
        _ => Cell::Int(quantity),
    }
}
