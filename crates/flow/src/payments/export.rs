//! The list of payments as an Excel sheet.

use kernel::Money;
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Refusal, Reply, View};

use super::{
    list::{self, Ask},
    model::PaymentLine,
    store,
};

/// Most payments in one sheet.
const ROWS: i64 = 20_000;

/// The file: the same filters as the list, all pages.
pub(super) fn file(view: &View<'_>, ask: Ask) -> Reply<Attachment> {
    let filter = ask.filter(view);
    let sums = store::sums(view, view.union(), &filter)?;
    let count: i64 = sums.iter().map(|(_, n, _)| n).sum();
    if count > ROWS {
        return Err(Refusal::new("payments.refusal.too_many")
            .arg("count", count)
            .arg("most", ROWS)
            .into());
    }
    let cx = Cx::new(view.lang(), "", view.today());
    let mut rows = Vec::new();
    for line in store::listed(view, view.union(), &filter, (ROWS, 0))? {
        rows.push(row(&cx, &list::seen(view, line)?));
    }
    let counting = sums.iter().filter(|(state, ..)| state.counts());
    let total = counting.fold(Money::ZERO, |sum, (_, _, amount)| sum.plus(*amount).unwrap_or(sum));
    let title = cx.t("payments.list.title");
    let mut book = Book::new();
    book.sheet(Sheet {
        name: title.clone(),
        columns: columns(&cx),
        rows,
        total: Some(vec![
            Cell::text(cx.tn("payments.list.total", count)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Money(total),
        ]),
    });
    Ok(Attachment {
        name: format!("{title} {}.xlsx", view.today()),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn columns(cx: &Cx) -> Vec<Column> {
    let columns = [
        ("payments.col.number", 12),
        ("payments.col.title", 40),
        ("payments.col.purpose", 20),
        ("payments.col.payee", 20),
        ("payments.col.amount", 14),
        ("payments.col.asked", 14),
        ("payments.col.on", 12),
        ("payments.col.state", 12),
        ("payments.col.paid_on", 12),
        ("payments.col.way", 12),
        ("payments.col.voucher", 18),
    ];
    columns.map(|(key, width)| Column::new(cx.t(key), width)).to_vec()
}

fn row(cx: &Cx, p: &PaymentLine) -> Vec<Cell> {
    let paid = p.paid.as_ref();
    vec![
        Cell::text(p.number.clone()),
        Cell::text(list::title_words(cx, p)),
        Cell::text(list::purpose_words(cx, p)),
        Cell::text(list::payee_words(cx, p)),
        Cell::Money(p.amount),
        Cell::text(p.asked_name.clone()),
        Cell::Date(p.on),
        Cell::text(cx.t(&p.state.word())),
        paid.map_or(Cell::Empty, |paid| Cell::Date(paid.on)),
        paid.map_or(Cell::Empty, |paid| Cell::text(cx.t(&paid.way.word()))),
        paid.and_then(|paid| paid.voucher.clone())
            .map_or(Cell::Empty, Cell::text),
    ]
}
