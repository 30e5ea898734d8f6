//! The page of a plan: where it stands, what became of its work, its words.

use std::collections::HashMap;

use kernel::Date;
use org::power::{PAPER_SEE, PLAN_ADOPT, PLAN_WRITE};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Refusal, Reply, View};

use super::{
    course::{Course, Step},
    measure::MeasureRow,
    model::{Cover, EntryRow, Plan, PlanId, Section, Status, Taken},
    pages::{Which, crumbs, period},
    store,
    versions::TextId,
};
use crate::face::TaskFace;

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
    pub may_adopt: bool,
    pub version: i64,
    /// Its formal course.
    pub course: Course,
    /// Whose plan it is, if it is one body's.
    pub body: Option<String>,
    /// The plan that took its place.
    pub successor: Option<(PlanId, String)>,
    /// Its texts one after the other, if there is more than the first.
    pub texts: Vec<TextLine>,
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

/// A text of the plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct TextLine {
    pub id: TextId,
    pub number: i64,
    pub status: String,
    pub file_name: Option<String>,
    pub paper: Option<archive::PaperId>,
    pub added_on: Date,
    pub added_name: String,
    pub taken: i64,
    pub left_out: i64,
}

impl TextLine {
    /// The file it came in, or how else.
    pub fn file(&self, cx: &ui::Cx) -> String {
        self.file_name.clone().unwrap_or_else(|| cx.t("planning.show.pasted"))
    }
    /// When it came, from whom, and what was taken of it.
    pub fn under(&self, cx: &ui::Cx) -> String {
        let what = match self.status.as_str() {
            "taken" => cx.t2("planning.versions.taken", "n", self.taken, "m", self.left_out),
            other => cx.t(&format!("planning.versions.status.{other}")),
        };
        format!("{} · {} · {what}", cx.date(self.added_on), self.added_name)
    }
    /// Whether it waits to be looked through.
    pub fn open(&self) -> bool {
        self.status == "open"
    }
}

/// A heading and its paragraphs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Part {
    pub level: u8,
    pub heading: String,
    pub paragraphs: Vec<String>,
    /// Its numbered measures.
    pub measures: Vec<String>,
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
    /// Its time, and whose it is.
    pub fn period(&self, cx: &ui::Cx) -> String {
        let time = period(cx, self.year, self.cover);
        match &self.body {
            Some(body) => format!("{time} · {body}"),
            None => time,
        }
    }
    /// Whether there is a formal course to tell: a plan may also be put to work without one.
    pub fn formal(&self) -> bool {
        self.draft() || self.course.step != Step::Draft
    }
    /// Its formal course in steps.
    pub fn steps(&self, cx: &ui::Cx) -> ui::Html {
        let mut names = vec!["draft", "submitted", "adopted"];
        if self.course.step == Step::Replaced {
            names.push("replaced");
        }
        let at = match self.course.step {
            Step::Draft => 0,
            Step::Submitted => 1,
            Step::Adopted | Step::Replaced => 3,
        };
        cx.steps(
            names
                .into_iter()
                .map(|name| cx.t(&format!("planning.course.step.{name}"))),
            at,
        )
    }
    /// Whether it may be handed in now.
    pub fn may_submit(&self) -> bool {
        self.may_write && self.course.step == Step::Draft
    }
    /// Whether its adoption may be recorded now.
    pub fn adoptable(&self) -> bool {
        self.may_adopt && matches!(self.course.step, Step::Draft | Step::Submitted)
    }
    /// Whether it may be given back now.
    pub fn handed_in(&self) -> bool {
        self.course.step == Step::Submitted
    }
    /// Whether a later text may be brought.
    pub fn changeable(&self) -> bool {
        let handed_in = self.draft() && self.handed_in();
        self.may_write && self.course.step != Step::Replaced && !handed_in
    }
    /// By whom it was adopted, and when.
    pub fn adopted(&self, cx: &ui::Cx) -> String {
        let Some(done) = &self.course.adopted else {
            return String::new();
        };
        let mut parts = vec![cx.date_full(done.on), done.by.to_string()];
        parts.extend(done.number.as_ref().map(ToString::to_string));
        parts.join(" · ")
    }
    /// The paper of its adoption, for those who see papers.
    pub fn resolution(&self) -> Option<archive::PaperId> {
        self.course
            .adopted
            .as_ref()
            .and_then(|a| a.paper)
            .filter(|_| self.may_write)
    }
    /// To whom it was handed in, when and by whom.
    pub fn submitted(&self, cx: &ui::Cx) -> String {
        let sent = self.course.submitted.as_ref();
        sent.map_or_else(String::new, |s| {
            format!("{} · {} · {}", cx.date_full(s.on), s.to, s.name)
        })
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
    let measures = store::measures::measures(view, union, plan.id)?;
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
        sections: parts(&sections, &measures),
        months,
        may_adopt: view.actor().may(PLAN_ADOPT),
        version: plan.version,
        body: match plan.course.body {
            Some(body) => org::body_names(view, union)?.remove(&body),
            None => None,
        },
        successor: match plan.course.replaced {
            Some((id, _)) => Some((id, store::get(view, union, id)?.title)),
            None => None,
        },
        texts: texts(view, plan.id)?,
        course: plan.course,
        paper: plan.paper.filter(|_| view.actor().may(PAPER_SEE)),
        title: plan.title,
        file_name: plan.file_name,
        closed_name: plan.closed_name,
        added_name: plan.added_name,
    })
}

fn texts(view: &View<'_>, plan: PlanId) -> Reply<Vec<TextLine>> {
    let papers = view.actor().may(PAPER_SEE);
    let line = |t: super::versions::TextRow| TextLine {
        id: t.id,
        number: t.number,
        status: t.status,
        file_name: t.file_name,
        paper: t.paper.filter(|_| papers),
        added_on: t.added_at.day(),
        added_name: t.added_name,
        taken: t.taken.unwrap_or(0),
        left_out: t.left_out.unwrap_or(0),
    };
    Ok(store::texts::texts(view, view.union(), plan)?
        .into_iter()
        .map(line)
        .collect())
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

/// The headings of the work, each with its prose and measures.
fn parts(sections: &[Section], measures: &[MeasureRow]) -> Vec<Part> {
    let of_work = (1_usize..).zip(sections).filter(|(_, s)| !s.schedule);
    let part = |(n, section): (usize, &Section)| Part {
        level: section.level,
        heading: section.heading.clone(),
        paragraphs: paragraphs(&section.body),
        measures: measures_of(measures, n),
    };
    of_work.map(part).collect()
}

/// The measures of a heading counted from 1.
pub(super) fn measures_of(all: &[MeasureRow], section: usize) -> Vec<String> {
    let own = all.iter().filter(|m| m.says.section == section);
    own.map(|m| m.says.text.to_string()).collect()
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
