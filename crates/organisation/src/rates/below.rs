//! The rates of the unions below one, as they were counted at the end of a month or on a day, worst first: structure and
//! counts, never members.

use kernel::{Date, UnionId};
use org::{
    power::TREE_MANAGE,
    rates::{Share, store as workers},
    tree::{
        self,
        tally::{self, Branch, Tally},
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Col, Cx, Html, Row, State, Table, html};
use web::{Reply, View};

use super::views;
use crate::tree::place;

/// Unions a page.
const SIZE: i64 = 50;
/// Most unions directly below one.
const MOST: i64 = 20_000;
/// Ends of months offered.
const MONTHS: i32 = 6;

/// Which unions are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// All.
    #[default]
    All,
    /// Those whose workers are not known.
    Untold,
    /// Those with more members than workers.
    Over,
    /// Those whose committee's term was over.
    Overdue,
    /// Those without a committee.
    NoCommittee,
    /// Those that did not stand by the month.
    Unconfirmed,
}

impl Shown {
    const ALL: [Shown; 6] = [
        Shown::All,
        Shown::Untold,
        Shown::Over,
        Shown::Overdue,
        Shown::NoCommittee,
        Shown::Unconfirmed,
    ];
    const fn key(self) -> &'static str {
        match self {
            Shown::All => "all",
            Shown::Untold => "untold",
            Shown::Over => "over",
            Shown::Overdue => "overdue",
            Shown::NoCommittee => "no_committee",
            Shown::Unconfirmed => "unconfirmed",
        }
    }
    fn has(self, t: &Tally) -> bool {
        match self {
            Shown::All => true,
            Shown::Untold => t.untold() > 0 || t.all_unions == 0,
            Shown::Over => t.share().over() > 0,
            Shown::Overdue => t.all_overdue > 0,
            Shown::NoCommittee => t.all_committees < t.all_unions || t.all_unions == 0,
            Shown::Unconfirmed => t.confirmed.is_none(),
        }
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// What needs looking at first: without workers, more members than workers, then the lowest rate.
    #[default]
    Rate,
    /// By name.
    Name,
    /// The largest first.
    Members,
}

/// The rates of the unions below one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Below {
    /// The union at the top.
    pub id: UnionId,
    /// Its name.
    pub name: String,
    /// As of this day.
    pub on: Date,
    /// Its figures with everything below.
    pub tally: Option<Tally>,
    /// Units that have a union, of those that ought to (建会率).
    pub units: Share,
    /// The unions shown, one page of them.
    pub lines: Vec<Branch>,
    /// How many are shown in all.
    pub count: i64,
    /// Which page.
    pub page: i64,
    /// Which are shown.
    pub shown: Shown,
    /// In which order.
    pub order: Order,
    own: bool,
    may_manage: bool,
    #[serde(skip)]
    path: String,
}

ui::page!(
    Below,
    "rates/pages/below.html",
    |_p, cx| cx.t("rates.below.title"),
    wide
);

/// Of which union, as of which day, which, in which order, which page.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    id: Option<UnionId>,
    on: Option<Date>,
    #[serde(default)]
    show: Shown,
    #[serde(default)]
    order: Order,
    page: Option<i64>,
}

pub(super) fn show(view: &View<'_>, ask: Ask) -> Reply<Below> {
    let (own, today) = (view.union(), view.today());
    let node = place::seen(view, ask.id.unwrap_or(own))?;
    let on = ask.on.map_or(today, |day| day.min(today));
    let mut lines = tally::branches(view, node.id, on, MOST, 0)?;
    let none = Tally::default();
    lines.retain(|b| ask.show.has(b.tally.as_ref().unwrap_or(&none)));
    let key = |b: &Branch| (b.name.clone(), b.id);
    match ask.order {
        Order::Name => {}
        Order::Rate => lines.sort_by_cached_key(|b| (need(b), key(b))),
        Order::Members => lines.sort_by_cached_key(|b| {
            let members = b.tally.as_ref().map_or(0, |t| t.all_members);
            (std::cmp::Reverse(members), key(b))
        }),
    }
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let page = ask.page.unwrap_or(1).clamp(1, (count + SIZE - 1).max(SIZE) / SIZE);
    let (skip, size) = (
        usize::try_from((page - 1) * SIZE).unwrap_or(0),
        usize::try_from(SIZE).unwrap_or(0),
    );
    Ok(Below {
        tally: tally::of(view, node.id, on)?,
        units: Share {
            members: tally::units(view, node.id, on)?,
            workers: workers::whole(view, node.id, on)?.and_then(|(told, _)| told.units),
        },
        lines: lines.into_iter().skip(skip).take(size).collect(),
        count,
        page,
        on,
        shown: ask.show,
        order: ask.order,
        own: node.id == own,
        may_manage: view.actor().may(TREE_MANAGE),
        id: node.id,
        name: node.name,
        path: tree::get(view, own)?.path,
    })
}

