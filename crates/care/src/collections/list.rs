//! The collections of a union.

use kernel::{Date, Money};
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Reply, View};

use super::{
    model::{Collection, Purse},
    store,
};

/// A collection with what is in its purse.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// It.
    #[serde(flatten)]
    pub collection: Collection,
    /// Its purse.
    pub purse: Purse,
}

/// The collections.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// They, those that are open first.
    pub collections: Vec<Line>,
    /// What remainders brought to the fund of aid.
    pub to_aid: Money,
    /// Whether the reader may begin one.
    pub manages: bool,
    /// Today.
    pub today: Date,
}

ui::page!(
    List,
    "collections/pages/list.html",
    |_p, cx| cx.t("collections.title"),
    wide
);

/// The collections with their purses.
pub(super) fn lines(view: &View<'_>) -> Reply<Vec<Line>> {
    let mut all = Vec::new();
    for collection in store::list(view, view.union())? {
        all.push(Line {
            purse: store::purse(view, view.union(), collection.id)?,
            collection,
        });
    }
    Ok(all)
}

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<List> {
    Ok(List {
        collections: lines(view)?,
        to_aid: store::to_aid(view, view.union())?,
        manages: view.actor().may(CARE_MANAGE),
        today: view.today(),
    })
}

/// Where a collection stands, as a badge.
pub(super) fn badge(cx: &Cx, collection: &Collection, today: Date) -> Html {
    let (state, word) = match &collection.ended {
        Some(_) => (State::Off, "collections.state.closed"),
        None if collection.until < today => (State::Soon, "collections.state.over"),
        None if collection.from > today => (State::Draft, "collections.state.ahead"),
        None => (State::Due, "collections.state.open"),
    };
    cx.badge(state, cx.t(word))
}

impl List {
    fn heading(&self, cx: &Cx) -> Html {
        let new = self
            .manages
            .then(|| cx.main_link("/collections/new", "collections.new"));
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("collections.title"), cx.t("collections.under"), new)
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("title", "collections.form.title"),
            Col::day("until", "collections.form.until"),
            Col::number("given", "collections.purse.given"),
            Col::number("paid", "collections.purse.paid"),
            Col::number("left", "collections.purse.left"),
            Col::text("state", "collections.gift.state"),
        ];
        let empty = if self.manages {
            cx.empty_first("collections.none", "/collections/new", "collections.new")
        } else {
            cx.empty("collections.none")
        };
        let rows = self.collections.iter().map(|line| {
            Row::new()
                .link(&format!("/collections/{}", line.collection.id))
                .cell(&line.collection.title)
                .cell(cx.date(line.collection.until))
                .cell(cx.money(line.purse.given))
                .cell(cx.money(line.purse.paid))
                .cell(cx.money(line.purse.remainder()))
                .cell(badge(cx, &line.collection, self.today))
        });
        cx.table("collections.title", cols)
            .empty(empty)
            .rows(rows)
            .most(store::MOST, "ui.cut.latest")
    }
}
