//! The forms of a plan's formal course.

use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Refusal, Reply, View};

use super::{
    course::Step,
    model::{EntryRow, Plan, PlanId, Status},
    pages::{Which, crumbs},
    store,
};

/// Handing in, or adopting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct SubmitPage {
    pub id: PlanId,
    pub version: i64,
    pub title: String,
    pub today: Date,
    /// The bodies it may be handed in to.
    pub bodies: Vec<String>,
}

ui::page!(SubmitPage, "plan/pages/submit.html", |_p, cx| cx
    .t("planning.course.submit"));

impl SubmitPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
}

/// Recording the adoption.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct AdoptPage {
    pub id: PlanId,
    pub version: i64,
    pub title: String,
    pub today: Date,
    /// The bodies that may have adopted it.
    pub bodies: Vec<String>,
    /// Its entries become tasks with it: so many.
    pub entries: usize,
    /// Of these without a day.
    pub unsettled: usize,
    /// It is a draft still.
    pub draft: bool,
}

ui::page!(AdoptPage, "plan/pages/adopt.html", |_p, cx| cx
    .t("planning.course.adopt"));

impl AdoptPage {
    pub fn crumbs(&self, cx: &ui::Cx) -> ui::Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    /// Whether it asks what becomes of work without days.
    pub fn asks_undated(&self) -> bool {
        self.draft && (self.unsettled > 0 || self.entries == 0)
    }
}

fn names(view: &View<'_>) -> Reply<Vec<String>> {
    let all = org::bodies::store::living(view, view.union(), view.today())?;
    Ok(all
        .into_iter()
        .filter(|b| !b.kind.has_members())
        .map(|b| b.name)
        .collect())
}

fn plan(view: &View<'_>, id: PlanId, steps: &[Step]) -> Reply<Plan> {
    let plan = store::get(view, view.union(), id)?;
    if plan.status == Status::Dropped {
        return Err(Refusal::missing().into());
    }
    if !steps.contains(&plan.course.step) {
        let key = format!("planning.course.refusal.{}", plan.course.step.key());
        return Err(Refusal::new(&key).status(409).next(format!("/plans/{id}")).into());
    }
    Ok(plan)
}

/// Shows the form of handing in.
pub(super) fn submit(view: &View<'_>, q: Which) -> Reply<SubmitPage> {
    let plan = plan(view, q.id, &[Step::Draft])?;
    Ok(SubmitPage {
        id: plan.id,
        version: plan.version,
        title: plan.title,
        today: view.today(),
        bodies: names(view)?,
    })
}

/// Shows the form of adoption.
pub(super) fn adopt(view: &View<'_>, q: Which) -> Reply<AdoptPage> {
    let plan = plan(view, q.id, &[Step::Draft, Step::Submitted])?;
    let mut entries = store::entries(view, view.union(), plan.id)?;
    entries.retain(|e| e.taken != super::model::Taken::Rejected);
    Ok(AdoptPage {
        id: plan.id,
        version: plan.version,
        title: plan.title,
        today: view.today(),
        bodies: names(view)?,
        unsettled: entries.iter().filter(|e: &&EntryRow| e.unsettled()).count(),
        entries: entries.len(),
        draft: plan.status == Status::Draft,
    })
}
