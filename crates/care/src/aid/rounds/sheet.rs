//! The payment list of a round as an Excel workbook: taken out with a purpose, which is kept.

use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Act, Attachment, Done, Fault, Record, Refusal, Reply, View, reveal};

use super::{
    super::ROUND,
    acts::Reveal,
    model::{ChildStatus, RoundId},
    pages::This,
    store,
};

/// The name of what is taken out.
const FILE: &str = "children_file";

/// The columns: the key of each name, and its width.
const COLUMNS: [(&str, u16); 8] = [
    ("aid.sheet.number", 6),
    ("aid.member", 14),
    ("aid.round.group", 20),
    ("aid.round.child", 14),
    ("aid.round.school", 28),
    ("aid.stage.label", 12),
    ("aid.amount", 14),
    ("aid.sheet.signature", 16),
];

/// Notes who takes the list out, and what for; the file is there for some minutes.
pub(in super::super) fn export(act: &mut Act<'_>, form: Reveal) -> Reply<Done> {
    store::get(act, act.union(), form.id)?;
    reveal::read(act, Record::new(ROUND, form.id), &[FILE], &form.purpose)?;
    Ok(Done::to(format!("/aid_rounds/{}", form.id))
        .record(form.id)
        .say("aid.said.file_ready"))
}

/// Whether the list may be taken out now.
pub(super) fn may(view: &View<'_>, id: RoundId) -> Reply<bool> {
    Ok(reveal::is_open(view, Record::new(ROUND, id), FILE)?)
}

pub(in super::super) fn file(view: &View<'_>, q: This) -> Reply<Attachment> {
    let round = store::get(view, view.union(), q.id)?;
    if !may(view, q.id)? {
        return Err(Refusal::new("aid.refusal.file")
            .next(format!("/aid_rounds/{}", q.id))
            .status(403)
            .into());
    }
    let cx = Cx::new(view.lang(), "", view.today());
    let bodies = org::body_names(view, view.union())?;
    let mut rows = Vec::new();
    let mut sum = kernel::Money::ZERO;
    let children = store::children(view, view.union(), q.id)?;
    for (n, child) in (1_i64..).zip(children.iter().filter(|child| child.status == ChildStatus::Granted)) {
        let secret = store::secret(view, view.union(), child.id)?.unwrap_or_default();
        let amount = child.amount.unwrap_or_default();
        sum = sum.plus(amount).unwrap_or(sum);
        let body = child.body.and_then(|id| bodies.get(&id).cloned());
        rows.push(vec![
            Cell::Int(n),
            Cell::text(&child.name),
            body.map_or(Cell::Empty, Cell::text),
            Cell::text(secret.name),
            Cell::text(secret.school),
            child.stage.map_or(Cell::Empty, |stage| Cell::text(cx.t(&stage.word()))),
            Cell::Money(amount),
            Cell::Empty,
        ]);
    }
    let total = (0..COLUMNS.len()).map(|at| match at {
        1 => Cell::text(cx.t("aid.sheet.total")),
        4 => Cell::text(sum.in_capitals()),
        6 => Cell::Money(sum),
        _ => Cell::Empty,
    });
    let total = total.collect();
    let mut book = Book::new();
    book.sheet(Sheet {
        name: cx.t("aid.round.list"),
        columns: COLUMNS.map(|(key, width)| Column::new(cx.t(key), width)).into(),
        rows,
        total: Some(total),
    });
    Ok(Attachment {
        name: format!("{}.xlsx", round.title),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}
