//! The sign-ups of an offer as an Excel book, for somebody who has just said what for.

use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Record, Refusal, Reply, View, reveal};

use super::{
    OFFER,
    form::Which,
    model::{Signup, SlotId},
    show::{self, LIST},
    store,
};

fn columns(cx: &Cx, of_children: bool) -> Vec<Column> {
    let mut all = vec![
        ("rounds.number", 6),
        ("org.field.name", 14),
        ("org.field.group", 20),
        ("offers.slot.name", 16),
        ("offers.field.state", 10),
        ("offers.status.picked", 14),
    ];
    if of_children {
        all.extend([
            ("offers.child.name", 12),
            ("offers.child.born", 10),
            ("offers.child.relation", 10),
            ("offers.child.remarks", 24),
        ]);
    }
    all.into_iter()
        .map(|(key, width)| Column::new(cx.t(key), width))
        .collect()
}

/// Hands the book out.
pub(super) fn book(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let union = view.union();
    let offer = store::get(view, union, q.id)?;
    if !reveal::is_open(view, Record::new(OFFER, offer.id), LIST)? {
        let at = format!("/offers/{}", offer.id);
        return Err(Refusal::new("offers.refusal.say_why").next(at).status(403).into());
    }
    let cx = Cx::new(view.lang(), "", view.today());
    let (slots, groups) = (store::slots(view, union, offer.id)?, org::body_names(view, union)?);
    let children = show::opened(view, offer.id)?.unwrap_or_default();
    let slot = |id: SlotId| slots.iter().find(|l| l.slot.id == id).map(|l| l.slot.name.clone());
    let text = |text: Option<String>| text.map_or(Cell::Empty, Cell::text);
    let row = |(n, s): (i64, Signup)| {
        let mut cells = vec![
            Cell::Int(n),
            Cell::text(&s.name),
            text(s.group.and_then(|g| groups.get(&g).cloned())),
            text(slot(s.slot)),
            Cell::text(cx.t(&format!("offers.status.{}", s.status.key()))),
            s.picked.map_or(Cell::Empty, Cell::Date),
        ];
        if offer.children.is_some() {
            let child = children.get(&s.id);
            cells.extend([
                text(child.map(|c| c.name.clone())),
                child.map_or(Cell::Empty, |c| Cell::Int(c.born)),
                text(child.map(|c| c.relation.clone())),
                text(child.and_then(|c| c.remarks.clone())),
            ]);
        }
        cells
    };
    let mut book = Book::new();
    book.sheet(Sheet {
        name: cx.t("offers.signups"),
        columns: columns(&cx, offer.children.is_some()),
        rows: (1_i64..).zip(show::seen(view, offer.id)?).map(row).collect(),
        total: None,
    });
    Ok(Attachment {
        name: format!("{}.xlsx", offer.title),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}
