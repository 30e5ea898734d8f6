//! The list of a batch for the office: as an Excel book and on paper.

use std::collections::BTreeSet;

use kernel::{Date, Money};
use org::{MemberId, bodies, members::sealed, power::MEMBER_SEALED, tree};
use papers::book::{Book, Cell, Column, Sheet, XLSX};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Attachment, Fault, Record, Reply, View, reveal};

use super::{acts::NUMBERS, form::This};
use crate::insurance::{
    BATCH,
    model::{Batch, Plan},
    reach,
    store::{self, Insured},
};

/// Those of a batch whom the reader may see.
fn seen(view: &View<'_>, q: This) -> Reply<(Batch, Plan, Vec<Insured>)> {
    let union = view.union();
    let batch = store::batch(view, union, q.id)?;
    let plan = store::plan(view, union, batch.plan)?;
    let mut insured = store::insured(view, union, batch.id)?;
    if let Some(mine) = reach::groups(view)? {
        insured.retain(|line| line.group.is_some_and(|g| mine.contains(&g)));
    }
    Ok((batch, plan, insured))
}

/// Whose numbers the reader may see: nobody's unless they have just said what for. Whoever came onto the list after that
/// was not told of a reading.
fn told(view: &View<'_>, batch: &Batch) -> Reply<Option<BTreeSet<MemberId>>> {
    let open = view.actor().may(MEMBER_SEALED) && reveal::is_open(view, Record::new(BATCH, batch.id), NUMBERS)?;
    Ok(open.then(|| reveal::open_of(view, "member", NUMBERS)).transpose()?)
}

/// A number as it is written for those who were told.
fn number(view: &View<'_>, told: &BTreeSet<MemberId>, member: MemberId) -> Reply<Cell> {
    let number = if told.contains(&member) {
        sealed::identity(view, view.union(), member)?
    } else {
        None
    };
    Ok(number.map_or(Cell::Empty, |n| Cell::text(n.reveal().to_owned())))
}

fn sex(cx: &Cx, key: Option<&String>) -> String {
    key.map(|key| cx.t(&format!("insurance.sex_word.{key}")))
        .unwrap_or_default()
}

/// The book.
pub(in crate::insurance) fn file(view: &View<'_>, q: This) -> Reply<Attachment> {
    let (batch, plan, insured) = seen(view, q)?;
    let cx = Cx::new(view.lang(), "", view.today());
    let names = bodies::store::body_names(view, view.union())?;
    let told = told(view, &batch)?;
    let mut columns = vec![
        Column::new(cx.t("insurance.sheet.number"), 8),
        Column::new(cx.t("org.field.name"), 14),
        Column::new(cx.t("insurance.sheet.sex"), 6),
    ];
    if told.is_some() {
        columns.push(Column::new(cx.t("insurance.sheet.identity"), 22));
    }
    columns.extend([
        Column::new(cx.t("org.field.number"), 14),
        Column::new(cx.t("org.field.group"), 20),
        Column::new(cx.t("insurance.batch.units"), 8),
        Column::new(cx.t("insurance.plan.premium"), 12),
    ]);
    let (mut rows, mut all) = (Vec::new(), Money::ZERO);
    for (i, line) in insured.iter().enumerate() {
        let pays = batch.premium.times(line.units).unwrap_or_default();
        all = all.plus(pays).unwrap_or(all);
        let mut row = vec![
            Cell::Int(i64::try_from(i + 1).unwrap_or(i64::MAX)),
            Cell::text(line.name.clone()),
            Cell::text(sex(&cx, line.sex.as_ref())),
        ];
        if let Some(told) = &told {
            row.push(number(view, told, line.member)?);
        }
        row.extend([
            line.number.clone().map_or(Cell::Empty, Cell::text),
            line.group
                .and_then(|g| names.get(&g).cloned())
                .map_or(Cell::Empty, Cell::text),
            Cell::Int(line.units),
            Cell::Money(pays),
        ]);
        rows.push(row);
    }
    let mut total = vec![Cell::Empty; columns.len() - 1];
    if let Some(first) = total.get_mut(1) {
        *first = Cell::text(cx.t("insurance.sheet.sum"));
    }
    total.push(Cell::Money(all));
    let mut book = Book::new();
    book.sheet(Sheet {
        name: plan.terms.name,
        columns,
        rows,
        total: Some(total),
    });
    Ok(Attachment {
        name: format!("{} {}.xlsx", cx.t("insurance.sheet.title"), batch.name),
        mime: XLSX.to_owned(),
        bytes: book.to_bytes().map_err(Fault::other)?,
        inline: false,
    })
}

