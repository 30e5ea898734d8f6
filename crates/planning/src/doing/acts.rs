//! Recording, correcting, withdrawing.

use archive::{Class, Ready, Shelf};
use flow::{Outcome, TaskId};
use kernel::{Date, Id, Text};
use org::BodyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply, View, Yuan};

use super::{
    kinds::Kind,
    model::{Figures, Row, Told, Words, WorkId},
    places::{self, places},
    record,
    store::{self, CORRECT, WITHDRAW},
};

/// What is typed about work done. One form tells of new work, closes a task and corrects a record: the path says
/// which task or record is meant.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Form {
    /// The task to close or the record to correct; of new work none.
    pub id: Option<Id<()>>,
    /// The version of that task or record that was seen.
    pub version: Option<i64>,
    /// What kind of work.
    pub kind: Kind,
    /// On which day; today or before.
    pub day: Date,
    /// What was done.
    pub title: Text<200>,
    /// Where.
    pub place: Option<Text<200>>,
    /// The branch or group it counts for.
    pub branch: Option<BodyId>,
    /// How often: 场, 期, 次.
    pub events: Option<u32>,
    /// How many people.
    pub people: Option<u32>,
    /// How many households.
    pub households: Option<u32>,
    /// How many pieces.
    pub items: Option<u32>,
    /// Money in yuan.
    pub money: Option<Yuan>,
    /// What came of it.
    pub result: Option<Text<4000>>,
    /// Whether photos keep where they were taken.
    #[serde(default)]
    pub keep_place: bool,
}

/// What happens to work, each with the version of the record that it made.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    Told {
        work: WorkId,
        version: i64,
        task: Option<TaskId>,
        told: &'a Told,
    },
    Corrected {
        work: WorkId,
        version: i64,
        told: &'a Told,
    },
    Withdrawn {
        work: WorkId,
        version: i64,
        why: &'a str,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Told { .. } => "work.told",
            Happened::Corrected { .. } => "work.corrected",
            Happened::Withdrawn { .. } => "work.withdrawn",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Told { work, .. } | Happened::Corrected { work, .. } | Happened::Withdrawn { work, .. } => {
                record(*work)
            }
        }
    }
}

/// A form with its photos checked and prepared.
#[derive(Clone)]
pub(super) struct Prepared {
    form: Form,
    photos: Vec<Ready>,
}

impl Form {
    /// The id in the path and the version seen.
    fn meant<K>(&self) -> Reply<(Id<K>, i64)> {
        let id = self.id.ok_or_else(Refusal::missing)?;
        let version = self
            .version
            .ok_or_else(|| Refusal::field("version", "web.refusal.required"))?;
        Ok((id.cast(), version))
    }

    /// What is told; `stands` is the branch that a record corrected counts for already, even if it has since ended.
    fn told(&self, act: &Act<'_>, stands: Option<BodyId>) -> Reply<Told> {
        let figures = Figures {
            events: self.events,
            people: self.people,
            households: self.households,
            items: self.items,
            money: self.money.map(|y| y.0),
        };
        let words = Words {
            title: self.title.clone(),
            place: self.place.clone(),
            result: self.result.clone(),
        };
        let places = places(act);
        let known = places.choices(act)?;
        let stays = stands.is_some() && stands == self.branch;
        match self.branch {
            Some(branch) if !stays && !known.iter().any(|(id, _)| *id == branch) => {
                return Err(Refusal::field("branch", "planning.refusal.no_branch").into());
            }
            None if !places.whole() => return Err(Refusal::field("branch", "planning.refusal.own_branch").into()),
            _ => {}
        }
        if facts::register::store::closed(act, act.union(), self.day)? {
            return Err(Refusal::field("day", "facts.refusal.closed")
                .arg("day", self.day)
                .into());
        }
        Told::new(self.kind, self.day, act.today(), self.branch, words, figures)
            .map_err(|cannot| Refusal::from(cannot).into())
    }
}

/// Prepares photos and papers, outside the transaction.
pub(super) fn prepare(view: &View<'_>, form: Form) -> Reply<Prepared> {
    let photos = archive::ready_all(view, "photos", form.keep_place)?;
    Ok(Prepared { form, photos })
}

/// The same for a task, which must be in hand before photos are worth the work.
pub(super) fn prepare_close(view: &View<'_>, form: Form) -> Reply<Prepared> {
    let (task, _): (TaskId, i64) = form.meant()?;
    flow::ends_here(&flow::in_hand(view, task)?)?;
    prepare(view, form)
}

