//! What people do with tasks, one function an act.

use org::power;
use web::{Act, Done, Refusal, Reply, View};

use super::{
    course::{self, ask},
    event::Happened,
    forms::{AddStep, Assign, At, Attach, Drop, HelperSays, Remind, Say, Seen, Tick, Wait, Which, Write},
    me,
    model::{Cannot, NEEDS, Outcome, STEPS, TaskId},
    parts::Answer,
    store::{self, parts},
};

fn page(id: TaskId) -> String {
    format!("/tasks/{id}")
}

fn done(id: TaskId, said: &str) -> Done {
    Done::to(page(id)).record(id).say(said)
}

/// Adds a task.
pub(super) fn add(act: &mut Act<'_>, form: Write) -> Reply<Done> {
    let task = form.task(act)?;
    let id = course::add(act, &task)?;
    Ok(done(id, "flow.said.added"))
}

/// Changes what a task says.
pub(super) fn edit(act: &mut Act<'_>, form: Write) -> Reply<Done> {
    let (Some(id), Some(version)) = (form.id, form.version) else {
        return Err(Refusal::missing().into());
    };
    let task = form.task(act)?;
    course::change(act, (id, version), &task)?;
    Ok(done(id, "flow.said.changed"))
}

/// Gives a task to another owner.
pub(super) fn assign(act: &mut Act<'_>, form: Assign) -> Reply<Done> {
    act.need(power::TASK_MANAGE)?;
    let row = course::in_hand(act, form.id)?;
    course::assign(act, &row, form.version, form.owner)?;
    Ok(done(form.id, "flow.said.assigned"))
}

/// Begins a task.
pub(super) fn start(act: &mut Act<'_>, form: At) -> Reply<Done> {
    course::start(act, form.id, form.version)?;
    Ok(done(form.id, "flow.said.started"))
}

/// Gives a task up.
pub(super) fn give_up(act: &mut Act<'_>, form: Drop) -> Reply<Done> {
    course::close(act, form.id, form.version, Outcome::Dropped { why: form.why })?;
    Ok(done(form.id, "flow.said.dropped"))
}

/// Takes a given-up task up again. One that is done is opened again where its figures are, so that they are
/// taken back in the same act.
pub(super) fn reopen(act: &mut Act<'_>, form: At) -> Reply<Done> {
    let row = course::in_hand(act, form.id)?;
    course::ends_here(&row)?;
    if matches!(row.state, super::State::Done { .. }) {
        return Err(Refusal::new("flow.refusal.done_has_figures").status(409).into());
    }
    course::reopen(act, form.id, form.version)?;
    Ok(done(form.id, "flow.said.reopened"))
}

/// Says something about a task.
pub(super) fn comment(act: &mut Act<'_>, form: Say) -> Reply<Done> {
    course::seen(act, form.id)?;
    let (account, name) = (act.actor().account, act.actor().name());
    let id = act.id();
    parts::add_comment(
        act.writer(),
        act.union(),
        (form.id, id),
        (account, name),
        act.now(),
        &form.body,
    )?;
    parts::read_until(act.writer(), act.union(), form.id, account, act.now())?;
    act.note(&Happened::Commented {
        task: form.id,
        comment: id,
    })?;
    Ok(Done::to(format!("{}#talk", page(form.id)))
        .record(form.id)
        .say("flow.said.commented"))
}

/// Adds a step to the checklist.
pub(super) fn add_step(act: &mut Act<'_>, form: AddStep) -> Reply<Done> {
    course::in_hand(act, form.id)?;
    if parts::steps(act, act.union(), form.id)?.len() >= STEPS {
        return Err(Cannot::TooMany.refusal().into());
    }
    let step = act.id();
    parts::add_step(act.writer(), act.union(), form.id, step, &form.step)?;
    act.note(&Happened::StepAdded { task: form.id, step })?;
    Ok(Done::to(format!("{}#steps", page(form.id))).record(form.id))
}

/// Ticks a step, or takes the tick away.
pub(super) fn tick(act: &mut Act<'_>, form: Tick) -> Reply<Done> {
    course::in_hand(act, form.id)?;
    let ticked = form.ticked.then(|| (act.now(), act.actor().account));
    if !parts::tick(act.writer(), act.union(), form.id, form.step, ticked)? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Ticked {
        task: form.id,
        step: form.step,
        ticked: form.ticked,
    })?;
    Ok(Done::to(format!("{}#steps", page(form.id))).record(form.id))
}

