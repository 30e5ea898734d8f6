//! One round: how far it is, by group; what it gives; what is to be done next.

use std::collections::BTreeMap;

use kernel::Money;
use org::BodyId;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Reply, View};

use super::{
    acts::Which,
    form::items_table,
    lines::eyes,
    list::colour,
    model::{Item, Round, State, festival_name},
    signed::{self, Signatures},
    store,
    store::Progress,
};
use crate::stock::{self, GoodId};

/// Most branches that are drawn.
const DRAWN: usize = 24;

/// What lies ready for a round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Ready {
    /// What.
    pub good: GoodId,
    /// Its name.
    pub name: String,
    /// In what it is counted.
    pub unit: String,
    /// How many lie there.
    pub lies: i64,
    /// How many those need who have not received it.
    pub needs: i64,
}

/// A round.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// It.
    pub round: Round,
    /// What a head receives.
    pub items: Vec<Item>,
    /// How far each branch is, of those the reader sees.
    pub progress: Vec<Progress>,
    /// The names of branches.
    pub bodies: BTreeMap<BodyId, String>,
    /// What lies ready.
    pub stock: Vec<Ready>,
    /// What was paid or is to be paid for goods.
    pub bought: Money,
    /// The list of signatures.
    pub signatures: Option<Signatures>,
    /// People on the list of whom a rule says no; of whom a reason is missing; with any trouble.
    pub troubles: (i64, i64, i64),
    /// Other rounds for the same festival.
    pub others: Vec<(super::RoundId, String)>,
    /// Whether the reader may change it.
    pub may: bool,
    /// Whether the reader sees the whole round.
    pub whole: bool,
    /// Whether the reader made it or its list.
    pub own: bool,
}

ui::page!(Show, "rounds/pages/show.html", |p, _cx| p.round.title.clone());

pub(super) fn page(view: &View<'_>, q: Which) -> Reply<Show> {
    let union = view.union();
    let round = store::get(view, union, q.id)?;
    let eyes = eyes(view)?;
    let mut progress = store::progress(view, union, q.id)?;
    let open: i64 = progress.iter().map(|p| p.on - p.given).sum();
    progress.retain(|p| eyes.sees(p.body));
    let names = org::body_names(view, union)?;
    let bodies = progress
        .iter()
        .filter_map(|p| Some((p.body?, names.get(&p.body?)?.clone())))
        .collect();
    let items = store::items(view, union, q.id)?;
    let whole = eyes.sees_all();
    let bought = stock::purchases(view, union, Some(q.id))?
        .into_iter()
        .filter(|p| p.why.is_none())
        .fold(Money::ZERO, |sum, p| sum.plus(p.total).unwrap_or(sum));
    let others = match &round.occasion {
        Some(occasion) => store::of_occasion(view, union, occasion, q.id)?,
        None => Vec::new(),
    };
    Ok(Show {
        stock: ready(view, &round, &items, open)?,
        signatures: signed::at(view, q.id)?,
        troubles: store::unsettled(view, union, q.id)?,
        others: others.into_iter().map(|r| (r.id, r.title)).collect(),
        whole,
        may: whole && view.actor().may(org::power::CARE_MANAGE),
        own: round.is_work_of(view.actor().account) || store::put_on_list(view, union, round.id, view.actor().account)?,
        round,
        items,
        progress,
        bodies,
        bought,
    })
}

fn ready(view: &View<'_>, round: &Round, items: &[Item], open: i64) -> Reply<Vec<Ready>> {
    let lies = stock::balances(view, view.union(), Some(round.id))?;
    let goods = stock::goods(view, view.union())?;
    let needs = |good: GoodId| {
        let item = items.iter().find(|item| item.good == good);
        let running = !matches!(round.state, State::Closed | State::Dropped);
        item.filter(|_| running)
            .map_or(0, |item| item.quantity.saturating_mul(open))
    };
    let all = goods.into_iter().map(|g| Ready {
        lies: lies.get(&g.id).copied().unwrap_or_default(),
        needs: needs(g.id),
        good: g.id,
        name: g.name,
        unit: g.unit,
    });
    Ok(all.filter(|r| r.lies != 0 || r.needs != 0).collect())
}

