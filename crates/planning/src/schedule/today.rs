//! The first page: what I owe, what happens this week, what changed.

use std::collections::{HashMap, hash_map::Entry};

use flow::{Filter, TaskId};
use kernel::{Date, Instant, Lang, lunar::LunarDate};
use org::power::{PLAN_WRITE, TASK_MANAGE, TASK_SEE, WORK_RECORD};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View, routes::Nothing};

use super::store;
use crate::face::TaskFace;

/// Changes are told for so many days at most.
const DAYS: i64 = 14;
/// And so many of them.
const CHANGES: usize = 20;
/// Tasks of the union's week shown at most.
const WEEK: usize = 30;

/// The first page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Today {
    pub today: Date,
    /// The lunar day, in Chinese.
    pub lunar: Option<String>,
    /// The first name shown in the greeting.
    pub name: String,
    /// What I owe and is late.
    pub overdue: Vec<TaskFace>,
    /// What I owe today.
    pub due_today: Vec<TaskFace>,
    /// What I owe until Sunday.
    pub this_week: Vec<TaskFace>,
    /// What I owe next week, or what begins then.
    pub next_week: Vec<TaskFace>,
    /// What else runs this week and is due after the next.
    pub running: Vec<TaskFace>,
    /// What the union is late with, by who answers for it; none without the power to see tasks.
    pub union_late: Option<Lateness>,
    /// What others of the union begin or end this week; none without the power to see tasks.
    pub union_week: Option<Vec<TaskFace>>,
    /// How many more there are.
    pub union_more: usize,
    /// What others did to tasks since I last said that I have seen it.
    pub changes: Vec<Change>,
    pub until: i64,
    pub may_record: bool,
    pub may_plan: bool,
}

ui::page!(Today, "schedule/pages/today.html", |_p, cx| cx.t("ui.nav.today"));

/// What is late in the whole union.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(super) struct Lateness {
    /// How many tasks.
    pub count: i64,
    /// Of whom, the most first. What falls to nobody has neither id nor name.
    pub of: Vec<LateOf>,
}

/// How many tasks somebody is late with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct LateOf(flow::Late);

impl LateOf {
    pub fn count(&self) -> i64 {
        self.0.count
    }
    /// Who, in words.
    pub fn who(&self, cx: &ui::Cx) -> String {
        match &self.0.name {
            Some(name) if self.0.left => cx.t1("planning.face.left", "name", name),
            Some(name) => name.clone(),
            None => cx.t("planning.load.nobody"),
        }
    }
    /// Where their late tasks are listed.
    pub fn href(&self) -> Option<String> {
        let member = self.0.member?;
        Some(format!("/calendar/list?when=overdue&member={member}"))
    }
}

/// Something that others did to a task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Change {
    pub at: Instant,
    pub who: Option<String>,
    pub kind: String,
    pub task: TaskId,
    pub title: String,
}

impl Change {
    /// What was done, in words.
    pub fn what(&self, cx: &ui::Cx) -> String {
        cx.t(&format!("planning.change.{}", self.kind.trim_start_matches("task.")))
    }
}

impl Today {
    /// The day, and the lunar day in Chinese.
    pub fn acts(&self, cx: &ui::Cx) -> ui::Html {
        if self.may_record {
            cx.main_link("/works/new", "ui.nav.record")
        } else {
            ui::Html::none()
        }
    }
    pub fn under(&self, cx: &ui::Cx) -> String {
        let day = cx.date(self.today);
        match &self.lunar {
            Some(lunar) if cx.lang == Lang::Zh => format!("{day} · {lunar}"),
            _ => day,
        }
    }
    /// Whether nothing is owed this week.
    pub fn free(&self) -> bool {
        self.owed().is_empty()
    }
    /// What I owe, in its groups: the word key of the heading, and the tasks.
    pub fn owed(&self) -> Vec<(&'static str, &[TaskFace])> {
        let groups: [(&str, &[TaskFace]); 5] = [
            ("planning.today.overdue", &self.overdue),
            ("planning.today.due", &self.due_today),
            ("planning.today.week", &self.this_week),
            ("planning.today.next_week", &self.next_week),
            ("planning.today.running", &self.running),
        ];
        groups.into_iter().filter(|(_, tasks)| !tasks.is_empty()).collect()
    }
}