/// Lets a task wait for another, or no longer. Never in a circle.
pub(super) fn wait(act: &mut Act<'_>, form: Wait) -> Reply<Done> {
    course::in_hand(act, form.id)?;
    store::get(act, act.union(), form.needs)?;
    if form.no_longer {
        if !parts::drop_need(act.writer(), act.union(), form.id, form.needs)? {
            return Err(Refusal::missing().into());
        }
    } else {
        if form.id == form.needs || parts::waits_for(act, act.union(), form.id, form.needs)? {
            return Err(Cannot::Circle.refusal().into());
        }
        if parts::needs(act, act.union(), form.id)?.len() >= NEEDS {
            return Err(Cannot::TooMany.refusal().into());
        }
        parts::add_need(act.writer(), act.union(), form.id, form.needs)?;
    }
    act.note(&Happened::Waits {
        task: form.id,
        needs: form.needs,
        waits: !form.no_longer,
    })?;
    Ok(Done::to(page(form.id)).record(form.id))
}

/// A helper says yes or no.
pub(super) fn answer(act: &mut Act<'_>, form: HelperSays) -> Reply<Done> {
    let Some(member) = me(act) else {
        return Err(Refusal::missing().into());
    };
    if form.answer == Answer::Asked || !parts::answer(act.writer(), act.union(), form.id, member, form.answer)? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Answered {
        task: form.id,
        member,
        answer: form.answer,
    })?;
    let next = if form.answer == Answer::Yes {
        page(form.id)
    } else {
        "/inbox".to_owned()
    };
    Ok(Done::to(next).record(form.id).say("flow.said.answered"))
}

/// Asks a member to help, by whoever has the task in hand.
pub(super) fn invite(act: &mut Act<'_>, form: super::forms::Invite) -> Reply<Done> {
    let row = course::in_hand(act, form.id)?;
    if row.owner != Some(form.helper) {
        ask(act, form.id, form.helper)?;
    }
    act.note(&Happened::Changed { task: form.id })?;
    Ok(done(form.id, "flow.said.asked"))
}

/// Sets a reminder for oneself.
pub(super) fn remind(act: &mut Act<'_>, form: Remind) -> Reply<Done> {
    course::seen(act, form.id)?;
    if form.on < act.today() {
        return Err(Refusal::field("on", "flow.refusal.past").into());
    }
    let id = act.id();
    let account = act.actor().account;
    parts::add_reminder(
        act.writer(),
        act.union(),
        (form.id, id),
        account,
        form.on,
        form.note.as_ref(),
    )?;
    act.note(&Happened::Minded {
        task: form.id,
        reminder: Some(id),
    })?;
    Ok(done(form.id, "flow.said.reminder"))
}

/// Puts one's own reminder away.
pub(super) fn see_reminder(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let task = parts::see_reminder(act.writer(), act.union(), form.id, act.actor().account, act.now())?;
    let Some(task) = task else {
        return Err(Refusal::missing().into());
    };
    act.note(&Happened::Minded {
        task,
        reminder: Some(form.id),
    })?;
    Ok(Done::to("/inbox").record(task))
}

/// Notes that one has read what was said.
pub(super) fn read(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    course::seen(act, form.id)?;
    parts::read_until(act.writer(), act.union(), form.id, act.actor().account, act.now())?;
    act.note(&Happened::Minded {
        task: form.id,
        reminder: None,
    })?;
    Ok(Done::to("/inbox").record(form.id))
}

/// Files checked, and what they are for.
#[derive(Clone, Debug)]
pub(super) struct Files {
    task: TaskId,
    files: Vec<archive::Ready>,
}

/// Checks the files that came, outside the transaction.
pub(super) fn check_files(view: &View<'_>, form: Attach) -> Reply<Files> {
    course::in_hand(view, form.id)?;
    let files = archive::ready_all(view, "files", form.keep_place)?;
    if files.is_empty() {
        return Err(Refusal::field("files", "flow.refusal.no_file").into());
    }
    Ok(Files { task: form.id, files })
}

/// Keeps evidence and other papers with a task.
pub(super) fn attach(act: &mut Act<'_>, files: Files) -> Reply<Done> {
    let row = course::in_hand(act, files.task)?;
    let shelf = archive::Shelf::new(archive::Class::Evidence, act.today().year()).of(row.branch);
    for file in &files.files {
        archive::keep_as(act, file, row.record(), shelf)?;
    }
    act.note(&Happened::Filed {
        task: files.task,
        papers: files.files.len(),
    })?;
    Ok(Done::to(format!("{}#papers", page(files.task)))
        .record(files.task)
        .say("flow.said.filed"))
}
