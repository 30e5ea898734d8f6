//! How the year's tasks went: counted, named, shown.

use facts::Unit;
use flow::{Filter, State, TaskRow};
use kernel::{Date, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Reader};
use web::{Refusal, Reply, View};

use super::figures::Live;
use crate::{face::TaskFace, meetings};

/// Which tasks of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// All that were due in it.
    Planned,
    /// Those done.
    Done,
    /// Those owed whose last day is past.
    Undone,
    /// Those given up.
    Dropped,
    /// Those done after their last day.
    Late,
}

/// What prose calls their numbers.
pub(super) const NAMES: &[(&str, Which)] = &[
    ("计划任务项数", Which::Planned),
    ("办结任务项数", Which::Done),
    ("未完成任务项数", Which::Undone),
    ("停办任务项数", Which::Dropped),
    ("逾期办结任务项数", Which::Late),
];

impl Which {
    const fn key(self) -> &'static str {
        match self {
            Which::Planned => "planned",
            Which::Done => "done",
            Which::Undone => "undone",
            Which::Dropped => "dropped",
            Which::Late => "late",
        }
    }
    /// Whether a task is among them.
    pub(super) fn has(self, task: &TaskRow, today: Date) -> bool {
        match self {
            Which::Planned => true,
            Which::Done => matches!(task.state, State::Done { .. }),
            Which::Undone => task.overdue(today),
            Which::Dropped => matches!(task.state, State::Dropped { .. }),
            Which::Late => matches!(task.state, State::Done { on } if task.due.is_some_and(|due| on > due)),
        }
    }
}

/// How many tasks of a year there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally([i64; 5]);

impl Tally {
    /// Counts tasks.
    pub fn of<'a>(tasks: impl IntoIterator<Item = &'a TaskRow>, today: Date) -> Self {
        let mut all = [0; 5];
        for task in tasks {
            for (n, (_, which)) in all.iter_mut().zip(NAMES) {
                *n += i64::from(which.has(task, today));
            }
        }
        Self(all)
    }
    /// What was counted, less these.
    fn without(went: &flow::Went, these: &Tally) -> Self {
        let mut all = [0; 5];
        for (n, (_, which)) in all.iter_mut().zip(NAMES) {
            let counted = match which {
                Which::Planned => went.due,
                Which::Done => went.done,
                Which::Undone => went.overdue,
                Which::Dropped => went.dropped,
                Which::Late => went.late,
            };
            *n = counted - these.count(*which);
        }
        Self(all)
    }
    /// How many there are of a sort.
    pub fn count(&self, which: Which) -> i64 {
        let counts = self.0.iter().zip(NAMES);
        counts.filter(|(_, (_, of))| *of == which).map(|(n, _)| *n).sum()
    }
    pub(super) fn live(&self, place: &str, which: Which, year: i16) -> Live {
        let n = self.count(which);
        Live {
            place: place.to_owned(),
            measure: format!("task.{}", which.key()),
            name: place.to_owned(),
            text: n.to_string(),
            quantity: n,
            unit: Unit::Items,
            unit_zh: "项".to_owned(),
            records: n,
            period: format!("{year}年"),
            href: format!("/summaries/tasks?year={year}&which={}", which.key()),
        }
    }
}

/// The tasks that were due in a year, without the calls to meetings: one that began the year before and was due then is that
/// year's.
pub(super) fn due_in(read: &Reader, union: UnionId, year: i16) -> Result<Vec<TaskRow>, Error> {
    let (first, last) = ends(year)?;
    let mut tasks = flow::between(read, union, first, last, &Filter::default())?;
    tasks.retain(|t| t.due.is_some_and(|due| due.year() == year));
    meetings::without_calls(read, union, &mut tasks)?;
    Ok(tasks)
}

/// Counts the tasks that were due in a year, as [`due_in`] would give them, without reading them.
pub(super) fn tally(read: &Reader, union: UnionId, year: i16, today: Date) -> Result<Tally, Error> {
    let span = ends(year)?;
    let calls = meetings::calls(read, union, span)?;
    let all = flow::went(read, union, span, today)?;
    Ok(Tally::without(&all, &Tally::of(&calls, today)))
}

/// The year's tasks as counted, and as read one by one: the same.
#[cfg(test)]
pub(crate) fn counted_and_read(
    read: &Reader,
    union: UnionId,
    year: i16,
    today: Date,
) -> Result<([i64; 5], [i64; 5]), Error> {
    let read_out = Tally::of(&due_in(read, union, year)?, today);
    Ok((tally(read, union, year, today)?.0, read_out.0))
}

fn ends(year: i16) -> Result<(Date, Date), Error> {
    let day = |m, d| Date::new(year, m, d).map_err(|_| Error::Wrong(format!("there is no year {year}")));
    Ok((day(1, 1)?, day(12, 31)?))
}

/// Which tasks to show.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// This year if left out.
    year: Option<i16>,
    /// All that were planned if left out.
    which: Option<Which>,
}

/// The tasks behind a figure of the summary.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Behind {
    pub year: i16,
    pub which: Which,
    pub tasks: Vec<TaskFace>,
    /// How many there are: more than are listed, in a year of very many.
    pub all: i64,
    pub today: Date,
}

ui::page!(Behind, "summary/pages/tasks.html", |p, cx| p.title(cx));

impl Behind {
    fn title(&self, cx: &ui::Cx) -> String {
        let key = match self.which {
            Which::Planned => "planning.summary.tasks.planned",
            Which::Done => "planning.summary.tasks.done",
            Which::Undone => "planning.summary.tasks.undone",
            Which::Dropped => "planning.summary.tasks.dropped",
            Which::Late => "planning.summary.tasks.late",
        };
        cx.t1(key, "year", self.year)
    }
    fn cut(&self, cx: &ui::Cx) -> ui::Html {
        let shown = i64::try_from(self.tasks.len()).unwrap_or(i64::MAX);
        cx.cut(shown < self.all, flow::tasks::MOST, "ui.cut.list")
    }
}

/// The tasks behind a figure.
pub(super) fn behind(view: &View<'_>, q: Ask) -> Reply<Behind> {
    let today = view.today();
    let (year, which) = (q.year.unwrap_or(today.year()), q.which.unwrap_or(Which::Planned));
    if !(1980..=2100).contains(&year) {
        return Err(Refusal::missing().into());
    }
    let mut tasks = due_in(view, view.union(), year)?;
    tasks.retain(|t| which.has(t, today));
    Ok(Behind {
        year,
        which,
        all: tally(view, view.union(), year, today)?.count(which),
        tasks: tasks.iter().map(|t| TaskFace::of(t, today)).collect(),
        today,
    })
}
