//! What people see of plans besides the reading desk.

use std::collections::HashMap;

use flow::Field;
use org::{BodyId, MemberId, power::PLAN_WRITE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Reply, View, routes::Nothing};

use super::{
    course::Step,
    guess, line,
    measure::{self, MeasureId},
    model::{Cover, Plan, PlanId, Status},
    source, store, text,
};

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

impl List {
    fn acts(&self, cx: &ui::Cx) -> ui::Html {
        if self.may_write && !self.plans.is_empty() {
            cx.main_link("/plans/new", "planning.list.new")
        } else {
            ui::Html::none()
        }
    }
}

/// A plan in a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct PlanLine {
    pub id: PlanId,
    pub year: i16,
    pub cover: Cover,
    pub title: String,
    pub status: Status,
    pub step: Step,
    pub entries: i64,
    pub unsettled: i64,
    pub done: i64,
}

impl PlanLine {
    /// Where it is worked on.
    pub fn href(&self) -> String {
        match self.status {
            Status::Draft if self.step == Step::Draft => format!("/plans/{}/reading", self.id),
            _ => format!("/plans/{}", self.id),
        }
    }
    /// Its status.
    pub fn badge(&self, cx: &ui::Cx) -> ui::Html {
        match (self.status, self.step) {
            (_, Step::Replaced) => cx.badge(ui::State::Off, cx.t("planning.course.step.replaced")),
            (_, Step::Adopted) => cx.badge(ui::State::Done, cx.t("planning.course.step.adopted")),
            (_, Step::Submitted) => cx.badge(ui::State::Due, cx.t("planning.course.step.submitted")),
            (Status::Draft, _) => cx.badge(ui::State::Draft, cx.t("planning.status.draft")),
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
                step: plan.course.step,
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
    /// The plans there are of the year typed, else of this year.
    pub there: Vec<(PlanId, String)>,
    /// The plan of a year before, to be taken over.
    pub last: Option<(PlanId, String)>,
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
    let year = view.today().year();
    let typed = view.typed("year").and_then(|y| y.trim().parse().ok());
    let there = store::of_year(view, view.union(), typed.unwrap_or(year))?;
    let all = store::all(view, view.union())?;
    // in December this year's plan is last year's already
    let last = all.into_iter().find(|p| p.status == Status::Accepted && p.year <= year);
    Ok(NewPage {
        year,
        there: there.into_iter().map(|p| (p.id, p.title)).collect(),
        last: last.map(|p| (p.id, p.title)),
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

pub(super) fn draft(view: &View<'_>, id: PlanId) -> Reply<Plan> {
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

/// A plan, and where the new entry comes from: a stretch of the source, or a measure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewQuery {
    id: PlanId,
    /// The first byte of the words chosen in the source.
    from: Option<usize>,
    /// The byte after the last.
    to: Option<usize>,
    /// The measure it is to carry out.
    measure: Option<MeasureId>,
}

/// The form of an entry that the reading does not have.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NewEntry {
    pub id: PlanId,
    pub title: String,
    /// The words it begins with, and its time as far as they say it.
    pub words: String,
    pub when: String,
    pub field: Field,
    /// Where the words stand in the source.
    pub span: Option<(usize, usize)>,
    pub measure: Option<MeasureId>,
    #[serde(skip)]
    pub measures: Vec<(MeasureId, String)>,
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

pub(super) fn new_entry(view: &View<'_>, q: NewQuery) -> Reply<NewEntry> {
    let plan = draft(view, q.id)?;
    let union = view.union();
    let measures = store::measures::measures(view, union, plan.id)?;
    let sections = store::sections(view, union, plan.id)?;
    let span = q.from.zip(q.to);
    let carries = q.measure.and_then(|id| measures.iter().find(|m| m.id == id));
    let (words, when) = match (span, carries) {
        (Some(span), _) => {
            let headings: Vec<_> = sections.iter().map(|s| (s.heading.clone(), s.span)).collect();
            source::guess(&store::source(view, union, plan.id)?, span, &headings)
        }
        (None, Some(m)) => {
            let title = measure::called(&m.says.text).map(|t| t.to_string());
            (title.unwrap_or_default(), String::new())
        }
        (None, None) => Default::default(),
    };
    let heading = carries.and_then(|m| text::heading_of(&sections, m.says.section));
    Ok(NewEntry {
        id: plan.id,
        title: plan.title,
        field: guess::field(&words, heading.as_deref()),
        words,
        when,
        span,
        measure: carries.map(|m| m.id),
        measures: line::measure_choices(&measures),
        members: org::members_to_choose(view, view.union(), view.today())?,
        bodies: org::bodies_to_choose(view, view.union(), view.today())?,
    })
}
