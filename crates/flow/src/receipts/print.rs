//! The list on paper: to be signed by hand, a page for every few people, with totals for each page and the whole.

use std::collections::HashMap;

use kernel::{Date, Money};
use org::{BodyId, power::RECEIPT_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Refusal, Reply, View};

use super::{
    course,
    model::{LineState, OneLine, ReceiptId},
    show,
    store::{self, Which},
};

/// People on a page of A4, with room to sign.
const ROWS: usize = 18;
/// Most lines printed at once; larger lists are printed group by group.
const MOST: i64 = 3_000;

/// Which list, and of which group.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: ReceiptId,
    /// Of this group.
    group: Option<BodyId>,
}

/// A sheet of paper: people of one group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrintSheet {
    /// The group's name; none for whoever is in none.
    pub group: Option<String>,
    /// The lines.
    pub lines: Vec<OneLine>,
    /// What they add up to.
    pub amount: Money,
}

/// The list on paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrintPage {
    /// The union.
    pub union: String,
    /// What is handed out.
    pub title: String,
    /// The sheets.
    pub sheets: Vec<PrintSheet>,
    /// What all of them add up to.
    pub amount: Money,
    /// How many lines.
    pub count: usize,
    /// The day it is printed.
    pub today: Date,
}

ui::page!(
    PrintPage,
    "receipts/pages/print.html",
    |p, cx| cx.t1("receipts.print.title", "title", &p.title),
    print
);

/// The lines that are printed, those of the reader's groups.
pub(super) fn lines(view: &View<'_>, id: ReceiptId, group: Option<BodyId>, most: i64) -> Reply<Vec<OneLine>> {
    let mine = org::within(view, RECEIPT_SEE)?;
    let receipt = show::counted(view, id, mine.as_ref())?;
    let which = Which { state: None, group };
    let groups = show::groups(view, id, mine.as_ref(), &HashMap::new())?;
    let count: i64 = match group {
        Some(group) => groups.iter().filter(|g| g.group == Some(group)).map(|g| g.all).sum(),
        None => receipt.all,
    };
    if count > most {
        return Err(Refusal::new("receipts.refusal.print_groups")
            .arg("most", most)
            .next(receipt.href())
            .into());
    }
    Ok(course::lines(view, id, which, (0, i64::from(i32::MAX)), mine.as_ref())?)
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<PrintPage> {
    let union = view.union();
    let all = lines(view, ask.id, ask.group, MOST)?;
    let names = org::body_names(view, union)?;
    let count = all.len();
    let mut sheets: Vec<PrintSheet> = Vec::new();
    let mut at: Option<Option<BodyId>> = None;
    let mut amount = Money::ZERO;
    for line in all {
        let money = line.amount.unwrap_or(Money::ZERO);
        amount = amount.plus(money).unwrap_or(amount);
        let full = sheets.last().is_none_or(|s| s.lines.len() >= ROWS);
        if full || at != Some(line.group) {
            at = Some(line.group);
            sheets.push(PrintSheet {
                group: line.group.and_then(|g| names.get(&g).cloned()),
                lines: Vec::new(),
                amount: Money::ZERO,
            });
        }
        if let Some(sheet) = sheets.last_mut() {
            sheet.amount = sheet.amount.plus(money).unwrap_or(sheet.amount);
            sheet.lines.push(line);
        }
    }
    Ok(PrintPage {
        union: view
            .actor()
            .standing
            .as_ref()
            .map_or_else(String::new, |s| s.union_name.clone()),
        title: store::get(view, union, ask.id)?.title,
        sheets,
        amount,
        count,
        today: view.today(),
    })
}

impl PrintPage {
    fn sheets_html(&self, cx: &Cx) -> Html {
        let all = self.sheets.len();
        (1_usize..)
            .zip(&self.sheets)
            .map(|(n, sheet)| self.sheet(cx, sheet, (n, all)))
            .collect()
    }
    fn sheet(&self, cx: &Cx, sheet: &PrintSheet, (n, all): (usize, usize)) -> Html {
        let head: Html = [
            "receipts.col.number",
            "receipts.col.name",
            "receipts.col.what",
            "receipts.print.amount",
            "receipts.print.sign",
            "receipts.print.remark",
        ]
        .iter()
        .map(|key| html!("<th scope=\"col\">{}</th>", cx.t(key)))
        .collect();
        let rows: Html = sheet.lines.iter().map(|l| row(cx, l)).collect();
        let total = html!(
            "<tr><th scope=\"row\" colspan=\"3\">{}</th><td class=\"number\">{}</td><td colspan=\"2\">{}</td></tr>",
            cx.tn("receipts.print.page_total", sheet.lines.len()),
            cx.money(sheet.amount),
            sheet.amount.in_capitals()
        );
        let whole = (n == all).then(|| {
            html!(
                "<tr><th scope=\"row\" colspan=\"3\">{}</th><td class=\"number\">{}</td><td colspan=\"2\">{}</td></tr>",
                cx.tn("receipts.print.total", self.count),
                cx.money(self.amount),
                self.amount.in_capitals()
            )
        });
        let title = cx.t1("receipts.print.title", "title", &self.title);
        // one main heading a document; the title stands on every sheet
        let title = if n == 1 {
            cx.paper_title(&title)
        } else {
            html!("<p class=\"paper-title\">{}</p>", title)
        };
        let group = sheet.group.clone().unwrap_or_else(|| cx.t("receipts.show.no_group"));
        html!(
            "<section class=\"sign-sheet\">{}<p class=\"to\"><span>{} · {}</span><span>{}</span></p>\
             <table class=\"sign-table\"><thead><tr>{}</tr></thead><tbody>{}{}{}</tbody></table>{}</section>",
            title,
            self.union,
            group,
            cx.t2("receipts.print.page", "n", n, "all", all),
            head,
            rows,
            total,
            whole,
            cx.signatures([
                cx.t("receipts.print.handed_by"),
                cx.t("receipts.print.checked_by"),
                cx.t("receipts.print.day")
            ])
        )
    }
}

/// One person: signed already on the phone, it says so.
fn row(cx: &Cx, l: &OneLine) -> Html {
    let (sign, remark) = match l.state {
        LineState::Open => (String::new(), String::new()),
        LineState::Signed => (
            l.way.map_or_else(String::new, |way| cx.t(&way.word())),
            l.fetched_by.clone().unwrap_or_default(),
        ),
        LineState::Returned => (cx.t(&l.state.word()), l.why.clone().unwrap_or_default()),
    };
    html!(
        "<tr><td class=\"number\">{}</td><th scope=\"row\">{}</th><td>{}</td><td class=\"number\">{}</td><td class=\"sign\">{}</td><td>{}</td></tr>",
        l.number,
        l.name,
        l.what,
        l.amount.map_or_else(String::new, |a| cx.money(a)),
        sign,
        remark
    )
}
