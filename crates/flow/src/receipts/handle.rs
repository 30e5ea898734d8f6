//! What is to become of chosen lines: signed on the sheet, fetched by somebody, not taken, or opened again.

use kernel::{Date, Money};
use org::{BodyId, power::RECEIPT_KEEP};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, html};
use web::{Refusal, Reply, View};

use super::{
    acts,
    model::{LineState, OneLine, ReceiptId, ReceiptLine},
    show::{self, state_words},
};

/// So many lines are shown one by one.
const SHOWN: usize = 200;

/// Which lines.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: ReceiptId,
    /// The lines, by number.
    #[serde(default)]
    line: Vec<i64>,
    /// All open lines, of the group if one is named.
    #[serde(default)]
    all: bool,
    /// The group.
    group: Option<BodyId>,
}

/// Lines about which something is to be recorded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HandlePage {
    /// The list.
    pub receipt: ReceiptLine,
    /// The lines.
    pub lines: Vec<OneLine>,
    /// Whether they are all open ones.
    pub all: bool,
    /// Of which group.
    pub group: Option<BodyId>,
    /// Today.
    pub today: Date,
}

ui::page!(HandlePage, "receipts/pages/handle.html", |_p, cx| cx
    .t("receipts.handle.title"));

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<HandlePage> {
    let mine = org::within(view, RECEIPT_KEEP)?;
    let receipt = show::counted(view, ask.id, mine.as_ref())?;
    if receipt.cancelled {
        return Err(Refusal::missing().into());
    }
    Ok(HandlePage {
        lines: acts::chosen(view, ask.id, &ask.line, (ask.all, ask.group))?,
        receipt,
        all: ask.all,
        group: ask.group,
        today: view.today(),
    })
}

impl HandlePage {
    fn count(&self) -> usize {
        self.lines.len()
    }
    /// Whether all of them wait.
    fn open(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|l| l.state == LineState::Open)
    }
    /// Whether none of them waits.
    fn done(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|l| l.state != LineState::Open)
    }
    fn total(&self) -> Money {
        let amounts = self.lines.iter().filter_map(|l| l.amount);
        amounts.fold(Money::ZERO, |sum, a| sum.plus(a).unwrap_or(sum))
    }
    /// Where a form goes: with its lines, so that a refused one shows them again.
    fn at(&self, tail: &str) -> String {
        let mut query: Vec<String> = Vec::new();
        if self.all {
            query.push("all=1".to_owned());
        } else {
            query.extend(self.lines.iter().map(|l| format!("line={}", l.number)));
        }
        query.extend(self.group.map(|g| format!("group={g}")));
        format!("/receipts/{}/{tail}?{}", self.receipt.id, query.join("&"))
    }
    fn heading(&self, cx: &Cx) -> Html {
        let steps = [
            (cx.t("receipts.list.title"), "/receipts".to_owned()),
            (self.receipt.title.clone(), self.receipt.href()),
        ];
        let under = cx.t2(
            "receipts.handle.under",
            "n",
            self.count(),
            "total",
            cx.money(self.total()),
        );
        html!(
            "{}{}",
            cx.crumbs(steps),
            cx.heading(cx.t("receipts.handle.title"), under, "")
        )
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("name", "receipts.col.name"),
            Col::text("what", "receipts.col.what"),
            Col::number("amount", "receipts.col.amount"),
            Col::text("state", "receipts.col.state"),
        ];
        let rows = self.lines.iter().take(SHOWN).map(|l| {
            Row::new()
                .cell(html!("{}<small> {}</small>", l.name, l.number))
                .cell(&l.what)
                .cell(l.amount.map_or_else(|| "—".to_owned(), |a| cx.money(a)))
                .cell(state_words(cx, l))
        });
        let more = (self.lines.len() > SHOWN)
            .then(|| html!("<p>{}</p>", cx.tn("receipts.handle.more", self.lines.len() - SHOWN)));
        let href = self.receipt.href();
        let table = cx.table("receipts.show.list", cols).rows(rows).empty(cx.empty_first(
            "receipts.handle.none",
            &href,
            "receipts.handle.choose",
        ));
        let table = Html::trusted(table.to_string());
        if self.lines.len() > 10 {
            html!(
                "<details><summary>{}</summary>{}{}</details>",
                cx.tn("receipts.handle.lines", self.lines.len()),
                table,
                more
            )
        } else {
            table
        }
    }
}
