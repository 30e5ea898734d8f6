//! What happens to a task. Forms of this crate and other crates alike go through here, so that rights are
//! checked and events noted in one place.

use ::store::{Error, OnConstraint, Reader, Writer};
use kernel::{Date, Instant, UnionId, When};
use org::power;
use web::{AccountId, Act, Record, Refusal, Reply, View};

use super::{
    MemberId,
    event::Happened,
    model::{Cannot, Filter, NewTask, Outcome, State, TaskId, TaskRow},
    parts::{Answer, Helper},
    store::{self, parts},
};

impl Cannot {
    /// The answer to the person.
    pub(crate) fn refusal(self) -> Refusal {
        match self {
            Cannot::Closed => Refusal::new("flow.refusal.closed").status(409),
            Cannot::NotClosed => Refusal::new("flow.refusal.not_closed").status(409),
            Cannot::Begun => Refusal::new("flow.refusal.begun").status(409),
            Cannot::Ahead => Refusal::field("on", "flow.refusal.ahead"),
            Cannot::Days => Refusal::field("due", "flow.refusal.days"),
            Cannot::Circle => Refusal::field("needs", "flow.refusal.circle"),
            Cannot::TooMany => Refusal::new("flow.refusal.too_many"),
        }
    }
}

/// The member that acts or looks, if the account is one of the union's.
#[must_use]
pub fn me(view: &View<'_>) -> Option<MemberId> {
    view.actor().standing.as_ref().and_then(|s| s.member).map(MemberId::new)
}

/// Adds a task. Whoever calls has checked that the actor may; [`web::Refusal`] if days are the wrong way round or
/// somebody named is not of this union.
///
/// # Errors
/// A refusal, or the store's.
pub fn add(act: &Act<'_>, new: &NewTask) -> Reply<TaskId> {
    new.check().map_err(Cannot::refusal)?;
    let id: TaskId = act.id();
    store::add(act.writer(), act.union(), id, new, act.now(), act.actor().account)
        .on_constraint::<web::Stop>("foreign_key", || {
            Refusal::field("owner", "flow.refusal.stranger").into()
        })?;
    for member in &new.helpers {
        ask(act, id, *member)?;
    }
    act.note(&Happened::Added {
        task: id,
        owner: new.owner,
        due: new.due,
        source: new.source.map(|s| s.kind),
    })?;
    Ok(id)
}

/// Adds a task without anybody at the doors: a job that watches a day, or an act of the union above that leaves this
/// union something to do. `by` is the account behind it, or nil.
///
/// # Errors
/// The store's; somebody named who is not of the union breaks a foreign key.
pub fn add_for(w: &Writer, union: UnionId, (by, at): (AccountId, Instant), new: &NewTask) -> Result<TaskId, Error> {
    let id: TaskId = kernel::clock::fresh(at);
    store::add(w, union, id, new, at, by)?;
    let happened = Happened::Added {
        task: id,
        owner: new.owner,
        due: new.due,
        source: new.source.map(|s| s.kind),
    };
    web::event::write(w, union, by, at, &happened)?;
    Ok(id)
}

/// Asks somebody to help. The owner need not be asked.
pub(crate) fn ask(act: &Act<'_>, task: TaskId, member: MemberId) -> Reply<()> {
    parts::ask(act.writer(), act.union(), task, member).on_constraint::<web::Stop>("foreign_key", || {
        Refusal::field("helpers", "flow.refusal.stranger").into()
    })
}

/// A task.
///
/// # Errors
/// `Missing` if the union has none of this id.
pub fn get(read: &Reader, union: UnionId, id: TaskId) -> Result<TaskRow, Error> {
    store::get(read, union, id)
}

/// Who helps with a task, was asked to, or said no.
///
/// # Errors
/// The store's.
pub fn helpers(read: &Reader, union: UnionId, id: TaskId) -> Result<Vec<Helper>, Error> {
    parts::helpers(read, union, id)
}

/// The tasks whose days touch those from `from` to `until` (both included), in order, at most [`MOST`](super::MOST). Tasks without
/// a day are not among them.
///
/// # Errors
/// The store's.
pub fn between(read: &Reader, union: UnionId, from: Date, until: Date, filter: &Filter) -> Result<Vec<TaskRow>, Error> {
    store::between(read, union, from, until, filter)
}

