//! The pairs of a union, and one of them with its cards.

use kernel::Date;
use org::power::CARE_MANAGE;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Nothing, Record, Reply, View, reveal, reveal::Reading};

use super::{
    KIND,
    cards::This,
    model::{Card, Outcome, Pair},
    reach::{Eyes, is_open, reads_all, seen},
    store,
};

/// The pairs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// They, those that run first.
    pub pairs: Vec<Pair>,
    /// Whether the reader may make one.
    pub manages: bool,
    /// Today.
    pub today: Date,
}

ui::page!(List, "pairs/pages/list.html", |_p, cx| cx.t("pairs.title"), wide);

/// Whoever leads a group sees the pairs in which they help.
pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<List> {
    let union = view.union();
    let pairs = match (reads_all(view)?, super::reach::me(view)) {
        (true, _) => store::list(view, union)?,
        (false, Some(me)) => store::helps(view, union, me)?,
        (false, None) => Vec::new(),
    };
    Ok(List {
        pairs,
        manages: view.actor().may(CARE_MANAGE),
        today: view.today(),
    })
}

/// Where a pair stands, as a badge.
pub(super) fn badge(cx: &Cx, pair: &Pair, today: Date) -> Html {
    match &pair.ended {
        Some(ended) => cx.badge(State::Off, cx.t(&ended.result.word())),
        None if pair.due() < today => cx.badge(State::Overdue, cx.t("pairs.overdue")),
        None => cx.badge(State::Due, cx.t("pairs.running")),
    }
}

impl List {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("ui.nav.care"), "/care")]);
        let new = self.manages.then(|| cx.main_link("/pairs/new", "pairs.new"));
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("pairs.title"), cx.t("pairs.under"), new)
        )
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("helped", "pairs.helped"),
            Col::text("sort", "pairs.form.sort"),
            Col::number("cards", "pairs.cards"),
            Col::day("last", "pairs.last"),
            Col::day("due", "pairs.due"),
            Col::text("state", "pairs.state"),
        ];
        let empty = if self.manages {
            cx.empty_first("pairs.none", "/pairs/new", "pairs.new")
        } else {
            cx.empty("pairs.none")
        };
        let rows = self.pairs.iter().map(|pair| {
            let due = pair.ended.is_none().then(|| cx.due(pair.due()));
            Row::new()
                .link(&format!("/pairs/{}", pair.id))
                .cell(&pair.helped)
                .cell(cx.t(&pair.sort.word()))
                .cell(cx.number(pair.cards))
                .cell(cx.date_or_dash(pair.last))
                .cell(due)
                .cell(badge(cx, pair, self.today))
        });
        cx.table("pairs.title", cols)
            .empty(empty)
            .rows(rows)
            .most(store::MOST, "ui.cut.latest")
    }
}

/// A card in the list, with what stands on it if it shows.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CardLine {
    /// It.
    #[serde(flatten)]
    pub card: Card,
    /// What was talked of.
    pub talk: Option<String>,
}

/// One pair.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// It.
    #[serde(flatten)]
    pub pair: Pair,
    /// The helpers by name.
    pub helpers: Vec<String>,
    /// What it is to reach, if it shows to this reader.
    pub goals: Option<String>,
    /// The cards, the latest first.
    pub lines: Vec<CardLine>,
    /// Who has read what is sealed; for the member who is helped.
    pub readings: Vec<Reading>,
    /// Whether what is sealed shows.
    pub open: bool,
    /// Whether the reader fills in cards.
    pub helps: bool,
    /// Whether the reader manages it.
    pub manages: bool,
    /// Today.
    pub today: Date,
}

ui::page!(Show, "pairs/pages/show.html", |p, _cx| p.pair.helped.clone());

