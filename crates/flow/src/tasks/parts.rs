//! What belongs to a task: helpers, steps, what it waits for, comments, reminders.

use kernel::{Date, Id, Instant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    MemberId,
    model::{Stage, TaskId},
};

/// The kind of a step's id.
pub enum StepKind {}
/// The id of a step.
pub type StepId = Id<StepKind>;
/// The kind of a comment's id.
pub enum CommentKind {}
/// The id of a comment.
pub type CommentId = Id<CommentKind>;
/// The kind of a reminder's id.
pub enum ReminderKind {}
/// The id of a reminder.
pub type ReminderId = Id<ReminderKind>;

/// What a helper says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Nothing yet.
    Asked,
    /// Yes.
    Yes,
    /// No.
    No,
}

impl Answer {
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Answer::Asked => "asked",
            Answer::Yes => "yes",
            Answer::No => "no",
        }
    }
    /// The answer of a name in the store.
    pub(crate) fn of(key: &str) -> Result<Self, store::Error> {
        [Answer::Asked, Answer::Yes, Answer::No]
            .into_iter()
            .find(|a| a.key() == key)
            .ok_or_else(|| store::Error::Wrong(format!("no answer is called {key}")))
    }
}

/// Somebody who helps or was asked to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Helper {
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// What they said.
    pub answer: Answer,
}

/// A step of the checklist.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// Its id.
    pub id: StepId,
    /// What is to be done.
    pub title: String,
    /// When it was ticked.
    pub ticked_at: Option<Instant>,
}

/// Another task that this one waits for, or that waits for this one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Need {
    /// Its id.
    pub id: TaskId,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// Its last day.
    pub due: Option<Date>,
}

/// Something said about a task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// When.
    pub at: Instant,
    /// The name of who said it, as it was then.
    pub who: String,
    /// What was said.
    pub body: String,
}

/// A reminder that somebody set for themselves.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Reminder {
    /// Its id.
    pub id: ReminderId,
    /// From this day it shows in the inbox.
    pub on: Date,
    /// What to think of.
    pub note: Option<String>,
}
