//! The year: twelve months, each day tinted by how much ends on it. One statement, whatever the number of tasks.

use flow::DayLoad;
use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Fault, Reply, View};

use super::{
    asked::Query,
    desk::{Desk, Kind},
    model::{Month, tint},
};
use crate::plan::model::calendar;

/// A year of the calendar.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct YearPage {
    pub year: i16,
    pub months: Vec<MonthOf>,
    #[serde(flatten)]
    pub desk: Desk,
}

ui::page!(
    YearPage,
    "schedule/pages/year.html",
    |p, cx| cx.t1("planning.year.title", "year", p.year),
    wide
);

/// A month of the year: how many tasks end in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct MonthOf {
    pub month: i8,
    /// Done.
    pub done: i64,
    /// Not done, the day being past.
    pub late: i64,
    /// Not done, the day still to come.
    pub open: i64,
    /// The days on which any end, and how many.
    pub days: Vec<(Date, i64)>,
}

impl MonthOf {
    fn of(month: Month, loads: &[DayLoad]) -> Self {
        let own = || {
            loads
                .iter()
                .filter(|load| (month.first..=month.last()).contains(&load.day))
        };
        let sum = |of: fn(&DayLoad) -> i64| own().map(of).sum();
        Self {
            month: month.first.month(),
            done: sum(|load| load.done),
            late: sum(|load| load.late),
            open: sum(|load| load.open),
            days: own()
                .map(|load| (load.day, load.done + load.late + load.open))
                .collect(),
        }
    }
}

impl YearPage {
    pub fn heading(&self, cx: &Cx) -> Html {
        let at = self.desk.at;
        let around = (at.plus_months(-12), at.plus_months(12));
        let title = cx.t1("planning.year.title", "year", self.year);
        self.desk.heading(cx, &title, around, &Html::none())
    }
    /// A month: its name, its days, its counts.
    pub fn card(&self, cx: &Cx, of: &MonthOf) -> Html {
        let Ok(first) = Date::new(self.year, of.month, 1) else {
            return Html::none();
        };
        let href = self.desk.address(Kind::Month, first, cx.today, &[]);
        let late = (of.late > 0).then(|| {
            html!(
                " · <span class=\"late\">{}</span>",
                cx.tn("planning.year.late", of.late)
            )
        });
        html!(
            "<li><h2><a href=\"{}\">{}</a></h2>{}<p>{} · {}{}</p></li>",
            href,
            cx.month(self.year, of.month),
            self.mini(cx, first, of),
            cx.tn("planning.year.done", of.done),
            cx.tn("planning.year.open", of.open),
            late
        )
    }
    fn mini(&self, cx: &Cx, first: Date, of: &MonthOf) -> Html {
        let heads: Html = (1..=7)
            .map(|day| {
                let name = cx.weekday(day);
                let short: String = name.trim_start_matches('周').chars().take(2).collect();
                html!("<th scope=\"col\" aria-label=\"{}\">{}</th>", name, short)
            })
            .collect();
        let mut rows = Html::none();
        let mut monday = first.monday();
        while monday <= first.month_end() {
            let cells: Html = (0..7)
                .map(|ahead| monday.plus_days(ahead))
                .map(|day| {
                    if day.month() == first.month() {
                        self.cell(cx, day, of)
                    } else {
                        Html::trusted("<td></td>")
                    }
                })
                .collect();
            rows.add(html!("<tr>{}</tr>", cells));
            monday = monday.plus_days(7);
        }
        html!(
            "<table class=\"mini\"><caption class=\"away\">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            cx.month(self.year, of.month),
            heads,
            rows
        )
    }
    fn cell(&self, cx: &Cx, day: Date, of: &MonthOf) -> Html {
        let count = of.days.iter().find(|(on, _)| *on == day).map_or(0, |(_, n)| *n);
        let mut class = tint(count).to_owned();
        for (holds, name) in [(!calendar().is_workday(day), " rest"), (day == cx.today, " today")] {
            if holds {
                class.push_str(name);
            }
        }
        let inner = if count > 0 {
            html!(
                "<a href=\"{}\" aria-label=\"{} {}\">{}</a>",
                self.desk.address(Kind::Day, day, cx.today, &[]),
                cx.date(day),
                cx.tn("planning.year.count", count),
                day.day()
            )
        } else {
            html!("{}", day.day())
        };
        html!("<td class=\"{}\">{}</td>", class.trim_start(), inner)
    }
}

pub(super) fn show(view: &View<'_>, q: Query) -> Reply<YearPage> {
    let desk = Desk::open(view, &q, Kind::Year)?;
    let year = desk.at.year();
    let span = whole(year)?;
    let loads = match q.filter(view) {
        Some(filter) => flow::day_loads(view, view.union(), span, view.today(), &filter)?,
        None => Vec::new(),
    };
    let mut month = Month::of(span.0);
    let mut months = Vec::new();
    for _ in 0..12 {
        months.push(MonthOf::of(month, &loads));
        month = month.after();
    }
    Ok(YearPage { year, months, desk })
}

/// The first and the last day of a year.
pub(super) fn whole(year: i16) -> Reply<(Date, Date)> {
    let day = |month, day| Date::new(year, month, day).map_err(|e| Fault::other(e.to_string()));
    Ok((day(1, 1)?, day(12, 31)?))
}