pub(super) fn page(view: &View<'_>, q: This) -> Reply<Show> {
    let union = view.union();
    let (pair, eyes) = seen(view, q.id)?;
    let open = is_open(view, q.id, eyes)?;
    let mut lines = Vec::new();
    for card in store::cards(view, union, q.id)?.into_iter().rev() {
        let told = if open { store::told(view, union, card.id)? } else { None };
        lines.push(CardLine {
            talk: told.map(|told| told.talk),
            card,
        });
    }
    let goals = if open { store::goals(view, union, q.id)? } else { None };
    let readings = if eyes == Eyes::Helped {
        reveal::who_read(view, union, Record::new(KIND, q.id), 50)?
    } else {
        Vec::new()
    };
    Ok(Show {
        helpers: store::helpers(view, union, q.id)?
            .into_iter()
            .map(|(_, name)| name)
            .collect(),
        goals,
        lines,
        readings,
        open,
        helps: eyes == Eyes::Helper,
        manages: view.actor().may(CARE_MANAGE) && eyes != Eyes::Helped,
        today: view.today(),
        pair,
    })
}

impl Show {
    fn at(&self, tail: &str) -> String {
        format!("/pairs/{}{tail}", self.pair.id)
    }
    fn runs(&self) -> bool {
        self.pair.ended.is_none()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = if self.manages {
            cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("pairs.title"), "/pairs")])
        } else {
            cx.crumbs([(cx.t("pairs.own.title"), "/me/pairs")])
        };
        let card = (self.helps && self.runs()).then(|| cx.main_link(&self.at("/card"), "pairs.card.new"));
        let print = self
            .open
            .then(|| cx.link_button(&self.at("/print"), "pairs.print.title"));
        let edit = (self.manages && self.runs()).then(|| cx.link_button(&self.at("/edit"), "pairs.edit"));
        let under = badge(cx, &self.pair, self.today);
        html!(
            "{}{}",
            crumbs,
            cx.heading(&self.pair.helped, under, html!("{}{}{}", card, print, edit))
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let pair = &self.pair;
        let mut facts = cx
            .facts()
            .fact("pairs.form.sort", cx.t(&pair.sort.word()))
            .fact("pairs.form.helpers", self.helpers.join(&cx.t("ui.comma")))
            .fact("pairs.days", cx.span(pair.from, pair.until))
            .fact("pairs.form.every", cx.tn("pairs.n_days", pair.every))
            .long("pairs.goals", self.goals.clone().unwrap_or_else(|| "****".to_owned()));
        if self.runs() {
            facts = facts.fact("pairs.due", cx.due(pair.due()));
        }
        if let Some(ended) = &pair.ended {
            let says = format!("{} {}", cx.t(&ended.result.word()), ended.why);
            facts = facts
                .fact("pairs.ended_on", cx.date_full(ended.on))
                .long("pairs.result.label", says);
        }
        Html::trusted(facts.to_string())
    }
    fn cards<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::day("day", "pairs.card.day"),
            Col::text("helper", "pairs.card.helper"),
            Col::text("talk", "pairs.card.talk"),
        ];
        let rows = self.lines.iter().map(|line| {
            let talk = line.talk.clone().unwrap_or_else(|| "****".to_owned());
            let row = Row::new()
                .link(&format!("/pair_cards/{}", line.card.id))
                .cell(cx.date(line.card.day))
                .cell(&line.card.helper_name);
            if line.card.back.is_some() {
                row.cell(cx.badge(State::Off, cx.t("pairs.card.back"))).quiet()
            } else {
                row.cell(talk)
            }
        });
        cx.table("pairs.card.all", cols)
            .empty(cx.empty("pairs.card.none"))
            .rows(rows)
    }
    fn results(&self, cx: &Cx) -> Vec<Choice> {
        Outcome::ALL
            .iter()
            .map(|one| Choice::new(one.key(), cx.t(&one.word())))
            .collect()
    }
    fn readings(&self, cx: &Cx) -> Html {
        let mut course = cx.timeline();
        for reading in &self.readings {
            let who = reading.who.clone().unwrap_or_default();
            course = course.event(reading.at, who, cx.t("pairs.read"), &reading.purpose);
        }
        Html::trusted(course.to_string())
    }
    fn asks_reveal(&self) -> bool {
        self.manages && !self.open
    }
}