/// What was due in a year and is not done: still open, or given up. By field of work and day.
///
/// # Errors
/// The store's.
pub fn undone(read: &Reader, union: UnionId, year: i16) -> Result<Vec<TaskRow>, Error> {
    let bad = |_| Error::Wrong(format!("there is no year {year}"));
    let (from, until) = (
        Date::new(year, 1, 1).map_err(bad)?,
        Date::new(year, 12, 31).map_err(bad)?,
    );
    store::undone(read, union, from, until)
}

/// The tasks that come from a record, such as a line of the plan.
///
/// # Errors
/// The store's.
pub fn of_source(read: &Reader, union: UnionId, source: Record) -> Result<Vec<TaskRow>, Error> {
    store::of_source(read, union, source)
}

/// Whether the actor may see a task: all with the power to see tasks; otherwise one's own, those one helps with or
/// is asked to, and those of a branch whose work one records.
///
/// # Errors
/// The store's.
pub fn may_see(view: &View<'_>, task: &TaskRow) -> Result<bool, Error> {
    if view.actor().may(power::TASK_SEE) || view.actor().may(power::TASK_MANAGE) {
        return Ok(true);
    }
    if me(view).is_some_and(|me| task.owner == Some(me)) || hand(view, task.id)?.is_some() {
        return Ok(true);
    }
    Ok(of_my_places(view, task))
}

fn of_my_places(view: &View<'_>, task: &TaskRow) -> bool {
    task.branch
        .is_some_and(|branch| super::my_places(view).contains(&branch))
}

/// What the actor said to helping with a task; `None` if never asked.
fn hand(view: &View<'_>, task: TaskId) -> Result<Option<Answer>, Error> {
    let Some(me) = me(view) else { return Ok(None) };
    Ok(parts::helpers(view, view.union(), task)?
        .into_iter()
        .find(|h| h.member == me && h.answer != Answer::No)
        .map(|h| h.answer))
}

/// Whether the actor may work on a task: with the power to manage tasks, on any; with the power to record work, on
/// one's own, those one helps with, and those of a branch one answers for.
///
/// # Errors
/// The store's.
pub fn may_work(view: &View<'_>, task: &TaskRow) -> Result<bool, Error> {
    if view.actor().may(power::TASK_MANAGE) {
        return Ok(true);
    }
    if !view.actor().may(power::WORK_RECORD) {
        return Ok(false);
    }
    if me(view).is_some_and(|me| task.owner == Some(me)) || hand(view, task.id)? == Some(Answer::Yes) {
        return Ok(true);
    }
    Ok(of_my_places(view, task))
}

/// A task that the actor may see.
///
/// # Errors
/// Absent and not yours are both 404.
pub fn seen(view: &View<'_>, id: TaskId) -> Reply<TaskRow> {
    let task = store::get(view, view.union(), id)?;
    if may_see(view, &task)? {
        Ok(task)
    } else {
        Err(Refusal::missing().into())
    }
}

/// A task that the actor may work on.
///
/// # Errors
/// 404 if it may not even be seen, 403 if it may not be worked on.
pub fn in_hand(view: &View<'_>, id: TaskId) -> Reply<TaskRow> {
    let task = seen(view, id)?;
    need_hand(view, &task)?;
    Ok(task)
}

/// Refuses unless the actor may work on the task.
///
/// # Errors
/// A refusal with status 403.
pub fn need_hand(view: &View<'_>, task: &TaskRow) -> Reply<()> {
    if may_work(view, task)? {
        Ok(())
    } else {
        Err(Refusal::forbidden().into())
    }
}

/// Changes what a task says. Another owner needs the power to manage tasks. Helpers no longer named are no longer
/// asked, new ones are.
pub(crate) fn change(act: &Act<'_>, (id, version): (TaskId, i64), new: &NewTask) -> Reply<()> {
    let old = in_hand(act, id)?;
    if !old.state.is_open() {
        return Err(Cannot::Closed.refusal().into());
    }
    if old.owner != new.owner {
        act.need(power::TASK_MANAGE)?;
    }
    write(act, (id, version), new)?;
    let helpers = parts::helpers(act, act.union(), id)?;
    for gone in helpers.iter().filter(|h| !new.helpers.contains(&h.member)) {
        parts::unask(act.writer(), act.union(), id, gone.member)?;
    }
    let known = |m: &&MemberId| !helpers.iter().any(|h| h.member == **m && h.answer != Answer::No);
    for member in new.helpers.iter().filter(known) {
        ask(act, id, *member)?;
    }
    act.note(&Happened::Changed { task: id })?;
    note_owner_and_days(act, &old, new)?;
    Ok(())
}