/// A line on paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaperLine {
    /// By name.
    pub name: String,
    /// Male or female, if known.
    pub sex: Option<String>,
    /// Their branch or group.
    pub group: Option<String>,
    /// How many units.
    pub units: i64,
    /// What is paid for them.
    pub pays: Money,
}

/// The list on paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ListPaper {
    /// The union.
    pub union: String,
    /// The batch.
    pub batch: Batch,
    /// The plan by name.
    pub plan: String,
    /// The people.
    pub lines: Vec<PaperLine>,
    /// What is paid in all.
    pub sum: Money,
    /// Today.
    pub today: Date,
}

ui::page!(
    ListPaper,
    "insurance/pages/list_paper.html",
    |_p, cx| cx.t("insurance.sheet.title"),
    print
);

/// The list on paper.
pub(in crate::insurance) fn paper(view: &View<'_>, q: This) -> Reply<ListPaper> {
    let (batch, plan, insured) = seen(view, q)?;
    let names = bodies::store::body_names(view, view.union())?;
    let lines: Vec<PaperLine> = insured
        .into_iter()
        .map(|line| PaperLine {
            group: line.group.and_then(|g| names.get(&g).cloned()),
            pays: batch.premium.times(line.units).unwrap_or_default(),
            name: line.name,
            sex: line.sex,
            units: line.units,
        })
        .collect();
    let sum = lines
        .iter()
        .fold(Money::ZERO, |sum, line| sum.plus(line.pays).unwrap_or(sum));
    Ok(ListPaper {
        union: tree::get(view, view.union())?.name,
        plan: plan.terms.name,
        batch,
        lines,
        sum,
        today: view.today(),
    })
}

impl ListPaper {
    fn under(&self, cx: &Cx) -> String {
        let days = cx.span(self.batch.starts, self.batch.ends);
        format!("{} · {} · {days}", self.plan, self.batch.name)
    }
    /// A plain table: paper has no narrow screen to fit.
    fn table(&self, cx: &Cx) -> Html {
        let heads = [
            "insurance.sheet.number",
            "org.field.name",
            "insurance.sheet.sex",
            "org.field.group",
            "insurance.batch.units",
            "insurance.plan.premium",
        ];
        let head: Html = heads
            .iter()
            .map(|key| html!("<th scope=\"col\">{}</th>", cx.t(key)))
            .collect();
        let rows: Html = self
            .lines
            .iter()
            .zip(1_i64..)
            .map(|(line, n)| {
                html!(
                    "<tr><td class=\"number\">{}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>",
                    n,
                    &line.name,
                    sex(cx, line.sex.as_ref()),
                    line.group.as_deref(),
                    line.units,
                    cx.money(line.pays)
                )
            })
            .collect();
        html!(
            "<table class=\"list-table\"><thead><tr>{}</tr></thead><tbody>{}<tr><td></td><th scope=\"row\" colspan=\"4\">{}</th><td class=\"number\">{}</td></tr></tbody></table>",
            head,
            rows,
            cx.t("insurance.sheet.sum"),
            cx.money(self.sum)
        )
    }
    fn signatures(&self, cx: &Cx) -> Html {
        cx.signatures([
            cx.t("insurance.sheet.made_by"),
            cx.t("insurance.sheet.checked_by"),
            cx.t("insurance.sheet.stamp"),
        ])
    }
}
