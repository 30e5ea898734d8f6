//! The rounds of a year.

use kernel::{Date, Money};
use org::power::CARE_SEE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table};
use web::{Access, Reply, View};

use super::{
    model::{Kind, Round, RoundId, State},
    store,
};
use crate::desk::{Door, Due};

/// The system on the desk of care.
pub(crate) const DOOR: Door = Door {
    word: "rounds.title",
    under: "rounds.under",
    href: "/rounds",
    access: Access::May(CARE_SEE),
    due,
};

/// Rounds whose goods are being handed out.
fn due(view: &View<'_>) -> Result<Option<Due>, ::store::Error> {
    let open = store::of_state(view, view.union(), State::Handing)?;
    let today = view.today();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Some(Due {
        word: "rounds.being_handed",
        count: count(open.len()),
        // a month after its day a round should be over
        late: count(open.iter().filter(|r| r.day.plus_days(31) < today).count()),
    }))
}

/// A line of the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RoundLine {
    /// Its id.
    pub id: RoundId,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub kind: Kind,
    /// The day as of which the list is made.
    pub day: Date,
    /// How far it has come.
    pub state: State,
    /// On the list.
    pub on: i64,
    /// Received.
    pub given: i64,
    /// What was given in all.
    pub money: Money,
}

/// The rounds of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// The year.
    pub year: i64,
    /// The years in which there are rounds.
    pub years: Vec<i64>,
    /// The rounds, the latest first.
    pub rounds: Vec<RoundLine>,
    /// Whether the reader may make one.
    pub may: bool,
}

ui::page!(List, "rounds/pages/list.html", |_p, cx| cx.t("rounds.title"));

/// Of which year.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    year: Option<i64>,
}

pub(super) fn page(view: &View<'_>, ask: Ask) -> Reply<List> {
    let union = view.union();
    let this = i64::from(view.today().year());
    let year = ask.year.unwrap_or(this);
    let mut years = store::years(view, union)?;
    years.extend([this, year]);
    years.sort_unstable();
    years.dedup();
    years.reverse();
    let mut rounds = Vec::new();
    for r in store::of_year(view, union, year)? {
        let progress = store::progress(view, union, r.id)?;
        let given = progress.iter().map(|p| p.given).sum();
        rounds.push(RoundLine {
            id: r.id,
            title: r.title,
            kind: r.kind,
            day: r.day,
            state: r.state,
            on: progress.iter().map(|p| p.on).sum(),
            given,
            money: r.worth.times(given).unwrap_or_default(),
        });
    }
    Ok(List {
        year,
        years,
        rounds,
        may: view.actor().may(org::power::CARE_MANAGE),
    })
}

/// The colour of a state.
pub(super) fn colour(state: State) -> ui::State {
    match state {
        State::Draft => ui::State::Draft,
        State::Listed | State::Checked | State::Approved => ui::State::Due,
        State::Handing => ui::State::Soon,
        State::Closed => ui::State::Done,
        State::Dropped => ui::State::Off,
    }
}

/// The way down to a page of a round: the rounds of its year, and the round itself where one is below it.
pub(super) fn crumbs(cx: &Cx, round: &Round, below: bool) -> Html {
    let all = (cx.t("rounds.title"), format!("/rounds?year={}", round.year));
    let one = below.then(|| (round.title.clone(), format!("/rounds/{}", round.id)));
    cx.crumbs([Some(all), one].into_iter().flatten())
}

impl List {
    fn acts(&self, cx: &Cx) -> Html {
        if self.may {
            cx.main_link("/rounds/new", "rounds.new")
        } else {
            Html::none()
        }
    }
    fn tabs(&self, cx: &Cx) -> Html {
        let tab = |year: &i64| (year.to_string(), format!("/rounds?year={year}"), *year == self.year);
        if self.years.len() < 2 {
            return Html::none();
        }
        cx.tabs(self.years.iter().map(tab))
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let rows = self.rounds.iter().map(|r| {
            let row = Row::new()
                .cell(&r.title)
                .cell(cx.t(&r.kind.word()))
                .cell(cx.date(r.day))
                .cell(cx.badge(colour(r.state), cx.t(&r.state.word())))
                .cell(cx.number(r.on))
                .cell(cx.number(r.given))
                .cell(cx.money(r.money))
                .link(&format!("/rounds/{}", r.id));
            if r.state == State::Dropped { row.quiet() } else { row }
        });
        let sum = |f: fn(&RoundLine) -> i64| self.rounds.iter().map(f).sum::<i64>();
        let empty = if self.may {
            cx.empty_first("rounds.empty_first", "/rounds/new", "rounds.new")
        } else {
            cx.empty("rounds.empty")
        };
        let table = cx
            .table(
                "rounds.title",
                [
                    Col::text("title", "rounds.name"),
                    Col::day("kind", "rounds.kind_is").minor(),
                    Col::day("day", "rounds.day"),
                    Col::day("state", "rounds.state_is"),
                    Col::number("on", "rounds.on_list"),
                    Col::number("given", "rounds.given"),
                    Col::number("money", "rounds.money"),
                ],
            )
            .rows(rows)
            .empty(empty);
        if self.rounds.len() < 2 {
            return table;
        }
        table.total([
            cx.t("rounds.sum"),
            String::new(),
            String::new(),
            String::new(),
            cx.number(sum(|r| r.on)),
            cx.number(sum(|r| r.given)),
            cx.money(Money::from_fen(sum(|r| r.money.fen()))),
        ])
    }
}
