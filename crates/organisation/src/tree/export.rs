//! The tree as an Excel sheet: every union from one down, as it stood on a day, with the figures it gave.

use org::{
    rates::Share,
    tree::tally::{self, Tally},
};
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Reply, View};

use super::{page::Ask, place};

/// Most unions in one sheet.
const ROWS: i64 = 100_000;
/// Deep enough for any tree.
const DEEP: i64 = 20;

/// The columns: the key of the head, the width.
const COLUMNS: [(&str, u16); 14] = [
    ("organisation.tree.name", 44),
    ("organisation.tree.kind", 20),
    ("org.role.chair", 12),
    ("organisation.tree.term_until", 14),
    ("organisation.tree.own_members", 12),
    ("organisation.tree.all_members", 12),
    ("organisation.tree.women", 12),
    ("organisation.tree.workers", 12),
    ("organisation.tree.rate", 10),
    ("rates.below.untold", 14),
    ("rates.below.committees", 14),
    ("rates.below.overdue", 14),
    ("rates.below.confirmed", 14),
    ("rates.below.counted_on", 14),
];

/// The sheet.
pub(super) fn file(view: &View<'_>, q: Ask) -> Reply<Attachment> {
    let node = place::seen(view, q.id.unwrap_or(view.union()))?;
    let on = q.on.map_or(view.today(), |day| day.min(view.today()));
    let cx = Cx::new(view.lang(), "", view.today());
    let own = tally::of(view, node.id, on)?;
    let mut rows = vec![row((0, &node.name, cx.t(&node.kind.word())), own.as_ref())];
    for (depth, b) in tally::down(view, node.id, on, DEEP, ROWS)? {
        rows.push(row((depth, &b.name, cx.t(&b.kind.word())), b.tally.as_ref()));
    }
    let mut book = Book::new();
    book.sheet(Sheet {
        name: cx.t("organisation.tab.tree"),
        columns: COLUMNS
            .iter()
            .map(|(key, width)| Column::new(cx.t(key), *width))
            .collect(),
        rows,
        total: None,
    });
    Ok(Attachment {
        name: format!("{} {on}.xlsx", node.name),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

/// A line, its name indented by its depth.
fn row((depth, name, kind): (usize, &str, String), tally: Option<&Tally>) -> Vec<Cell> {
    let t = tally.cloned().unwrap_or_default();
    let indent = "　".repeat(depth);
    let (all, untold) = (t.all_share(), t.untold());
    let workers = all.workers.map_or(Cell::Empty, Cell::Int);
    vec![
        Cell::text(format!("{indent}{name}")),
        Cell::text(kind),
        Cell::text(t.chair.unwrap_or_default()),
        t.term_until.map_or(Cell::Empty, Cell::Date),
        Cell::Int(t.members),
        Cell::Int(t.all_members),
        Cell::Int(t.all_women),
        workers,
        share(all),
        Cell::Int(untold),
        Cell::Int(t.all_committees),
        Cell::Int(t.all_overdue),
        t.confirmed.map_or(Cell::Empty, |c| Cell::Date(c.at.day())),
        t.counted_on.map_or(Cell::Empty, Cell::Date),
    ]
}

/// A rate; nothing where the workers are not known.
fn share(all: Share) -> Cell {
    all.thousandths()
        .map_or(Cell::Empty, |n| Cell::Percent(n.saturating_mul(10)))
}
