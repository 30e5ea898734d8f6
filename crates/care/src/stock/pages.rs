//! What people see of goods: the book, a purchase, the forms.

use std::collections::BTreeMap;

use kernel::{Date, Money, Text};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Record, Reply, View};

use super::{
    MOVE, PURCHASE,
    acts::Which,
    model::{Bought, Entry, GoodId, GoodLine, PurchaseRow, Shift, Way},
    store,
};
use crate::rounds::{self, RoundId};

/// Movements on one page.
const PAGE: i64 = 50;

/// What lies at one place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Lies {
    /// What.
    pub good: GoodId,
    /// At which round; none for the union's own store.
    pub round: Option<RoundId>,
    /// How many.
    pub quantity: i64,
}

/// The stock book.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Book {
    /// What lies where.
    pub lies: Vec<Lies>,
    /// The movements of this page, the latest first.
    pub entries: Vec<Entry>,
    /// How many there are in all.
    pub total: i64,
    /// The page, from 1.
    pub page: i64,
    /// The purchases, the latest first.
    pub purchases: Vec<PurchaseRow>,
    /// All goods.
    pub goods: Vec<GoodLine>,
    /// The titles of rounds.
    pub rounds: BTreeMap<RoundId, String>,
    /// Only of these goods.
    pub good: Option<GoodId>,
    /// Only at this round.
    pub round: Option<RoundId>,
    /// Whether the reader may buy and move.
    pub may: bool,
}

ui::page!(Book, "stock/pages/book.html", |_p, cx| cx.t("stock.title"), wide);

/// What of the book.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    good: Option<GoodId>,
    round: Option<RoundId>,
    page: Option<u32>,
}

pub(super) fn book(view: &View<'_>, ask: Ask) -> Reply<Book> {
    let union = view.union();
    let page = i64::from(ask.page.unwrap_or(1).max(1));
    let (entries, total) = store::entries(view, union, (ask.good, ask.round), (PAGE, page))?;
    let fits = |round: Option<RoundId>, good: GoodId| {
        ask.good.is_none_or(|g| g == good) && ask.round.is_none_or(|r| round == Some(r))
    };
    let lies = store::everywhere(view, union)?
        .into_iter()
        .filter(|(round, good, _)| fits(*round, *good))
        .map(|(round, good, quantity)| Lies { good, round, quantity })
        .collect();
    Ok(Book {
        lies,
        entries,
        total,
        page,
        purchases: store::purchases(view, union, ask.round)?,
        goods: store::goods(view, union)?,
        rounds: rounds::titles(view, union)?,
        good: ask.good,
        round: ask.round,
        may: view.actor().may(org::power::CARE_MANAGE),
    })
}

/// Goods with their unit: `120 袋`.
fn count(goods: &[GoodLine], id: GoodId, n: i64) -> String {
    let unit = goods.iter().find(|g| g.id == id).map_or("", |g| g.unit.as_str());
    format!("{n} {unit}")
}

fn place(cx: &Cx, rounds: &BTreeMap<RoundId, String>, round: Option<RoundId>) -> Html {
    match round {
        None => Html::text(cx.t("stock.own_store")),
        Some(id) => html!(
            "<a href=\"/rounds/{}\">{}</a>",
            id.to_string(),
            rounds.get(&id).cloned().unwrap_or_default()
        ),
    }
}

impl Book {
    fn acts(&self, cx: &Cx) -> Html {
        if !self.may {
            return Html::none();
        }
        let of = self.round.map_or_else(String::new, |round| format!("?round={round}"));
        html!(
            "{}{}",
            cx.main_link(&format!("/purchases/new{of}"), "stock.buy"),
            cx.link_button(&format!("/stock/move{of}"), "stock.move")
        )
    }
    fn name(&self, id: GoodId) -> String {
        super::name_of(&self.goods, id)
    }
    fn filters(&self, cx: &Cx) -> Html {
        let mut chips: Vec<(String, &str)> = Vec::new();
        chips.extend(self.good.map(|id| (self.name(id), "good")));
        chips.extend(
            self.round
                .map(|id| (self.rounds.get(&id).cloned().unwrap_or_default(), "round")),
        );
        cx.chips(chips)
    }
    fn lying<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.lies.iter().map(|l| {
            Row::new()
                .cell(self.name(l.good))
                .cell(place(cx, &self.rounds, l.round))
                .cell(count(&self.goods, l.good, l.quantity))
                .link(&cx.here_with(&[("good", &l.good.to_string()), ("page", "")]))
        });
        cx.table(
            "stock.lying",
            [
                Col::text("good", "stock.good"),
                Col::text("place", "stock.place"),
                Col::number("n", "stock.quantity"),
            ],
        )
        .rows(rows)
        .empty(cx.empty("stock.empty"))
    }
    fn bought<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.purchases.iter().map(|p| {
            let row = Row::new()
                .cell(&p.supplier)
                .cell(cx.date(p.day))
                .cell(place(cx, &self.rounds, p.round))
                .cell(cx.money(p.total))
                .link(&format!("/purchases/{}", p.id));
            if p.why.is_some() { row.quiet() } else { row }
        });
        cx.table(
            "stock.purchases",
            [
                Col::text("supplier", "stock.supplier"),
                Col::day("day", "stock.day"),
                Col::text("place", "stock.place"),
                Col::number("total", "stock.total"),
            ],
        )
        .rows(rows)
        .empty(cx.empty("stock.no_purchases"))
        .most(store::MOST, "ui.cut.latest")
    }
    fn book<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.entries.iter().map(|e| {
            let m = &e.moved;
            let row = Row::new()
                .cell(cx.date(m.day))
                .cell(self.name(m.good))
                .cell(cx.t(&m.way.word()))
                .cell(format!("{:+}", m.quantity))
                .cell(place(cx, &self.rounds, m.round))
                .cell(m.why.clone().unwrap_or_default())
                .cell(e.by.clone().unwrap_or_default());
            if m.way == Way::Given {
                row.link(&web::record_path(MOVE, m.id.raw()))
            } else {
                row
            }
        });
        cx.table(
            "stock.book",
            [
                Col::day("day", "stock.day"),
                Col::text("good", "stock.good"),
                Col::day("way", "stock.how"),
                Col::number("n", "stock.quantity"),
                Col::text("place", "stock.place"),
                Col::text("why", "stock.why"),
                Col::text("by", "stock.by").minor(),
            ],
        )
        .rows(rows)
        .empty(cx.empty("stock.no_moves"))
        .pager(cx.pager(self.page, PAGE, self.total))
    }
}

