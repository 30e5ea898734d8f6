//! The list of a round as an Excel workbook: a sheet a branch, with its total in figures and in capitals.

use kernel::Money;
use org::BodyId;
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use ui::Cx;
use web::{Attachment, Fault, Reply, View};

use super::{
    acts::Which,
    lines::eyes,
    model::{self, Line},
    store,
};

/// Most sheets of their own; the branches beyond it stand on one.
const SHEETS: usize = 200;

/// Hands out the list of those the reader sees.
pub(super) fn book(view: &View<'_>, q: Which) -> Reply<Attachment> {
    let union = view.union();
    let round = store::get(view, union, q.id)?;
    let eyes = eyes(view)?;
    let names = org::body_names(view, union)?;
    let cx = Cx::new(view.lang(), "", view.today());
    let what = model::contents(&store::items(view, union, q.id)?);
    let mut groups: Vec<(Option<BodyId>, Vec<Line>)> = Vec::new();
    for line in store::lines(view, union, q.id)? {
        if line.struck || !eyes.sees(line.body) {
            continue;
        }
        let full = groups.len() >= SHEETS;
        match groups.iter_mut().find(|(body, _)| *body == line.body) {
            Some((_, lines)) => lines.push(line),
            None if full => {
                if let Some((_, last)) = groups.last_mut() {
                    last.push(line);
                }
            }
            None => groups.push((line.body, vec![line])),
        }
    }
    let mut book = Book::new();
    for (body, lines) in &groups {
        let name = body.and_then(|id| names.get(&id).cloned());
        let name = name.unwrap_or_else(|| cx.t("rounds.no_group"));
        book.sheet(sheet(&cx, name, lines, (&what, round.worth)));
    }
    Ok(Attachment {
        name: format!("{}.xlsx", round.title),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

fn sheet(cx: &Cx, name: String, lines: &[Line], (what, worth): (&str, Money)) -> Sheet {
    let columns = [
        ("rounds.number", 6),
        ("rounds.person", 14),
        ("rounds.contents", 44),
        ("rounds.money", 12),
        ("rounds.signature", 16),
        ("rounds.signed_on", 14),
    ];
    let row = |(n, line): (i64, &Line)| {
        let signed = line.signed_on.map_or(Cell::Empty, Cell::Date);
        vec![
            Cell::Int(n),
            Cell::text(&line.name),
            Cell::text(what),
            Cell::Money(worth),
            Cell::Empty,
            signed,
        ]
    };
    let people = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let sum = worth.times(people).unwrap_or_default();
    let total = ui::words::fill(
        &cx.word("rounds.sheet_total"),
        &[("n", &people), ("capitals", &sum.in_capitals())],
    );
    Sheet {
        name,
        columns: columns
            .into_iter()
            .map(|(key, width)| Column::new(cx.t(key), width))
            .collect(),
        rows: (1_i64..).zip(lines).map(row).collect(),
        total: Some(vec![
            Cell::Empty,
            Cell::text(cx.t("rounds.sum")),
            Cell::text(total),
            Cell::Money(sum),
            Cell::Empty,
            Cell::Empty,
        ]),
    }
}
