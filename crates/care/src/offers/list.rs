//! The list of offers.

use kernel::Date;
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Nothing, Reply, View};

use super::{
    model::{Kind, Offer, OfferStatus},
    store,
};

/// The offers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Offers {
    /// They, the latest first.
    pub offers: Vec<Offer>,
    /// The kinds, for their names.
    pub kinds: Vec<Kind>,
    /// Whether the reader may make one.
    pub may_manage: bool,
    /// Today.
    pub today: Date,
}

ui::page!(Offers, "offers/pages/list.html", |_p, cx| cx.t("offers.title"), wide);

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<Offers> {
    Ok(Offers {
        offers: store::latest(view, view.union())?,
        kinds: store::kinds(view, view.union())?,
        may_manage: view.actor().may(CARE_MANAGE),
        today: view.today(),
    })
}

/// How an offer stands, as a badge.
pub(super) fn badge(cx: &Cx, offer: &Offer, today: Date) -> Html {
    let (state, key) = match offer.status {
        OfferStatus::Closed => (ui::State::Off, "offers.state.closed"),
        OfferStatus::Open if today < offer.opens => (ui::State::Info, "offers.state.to_open"),
        OfferStatus::Open if today <= offer.closes => (ui::State::Due, "offers.state.open"),
        OfferStatus::Open if today <= offer.until => (ui::State::Soon, "offers.state.to_pick"),
        OfferStatus::Open => (ui::State::Soon, "offers.state.to_close"),
    };
    cx.badge(state, cx.t(key))
}

/// Where the pages of offers lie.
pub(super) fn crumbs(cx: &Cx, offer: Option<&Offer>) -> Html {
    let mut steps = vec![
        (cx.t("ui.nav.care"), "/care".to_owned()),
        (cx.t("offers.title"), "/offers".to_owned()),
    ];
    if let Some(offer) = offer {
        steps.push((offer.title.clone(), format!("/offers/{}", offer.id)));
    }
    cx.crumbs(steps)
}

impl Offers {
    fn heading(&self, cx: &Cx) -> Html {
        let acts = self.may_manage.then(|| {
            html!(
                "{}{}",
                cx.link_button("/offers/kinds", "offers.kind.title"),
                cx.main_link("/offers/new", "offers.new")
            )
        });
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("offers.title"), cx.t("offers.under"), acts)
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("title", "offers.field.title"),
            Col::text("kind", "offers.field.kind").minor(),
            Col::day("days", "offers.field.sign_up"),
            Col::day("pick", "offers.field.days").minor(),
            Col::day("state", "offers.field.state"),
        ];
        let empty = if self.may_manage {
            cx.empty_first("offers.none", "/offers/new", "offers.new")
        } else {
            cx.empty("offers.none")
        };
        let rows = self.offers.iter().map(|o| {
            let kind = self.kinds.iter().find(|k| k.id == o.kind).map(|k| &k.name);
            Row::new()
                .link(&format!("/offers/{}", o.id))
                .cell(&o.title)
                .cell(kind)
                .cell(cx.span(o.opens, o.closes))
                .cell(cx.span(o.from, o.until))
                .cell(badge(cx, o, self.today))
        });
        cx.table("offers.title", cols)
            .empty(empty)
            .rows(rows)
            .most(store::MOST, "ui.cut.latest")
    }
}
