//! Last year's plan taken over into a new year, entry by entry.

use std::collections::{HashMap, HashSet};

use flow::{Field, TaskId, TaskRow};
use kernel::{Date, Festival, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Refusal, Reply, View};

use super::{
    acts::check_year,
    event::Happened,
    line::present,
    measure::{Measure, MeasureId},
    model::{EntryId, EntryRow, Plan, PlanId, Said, Section, Taken, Timing},
    pages::crumbs,
    show::visible,
    store::{self, NewPlan},
    years::{in_year, moved},
};
use crate::face::TaskFace;

/// Which plan, and for which year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Query {
    id: PlanId,
    /// The year after the plan's, if left out.
    year: Option<i16>,
}

/// Last year's entries to choose from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct CopyPage {
    pub id: PlanId,
    pub title: String,
    pub old_year: i16,
    pub year: i16,
    /// The title as it will be.
    pub new_title: String,
    pub lines: Vec<Line>,
    pub done: usize,
    pub undone: usize,
    pub dropped: usize,
    /// A plan that is there for the new year already.
    pub there: Option<(PlanId, String)>,
}

ui::page!(
    CopyPage,
    "plan/pages/copy.html",
    |p, cx| cx.t1("planning.copy.title", "title", &p.title),
    wide
);

/// An entry, what became of it, and its days in the new year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Line {
    pub id: EntryId,
    pub title: String,
    pub field: Field,
    pub from: Option<Date>,
    pub due: Option<Date>,
    pub new_from: Option<Date>,
    pub new_due: Option<Date>,
    /// The lunar festival that moves it.
    pub festival: Option<String>,
    /// Its task, as it stands.
    pub task: Option<TaskFace>,
    pub owner: Option<String>,
    /// Whether the owner has left the union: the copy has none.
    pub owner_left: bool,
    /// Whether it is proposed to be taken over.
    pub wanted: bool,
}

impl CopyPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    /// From which year to which.
    pub fn under(&self, cx: &ui::Cx) -> String {
        cx.t2("planning.copy.under", "from", self.old_year, "to", self.year)
    }
    /// What became of last year's tasks.
    pub fn counts(&self, cx: &ui::Cx) -> String {
        let all: [(&str, &dyn std::fmt::Display); 3] = [
            ("done", &self.done),
            ("undone", &self.undone),
            ("dropped", &self.dropped),
        ];
        cx.tf("planning.copy.counts", &all)
    }
    /// Whether a line is ticked: as proposed, or as it was in the form that was refused.
    pub fn ticked(&self, cx: &ui::Cx, line: &Line) -> bool {
        match cx.chosen("take") {
            Some(all) => all.contains(&line.id.to_string()),
            None => line.wanted,
        }
    }
}

impl Line {
    /// Its days in the old year.
    pub fn old_days(&self, cx: &ui::Cx) -> String {
        days(cx, self.from, self.due)
    }
    /// Its days in the new year.
    pub fn new_days(&self, cx: &ui::Cx) -> String {
        days(cx, self.new_from, self.new_due)
    }
}

fn days(cx: &ui::Cx, from: Option<Date>, due: Option<Date>) -> String {
    match (from, due) {
        (Some(from), Some(due)) => cx.span(from, due),
        (None, Some(due)) => cx.date(due),
        _ => cx.t("planning.desk.undated"),
    }
}

/// What an entry says in the new year. What was told of a past text goes; an owner who has left goes too.
fn said(was: &Said, plan: &Plan, year: i16, here: &HashSet<org::MemberId>) -> Said {
    let festival = was.festival.as_deref().and_then(Festival::find);
    let when = was
        .timing
        .when()
        .map(|w| moved(w, festival, (plan.cover, plan.year, year)));
    let title = Text::new(&in_year(&was.title, plan.year, year)).unwrap_or_else(|_| was.title.clone());
    Said {
        title,
        timing: Timing::of(when, was.timing == Timing::Undated, plan.cover, year),
        when_words: None,
        section: was.section.as_deref().map(|s| in_year(s, plan.year, year)),
        owner: was.owner.filter(|owner| here.contains(owner)),
        span: None,
        measure: None,
        ..was.clone()
    }
}

/// The entries that were part of the plan, with their tasks.
fn kept(view: &View<'_>, plan: PlanId) -> Reply<(Vec<EntryRow>, HashMap<TaskId, TaskRow>)> {
    let mut entries = store::entries(view, view.union(), plan)?;
    entries.retain(|e| e.taken != Taken::Rejected);
    let mut tasks = HashMap::new();
    for id in entries.iter().filter_map(|e| e.task) {
        tasks.insert(id, flow::get(view, view.union(), id)?);
    }
    Ok((entries, tasks))
}

