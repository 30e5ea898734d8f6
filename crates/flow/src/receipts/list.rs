//! The lists that are signed.

use org::power::RECEIPT_SEE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, html};
use web::{Reply, View};

use super::{
    model::{ReceiptId, ReceiptLine},
    store,
};

/// Lists on one page.
const PAGE: i64 = 50;

/// Which page.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// The page, from 1.
    page: Option<i64>,
}

/// The lists.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Receipts {
    /// The lists of this page, the latest first. Whoever leads groups sees those with lines of them, counted for these alone.
    pub receipts: Vec<ReceiptLine>,
    /// How many there are in all.
    pub count: i64,
    /// The page, from 1.
    pub page: i64,
    /// Whether the reader sees lines of some groups only.
    pub of_groups: bool,
}

ui::page!(Receipts, "receipts/pages/list.html", |_p, cx| cx
    .t("receipts.list.title"));

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<Receipts> {
    let union = view.union();
    let page = ask.page.unwrap_or(1).clamp(1, 100_000);
    let Some(groups) = org::within(view, RECEIPT_SEE)? else {
        return Ok(Receipts {
            receipts: store::listed(view, union, (PAGE, (page - 1) * PAGE))?,
            count: store::count(view, union)?,
            page,
            of_groups: false,
        });
    };
    let mut ids: std::collections::BTreeSet<ReceiptId> = std::collections::BTreeSet::new();
    for group in &groups {
        ids.extend(store::of_group(view, union, *group)?);
    }
    let skip = usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX);
    let size = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let mut receipts = Vec::new();
    for id in ids.iter().rev().skip(skip).take(size) {
        receipts.push(super::show::counted(view, *id, Some(&groups))?);
    }
    Ok(Receipts {
        receipts,
        count: i64::try_from(ids.len()).unwrap_or(i64::MAX),
        page,
        of_groups: true,
    })
}

/// How a list stands, as a badge.
pub(super) fn badge(cx: &Cx, r: &ReceiptLine) -> Html {
    if r.cancelled {
        cx.badge(State::Off, cx.t("receipts.list.cancelled"))
    } else if r.open == 0 {
        cx.badge(State::Done, cx.t("receipts.list.done"))
    } else {
        cx.badge(State::Due, cx.tn("receipts.list.waits", r.open))
    }
}

impl Receipts {
    fn heading(&self, cx: &Cx) -> Html {
        let under = if self.of_groups {
            cx.t("receipts.list.of_groups")
        } else {
            String::new()
        };
        cx.heading(cx.t("receipts.list.title"), under, "")
    }
    fn table(&self, cx: &Cx) -> Html {
        let cols = [
            Col::text("title", "receipts.col.title"),
            Col::number("all", "receipts.col.all"),
            Col::number("signed", "receipts.col.signed"),
            Col::number("returned", "receipts.col.returned"),
            Col::number("amount", "receipts.col.amount"),
            Col::day("made", "receipts.col.made").minor(),
            Col::day("state", "receipts.col.state"),
        ];
        let rows = self.receipts.iter().map(|r| {
            Row::new()
                .link(&r.href())
                .cell(&r.title)
                .cell(cx.number(r.all))
                .cell(cx.number(r.signed))
                .cell(cx.number(r.returned))
                .cell(cx.money(r.amount))
                .cell(html!("{}", cx.date(r.made_at.day())))
                .cell(badge(cx, r))
        });
        let table = cx
            .table("receipts.list.title", cols)
            .rows(rows)
            .empty(cx.empty("receipts.list.empty"))
            .pager(cx.pager(self.page, PAGE, self.count));
        Html::trusted(table.to_string())
    }
}
