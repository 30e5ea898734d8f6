//! The cases of aid of a year.

use kernel::{Date, Money};
use org::power::HARDSHIP_WRITE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Refusal, Reply, View};

use super::{
    model::{Aid, Sort, Status},
    store,
};
use crate::collections;

/// What of the list.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    year: Option<i16>,
    sort: Option<Sort>,
}

/// The cases of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// Which year.
    pub year: i64,
    /// Of which sort; all if none.
    pub sort: Option<Sort>,
    /// They, the latest first, at most 1,000.
    pub aids: Vec<Aid>,
    /// What was paid of all of them, those that are not listed too.
    pub paid: Money,
    /// What remainders of collections brought to the fund of aid.
    pub fund: Money,
    /// Whether the reader may ask for aid.
    pub writes: bool,
}

ui::page!(List, "aid/pages/list.html", |_p, cx| cx.t("aid.title"), wide);

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<List> {
    let year = ask.year.unwrap_or_else(|| view.today().year());
    let year = i64::from(Date::new(year, 1, 1).map_err(|_| Refusal::missing())?.year());
    Ok(List {
        aids: store::list(view, view.union(), year, ask.sort)?,
        paid: store::paid(view, view.union(), year, ask.sort)?,
        fund: collections::to_aid(view, view.union())?,
        writes: view.actor().may(HARDSHIP_WRITE),
        sort: ask.sort,
        year,
    })
}

impl List {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care")]);
        let new = self.writes.then(|| cx.main_link("/aids/new", "aid.new"));
        let rounds = cx.link_button("/aid_rounds", "aid.round.title");
        let kinds = cx.link_button("/aid_kinds", "aid.kinds.title");
        let acts = html!("{}{}{}", new, rounds, kinds);
        html!("{}{}", crumbs, cx.heading(cx.t("aid.title"), cx.t("aid.under"), acts))
    }
    fn years(&self, cx: &Cx) -> Html {
        let before = self.year - 1;
        let link = |year: i64| {
            (
                cx.t1("aid.year", "year", year),
                format!("/aids?year={year}"),
                year == self.year,
            )
        };
        cx.tabs([link(before), link(self.year), link(self.year + 1)])
    }
    fn chips(&self, cx: &Cx) -> Html {
        let all = (
            cx.t("aid.all"),
            format!("/aids?year={}", self.year),
            self.sort.is_none(),
        );
        let sorts = Sort::ALL.iter().map(|sort| {
            let href = format!("/aids?year={}&sort={}", self.year, sort.key());
            (cx.t(&sort.word()), href, self.sort == Some(*sort))
        });
        cx.tabs(std::iter::once(all).chain(sorts))
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("number", "aid.number"),
            Col::text("name", "aid.member"),
            Col::text("kind", "aid.kind"),
            Col::number("amount", "aid.amount"),
            Col::day("asked", "aid.asked"),
            Col::text("state", "aid.state"),
        ];
        let empty = if self.writes {
            cx.empty_first("aid.none", "/aids/new", "aid.new")
        } else {
            cx.empty("aid.none")
        };
        let rows = self.aids.iter().map(|aid| {
            Row::new()
                .link(&format!("/aids/{}", aid.id))
                .cell(aid.label())
                .cell(&aid.name)
                .cell(&aid.kind_name)
                .cell(cx.money(aid.amount))
                .cell(cx.date(aid.asked))
                .cell(badge(cx, aid.status))
        });
        let dash = String::new;
        let table = cx.table("aid.title", cols).empty(empty).rows(rows);
        table.most(store::MOST, "ui.cut.filter").total([
            cx.t("aid.paid_sum"),
            dash(),
            dash(),
            cx.money(self.paid),
            dash(),
            dash(),
        ])
    }
}

/// Where a case stands, as a badge.
pub(super) fn badge(cx: &Cx, status: Status) -> Html {
    cx.badge(status.badge(), cx.t(&status.word()))
}
