//! What people see of plans besides the reading desk.

use std::collections::HashMap;

use kernel::Date;
use org::{
    BodyId, MemberId,
    power::{PAPER_SEE, PLAN_WRITE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Reply, View, routes::Nothing};

use super::{
    model::{Cover, EntryRow, Plan, PlanId, Section, Status, Taken},
    store,
};
use crate::face::TaskFace;

/// Which plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub id: PlanId,
}

/// All plans.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct List {
    pub plans: Vec<PlanLine>,
    pub may_write: bool,
}

ui::page!(List, "plan/pages/list.html", |_p, cx| cx.t("planning.list.title"));

/// A plan in a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PlanLine {
    pub id: PlanId,
    pub year: i16,
    pub cover: Cover,
    pub title: String,
    pub status: Status,
    pub entries: i64,
    pub unsettled: i64,
    pub done: i64,
}

impl PlanLine {
    /// Where it is worked on.
    pub fn href(&self) -> String {
        match self.status {
            Status::Draft => format!("/plans/{}/reading", self.id),
            _ => format!("/plans/{}", self.id),
        }
    }
    /// Its status.
    pub fn badge(&self, cx: &ui::Cx) -> ui::Html {
        match self.status {
            Status::Draft => cx.badge(ui::State::Draft, cx.t("planning.status.draft")),
            _ => cx.badge(ui::State::Done, cx.t("planning.status.accepted")),
        }
    }
    /// Its year and how far it is.
    pub fn under(&self, cx: &ui::Cx) -> String {
        let time = period(cx, self.year, self.cover);
        let count = match self.status {
            Status::Draft => cx.tf("planning.list.draft", &[("n", &self.entries), ("m", &self.unsettled)]),
            _ => cx.tf("planning.list.done", &[("n", &self.done), ("m", &self.entries)]),
        };
        format!("{time} · {count}")
    }
}

/// 2026年, 2025学年第一学期.
pub(super) fn period(cx: &ui::Cx, year: i16, cover: Cover) -> String {
    let next = i32::from(year) + 1;
    let before = i32::from(year) - 1;
    cx.tf(
        &format!("planning.cover.named.{}", cover.key()),
        &[("year", &year), ("next", &next), ("before", &before)],
    )
}

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<List> {
    let may_write = view.actor().may(PLAN_WRITE);
    let counts: HashMap<PlanId, store::Count> = store::counts(view, view.union())?.into_iter().collect();
    let plans = store::all(view, view.union())?;
    let plans = plans
        .into_iter()
        .filter(|plan| may_write || plan.status == Status::Accepted)
        .map(|plan| {
            let count = counts.get(&plan.id).copied().unwrap_or_default();
            PlanLine {
                id: plan.id,
                year: plan.year,
                cover: plan.cover,
                title: plan.title,
                status: plan.status,
                entries: count.entries,
                unsettled: count.unsettled,
                done: count.done,
            }
        })
        .collect();
    Ok(List { plans, may_write })
}

/// The three ways to begin a plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NewPage {
    /// This year.
    pub year: i16,
}

ui::page!(NewPage, "plan/pages/new.html", |_p, cx| cx.t("planning.new.title"));

impl NewPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, None)
    }
}

/// The way down: all plans, and the plan.
pub(super) fn crumbs(cx: &ui::Cx, plan: Option<(PlanId, &str)>) -> ui::Html {
    let first = (cx.t("planning.list.title"), "/plans".to_owned());
    let then = plan.map(|(id, title)| (title.to_owned(), format!("/plans/{id}/reading")));
    cx.crumbs([first].into_iter().chain(then))
}

pub(super) fn new(view: &View<'_>, _: Nothing) -> Reply<NewPage> {
    Ok(NewPage {
        year: view.today().year(),
    })
}

/// The covers to choose from.
pub(super) fn covers(cx: &ui::Cx) -> Vec<ui::Choice> {
    Cover::ALL
        .iter()
        .map(|cover| ui::Choice::new(cover.key(), cx.t(&format!("planning.cover.{}", cover.key()))))
        .collect()
}

/// Title, year and cover of a draft.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct EditPage {
    pub id: PlanId,
    pub version: i64,
    pub title: String,
    pub year: i16,
    pub cover: Cover,
}

ui::page!(EditPage, "plan/pages/edit.html", |_p, cx| cx.t("planning.edit.title"));

impl EditPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

pub(super) fn edit(view: &View<'_>, q: Which) -> Reply<EditPage> {
    let plan = draft(view, q.id)?;
    Ok(EditPage {
        id: plan.id,
        version: plan.version,
        title: plan.title,
        year: plan.year,
        cover: plan.cover,
    })
}

fn draft(view: &View<'_>, id: PlanId) -> Reply<Plan> {
    let plan = store::get(view, view.union(), id)?;
    if plan.status == Status::Draft {
        Ok(plan)
    } else {
        Err(Refusal::new("planning.plan.refusal.accepted")
            .status(409)
            .next(format!("/plans/{id}"))
            .into())
    }
}

/// The form of an entry that the text does not have.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NewEntry {
    pub id: PlanId,
    pub title: String,
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
    #[serde(skip)]
    pub bodies: Vec<(BodyId, String)>,
}

ui::page!(NewEntry, "plan/pages/new_entry.html", |_p, cx| cx
    .t("planning.entry.new"));