/// Shows what may be taken over.
pub(super) fn show(view: &View<'_>, q: Query) -> Reply<CopyPage> {
    let plan = visible(view, q.id)?;
    let year = q.year.unwrap_or_else(|| plan.year.saturating_add(1));
    check_year(year)?;
    let (entries, tasks) = kept(view, plan.id)?;
    let here = present(view, &entries)?;
    let names = org::member_names(view, view.union(), entries.iter().filter_map(|e| e.said.owner))?;
    let line = |e: &EntryRow| {
        let new = said(&e.said, &plan, year, &here);
        let task = e
            .task
            .and_then(|id| tasks.get(&id))
            .map(|t| TaskFace::of(t, view.today()));
        let (from, due) = e.said.timing.days();
        let (new_from, new_due) = new.timing.days();
        let lunar = |f: &str| Festival::find(f).is_some_and(|f| apart(&plan, year, f));
        Line {
            id: e.id,
            title: new.title.to_string(),
            field: e.said.field,
            from,
            due,
            new_from,
            new_due,
            festival: e.said.festival.clone().filter(|f| lunar(f)),
            wanted: task.as_ref().is_none_or(|t| t.stage != flow::Stage::Dropped),
            task,
            owner: e.said.owner.and_then(|id| names.get(&id).cloned()),
            owner_left: e.said.owner.is_some_and(|id| !here.contains(&id)),
        }
    };
    let lines: Vec<Line> = entries.iter().map(line).collect();
    let count = |f: &dyn Fn(flow::Stage) -> bool| {
        lines
            .iter()
            .filter_map(|l| l.task.as_ref())
            .filter(|t| f(t.stage))
            .count()
    };
    let there = store::of_year(view, view.union(), year)?
        .into_iter()
        .find(|p| p.cover == plan.cover);
    Ok(CopyPage {
        id: plan.id,
        old_year: plan.year,
        year,
        new_title: in_year(&plan.title, plan.year, year),
        done: count(&|s| s == flow::Stage::Done),
        undone: count(&|s| matches!(s, flow::Stage::Open | flow::Stage::Doing)),
        dropped: count(&|s| s == flow::Stage::Dropped),
        there: there.map(|p| (p.id, p.title)),
        title: plan.title,
        lines,
    })
}

/// Whether a festival falls on other days in the two years.
fn apart(plan: &Plan, year: i16, festival: Festival) -> bool {
    let day = |year| festival.date(year).map(|d| (d.month(), d.day()));
    day(plan.year) != day(year)
}

/// What is taken over, and into which year.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Form {
    id: PlanId,
    /// The year the new plan begins in.
    year: i16,
    /// Its title.
    title: Text<120>,
    /// The entries taken over.
    #[serde(default)]
    take: Vec<EntryId>,
    /// Headings, prose and measures too.
    #[serde(default)]
    words: bool,
}

/// Makes the draft of the new year.
pub(super) fn make(act: &mut Act<'_>, form: Form) -> Reply<Done> {
    let plan = visible(act, form.id)?;
    check_year(form.year)?;
    if form.year == plan.year {
        return Err(Refusal::field("year", "planning.copy.same_year")
            .arg("year", plan.year)
            .into());
    }
    let (entries, _) = kept(act, plan.id)?;
    let chosen: HashSet<EntryId> = form.take.iter().copied().collect();
    if !form.words && !entries.iter().any(|e| chosen.contains(&e.id)) {
        return Err(Refusal::new("planning.copy.nothing").into());
    }
    let here = present(act, &entries)?;
    let union = act.union();
    let id: PlanId = act.id();
    // the title as it was proposed for the next year, with another year typed beside it
    let next = plan.year.saturating_add(1);
    let title = if form.title.as_str() == in_year(&plan.title, plan.year, next) {
        in_year(&plan.title, plan.year, form.year)
    } else {
        form.title.as_str().to_owned()
    };
    let new = NewPlan {
        year: form.year,
        cover: plan.cover,
        title: &title,
        source: "",
        notices: &[],
        paper: None,
        file_name: None,
        at: act.now(),
        by: act.actor().name(),
    };
    store::add(act.writer(), union, id, &new)?;
    let measures = if form.words {
        words(act, &plan, id, form.year)?
    } else {
        HashMap::new()
    };
    let taken = entries.iter().filter(|e| chosen.contains(&e.id));
    let mut count = 0;
    for (place, entry) in (1_i64..).zip(taken) {
        let mut new = said(&entry.said, &plan, form.year, &here);
        new.measure = entry.said.measure.and_then(|m| measures.get(&m).copied());
        store::add_entry(act.writer(), union, (id, act.id()), (place, Taken::Proposed), &new)?;
        count += 1;
    }
    same_body(act, &plan, id)?;
    act.note(&Happened::Copied {
        plan: id,
        from: plan.id,
        entries: count,
    })?;
    Ok(Done::to(format!("/plans/{id}/reading"))
        .record(id)
        .say("planning.copy.said"))
}

/// The plan of one body stays that body's.
fn same_body(act: &Act<'_>, plan: &Plan, new: PlanId) -> Reply<()> {
    if plan.course.body.is_some() {
        let course = super::course::Course {
            body: plan.course.body,
            ..Default::default()
        };
        store::course::put_course(act.writer(), act.union(), new, &course)?;
    }
    Ok(())
}

/// Takes headings, prose and measures over into the new year; gives each measure's new one.
fn words(act: &Act<'_>, plan: &Plan, new: PlanId, year: i16) -> Reply<HashMap<MeasureId, MeasureId>> {
    let union = act.union();
    let sections = store::sections(act, union, plan.id)?.into_iter().map(|s| Section {
        heading: in_year(&s.heading, plan.year, year),
        body: in_year(&s.body, plan.year, year),
        span: (0, 0),
        ..s
    });
    store::add_sections(act.writer(), union, new, &sections.collect::<Vec<_>>())?;
    let mut out = HashMap::new();
    for (place, row) in (1_usize..).zip(store::measures::measures(act, union, plan.id)?) {
        let text = Text::new(&in_year(&row.says.text, plan.year, year)).unwrap_or(row.says.text);
        let says = Measure {
            section: row.says.section,
            text,
            span: None,
        };
        let id: MeasureId = act.id();
        store::measures::add_measure(act.writer(), union, (new, id), place, &says)?;
        out.insert(row.id, id);
    }
    Ok(out)
}