pub(super) fn show(view: &View<'_>, _: Nothing) -> Reply<Today> {
    let today = view.today();
    let sunday = today.monday().plus_days(6);
    let next_sunday = sunday.plus_days(7);
    let mine = mine(view, next_sunday)?;
    let (overdue, rest): (Vec<_>, Vec<_>) = mine.into_iter().partition(|t| t.overdue);
    let (due_today, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|t| t.due == Some(today));
    let (this_week, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(|t| t.due.is_some_and(|due| due <= sunday));
    let next = |t: &TaskFace| t.due.is_some_and(|due| due <= next_sunday) || t.from.is_some_and(|from| from > sunday);
    let (next_week, running) = rest.into_iter().partition(next);
    let union_week = union_week(view, sunday)?;
    let union_more = union_week.as_ref().map_or(0, |all| all.len().saturating_sub(WEEK));
    let actor = view.actor();
    Ok(Today {
        today,
        lunar: LunarDate::from_solar(today).map(LunarDate::words),
        name: actor.name().to_owned(),
        overdue,
        due_today,
        this_week,
        next_week,
        running,
        union_late: lateness(view)?,
        union_week: union_week.map(|all| all.into_iter().take(WEEK).collect()),
        union_more,
        changes: changes(view)?,
        until: view.now().millis(),
        may_record: actor.may(WORK_RECORD) || actor.may(TASK_MANAGE),
        may_plan: actor.may(PLAN_WRITE),
    })
}

/// What I owe or help with, up to a day.
fn mine(view: &View<'_>, until: Date) -> Reply<Vec<TaskFace>> {
    let Some(me) = flow::tasks::me(view) else {
        return Ok(Vec::new());
    };
    let filter = Filter {
        member: Some(me),
        open: true,
        ..Filter::default()
    };
    let since = view.today().plus_days(-366 * 5);
    let mut mine: Vec<TaskFace> = flow::glances(view, view.union(), since, until, &filter)?
        .into_iter()
        .map(|task| TaskFace::at(task, view.today()))
        .collect();
    mine.sort_by_key(|task| task.due);
    Ok(mine)
}

/// What the union begins or ends this week, without one's own.
fn union_week(view: &View<'_>, sunday: Date) -> Reply<Option<Vec<TaskFace>>> {
    if !view.actor().may(TASK_SEE) {
        return Ok(None);
    }
    let monday = view.today().monday();
    let me = flow::tasks::me(view);
    let filter = Filter {
        open: true,
        ..Filter::default()
    };
    let inside = |day: Option<Date>| day.is_some_and(|day| (monday..=sunday).contains(&day));
    let mut week: Vec<TaskFace> = flow::glances(view, view.union(), monday, sunday, &filter)?
        .into_iter()
        .filter(|task| me.is_none() || task.owner != me)
        .filter(|task| inside(task.due) || inside(task.from))
        .map(|task| TaskFace::at(task, view.today()))
        .collect();
    week.sort_by_key(|task| (task.due, task.from));
    Ok(Some(week))
}

/// What the whole union is late with.
fn lateness(view: &View<'_>) -> Reply<Option<Lateness>> {
    if !view.actor().may(TASK_SEE) {
        return Ok(None);
    }
    let of: Vec<LateOf> = flow::late(view, view.union(), view.today())?
        .into_iter()
        .map(LateOf)
        .collect();
    let count = of.iter().map(LateOf::count).sum();
    Ok(Some(Lateness { count, of }))
}

/// What others did to tasks that the actor may see.
fn changes(view: &View<'_>) -> Reply<Vec<Change>> {
    let (union, account) = (view.union(), view.actor().account);
    let oldest = view.now().plus_millis(-DAYS * 24 * 60 * 60 * 1000);
    let from = store::seen(view, union, account)?.map_or(oldest, |seen| seen.max(oldest));
    let mut titles: HashMap<TaskId, Option<String>> = HashMap::new();
    let mut out = Vec::new();
    for change in store::since(view, union, from, account)? {
        if out.len() == CHANGES {
            break;
        }
        if change.at <= from {
            continue;
        }
        let title = match titles.entry(change.task) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let task = flow::get(view, union, change.task)?;
                new.insert(flow::may_see(view, &task)?.then_some(task.title))
            }
        };
        if let Some(title) = title {
            out.push(Change {
                at: change.at,
                who: change.who,
                kind: change.kind,
                task: change.task,
                title: title.clone(),
            });
        }
    }
    Ok(out)
}
