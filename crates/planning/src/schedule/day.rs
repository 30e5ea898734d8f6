//! The day: what ends on it, what runs over it, and today what is late.

use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html};
use web::{Reply, View};

use super::{
    asked::Query,
    desk::{Desk, Kind},
    model::Almanac,
};
use crate::face::TaskFace;

/// A day of the calendar.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DayPage {
    #[serde(flatten)]
    pub almanac: Almanac,
    /// What ends on this day.
    pub due: Vec<TaskFace>,
    /// What runs on this day and ends later.
    pub running: Vec<TaskFace>,
    /// What is late, if the day is today.
    pub overdue: Vec<TaskFace>,
    #[serde(flatten)]
    pub desk: Desk,
}

ui::page!(DayPage, "schedule/pages/day.html", |p, cx| cx.date(p.almanac.date));

impl DayPage {
    pub fn heading(&self, cx: &Cx) -> Html {
        let day = self.almanac.date;
        let title = match &self.almanac.note {
            Some(note) => format!("{} · {note}", cx.date(day)),
            None => cx.date(day),
        };
        let around = (day.plus_days(-1), day.plus_days(1));
        self.desk.heading(cx, &title, around, &Html::none())
    }
    pub fn idle(&self) -> bool {
        self.due.is_empty() && self.running.is_empty() && self.overdue.is_empty()
    }
    pub fn gone(&self, cx: &Cx) -> Html {
        let all = self.overdue.iter().chain(&self.due).chain(&self.running);
        self.desk.gone(cx, all)
    }
}

pub(super) fn show(view: &View<'_>, q: Query) -> Reply<DayPage> {
    let mut desk = Desk::open(view, &q, Kind::Day)?;
    let (day, filter) = (desk.at, q.filter(view));
    let tasks = desk.faces(view, filter.as_ref(), (day, day))?;
    let (due, running) = tasks.into_iter().partition(|task| task.due == Some(day));
    Ok(DayPage {
        almanac: Almanac::of(day, view.lang()),
        due,
        running,
        overdue: if day == view.today() {
            desk.overdue(view, filter.as_ref())?
        } else {
            Vec::new()
        },
        desk,
    })
}
