//! The month: tasks on the calendar.

use flow::{Field, Filter, Stage};
use kernel::Date;
use org::{
    MemberId,
    power::{TASK_MANAGE, TASK_SEE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Reply, View};

use super::{
    mine_unless_all,
    model::{Almanac, LONG, Month},
};
use crate::face::TaskFace;

/// Late tasks shown above the month before the others are folded.
const LATE: usize = 3;
/// And so many folded; who is later than that with more looks at the list of tasks.
const FOLDED: usize = 30;

/// Which month, and whose or which work.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Query {
    /// Such as `2026-11`; this month if left out.
    month: Option<String>,
    /// Only what this member owes or helps with.
    member: Option<MemberId>,
    /// Only this field of work.
    field: Option<Field>,
}

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
    pub member: Option<MemberId>,
    pub field: Option<Field>,
    pub all: bool,
    pub may_manage: bool,
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
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
    pub tasks: Vec<TaskFace>,
}

impl MonthPage {
    /// The grid of the month.
    pub fn grid(&self, cx: &ui::Cx) -> ui::Html {
        let days: Vec<ui::Day> = self.days.iter().map(|day| day.cell(cx)).collect();
        cx.month_grid(self.year, self.month, &days)
    }
    /// The heading with the way to the months before and after.
    pub fn heading(&self, cx: &ui::Cx) -> ui::Html {
        let turn = |month: &str| cx.here_with(&[("month", month)]);
        let today = cx.link_button(&cx.here_with(&[("month", "")]), "planning.month.this");
        let print = ui::html!(
            "<button class=\"button\" type=\"button\" data-print hidden>{}</button>",
            cx.t("ui.act.print")
        );
        let today = ui::html!("{}{}", today, print);
        cx.month_heading(self.year, self.month, &turn(&self.before), &turn(&self.after), today)
    }
    /// The latest that are late, shown at once; the month itself must stay in sight.
    pub fn late(&self) -> &[TaskFace] {
        self.overdue
            .get(self.overdue.len().saturating_sub(LATE)..)
            .unwrap_or_default()
    }
    /// How many others are late.
    pub fn others(&self) -> usize {
        self.overdue.len().saturating_sub(LATE)
    }
    /// The latest of the others that are late.
    pub fn later(&self) -> &[TaskFace] {
        let others = self.others();
        self.overdue
            .get(others.saturating_sub(FOLDED)..others)
            .unwrap_or_default()
    }
    /// Whether nothing is to be done.
    pub fn idle(&self) -> bool {
        self.overdue.is_empty() && self.long.is_empty() && self.days.iter().all(|d| d.tasks.is_empty())
    }
    /// The key of the field chosen.
    pub fn field_key(&self) -> &'static str {
        self.field.map_or("", Field::key)
    }
}

impl DayOf {
    fn cell(&self, cx: &ui::Cx) -> ui::Day {
        let mut day = ui::Day::new(self.almanac.date);
        day.rest = self.almanac.rest;
        day.festival = self.almanac.festival;
        let make_up = self.almanac.make_up.then(|| cx.t("planning.month.make_up"));
        let words: Vec<String> = self.almanac.note.clone().into_iter().chain(make_up).collect();
        day.note = (!words.is_empty()).then(|| words.join(" "));
        day.entries = self
            .tasks
            .iter()
            .map(|task| ui::Entry {
                title: task.title.clone(),
                href: format!("/tasks/{}", task.id),
                state: task.state(cx.today),
                word: cx.t(task.word()),
            })
            .collect();
        day
    }
}

pub(super) fn show(view: &View<'_>, q: Query) -> Reply<MonthPage> {
    let month = match &q.month {
        None => Month::of(view.today()),
        Some(text) => Month::read(text).map_err(|_| {
            Refusal::new("planning.month.none")
                .arg("text", text.chars().take(20).collect::<String>())
                .next("/calendar")
        })?,
    };
    let all = view.actor().may(TASK_SEE);
    let tasks = tasks(view, month, &q)?;
    let overdue = overdue(view, &q)?;
    let members = if all {
        org::members_to_choose(view, view.union(), view.today())?
    } else {
        Vec::new()
    };
    let lasts = |task: &TaskFace| {
        task.from
            .zip(task.due)
            .is_some_and(|(from, due)| from.days_until(due) >= LONG)
    };
    let on = |day: Date, task: &&TaskFace| {
        let from = if lasts(task) { task.due } else { task.from.or(task.due) };
        from.is_some_and(|from| from <= day) && task.due.is_some_and(|due| day <= due)
    };
    let length = i32::from(month.last().day());
    let days = (0..length).map(|n| month.first.plus_days(n)).map(|day| DayOf {
        almanac: Almanac::of(day, view.lang()),
        tasks: tasks.iter().filter(|task| on(day, task)).cloned().collect(),
    });
    Ok(MonthPage {
        year: month.first.year(),
        month: month.first.month(),
        here: month.code(),
        before: month.before().code(),
        after: month.after().code(),
        days: days.collect(),
        long: tasks.iter().filter(|t| lasts(t)).cloned().collect(),
        overdue,
        member: q.member,
        field: q.field,
        all,
        may_manage: view.actor().may(TASK_MANAGE),
        members,
    })
}

/// What the query asks for, within what the actor may see.
fn filter(view: &View<'_>, q: &Query) -> Option<Filter> {
    let mut filter = mine_unless_all(view)?;
    filter.member = filter.member.or(q.member);
    filter.field = q.field;
    Some(filter)
}

/// The tasks that touch the month; those given up are not shown.
fn tasks(view: &View<'_>, month: Month, q: &Query) -> Reply<Vec<TaskFace>> {
    let Some(filter) = filter(view, q) else {
        return Ok(Vec::new());
    };
    let tasks = flow::between(view, view.union(), month.first, month.last(), &filter)?;
    let faces = tasks.iter().map(|task| TaskFace::of(task, view.today()));
    Ok(faces.filter(|task| task.stage != Stage::Dropped).collect())
}

/// What is late.
fn overdue(view: &View<'_>, q: &Query) -> Reply<Vec<TaskFace>> {
    let Some(mut filter) = filter(view, q) else {
        return Ok(Vec::new());
    };
    filter.open = true;
    let today = view.today();
    let (since, until) = (today.plus_days(-366 * 5), today.plus_days(-1));
    let tasks = flow::between(view, view.union(), since, until, &filter)?;
    let mut late: Vec<TaskFace> = tasks
        .iter()
        .map(|task| TaskFace::of(task, today))
        .filter(|t| t.overdue)
        .collect();
    late.sort_by_key(|task| task.due);
    Ok(late)
}
