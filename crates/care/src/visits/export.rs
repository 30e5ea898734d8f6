//! The list of visits as an Excel book. Where the reason tells of health or hardship, no name stands in it.

use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Reply, View};

use super::{
    list::{ALL, Ask, visits},
    model::Visit,
};

/// The book.
pub(super) fn file(view: &View<'_>, ask: Ask) -> Reply<Attachment> {
    let cx = Cx::new(view.lang(), "", view.today());
    let all = visits(view, &ask, i64::from(ALL))?;
    let cut = all.len() >= usize::from(ALL);
    let cut = cut.then(|| vec![Cell::text(cx.cut_says(ALL, "ui.cut.days"))]);
    let columns = [
        ("visits.col.member", 14),
        ("visits.col.group", 18),
        ("visits.col.reason", 16),
        ("visits.event.happened", 14),
        ("visits.event.known", 14),
        ("visits.col.due", 14),
        ("visits.col.state", 10),
        ("visits.col.made_on", 14),
        ("visits.form.way", 10),
        ("visits.form.what", 18),
        ("visits.col.amount", 14),
    ];
    let mut book = Book::new();
    book.sheet(Sheet {
        name: cx.t("visits.title"),
        columns: columns
            .into_iter()
            .map(|(key, width)| Column::new(cx.t(key), width))
            .collect(),
        rows: all.iter().map(|v| row(&cx, v)).chain(cut).collect(),
        total: None,
    });
    Ok(Attachment {
        name: format!("{} {}.xlsx", cx.t("visits.title"), view.today()),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn row(cx: &Cx, v: &Visit) -> Vec<Cell> {
    let (_, word) = v.state(cx.today);
    let name = if v.sensitive {
        cx.t("visits.unnamed")
    } else {
        v.name.clone()
    };
    let told = v.told.as_ref();
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::text);
    vec![
        Cell::text(name),
        text(v.branch_name.clone()),
        Cell::text(v.reason_name.clone()),
        Cell::Date(v.happened),
        Cell::Date(v.known),
        Cell::Date(v.due),
        Cell::text(cx.t(word)),
        told.map_or(Cell::Empty, |t| Cell::Date(t.day)),
        text(told.map(|t| cx.t(&t.way.word()))),
        text(told.and_then(|t| t.what.clone())),
        told.map_or(Cell::Empty, |t| Cell::Money(t.amount)),
    ]
}
