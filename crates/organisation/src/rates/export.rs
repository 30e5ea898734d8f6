//! The rates of a day as an Excel book: the rates, and the counts of workers behind them.

use org::{bodies, rates::Share};
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Reply, View};

use super::{
    counts::parts,
    own::{self, Ask},
};
use crate::members;

/// The book.
pub(super) fn file(view: &View<'_>, ask: Ask) -> Reply<Attachment> {
    let rates = own::show(view, ask)?;
    let cx = Cx::new(view.lang(), "", view.today());
    let mut rows = Vec::new();
    if let Some(share) = rates.whole {
        rows.push(row(cx.t("rates.whole"), share));
    }
    let kinds = rates.kinds.iter().filter(|k| k.tells());
    rows.extend(kinds.map(|k| row(k.name(&cx), k.share)));
    rows.extend(rates.groups.iter().map(|g| row(g.name.clone(), g.share)));
    let heads = |keys: &[(&str, u16)]| -> Vec<Column> {
        keys.iter().map(|(key, width)| Column::new(cx.t(key), *width)).collect()
    };
    let mut book = Book::new();
    book.sheet(Sheet {
        name: cx.t("rates.title"),
        columns: heads(&[
            ("rates.name", 30),
            ("rates.members", 12),
            ("rates.workers", 12),
            ("rates.rate", 12),
        ]),
        rows,
        total: None,
    });
    if members::mine(view)?.is_none() {
        book.sheet(Sheet {
            name: cx.t("rates.workers"),
            columns: heads(&[
                ("rates.from", 14),
                ("rates.place", 24),
                ("rates.workers", 12),
                ("rates.parts", 44),
                ("rates.source", 30),
                ("rates.counts.by", 14),
                ("rates.counts.gone", 30),
            ]),
            rows: told(view, &cx)?,
            total: None,
        });
    }
    Ok(Attachment {
        name: format!("{} {}.xlsx", cx.t("rates.title"), rates.on),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn row(name: String, share: Share) -> Vec<Cell> {
    vec![
        Cell::text(name),
        Cell::Int(share.members),
        share.workers.map_or(Cell::Empty, Cell::Int),
        share
            .thousandths()
            .map_or(Cell::Empty, |n| Cell::Percent(n.saturating_mul(10))),
    ]
}

fn told(view: &View<'_>, cx: &Cx) -> Reply<Vec<Vec<Cell>>> {
    let names = bodies::store::body_names(view, view.union())?;
    let all = org::rates::store::all(view, view.union())?;
    let line = |t: &org::rates::Told| {
        let place = match t.place {
            Some(id) => names.get(&id).cloned().unwrap_or_default(),
            None => cx.t("rates.whole"),
        };
        vec![
            Cell::Date(t.from),
            Cell::text(place),
            Cell::Int(t.workers.total),
            Cell::text(parts(cx, &t.workers)),
            Cell::text(t.source.clone()),
            Cell::text(t.by.clone().unwrap_or_default()),
            t.replaced
                .as_ref()
                .map_or(Cell::Empty, |(_, _, why)| Cell::text(why.clone())),
        ]
    };
    Ok(all.iter().map(line).collect())
}