impl Show {
    fn crumbs(&self, cx: &Cx) -> Html {
        super::list::crumbs(cx, &self.round, false)
    }
    fn at(&self, tail: &str) -> String {
        format!("/rounds/{}{tail}", self.round.id)
    }
    fn on(&self) -> i64 {
        self.progress.iter().map(|p| p.on).sum()
    }
    fn given(&self) -> i64 {
        self.progress.iter().map(|p| p.given).sum()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let r = &self.round;
        let kind = cx.t(&r.kind.word());
        let festival = r.festival.as_deref().and_then(|key| festival_name(key, cx.lang));
        let under = festival.map_or(kind.clone(), |name| format!("{kind} · {name}"));
        let badge = cx.badge(colour(r.state), cx.t(&r.state.word()));
        cx.heading(&r.title, html!("{} {}", under, badge), Html::none())
    }
    fn steps(&self, cx: &Cx) -> Html {
        if self.round.state == State::Dropped {
            let why = self.round.why.clone().unwrap_or_default();
            return cx.note(ui::State::Off, cx.t1("rounds.dropped_why", "why", why));
        }
        let course = &State::ALL[..6];
        let at = course.iter().position(|s| *s == self.round.state).unwrap_or_default();
        // a round that is closed has no step left
        let at = at + usize::from(self.round.state == State::Closed);
        cx.steps(
            course.iter().map(|s| cx.t(&s.word())),
            i64::try_from(at).unwrap_or_default(),
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let (r, on, given) = (&self.round, self.on(), self.given());
        let money = |n: i64| cx.money(r.worth.times(n).unwrap_or_default());
        let mut facts = cx
            .facts()
            .fact("rounds.day", cx.date(r.day))
            .fact("rounds.form_is", cx.t(&r.form.word()))
            .fact("rounds.worth", cx.money(r.worth))
            .door("rounds.on_list", cx.number(on), &self.at("/lines"))
            .fact("rounds.cost", money(on))
            .fact("rounds.budget", cx.money(r.budget));
        if self.signatures.is_some() {
            facts = facts
                .door("rounds.given", cx.number(given), &self.at("/lines?only=given"))
                .door("rounds.given_money", money(given), &self.register());
        }
        if self.bought > Money::ZERO {
            facts = facts.door(
                "rounds.bought",
                cx.money(self.bought),
                &format!("/stock?round={}", r.id),
            );
            // until all is handed out, more was bought than was given; and whoever sees a part does not see who shares the cost
            if given > 0 && self.whole && r.state == State::Closed {
                let each = Money::from_fen(self.bought.fen() / given);
                facts = facts.fact("rounds.cost_a_head", cx.money(each));
            }
        }
        if let Some(reason) = &r.reason {
            facts = facts.long("rounds.reason", reason);
        }
        Html::trusted(facts.to_string())
    }
    fn register(&self) -> String {
        let (times, _) = self.round.kind.measures();
        let (from, until) = (self.round.day.plus_days(-60), self.round.day.plus_days(60));
        format!("/register/facts?measure={}&from={from}&until={until}", times.key)
    }
    fn contents<'a>(&self, cx: &'a Cx) -> Table<'a> {
        items_table(cx, &self.items, self.round.worth, None)
    }
    /// What is to be done now: one main act.
    fn next(&self, cx: &Cx) -> Html {
        let state = self.round.state;
        if !self.may {
            return Html::none();
        }
        let version = self.round.version;
        let act = |tail: &str, word: &str| {
            Html::trusted(format!(
                "{}{}{}",
                cx.form_open(&self.at(tail)),
                cx.field("version", "").hidden(version),
                cx.form_close(word)
            ))
        };
        match state {
            State::Draft if self.items.is_empty() => cx.main_link(&self.at("/contents"), "rounds.to_contents"),
            State::Draft => cx.main_link(&self.at("/whom"), "rounds.to_whom"),
            State::Listed => act("/check", "rounds.check_now"),
            State::Checked | State::Closed | State::Dropped => Html::none(),
            State::Approved if self.short() => {
                cx.main_link(&format!("/purchases/new?round={}", self.round.id), "rounds.buy")
            }
            State::Approved => act("/hand", "rounds.begin"),
            State::Handing => self.signatures_link(cx),
        }
    }
    fn signatures_link(&self, cx: &Cx) -> Html {
        let Some(Signatures { href, .. }) = &self.signatures else {
            return Html::none();
        };
        cx.main_link(href, "rounds.signatures")
    }
    fn short(&self) -> bool {
        self.stock.iter().any(|r| r.lies < r.needs)
    }
    /// Signatures that are not counted yet.
    fn uncounted(&self) -> Option<i64> {
        let n = self.signatures.as_ref()?.signed - self.given();
        (self.may && n != 0).then_some(n.abs())
    }
    fn said(&self, cx: &Cx) -> Html {
        let mut notes = Html::none();
        let (hard, unexplained, all) = self.troubles;
        if self.round.state.list_open() && all > 0 {
            let word = cx.tf(
                "rounds.troubles",
                &[("n", &all), ("hard", &hard), ("open", &unexplained)],
            );
            let state = if hard + unexplained > 0 {
                ui::State::Overdue
            } else {
                ui::State::Info
            };
            let link = html!(
                "{} <a href=\"{}\">{}</a>",
                word,
                self.at("/checks"),
                cx.t("rounds.see_checks")
            );
            notes.add(cx.note(state, link));
        }
        for (id, title) in &self.others {
            let says = cx.t("rounds.same_festival");
            notes.add(cx.note(
                ui::State::Soon,
                html!("{} <a href=\"/rounds/{}\">{}</a>", says, id.to_string(), title),
            ));
        }
        if self.round.state == State::Approved && self.short() && self.may {
            notes.add(cx.note(ui::State::Soon, cx.t("rounds.short")));
        }
        if let Some(n) = self.uncounted() {
            notes.add(cx.note(ui::State::Soon, cx.tn("rounds.uncounted", n)));
        }
        notes
    }
    fn name(&self, cx: &Cx, body: Option<BodyId>) -> String {
        body.and_then(|id| self.bodies.get(&id).cloned())
            .unwrap_or_else(|| cx.t("rounds.no_group"))
    }
    fn chart(&self, cx: &Cx) -> Html {
        if self.on() == 0 {
            return Html::none();
        }
        let mut of: Vec<&Progress> = self.progress.iter().filter(|p| p.on > 0).collect();
        of.sort_by_key(|p| std::cmp::Reverse(p.on));
        of.truncate(DRAWN);
        let says = cx.tf("rounds.chart_says", &[("given", &self.given()), ("on", &self.on())]);
        let chart = cx
            .chart(&cx.t("rounds.chart"))
            .says(&says)
            .labels(of.iter().map(|p| self.name(cx, p.body)))
            .doors(of.iter().map(|p| self.of_group(p.body)))
            .series(&cx.t("rounds.on_list"), of.iter().map(|p| p.on))
            .unit(&cx.t("rounds.people"));
        if self.signatures.is_none() {
            return chart.bars();
        }
        chart.series(&cx.t("rounds.given"), of.iter().map(|p| p.given)).bars()
    }
    fn of_group(&self, body: Option<BodyId>) -> String {
        body.map_or_else(|| self.at("/lines"), |id| self.at(&format!("/lines?body={id}")))
    }
    fn groups<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.progress.iter().map(|p| {
            let money = self.round.worth.times(p.given).unwrap_or_default();
            Row::new()
                .cell(self.name(cx, p.body))
                .cell(cx.number(p.on))
                .cell(cx.number(p.given))
                .cell(cx.number(p.on - p.given))
                .cell(cx.number(p.struck))
                .cell(cx.money(money))
                .link(&self.of_group(p.body))
        });
        let sum = |f: fn(&Progress) -> i64| cx.number(self.progress.iter().map(f).sum::<i64>());
        cx.table(
            "rounds.progress",
            [
                Col::text("body", "rounds.group"),
                Col::number("on", "rounds.on_list"),
                Col::number("given", "rounds.given"),
                Col::number("open", "rounds.open"),
                Col::number("struck", "rounds.struck").minor(),
                Col::number("money", "rounds.money"),
            ],
        )
        .rows(rows)
        .total([
            cx.t("rounds.sum"),
            sum(|p| p.on),
            sum(|p| p.given),
            sum(|p| p.on - p.given),
            sum(|p| p.struck),
            cx.money(self.round.worth.times(self.given()).unwrap_or_default()),
        ])
    }
    fn goods<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.stock.iter().map(|r| {
            Row::new()
                .cell(&r.name)
                .cell(format!("{} {}", r.lies, r.unit))
                .cell(format!("{} {}", r.needs, r.unit))
                .link(&format!("/stock?good={}&round={}", r.good, self.round.id))
        });
        cx.table(
            "rounds.stock",
            [
                Col::text("good", "rounds.good"),
                Col::number("lies", "rounds.lies"),
                Col::number("needs", "rounds.still_needed"),
            ],
        )
        .rows(rows)
        .empty(cx.empty(if self.bought > Money::ZERO {
            "rounds.stock_gone"
        } else {
            "rounds.stock_empty"
        }))
    }
    fn left_over(&self) -> bool {
        self.stock.iter().any(|r| r.lies != 0)
    }
}
