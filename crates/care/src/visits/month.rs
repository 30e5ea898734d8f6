//! A month of visits: what is due on which day, and what was made.

use kernel::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Day, Entry, Html, html};
use web::{Refusal, Reply, View};

use super::list::{self, Ask, tabs, visits};
use super::model::{Status, Visit};

/// Which month.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct AskMonth {
    /// The year; this year if not said.
    year: Option<i16>,
    /// The month; this month if not said.
    month: Option<i8>,
}

/// The visits of a month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VisitMonth {
    /// The year.
    pub year: i16,
    /// The month.
    pub month: i8,
    /// Its days, those with something in them.
    pub days: Vec<Day>,
    /// Visits that are late from months before.
    pub late: Vec<Visit>,
    /// Today.
    pub today: Date,
}

ui::page!(
    VisitMonth,
    "visits/pages/month.html",
    |_p, cx| cx.t("visits.month.title"),
    wide
);

pub(super) fn page(view: &View<'_>, ask: AskMonth) -> Reply<VisitMonth> {
    let today = view.today();
    let (year, month) = (ask.year.unwrap_or(today.year()), ask.month.unwrap_or(today.month()));
    let first = Date::new(year, month, 1).map_err(|_| Refusal::missing())?;
    let of_days = |from, until, status| Ask {
        from: Some(from),
        until: Some(until),
        status,
        ..Ask::default()
    };
    let all = visits(view, &of_days(first, first.month_end(), None), 2000)?;
    let late = if (year, month) == (today.year(), today.month()) {
        let before = of_days(first.plus_months(-24), first.plus_days(-1), Some(Status::Due));
        visits(view, &before, list::LATE)?
    } else {
        Vec::new()
    };
    let mut days: Vec<Day> = Vec::new();
    for visit in &all {
        let date = visit.told.as_ref().map_or(visit.due, |t| t.day);
        let entry = entry(view, visit);
        match days.iter_mut().find(|d| d.date == date) {
            Some(day) => day.entries.push(entry),
            None => {
                let mut day = Day::new(date);
                day.entries.push(entry);
                days.push(day);
            }
        }
    }
    Ok(VisitMonth {
        year,
        month,
        days,
        late,
        today,
    })
}

fn entry(view: &View<'_>, visit: &Visit) -> Entry {
    let (state, word) = visit.state(view.today());
    let word = ui::words::word(view.lang(), word).into_owned();
    let mut entry = Entry::new(&visit.name, format!("/visits/{}", visit.id), state, word);
    entry.under = Some(visit.reason_name.clone());
    entry
}

impl VisitMonth {
    fn heading(&self, cx: &Cx) -> Html {
        let step = |n: i32| {
            let first = Date::new(self.year, self.month, 1).unwrap_or(self.today).plus_months(n);
            format!("/visits/month?year={}&month={}", first.year(), first.month())
        };
        html!(
            "{}{}{}",
            cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("visits.title"), "/visits")]),
            cx.month_heading(self.year, self.month, &step(-1), &step(1), Html::none()),
            tabs(cx, "/visits/month")
        )
    }
    fn late(&self, cx: &Cx) -> Html {
        let mut list = cx.list();
        for v in &self.late {
            let (state, word) = v.state(self.today);
            let under = html!("{} · {}", &v.reason_name, cx.date(v.due));
            list = list.item(
                &format!("/visits/{}", v.id),
                &v.name,
                under,
                cx.badge(state, cx.t(word)),
            );
        }
        Html::trusted(list.to_string())
    }
}