/// A line of a purchase form: goods that may be bought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Offer {
    /// Which.
    pub good: GoodLine,
    /// How many are still needed, if that is known.
    pub needed: Option<i64>,
    /// The price that was planned.
    pub price: Option<Money>,
}

/// The form of a purchase.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct New {
    /// For which round.
    pub round: Option<(RoundId, String)>,
    /// Goods to fill in.
    pub offers: Vec<Offer>,
    /// Suppliers of before.
    pub suppliers: Vec<String>,
    /// Today.
    pub today: Date,
}

ui::page!(New, "stock/pages/new.html", |_p, cx| cx.t("stock.buy"));

/// For which round.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ForRound {
    round: Option<RoundId>,
}

pub(super) fn new(view: &View<'_>, ask: ForRound) -> Reply<New> {
    let union = view.union();
    let goods = store::goods(view, union)?;
    let (round, offers) = match ask.round {
        Some(id) => {
            let (title, needs) = rounds::needs(view, id)?;
            let offers = needs.into_iter().filter_map(|(good, needed, price)| {
                Some(Offer {
                    good: goods.iter().find(|g| g.id == good)?.clone(),
                    needed: Some(needed),
                    price: Some(price),
                })
            });
            (Some((id, title)), offers.collect())
        }
        None => {
            let offers = goods.iter().take(12).map(|good| Offer {
                good: good.clone(),
                needed: None,
                price: None,
            });
            (None, offers.collect())
        }
    };
    let mut suppliers: Vec<String> = store::purchases(view, union, None)?
        .into_iter()
        .map(|p| p.supplier)
        .collect();
    suppliers.sort();
    suppliers.dedup();
    Ok(New {
        round,
        offers,
        suppliers,
        today: view.today(),
    })
}

impl New {
    fn lines(&self, cx: &Cx) -> Html {
        let one = |o: &Offer| {
            let (q, p) = (format!("quantity_{}", o.good.id), format!("price_{}", o.good.id));
            let count = cx
                .field(&q, "stock.quantity")
                .label_text(&[o.good.name.clone(), cx.t("stock.quantity")].join(&cx.t("ui.colon")))
                .number(o.needed.filter(|n| *n > 0))
                .unit(&o.good.unit);
            let price = cx
                .field(&p, "stock.price")
                .label_text(&[o.good.name.clone(), cx.t("stock.price")].join(&cx.t("ui.colon")))
                .money(o.price);
            Html::trusted(format!("{count}{price}"))
        };
        self.offers.iter().map(one).collect()
    }
}

/// A purchase.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// It.
    pub purchase: PurchaseRow,
    /// Its lines.
    pub lines: Vec<Bought>,
    /// The goods.
    pub goods: Vec<GoodLine>,
    /// The title of its round.
    pub round: Option<String>,
    /// Its papers.
    pub papers: Vec<archive::Line>,
    /// The request to pay, if one was made: number, word key of its state, where it is.
    pub payment: Option<(String, String, String)>,
    /// Whether it may be paid for, cancelled, completed.
    pub may: bool,
    /// Whether its payment was not asked for yet, or came back unpaid.
    #[serde(skip)]
    asks: bool,
}

