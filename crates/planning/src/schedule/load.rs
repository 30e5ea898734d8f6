//! Who carries how much: the year by person, or by branch and group.

use std::collections::HashMap;

use flow::{Load, Who};
use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::{
    asked::{By, Query},
    desk::{Desk, Kind},
    model::tint,
    year::whole,
};

/// The loads of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct LoadPage {
    pub year: i16,
    pub by: By,
    /// The heaviest first, by what is not done.
    pub lines: Vec<Line>,
    #[serde(flatten)]
    pub desk: Desk,
}

ui::page!(
    LoadPage,
    "schedule/pages/load.html",
    |p, cx| cx.t1("planning.load.title", "year", p.year),
    wide
);

/// Somebody's year, or a branch's.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Line {
    /// The member or the body; none for what falls to nobody.
    pub id: Option<uuid::Uuid>,
    pub name: Option<String>,
    /// Whether it is somebody who has left.
    pub left: bool,
    /// How many end in each month, January first.
    pub months: Vec<i64>,
    pub done: i64,
    pub late: i64,
    pub open: i64,
}

impl Line {
    fn new(load: &Load) -> Self {
        Self {
            id: load.id,
            name: load.name.clone(),
            left: load.left,
            months: vec![0; 12],
            done: 0,
            late: 0,
            open: 0,
        }
    }
    fn add(&mut self, load: &Load) {
        let at = usize::try_from(load.month - 1).unwrap_or_default();
        if let Some(month) = self.months.get_mut(at) {
            *month += load.all();
        }
        self.done += load.done;
        self.late += load.late;
        self.open += load.open;
    }
}

impl LoadPage {
    pub fn heading(&self, cx: &Cx) -> Html {
        let at = self.desk.at;
        let around = (at.plus_months(-12), at.plus_months(12));
        let title = cx.t1("planning.load.title", "year", self.year);
        self.desk.heading(cx, &title, around, &Html::none())
    }
    pub fn by_key(&self) -> &'static str {
        match self.by {
            By::Person => "person",
            By::Branch => "branch",
        }
    }
    /// Of persons, or of branches.
    pub fn choice(&self, cx: &Cx) -> Html {
        let link = |by: By, key: &str, word: &str| {
            let here = (by == self.by).then(|| Html::trusted(" aria-current=\"page\""));
            let href = self.desk.address(Kind::Load, self.desk.at, cx.today, &[("by", key)]);
            html!("<a class=\"button\" href=\"{}\"{}>{}</a>", href, here, cx.t(word))
        };
        html!(
            "<p class=\"quick\">{}{}</p>",
            link(By::Person, "person", "planning.load.person"),
            link(By::Branch, "branch", "planning.load.branch")
        )
    }
    /// The months' short names.
    pub fn heads(&self, cx: &Cx) -> Html {
        (1..=12)
            .map(|month| html!("<th scope=\"col\">{}</th>", cx.t(&format!("ui.month_short.{month}"))))
            .collect()
    }
    fn name(&self, cx: &Cx, line: &Line) -> String {
        match (&line.name, self.by) {
            (Some(name), _) if line.left => cx.t1("planning.face.left", "name", name),
            (Some(name), _) => name.clone(),
            (None, By::Person) => cx.t("planning.load.nobody"),
            (None, By::Branch) => cx.t("planning.load.whole"),
        }
    }
    /// A line of the table: each figure opens what it counts.
    pub fn line(&self, cx: &Cx, line: &Line) -> Html {
        let id = line.id.map(|id| id.to_string());
        let who = match self.by {
            By::Person => "member",
            By::Branch => "branch",
        };
        let months: Html = (1..)
            .zip(&line.months)
            .map(|(month, count)| {
                let first = Date::new(self.year, month, 1).unwrap_or(cx.today);
                let figure = match (&id, *count) {
                    (_, 0) => Html::none(),
                    (Some(id), n) => {
                        let href = self.desk.address(Kind::Month, first, cx.today, &[(who, id)]);
                        html!("<a href=\"{}\">{}</a>", href, n)
                    }
                    (None, n) => html!("<span class=\"plain\">{}</span>", n),
                };
                html!("<td class=\"{}\">{}</td>", tint(*count), figure)
            })
            .collect();
        let late = match (&id, line.late) {
            (_, 0) => html!("0"),
            (Some(id), n) => {
                let more = [(who, id.as_str()), ("when", "overdue")];
                let href = self.desk.address(Kind::List, cx.today, cx.today, &more);
                html!("<a class=\"late\" href=\"{}\">{}</a>", href, n)
            }
            (None, n) => html!("{}", n),
        };
        html!(
            "<tr><th scope=\"row\">{}</th>{}<td class=\"sum\">{}</td><td class=\"sum\">{}</td><td class=\"sum\">{}</td></tr>",
            self.name(cx, line),
            months,
            line.done,
            line.open,
            late
        )
    }
}

pub(super) fn show(view: &View<'_>, q: Query) -> Reply<LoadPage> {
    let desk = Desk::open(view, &q, Kind::Load)?;
    let year = desk.at.year();
    let by = q.by.unwrap_or_default();
    let who = match by {
        By::Person => Who::Person,
        By::Branch => Who::Branch,
    };
    let loads = match q.filter(view) {
        Some(filter) => flow::loads(view, view.union(), who, whole(year)?, view.today(), &filter)?,
        None => Vec::new(),
    };
    let mut lines: HashMap<Option<uuid::Uuid>, Line> = HashMap::new();
    for load in &loads {
        lines.entry(load.id).or_insert_with(|| Line::new(load)).add(load);
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    lines.sort_by(|a, b| {
        let weight = |line: &Line| (line.late + line.open, line.done);
        weight(b).cmp(&weight(a)).then_with(|| a.name.cmp(&b.name))
    });
    Ok(LoadPage { year, by, lines, desk })
}
