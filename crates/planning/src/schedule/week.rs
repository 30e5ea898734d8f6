//! The week: seven days with who does what.

use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html};
use web::{Reply, View};

use super::{
    asked::Query,
    desk::{Desk, Kind},
    month::{DayOf, lasts},
};
use crate::face::TaskFace;

/// A week of the calendar.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct WeekPage {
    pub monday: Date,
    pub sunday: Date,
    pub days: Vec<DayOf>,
    /// What takes longer than a week and runs in this one.
    pub long: Vec<TaskFace>,
    #[serde(flatten)]
    pub desk: Desk,
}

ui::page!(
    WeekPage,
    "schedule/pages/week.html",
    |p, cx| cx.span(p.monday, p.sunday),
    wide
);

impl WeekPage {
    pub fn heading(&self, cx: &Cx) -> Html {
        let around = (self.monday.plus_days(-7), self.monday.plus_days(7));
        self.desk
            .heading(cx, &cx.span(self.monday, self.sunday), around, &Html::none())
    }
    pub fn grid(&self, cx: &Cx) -> Html {
        let cell = |day: &DayOf| self.desk.cell(cx, &day.almanac, &day.tasks, true);
        let days: Vec<ui::Day> = self.days.iter().map(cell).collect();
        cx.week_grid(self.monday, &days)
    }
    pub fn gone(&self, cx: &Cx) -> Html {
        let days = self.days.iter().flat_map(|day| &day.tasks).map(AsRef::as_ref);
        self.desk.gone(cx, self.long.iter().chain(days))
    }
    pub fn idle(&self) -> bool {
        self.long.is_empty() && self.days.iter().all(|day| day.tasks.is_empty())
    }
}

pub(super) fn show(view: &View<'_>, q: Query) -> Reply<WeekPage> {
    let mut desk = Desk::open(view, &q, Kind::Week)?;
    let monday = desk.at.monday();
    let sunday = monday.plus_days(6);
    let tasks = desk.faces(view, q.filter(view).as_ref(), (monday, sunday))?;
    Ok(WeekPage {
        monday,
        sunday,
        long: tasks.iter().filter(|task| lasts(task)).cloned().collect(),
        days: DayOf::each(view, monday, 7, tasks),
        desk,
    })
}