ui::page!(Show, "stock/pages/show.html", |p, _cx| p.purchase.supplier.clone());

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let union = view.union();
    let purchase = store::purchase(view, union, q.id)?;
    let round = match purchase.round {
        Some(id) => rounds::titles(view, union)?.get(&id).cloned(),
        None => None,
    };
    let (payment, asks) = super::payment::of(view, union, &purchase)?;
    Ok(Show {
        lines: store::lines(view, union, q.id)?,
        goods: store::goods(view, union)?,
        round,
        papers: archive::seen_of_record(view, Record::new(PURCHASE, q.id))?,
        payment,
        asks,
        may: view.actor().may(org::power::CARE_MANAGE) && purchase.why.is_none(),
        purchase,
    })
}

impl Show {
    fn at(&self, tail: &str) -> String {
        format!("/purchases/{}{tail}", self.purchase.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("stock.title"), "/stock")])
    }
    fn facts(&self, cx: &Cx) -> Html {
        let p = &self.purchase;
        let mut facts = cx
            .facts()
            .fact("stock.day", cx.date(p.day))
            .fact("stock.invoice", p.invoice.clone().unwrap_or_else(|| "—".to_owned()));
        if let (Some(id), Some(title)) = (p.round, &self.round) {
            facts = facts.door("stock.for_round", title, &format!("/rounds/{id}"));
        }
        if let Some((number, word, href)) = &self.payment {
            facts = facts.door("stock.payment", format!("{number} · {}", cx.t(word)), href);
        }
        if let Some(why) = &p.why {
            facts = facts.fact(
                "stock.cancelled",
                html!("{} {}", cx.badge(State::Off, cx.t("stock.cancelled")), why),
            );
        }
        Html::trusted(facts.to_string())
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.lines.iter().map(|l| {
            Row::new()
                .cell(super::name_of(&self.goods, l.good))
                .cell(count(&self.goods, l.good, l.quantity))
                .cell(cx.money(l.price))
                .cell(cx.money(l.price.times(l.quantity).unwrap_or_default()))
                .link(&format!("/stock?good={}", l.good))
        });
        cx.table(
            "stock.lines",
            [
                Col::text("good", "stock.good"),
                Col::number("n", "stock.quantity"),
                Col::number("price", "stock.price"),
                Col::number("sum", "stock.total"),
            ],
        )
        .rows(rows)
        .total([
            cx.t("stock.total"),
            String::new(),
            String::new(),
            cx.money(self.purchase.total),
        ])
    }
}

/// The form to move goods.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Form {
    /// At which round; none for the union's own store.
    pub round: Option<(RoundId, String)>,
    /// Members to whom goods can be given.
    pub members: Vec<(MemberId, String)>,
    /// Who was looked for.
    pub q: String,
    /// What lies there, and in the store where it can be taken from.
    pub goods: Vec<(GoodLine, i64, i64)>,
    /// Today.
    pub today: Date,
}

ui::page!(Form, "stock/pages/move.html", |_p, cx| cx.t("stock.move"));

/// What is asked of the form to move goods.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AskMove {
    round: Option<RoundId>,
    /// To whom goods are to be given: a name, its sound or initials.
    q: Option<Text<40>>,
}

pub(super) fn form(view: &View<'_>, ask: AskMove) -> Reply<Form> {
    let q = ask.q.map(Text::into_string).unwrap_or_default();
    let union = view.union();
    let (here, store_has) = (
        store::balances(view, union, ask.round)?,
        store::balances(view, union, None)?,
    );
    let lies = |of: &BTreeMap<GoodId, i64>, id: GoodId| of.get(&id).copied().unwrap_or_default();
    let goods = store::goods(view, union)?
        .into_iter()
        .map(|g| (lies(&here, g.id), lies(&store_has, g.id), g))
        .filter(|(n, s, _)| *n > 0 || *s > 0 || ask.round.is_none())
        .map(|(n, s, g)| (g, n, s))
        .collect();
    let round = match ask.round {
        Some(id) => Some((id, rounds::title(view, id)?)),
        None => None,
    };
    Ok(Form {
        members: org::members::store::choose(view, &q)?,
        q,
        round,
        goods,
        today: view.today(),
    })
}

impl Form {
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        let one = |(g, n, s): &(GoodLine, i64, i64)| {
            let said = cx.tf(
                "stock.lies",
                &[("good", &g.name), ("n", n), ("store", s), ("unit", &g.unit)],
            );
            Choice::new(g.id, said)
        };
        self.goods.iter().map(one).collect()
    }
    fn people(&self) -> Vec<Choice> {
        let one = |(id, name): &(MemberId, String)| Choice::new(*id, name.clone());
        self.members.iter().map(one).collect()
    }
    fn shifts(&self, cx: &Cx) -> Vec<Choice> {
        let fits = |s: &&Shift| self.round.is_some() || !matches!(s, Shift::Keep | Shift::Take);
        let choice = |s: &Shift| Choice::new(s.key(), cx.t(&s.word())).hint(cx.t(&format!("{}_hint", s.word())));
        Shift::ALL.iter().filter(fits).map(choice).collect()
    }
    fn under(&self, cx: &Cx) -> String {
        self.round
            .as_ref()
            .map_or_else(|| cx.t("stock.own_store"), |(_, title)| title.clone())
    }
}