/// The same for a record that one may correct.
pub(super) fn prepare_correct(view: &View<'_>, form: Form) -> Reply<Prepared> {
    let (work, _): (WorkId, i64) = form.meant()?;
    mine(view, work)?;
    prepare(view, form)
}

/// Records work that no task named.
pub(super) fn tell(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let told = p.form.told(act, None)?;
    let id = keep(act, None, &told, &p.photos)?;
    Ok(Done::to(format!("/works/{id}")).record(id).say("planning.said.told"))
}

/// Closes a task with what was done.
pub(super) fn close(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let (task, version): (TaskId, i64) = p.form.meant()?;
    let told = p.form.told(act, flow::get(act, act.union(), task)?.branch)?;
    flow::close(act, task, version, Outcome::Done { on: told.day })?;
    let id = keep(act, Some(task), &told, &p.photos)?;
    Ok(Done::to(format!("/works/{id}")).record(id).say("planning.said.closed"))
}

fn keep(act: &Act<'_>, task: Option<TaskId>, told: &Told, photos: &[Ready]) -> Reply<WorkId> {
    let id: WorkId = act.id();
    store::add(
        act.writer(),
        act.union(),
        id,
        task,
        told,
        act.actor().account,
        act.now(),
    )?;
    act.note(&Happened::Told {
        work: id,
        version: 1,
        task,
        told,
    })?;
    facts::post(act, record(id), told.day, told.branch, None, &told.postings())?;
    file(act, id, told.branch, photos)?;
    Ok(id)
}

fn file(act: &Act<'_>, id: WorkId, branch: Option<BodyId>, photos: &[Ready]) -> Reply<()> {
    let shelf = Shelf::new(Class::Evidence, act.today().year()).of(branch);
    for photo in photos {
        archive::keep_as(act, photo, record(id), shelf)?;
    }
    Ok(())
}

/// A record that the actor may change: one's own, or any with the right to correct the register.
pub(super) fn mine(view: &View<'_>, id: WorkId) -> Reply<Row> {
    let row = store::get(view, view.union(), id)?;
    let may = view.actor().may(org::power::REGISTER_CORRECT)
        || (row.account == view.actor().account && view.actor().may(org::power::WORK_RECORD));
    match (may, places::may_see(view, &row)) {
        (true, _) => Ok(row),
        (false, true) => Err(Refusal::forbidden().into()),
        (false, false) => Err(Refusal::missing().into()),
    }
}

/// Corrects a record: its facts are taken back and posted anew.
pub(super) fn correct(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let (id, version): (WorkId, i64) = p.form.meant()?;
    let before = mine(act, id)?;
    if before.withdrawn.is_some() {
        return Err(Refusal::new("planning.refusal.withdrawn").into());
    }
    let told = p.form.told(act, before.told.branch)?;
    let t = &told;
    act.run_fresh(
        CORRECT,
        &[
            &act.union(),
            &id,
            &version,
            &t.kind.key(),
            &t.day,
            &t.title,
            &t.place,
            &t.branch,
            &t.events,
            &t.people,
            &t.households,
            &t.items,
            &t.money,
            &t.result,
        ],
    )?;
    act.note(&Happened::Corrected {
        work: id,
        version: version + 1,
        told: t,
    })?;
    let counted = |told: &Told| (told.day, told.branch, told.postings());
    if counted(&before.told) != counted(t) {
        facts::reverse(act, record(id), "correction")?;
        facts::post(act, record(id), told.day, told.branch, None, &told.postings())?;
    }
    file(act, id, told.branch, &p.photos)?;
    Ok(Done::to(format!("/works/{id}"))
        .record(id)
        .say("planning.said.corrected"))
}

/// Why a record is withdrawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct WithdrawForm {
    id: WorkId,
    version: i64,
    why: Text<500>,
}

/// Withdraws a record: it stays with its reason, its facts are taken back, the task it closed is open again.
pub(super) fn withdraw(act: &mut Act<'_>, form: WithdrawForm) -> Reply<Done> {
    let row = mine(act, form.id)?;
    act.run_fresh(WITHDRAW, &[&act.union(), &form.id, &form.version, &form.why])?;
    act.note(&Happened::Withdrawn {
        work: form.id,
        version: form.version + 1,
        why: &form.why,
    })?;
    facts::reverse(act, record(form.id), &form.why)?;
    if let Some(task) = row.task {
        let task = flow::get(act, act.union(), task)?;
        if !task.state.is_open() {
            flow::reopen(act, task.id, task.version)?;
        }
    }
    Ok(Done::to(format!("/works/{}", form.id))
        .record(form.id)
        .say("planning.said.withdrawn"))
}
