//! What the forms of tasks carry, and how it becomes a task.

use kernel::{Calendar, Date, Text, When};
use org::power;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Refusal, Reply, View, Yuan};

use super::{
    BodyId, MemberId, me,
    model::{Cannot, Field, NewTask, TaskId},
    parts::Answer,
};

/// What a task says, as typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Write {
    /// The task, when it is changed.
    pub id: Option<TaskId>,
    /// The version seen, when it is changed.
    pub version: Option<i64>,
    /// What is to be done.
    title: Text<200>,
    /// More about it.
    note: Option<Text<4000>>,
    /// The field of work.
    field: Field,
    /// The plan's heading.
    section: Option<Text<200>>,
    /// Who answers for it; without the power to manage tasks, oneself.
    owner: Option<MemberId>,
    /// Who is asked to help.
    #[serde(default)]
    helpers: Vec<MemberId>,
    /// The branch or group it falls to.
    branch: Option<BodyId>,
    /// When, as people say it: 10月中旬, 重阳节前, 2026-10-15.
    when: Option<Text<60>>,
    /// The first day, if it is known exactly.
    from: Option<Date>,
    /// The last day, if it is known exactly.
    due: Option<Date>,
    /// What it may cost, in yuan.
    budget: Option<Yuan>,
}

/// A time as typed, and the days it means this year. Days given exactly win.
///
/// # Errors
/// A refusal next to the field: no such day, no such words, the first day after the last.
pub(super) fn days(
    when: Option<&str>,
    from: Option<Date>,
    due: Option<Date>,
    today: Date,
) -> Reply<(Option<When>, Option<Date>, Option<Date>)> {
    let when = when
        .map(When::read)
        .transpose()
        .map_err(|e| Refusal::field("when", &format!("flow.when.{}", e.key())))?;
    let span = match (when, due) {
        (Some(when), None) => when.resolve(today.year(), &Calendar::shipped()),
        _ => None,
    };
    let (from, due) = match span {
        Some(span) => (from.or(Some(span.from)), Some(span.to)),
        None => (from, due),
    };
    match (from, due) {
        (Some(_), None) => Err(Refusal::field("due", "flow.refusal.due_needed").into()),
        (Some(from), Some(due)) if from > due => Err(Cannot::Days.refusal().into()),
        (Some(from), Some(due)) if from == due => Ok((when, None, Some(due))),
        _ => Ok((when, from, due)),
    }
}

impl Write {
    /// The task it says. Whoever may not manage tasks writes tasks of their own only.
    pub(super) fn task(self, view: &View<'_>) -> Reply<NewTask> {
        let (when, from, due) = days(self.when.as_deref(), self.from, self.due, view.today())?;
        let manages = view.actor().may(power::TASK_MANAGE);
        if !manages && self.id.is_none() && self.owner.is_some_and(|owner| Some(owner) != me(view)) {
            return Err(Refusal::field("owner", "flow.refusal.own_only").into());
        }
        let owner = if manages || self.id.is_some() {
            self.owner
        } else {
            me(view)
        };
        let mut helpers = self.helpers;
        helpers.retain(|helper| Some(*helper) != owner);
        let task = NewTask {
            title: self.title,
            note: self.note,
            field: self.field,
            section: self.section,
            owner,
            helpers,
            branch: self.branch,
            when,
            from,
            due,
            budget: self.budget.map(|yuan| yuan.0),
            source: None,
        };
        task.check().map_err(Cannot::refusal)?;
        Ok(task)
    }
}

/// A task at a version.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct At {
    pub id: TaskId,
    /// The version seen.
    pub version: i64,
}

/// Another owner.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Assign {
    pub id: TaskId,
    /// The version seen.
    pub version: i64,
    /// Who answers for it from now on.
    pub owner: MemberId,
}

/// Giving up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Drop {
    pub id: TaskId,
    /// The version seen.
    pub version: i64,
    /// The reason.
    pub why: Text<500>,
}

/// Something to say.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Say {
    pub id: TaskId,
    /// What.
    pub body: Text<2000>,
}

/// A step for the checklist.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct AddStep {
    pub id: TaskId,
    /// What is to be done.
    pub step: Text<200>,
}

/// A tick, or its removal.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Tick {
    pub id: TaskId,
    pub step: super::parts::StepId,
    /// Whether it is ticked from now on.
    #[serde(default)]
    pub ticked: bool,
}

/// Another task to wait for, or no longer.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Wait {
    pub id: TaskId,
    /// The other task.
    pub needs: TaskId,
    /// Whether it waits no longer.
    #[serde(default)]
    pub no_longer: bool,
}

/// A helper's answer.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct HelperSays {
    pub id: TaskId,
    /// Yes or no.
    pub answer: Answer,
}

/// A reminder for oneself.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Remind {
    pub id: TaskId,
    /// From this day on.
    pub on: Date,
    /// What to think of.
    pub note: Option<Text<200>>,
}

/// A reminder put away.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    pub id: super::parts::ReminderId,
}

/// Only a task.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub id: TaskId,
}

/// Papers for a task.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Attach {
    pub id: TaskId,
    /// Keeps the place in photos.
    #[serde(default)]
    pub keep_place: bool,
}

/// Somebody to ask for help.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Invite {
    pub id: TaskId,
    /// Who.
    pub helper: MemberId,
}
