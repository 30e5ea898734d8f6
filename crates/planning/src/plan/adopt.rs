//! What people do with a plan's formal course: hand it in, give it back, adopt it, put it in another's place, say whose it is.

use flow::Outcome;
use kernel::{Date, Text};
use org::BodyId;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    KIND,
    acts::{self, draft, fresh},
    course::{Adopted, Cannot, Course, Submitted},
    event::Happened,
    model::{Plan, PlanId, Status},
    store, versions,
};

impl Cannot {
    fn refusal(self) -> Refusal {
        let key = format!("planning.course.refusal.{}", self.key());
        match self {
            Cannot::Ahead | Cannot::Before => Refusal::field("on", &key),
            _ => Refusal::new(&key).status(409),
        }
    }
}

/// A plan that was not put away.
fn living(view: &View<'_>, id: PlanId) -> Reply<Plan> {
    let plan = store::get(view, view.union(), id)?;
    if plan.status == Status::Dropped {
        return Err(Refusal::missing().into());
    }
    Ok(plan)
}

fn put(act: &Act<'_>, plan: PlanId, course: &Course) -> Reply<()> {
    Ok(store::course::put_course(act.writer(), act.union(), plan, course)?)
}

/// Handing in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct SubmitForm {
    id: PlanId,
    plan_version: i64,
    /// To whom.
    to: Text<120>,
    /// On which day.
    on: Date,
}

/// Hands the plan in to be adopted: from now on its words stand still.
pub(super) fn submit(act: &mut Act<'_>, form: SubmitForm) -> Reply<Done> {
    let plan = living(act, form.id)?;
    let how = Submitted {
        on: form.on,
        to: form.to,
        name: act.actor().name().to_owned(),
    };
    let course = plan.course.submit(how, act.today()).map_err(Cannot::refusal)?;
    fresh(store::touch_seen(
        act.writer(),
        act.union(),
        (plan.id, form.plan_version),
    )?)?;
    put(act, plan.id, &course)?;
    act.note(&Happened::Submitted { plan: plan.id })?;
    Ok(Done::to(format!("/plans/{}", plan.id))
        .record(plan.id)
        .say("planning.course.said.submitted"))
}

/// Giving back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct BackForm {
    id: PlanId,
    plan_version: i64,
    /// What is to be changed.
    why: Text<500>,
}

/// Gives a plan back to be changed, or takes back one's own.
pub(super) fn give_back(act: &mut Act<'_>, form: BackForm) -> Reply<Done> {
    let plan = living(act, form.id)?;
    let course = plan.course.give_back(&form.why).map_err(Cannot::refusal)?;
    fresh(store::touch_seen(
        act.writer(),
        act.union(),
        (plan.id, form.plan_version),
    )?)?;
    put(act, plan.id, &course)?;
    act.note(&Happened::GivenBack { plan: plan.id })?;
    Ok(Done::to(format!("/plans/{}", plan.id))
        .record(plan.id)
        .say("planning.course.said.back"))
}

/// Adoption as it was decided.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AdoptForm {
    id: PlanId,
    plan_version: i64,
    /// By which meeting or body.
    by: Text<120>,
    /// On which day.
    on: Date,
    /// The number of the paper.
    number: Option<Text<60>>,
    /// Work without days is taken as tasks without a day.
    #[serde(default)]
    all_undated: bool,
}

/// Adoption with the paper that proves it, checked outside the transaction.
#[derive(Clone, Debug)]
pub(super) struct Adopting {
    form: AdoptForm,
    paper: Option<archive::Ready>,
}

/// Checks the paper.
pub(super) fn prepare(view: &View<'_>, form: AdoptForm) -> Reply<Adopting> {
    let paper = archive::ready_all(view, "paper", false)?.into_iter().next();
    Ok(Adopting { form, paper })
}