fn note_owner_and_days(act: &Act<'_>, old: &TaskRow, new: &NewTask) -> Result<(), Error> {
    let task = old.id;
    if old.owner != new.owner {
        let (from, to) = (old.owner, new.owner);
        act.note(&Happened::Assigned { task, from, to })?;
    }
    if old.due != new.due {
        let (from, to) = (old.due, new.due);
        act.note(&Happened::Moved { task, from, to })?;
    }
    Ok(())
}

pub(super) fn write(act: &Act<'_>, (id, version): (TaskId, i64), new: &NewTask) -> Reply<()> {
    let fresh = store::change(act.writer(), act.union(), (id, version), new, act.now())
        .on_constraint::<web::Stop>("foreign_key", || {
            Refusal::field("owner", "flow.refusal.stranger").into()
        })?;
    if fresh { Ok(()) } else { Err(Refusal::stale().into()) }
}

/// What another record says of a task from now on: the plan it comes from, in a later text.
#[derive(Clone, Debug, Default)]
pub struct Retold {
    /// What is to be done; as before if none.
    pub title: Option<kernel::Text<200>>,
    /// The time and its days; as before if none.
    pub days: Option<Days>,
}

/// Tells a task that is still owed anew, at the version given. Owner, helpers and the rest stay.
///
/// # Errors
/// A refusal: not yours, closed already, changed by somebody else meanwhile.
pub fn retell(act: &Act<'_>, old: &TaskRow, told: Retold) -> Reply<()> {
    need_hand(act, old)?;
    if !old.state.is_open() {
        return Err(Cannot::Closed.refusal().into());
    }
    let mut new = old.says()?;
    if let Some(title) = told.title {
        new.title = title;
    }
    if let Some(days) = told.days {
        (new.when, new.from, new.due) = days;
    }
    write(act, (old.id, old.version), &new)?;
    act.note(&Happened::Changed { task: old.id })?;
    note_owner_and_days(act, old, &new)?;
    Ok(())
}

/// A time and the days it means.
pub type Days = (Option<When>, Option<Date>, Option<Date>);

/// Moves a task to other days.
pub(crate) fn redate(act: &Act<'_>, old: &TaskRow, version: i64, (when, from, due): Days) -> Reply<()> {
    let mut new = old.says()?;
    (new.when, new.from, new.due) = (when, from, due);
    if !old.state.is_open() {
        return Err(Cannot::Closed.refusal().into());
    }
    write(act, (old.id, version), &new)?;
    let (task, from, to) = (old.id, old.due, due);
    act.note(&Happened::Moved { task, from, to })?;
    Ok(())
}

/// Gives a task to another owner, who no longer helps then.
pub(crate) fn assign(act: &Act<'_>, old: &TaskRow, version: i64, owner: MemberId) -> Reply<()> {
    let mut new = old.says()?;
    new.owner = Some(owner);
    if !old.state.is_open() {
        return Err(Cannot::Closed.refusal().into());
    }
    write(act, (old.id, version), &new)?;
    parts::unask(act.writer(), act.union(), old.id, owner)?;
    let (task, from, to) = (old.id, old.owner, Some(owner));
    act.note(&Happened::Assigned { task, from, to })?;
    Ok(())
}

/// Ends a task. Whoever calls records figures and evidence in the same act. The actor must be allowed to work on
/// the task; giving up another's task needs the power to manage tasks.
///
/// # Errors
/// A refusal: not yours, closed already, changed by somebody else since `version`, a day still to come.
pub fn close(act: &Act<'_>, id: TaskId, version: i64, outcome: Outcome) -> Reply<()> {
    let task = in_hand(act, id)?;
    ends_here(&task)?;
    let state = task.state.close(outcome, act.today()).map_err(Cannot::refusal)?;
    set_state(act, (id, version), &state)?;
    match state {
        State::Done { on } => act.note(&Happened::Done { task: id, on })?,
        _ => act.note(&Happened::Dropped { task: id })?,
    }
    Ok(())
}

