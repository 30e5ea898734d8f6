//! The month: tasks on the calendar.

use std::sync::Arc;

use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html};
use web::{Reply, View};

use super::{
    asked::Query,
    desk::{Desk, Kind},
    model::{Almanac, LONG, Month},
};
use crate::face::TaskFace;

/// Late tasks shown above the month before the others are folded.
const LATE: usize = 3;
/// And so many of them at most; the list has them all.
const FOLDED: usize = 30;

/// A month of the calendar.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct MonthPage {
    pub year: i16,
    pub month: i8,
    /// This, the last and the next month, such as `2026-11`.
    pub here: String,
    pub before: String,
    pub after: String,
    /// What is late, of whatever month.
    pub overdue: Vec<TaskFace>,
    /// What takes longer than a week and runs this month.
    pub long: Vec<TaskFace>,
    pub days: Vec<DayOf>,
    #[serde(flatten)]
    pub desk: Desk,
}

ui::page!(
    MonthPage,
    "schedule/pages/month.html",
    |p, cx| cx.month(p.year, p.month),
    wide
);

/// A day and its tasks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct DayOf {
    #[serde(flatten)]
    pub almanac: Almanac,
    /// Shared among the days of a task that takes several.
    #[serde(serialize_with = "each_task")]
    pub tasks: Vec<Arc<TaskFace>>,
}

fn each_task<S: serde::Serializer>(tasks: &[Arc<TaskFace>], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(tasks.iter().map(Arc::as_ref))
}

impl DayOf {
    /// Each day from the first on, with the tasks that are shown on it.
    pub fn each(view: &View<'_>, first: Date, count: i32, tasks: Vec<TaskFace>) -> Vec<Self> {
        let mut days: Vec<DayOf> = (0..count)
            .map(|n| DayOf {
                almanac: Almanac::of(first.plus_days(n), view.lang()),
                tasks: Vec::new(),
            })
            .collect();
        for task in tasks {
            let Some((from, until)) = shown_on(&task) else { continue };
            let at = |day: Date| usize::try_from(first.days_until(day).max(0)).unwrap_or_default();
            let (task, after) = (Arc::new(task), at(until.plus_days(1)).min(days.len()));
            for day in days.get_mut(at(from)..after).unwrap_or_default() {
                day.tasks.push(Arc::clone(&task));
            }
        }
        days
    }
}

/// Whether it takes so long that it is told beside the days.
pub(super) fn lasts(task: &TaskFace) -> bool {
    let days = task.from.zip(task.due);
    days.is_some_and(|(from, due)| from.days_until(due) >= LONG)
}

/// The days on which a task is shown, both included: all of its days, or only the last if it takes long.
fn shown_on(task: &TaskFace) -> Option<(Date, Date)> {
    let from = if lasts(task) { task.due } else { task.from.or(task.due) };
    from.zip(task.due)
}

impl MonthPage {
    /// The grid of the month.
    pub fn grid(&self, cx: &Cx) -> Html {
        let cell = |day: &DayOf| self.desk.cell(cx, &day.almanac, &day.tasks, false);
        let days: Vec<ui::Day> = self.days.iter().map(cell).collect();
        cx.month_grid(self.year, self.month, &days)
    }
    /// The heading with the way to the months before and after.
    pub fn heading(&self, cx: &Cx) -> Html {
        let month = Month::of(self.desk.at);
        let print = cx.link_button(&self.sheet("", cx), "planning.sheet.print");
        let around = (month.before().first, month.after().first);
        self.desk.heading(cx, &cx.month(self.year, self.month), around, &print)
    }
    /// Where the sheet of the month is, to print or as a file.
    pub fn sheet(&self, file: &str, cx: &Cx) -> String {
        let here = cx.here_with(&[("month", &self.here)]);
        let query = here.split_once('?').map_or("", |(_, query)| query);
        format!("/calendar/sheet{file}?{query}")
    }
    /// Where all that is late is listed.
    pub fn all_late(&self, cx: &Cx) -> String {
        self.desk
            .address(Kind::List, cx.today, cx.today, &[("when", "overdue")])
    }
    /// The latest that are late, shown at once; the month itself must stay in sight.
    pub fn late(&self) -> &[TaskFace] {
        self.overdue
            .get(self.overdue.len().saturating_sub(LATE)..)
            .unwrap_or_default()
    }
    /// The others that are late, the latest of them.
    pub fn later(&self) -> &[TaskFace] {
        let rest = self.overdue.len().saturating_sub(LATE);
        self.overdue.get(rest.saturating_sub(FOLDED)..rest).unwrap_or_default()
    }
    /// How many late ones are not shown at all.
    pub fn left_out(&self) -> usize {
        self.overdue.len().saturating_sub(LATE + FOLDED)
    }
    /// Whether nothing is to be done.
    pub fn idle(&self) -> bool {
        self.overdue.is_empty() && self.long.is_empty() && self.days.iter().all(|d| d.tasks.is_empty())
    }
    /// All tasks on the page, for what is said of their owners.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskFace> {
        let days = self.days.iter().flat_map(|day| &day.tasks).map(Arc::as_ref);
        self.overdue.iter().chain(&self.long).chain(days)
    }
    pub fn gone(&self, cx: &Cx) -> Html {
        self.desk.gone(cx, self.tasks())
    }
}

pub(super) fn show(view: &View<'_>, q: Query) -> Reply<MonthPage> {
    let mut desk = Desk::open(view, &q, Kind::Month)?;
    let month = Month::of(desk.at);
    let filter = q.filter(view);
    let tasks = desk.faces(view, filter.as_ref(), (month.first, month.last()))?;
    Ok(MonthPage {
        year: month.first.year(),
        month: month.first.month(),
        here: month.code(),
        before: month.before().code(),
        after: month.after().code(),
        long: tasks.iter().filter(|t| lasts(t)).cloned().collect(),
        days: DayOf::each(view, month.first, i32::from(month.last().day()), tasks),
        overdue: desk.overdue(view, filter.as_ref())?,
        desk,
    })
}