/// Records that the plan was adopted. A draft's entries become tasks with it.
pub(super) fn adopt(act: &mut Act<'_>, p: Adopting) -> Reply<Done> {
    let form = p.form;
    let plan = living(act, form.id)?;
    let paper = match &p.paper {
        Some(ready) => {
            let record = Record::new(KIND, plan.id);
            Some(archive::keep_in(
                act,
                ready,
                record,
                archive::Class::Minutes,
                form.on.year(),
            )?)
        }
        None => None,
    };
    let how = Adopted {
        on: form.on,
        by: form.by,
        number: form.number,
        paper,
        name: act.actor().name().to_owned(),
    };
    let course = plan.course.clone().adopt(how, act.today()).map_err(Cannot::refusal)?;
    if plan.status == Status::Draft {
        acts::settle(act, (plan.id, form.plan_version), form.all_undated)?;
    } else {
        fresh(store::touch_seen(
            act.writer(),
            act.union(),
            (plan.id, form.plan_version),
        )?)?;
    }
    put(act, plan.id, &course)?;
    act.note(&Happened::Adopted {
        plan: plan.id,
        on: form.on,
    })?;
    Ok(Done::to(format!("/plans/{}", plan.id))
        .record(plan.id)
        .say("planning.course.said.adopted"))
}

/// Puts a plan in the place of the one there is for the same time. What that one has not done is given up; what is done
/// stays. A draft there is put away.
pub(super) fn replace_twin(act: &Act<'_>, plan: &Plan) -> Reply<()> {
    let Some(old) = store::twin(act, act.union(), plan)? else {
        return Ok(());
    };
    if old.status == Status::Draft {
        let how = (Status::Dropped, act.now(), act.actor().name());
        fresh(store::close(act.writer(), act.union(), (old.id, old.version), how)?)?;
        return Ok(act.note(&Happened::Dropped { plan: old.id })?);
    }
    let why: String = format!("计划已由《{}》替代", plan.title).chars().take(200).collect();
    for id in store::entries(act, act.union(), old.id)?.iter().filter_map(|e| e.task) {
        let task = flow::get(act, act.union(), id)?;
        if task.state.is_open() {
            let why = Text::new(&why).map_err(web::Fault::other)?;
            flow::close(act, task.id, task.version, Outcome::Dropped { why })?;
        }
    }
    let course = old
        .course
        .clone()
        .replace(plan.id, act.today())
        .map_err(Cannot::refusal)?;
    fresh(store::touch_seen(act.writer(), act.union(), (old.id, old.version))?)?;
    put(act, old.id, &course)?;
    act.note(&Happened::Replaced {
        plan: old.id,
        by: plan.id,
    })?;
    Ok(())
}

/// A plan of one body.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct WhoseForm {
    id: PlanId,
    plan_version: i64,
    /// Whose plan it is.
    body: BodyId,
}

/// Says that the plan is that of one body, beside the union's own.
pub(super) fn whose(act: &mut Act<'_>, form: WhoseForm) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let all = org::bodies::store::living(act, act.union(), act.today())?;
    if !all.iter().any(|b| b.id == form.body) {
        return Err(Refusal::field("body", "planning.plan.refusal.no_body").into());
    }
    fresh(store::touch_seen(
        act.writer(),
        act.union(),
        (plan.id, form.plan_version),
    )?)?;
    let course = Course {
        body: Some(form.body),
        ..plan.course
    };
    put(act, plan.id, &course)?;
    act.note(&Happened::Edited { plan: plan.id })?;
    Ok(Done::to(format!("/plans/{}/reading", plan.id))
        .record(plan.id)
        .say("planning.course.said.whose"))
}

/// A draft that is a later text of another plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct LaterForm {
    id: PlanId,
    plan_version: i64,
}

/// Makes a draft's text a later text of the plan there is for the same time; the draft itself is put away.
pub(super) fn as_later(act: &mut Act<'_>, form: LaterForm) -> Reply<Done> {
    let plan = draft(act, form.id)?;
    let union = act.union();
    let other = store::twin(act, union, &plan)?.ok_or_else(Refusal::missing)?;
    let other = versions::changing(act, other.id)?;
    let source = store::source(act, union, plan.id)?;
    if source.is_empty() {
        return Err(Refusal::new("planning.versions.written_here").into());
    }
    let open = store::texts::texts(act, union, other.id)?
        .into_iter()
        .any(|t| t.status == "open");
    if open {
        return Err(Refusal::new("planning.versions.one_open").status(409).into());
    }
    let text = versions::keep(act, &other, &source, (plan.paper, plan.file_name.as_deref()))?;
    let how = (Status::Dropped, act.now(), act.actor().name());
    fresh(store::close(act.writer(), union, (plan.id, form.plan_version), how)?)?;
    act.note(&Happened::Dropped { plan: plan.id })?;
    Ok(Done::to(format!("/plans/{}/versions/{text}", other.id)).record(other.id))
}