/// What needs looking at comes first: never told, more members than workers, then the lowest rate.
fn need(b: &Branch) -> (u8, i64) {
    let share = b.tally.as_ref().map(Tally::all_share).unwrap_or_default();
    match share.thousandths() {
        None => (0, 0),
        Some(n) if share.over() > 0 => (1, -n),
        Some(n) => (2, n),
    }
}

impl Below {
    fn at(&self) -> String {
        if self.own {
            "/org/tree/rates".to_owned()
        } else {
            format!("/org/tree/{}/rates", self.id)
        }
    }
    fn heading(&self, cx: &Cx) -> Html {
        let tree = if self.own {
            "/org/tree".to_owned()
        } else {
            format!("/org/tree/{}", self.id)
        };
        let crumbs = cx.crumbs([(self.name.clone(), tree.clone())]);
        let mut acts = cx.link_button(&format!("{tree}/list.xlsx?on={}", self.on), "rates.excel");
        if self.own {
            acts.add(cx.link_button("/members/rates", "rates.own"));
        }
        let under = cx.t1("rates.as_of", "day", cx.date_full(self.on));
        html!("{}{}", crumbs, cx.heading(cx.t("rates.below.title"), under, acts))
    }
    /// The ends of the last months.
    fn months(&self, cx: &Cx) -> Html {
        let days = (1..=MONTHS).map(|back| cx.today.plus_months(-back).month_end());
        let links: Html = std::iter::once(cx.today)
            .chain(days)
            .map(|day| {
                let here = (day == self.on).then(|| Html::trusted(" aria-current=\"true\""));
                let word = if day == cx.today {
                    cx.t("rates.below.today")
                } else {
                    cx.date(day)
                };
                let href = cx.here_with(&[("on", &day.to_string()), ("page", "")]);
                html!("<a href=\"{}\"{}>{}</a>", href, here, word)
            })
            .collect();
        html!(
            "<nav class=\"chips\" aria-label=\"{}\">{}</nav>",
            cx.t("rates.below.months"),
            links
        )
    }
    fn only(&self, cx: &Cx, shown: Shown) -> String {
        cx.here_with(&[("show", shown.key()), ("page", "")])
    }
    fn figures(&self, cx: &Cx) -> Html {
        let Some(t) = &self.tally else {
            return cx.empty("organisation.tree.never_counted");
        };
        let share = t.all_share();
        let plain = |figure: String, label: &str| {
            html!(
                "<div class=\"figure\"><b>{}</b><span>{}</span></div>",
                figure,
                cx.t(label)
            )
        };
        let of = |part: i64| format!("{}/{}", cx.number(part), cx.number(t.all_unions));
        let mut all = plain(views::percent(share), "rates.rate");
        all.add(plain(cx.number(t.all_members), "rates.members"));
        all.add(plain(views::number(cx, share.workers), "rates.workers"));
        if self.units.workers.is_some() || self.units.members > 0 {
            all.add(plain(views::percent(self.units), "rates.unit_rate"));
        }
        all.add(plain(of(t.all_committees), "rates.below.committees"));
        let counts = [
            (t.all_overdue, Shown::Overdue, "rates.below.overdue"),
            (t.untold(), Shown::Untold, "rates.below.untold"),
        ];
        for (n, shown, label) in counts {
            all.add(cx.figure(&self.only(cx, shown), cx.number(n), "", cx.t(label)));
        }
        html!("<div class=\"figures-row\">{}</div>{}", all, self.notes(cx, t))
    }
    fn notes(&self, cx: &Cx, t: &Tally) -> Html {
        let mut says = Vec::new();
        if let Some(day) = t.counted_on {
            says.push(cx.t1("rates.below.counted", "day", cx.date_full(day)));
        }
        if t.untold() > 0 {
            let apart = t.all_members.saturating_sub(t.all_covered);
            says.push(cx.t2("rates.below.untold_says", "n", t.untold(), "members", apart));
        }
        says.push(match self.units.workers {
            Some(units) => cx.t2("rates.below.units_says", "n", self.units.members, "units", units),
            None => cx.t("rates.below.units_unknown"),
        });
        html!("<p class=\"small\">{}</p>", says.join(" "))
    }
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        let word = |shown: Shown| Choice::new(shown.key(), cx.t(&format!("rates.show.{}", shown.key())));
        Shown::ALL.into_iter().map(word).collect()
    }
    fn orders(&self, cx: &Cx) -> Vec<Choice> {
        ["rate", "name", "members"]
            .map(|key| Choice::new(key, cx.t(&format!("rates.order.{key}"))))
            .to_vec()
    }
    fn order_key(&self) -> &'static str {
        match self.order {
            Order::Rate => "rate",
            Order::Name => "name",
            Order::Members => "members",
        }
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "organisation.tree.name"),
            Col::number("members", "rates.members"),
            Col::number("workers", "rates.workers"),
            Col::text("rate", "rates.rate"),
            Col::text("committee", "rates.below.committee"),
            Col::day("confirmed", "rates.below.confirmed").minor(),
        ];
        let empty = if self.shown == Shown::All {
            "organisation.tree.none_below"
        } else {
            "rates.below.none_such"
        };
        let table = cx
            .table("rates.below.title", cols)
            .empty(cx.empty(empty))
            .rows(self.lines.iter().map(|b| self.row(cx, b)))
            .pager(cx.pager(self.page, SIZE, self.count));
        match &self.tally {
            Some(t) if self.count > 0 && self.shown == Shown::All => table.total(total(cx, t)),
            _ => table,
        }
    }
    fn row(&self, cx: &Cx, b: &Branch) -> Row {
        let t = b.tally.clone().unwrap_or_default();
        let share = t.all_share();
        let workers = match share.workers {
            Some(n) => Html::text(cx.number(n)),
            None if self.may_manage && self.here(b) => html!(
                "<a href=\"/org/tree/{}/workers\">{}</a>",
                b.id.to_string(),
                cx.t("rates.below.tell")
            ),
            None => Html::text("—"),
        };
        let confirmed = match &t.confirmed {
            Some(c) if c.members == t.members && c.workers == t.share().workers => Html::text(cx.date(c.at.day())),
            Some(_) => cx.badge(State::Soon, cx.t("rates.below.changed_since")),
            None => Html::text("—"),
        };
        let row = Row::new()
            .cell(&b.name)
            .cell(cx.number(t.all_members))
            .cell(workers)
            .cell(views::bar(cx, share))
            .cell(committee(cx, &t))
            .cell(confirmed);
        if !self.here(b) {
            return row.quiet();
        }
        let tail = if t.all_unions > 1 { "/rates" } else { "" };
        row.link(&format!("/org/tree/{}{tail}", b.id))
    }
    /// Whether it still stands where it can be opened.
    fn here(&self, b: &Branch) -> bool {
        let rest = b.path.strip_prefix(&self.path);
        rest.is_some_and(|rest| rest.starts_with('/'))
    }
}