/// Ends a task that a system made for itself, such as the call to a meeting that has been held. Whoever calls has
/// checked that the actor may do what ends it; a task that is closed already stays as it is.
///
/// # Errors
/// A refusal if it would be done on a day still to come; the store's.
pub fn settle(act: &Act<'_>, id: TaskId, outcome: Outcome) -> Reply<()> {
    let task = store::get(act, act.union(), id)?;
    if !task.state.is_open() {
        return Ok(());
    }
    let state = task.state.close(outcome, act.today()).map_err(Cannot::refusal)?;
    set_state(act, (id, task.version), &state)?;
    match state {
        State::Done { on } => act.note(&Happened::Done { task: id, on })?,
        _ => act.note(&Happened::Dropped { task: id })?,
    }
    Ok(())
}

/// Ends the open tasks that come from a record as done, without anybody at the doors: a job ended what they were for. `by` is
/// the account behind it, or nil.
///
/// # Errors
/// The store's.
pub fn settle_for(w: &Writer, union: UnionId, (by, at): (AccountId, Instant), source: Record) -> Result<(), Error> {
    let state = State::Done { on: at.day() };
    for task in store::of_source(w, union, source)? {
        if !task.state.is_open() {
            continue;
        }
        if !store::set_state(w, union, (task.id, task.version), &state, at, by)? {
            return Err(Error::Wrong("a task changed within one transaction".to_owned()));
        }
        let done = Happened::Done {
            task: task.id,
            on: at.day(),
        };
        web::event::write(w, union, by, at, &done)?;
    }
    Ok(())
}

/// Refuses a task that the record it comes from ends, and leads there.
///
/// # Errors
/// The refusal.
pub fn ends_here(task: &TaskRow) -> Reply<()> {
    match task.ends_at() {
        None => Ok(()),
        Some(path) => Err(Refusal::new("flow.refusal.ends_elsewhere")
            .status(409)
            .next(path)
            .into()),
    }
}

/// Opens a task again that a system ended for itself with [`settle`], when what ended it is taken back. One that is still
/// open stays as it is.
///
/// # Errors
/// The store's.
pub fn unsettle(act: &Act<'_>, id: TaskId) -> Reply<()> {
    let task = store::get(act, act.union(), id)?;
    if task.state.is_open() {
        return Ok(());
    }
    let state = task.state.reopen().map_err(Cannot::refusal)?;
    set_state(act, (id, task.version), &state)?;
    act.note(&Happened::Reopened { task: id })?;
    Ok(())
}

/// Moves the last day of a task that a system made for itself and that is still owed.
///
/// # Errors
/// The store's.
pub fn redue(act: &Act<'_>, id: TaskId, due: Date) -> Reply<()> {
    let task = store::get(act, act.union(), id)?;
    if !task.state.is_open() || task.due == Some(due) {
        return Ok(());
    }
    let mut new = task.says()?;
    new.due = Some(due);
    new.from = new.from.filter(|from| *from <= due);
    write(act, (id, task.version), &new)?;
    let (task, from, to) = (id, task.due, Some(due));
    act.note(&Happened::Moved { task, from, to })?;
    Ok(())
}

/// Begins a task.
pub(crate) fn start(act: &Act<'_>, id: TaskId, version: i64) -> Reply<()> {
    let task = in_hand(act, id)?;
    let state = task.state.start(act.today()).map_err(Cannot::refusal)?;
    set_state(act, (id, version), &state)?;
    act.note(&Happened::Started { task: id })?;
    Ok(())
}

/// Opens a closed task again. Facts posted when it was done are reversed by whoever posted them, who calls this.
///
/// # Errors
/// A refusal: no power to manage tasks, not closed, changed by somebody else since `version`.
pub fn reopen(act: &Act<'_>, id: TaskId, version: i64) -> Reply<()> {
    let task = in_hand(act, id)?;
    let state = task.state.reopen().map_err(Cannot::refusal)?;
    set_state(act, (id, version), &state)?;
    act.note(&Happened::Reopened { task: id })?;
    Ok(())
}

fn set_state(act: &Act<'_>, task: (TaskId, i64), state: &State) -> Reply<()> {
    if store::set_state(act.writer(), act.union(), task, state, act.now(), act.actor().account)? {
        Ok(())
    } else {
        Err(Refusal::stale().into())
    }
}