impl NewEntry {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

pub(super) fn new_entry(view: &View<'_>, q: Which) -> Reply<NewEntry> {
    let plan = draft(view, q.id)?;
    Ok(NewEntry {
        id: plan.id,
        title: plan.title,
        members: org::members_to_choose(view, view.union(), view.today())?,
        bodies: org::bodies_to_choose(view, view.union(), view.today())?,
    })
}

/// A plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Show {
    pub id: PlanId,
    pub title: String,
    pub year: i16,
    pub cover: Cover,
    pub status: Status,
    pub file_name: Option<String>,
    /// The file in the archive, for those who see papers.
    pub paper: Option<archive::PaperId>,
    pub closed_on: Option<Date>,
    pub closed_name: Option<String>,
    pub added_name: String,
    pub may_write: bool,
    /// Entries that are tasks, and those done.
    pub tasks: usize,
    pub done: usize,
    pub overdue: usize,
    /// The headings of the work with their text.
    pub sections: Vec<Part>,
    /// The entries by month of their first day, those without a day last.
    pub months: Vec<Month>,
}

ui::page!(Show, "plan/pages/show.html", |p, _cx| p.title.clone());

/// A heading and its paragraphs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Part {
    pub level: u8,
    pub heading: String,
    pub paragraphs: Vec<String>,
}

/// The entries of a month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Month {
    /// Year and month; none for those without a day.
    pub month: Option<(i16, i8)>,
    pub lines: Vec<Line>,
}

impl Month {
    /// Its heading.
    pub fn label(&self, cx: &ui::Cx) -> String {
        self.month
            .map_or_else(|| cx.t("planning.desk.undated"), |(year, month)| cx.month(year, month))
    }
}

/// An entry and, once the plan is accepted, its task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Line {
    pub title: String,
    pub task: Option<TaskFace>,
}

impl Show {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, None)
    }
    pub fn draft(&self) -> bool {
        self.status == Status::Draft
    }
    pub fn period(&self, cx: &ui::Cx) -> String {
        period(cx, self.year, self.cover)
    }
    /// When it was accepted, and by whom.
    pub fn closed(&self, cx: &ui::Cx) -> String {
        let name = self.closed_name.as_deref().unwrap_or_default();
        format!("{} · {name}", cx.date_or_dash(self.closed_on))
    }
    /// The file it came in.
    pub fn file(&self, cx: &ui::Cx) -> String {
        self.file_name.clone().unwrap_or_else(|| cx.t("planning.show.pasted"))
    }
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let union = view.union();
    let plan = visible(view, q.id)?;
    let sections = store::sections(view, union, plan.id)?;
    let entries = store::entries(view, union, plan.id)?;
    let months = months(view, &plan, &entries)?;
    let tasks = || months.iter().flat_map(|m| &m.lines).filter_map(|l| l.task.as_ref());
    Ok(Show {
        id: plan.id,
        year: plan.year,
        cover: plan.cover,
        status: plan.status,
        closed_on: plan.closed_at.map(kernel::Instant::day),
        may_write: view.actor().may(PLAN_WRITE),
        tasks: tasks().count(),
        done: tasks().filter(|t| t.stage == flow::Stage::Done).count(),
        overdue: tasks().filter(|t| t.overdue).count(),
        sections: sections.iter().filter(|s| !s.schedule).map(part).collect(),
        months,
        paper: plan.paper.filter(|_| view.actor().may(PAPER_SEE)),
        title: plan.title,
        file_name: plan.file_name,
        closed_name: plan.closed_name,
        added_name: plan.added_name,
    })
}

/// A plan that the actor may see: drafts only those who write plans.
pub(super) fn visible(view: &View<'_>, id: PlanId) -> Reply<Plan> {
    let plan = store::get(view, view.union(), id)?;
    let seen = match plan.status {
        Status::Accepted => true,
        Status::Draft => view.actor().may(PLAN_WRITE),
        Status::Dropped => false,
    };
    if seen { Ok(plan) } else { Err(Refusal::missing().into()) }
}

fn part(section: &Section) -> Part {
    Part {
        level: section.level,
        heading: section.heading.clone(),
        paragraphs: paragraphs(&section.body),
    }
}

/// The paragraphs of a text, one a line.
pub(super) fn paragraphs(body: &str) -> Vec<String> {
    body.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn months(view: &View<'_>, plan: &Plan, entries: &[EntryRow]) -> Reply<Vec<Month>> {
    let mut faces: HashMap<flow::TaskId, TaskFace> = HashMap::new();
    if let Some(days) = plan.cover.days(plan.year).filter(|_| plan.status == Status::Accepted) {
        for task in flow::between(view, view.union(), days.from, days.to, &flow::Filter::default())? {
            faces.insert(task.id, TaskFace::of(&task, view.today()));
        }
    }
    let mut out: Vec<Month> = Vec::new();
    for entry in entries.iter().filter(|e| e.taken != Taken::Rejected) {
        let task = match entry.task {
            None => None,
            Some(id) => Some(match faces.remove(&id) {
                Some(face) => face,
                None => TaskFace::of(&flow::get(view, view.union(), id)?, view.today()),
            }),
        };
        // a task that was moved stands where it lies now
        let (from, due) = task
            .as_ref()
            .map_or_else(|| entry.said.timing.days(), |t| (t.from, t.due));
        let month = from.or(due).map(|day| (day.year(), day.month()));
        let line = Line {
            title: task
                .as_ref()
                .map_or_else(|| entry.said.title.to_string(), |t| t.title.clone()),
            task,
        };
        match out.iter_mut().find(|m| m.month == month) {
            Some(found) => found.lines.push(line),
            None => out.push(Month {
                month,
                lines: vec![line],
            }),
        }
    }
    out.sort_by_key(|m| (m.month.is_none(), m.month));
    Ok(out)
}