/// What is to be said of a union's committee; of one with others below, of how many.
fn committee(cx: &Cx, t: &Tally) -> Html {
    if t.all_unions > 1 {
        let over =
            (t.all_overdue > 0).then(|| cx.badge(State::Overdue, cx.t1("rates.below.overdue_n", "n", t.all_overdue)));
        return html!("{}/{} {}", cx.number(t.all_committees), cx.number(t.all_unions), over);
    }
    match (t.committee, t.overdue, t.term_until) {
        (false, ..) => cx.badge(State::Soon, cx.t("rates.below.no_committee")),
        (true, true, until) => html!(
            "{} {}",
            cx.badge(State::Overdue, cx.t("org.term.over")),
            cx.date_or_dash(until)
        ),
        (true, false, Some(until)) => html!("{}", cx.t1("rates.below.until", "day", cx.date_full(until))),
        (true, false, None) => Html::text(cx.t("rates.below.in_office")),
    }
}

fn total(cx: &Cx, t: &Tally) -> [Html; 6] {
    let share = t.all_share();
    [
        Html::text(cx.t("organisation.tree.total")),
        Html::text(cx.number(t.all_members)),
        Html::text(views::number(cx, share.workers)),
        Html::text(views::percent(share)),
        Html::text(format!("{}/{}", cx.number(t.all_committees), cx.number(t.all_unions))),
        Html::none(),
    ]
}
