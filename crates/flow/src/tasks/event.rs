//! What can happen to tasks, as the event log keeps it.

use kernel::Date;
use serde::Serialize;
use web::{Event, Record};

use super::{
    BodyId, KIND, MemberId,
    hands::{ArrangementId, Turned},
    model::TaskId,
    parts::{Answer, CommentId, ReminderId, StepId},
};

/// What can happen to tasks.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// Added.
    Added {
        /// The task.
        task: TaskId,
        /// Its owner.
        owner: Option<MemberId>,
        /// Its last day.
        due: Option<Date>,
        /// The kind of the record it comes from.
        source: Option<&'static str>,
    },
    /// What it says was changed.
    Changed {
        /// The task.
        task: TaskId,
    },
    /// Given to another owner.
    Assigned {
        /// The task.
        task: TaskId,
        /// From whom.
        from: Option<MemberId>,
        /// To whom.
        to: Option<MemberId>,
    },
    /// Its branch or its helpers changed.
    Rearranged {
        /// The task.
        task: TaskId,
        /// The branch before; none is the whole union.
        from: Option<BodyId>,
        /// The branch now.
        to: Option<BodyId>,
        /// Who is asked to help.
        asked: Vec<MemberId>,
        /// Who helps no longer.
        relieved: Vec<MemberId>,
    },
    /// Came into other hands together with others, by one act that can be undone. Each task tells its own part.
    Arranged {
        /// The first of them.
        task: TaskId,
        /// The act.
        arrangement: ArrangementId,
        /// All of them, with the hands they were in.
        turned: Vec<Turned>,
    },
    /// Moved to other days.
    Moved {
        /// The task.
        task: TaskId,
        /// The last day before.
        from: Option<Date>,
        /// The last day now.
        to: Option<Date>,
    },
    /// Begun.
    Started {
        /// The task.
        task: TaskId,
    },
    /// Done.
    Done {
        /// The task.
        task: TaskId,
        /// The day it was done.
        on: Date,
    },
    /// Given up.
    Dropped {
        /// The task.
        task: TaskId,
    },
    /// Opened again.
    Reopened {
        /// The task.
        task: TaskId,
    },
    /// Something was said.
    Commented {
        /// The task.
        task: TaskId,
        /// The comment.
        comment: CommentId,
    },
    /// A step was added to the checklist.
    StepAdded {
        /// The task.
        task: TaskId,
        /// The step.
        step: StepId,
    },
    /// A step was ticked, or its tick taken away.
    Ticked {
        /// The task.
        task: TaskId,
        /// The step.
        step: StepId,
        /// Whether it is ticked now.
        ticked: bool,
    },
    /// It waits for another task now, or no longer.
    Waits {
        /// The task.
        task: TaskId,
        /// The other.
        needs: TaskId,
        /// Whether it waits.
        waits: bool,
    },
    /// A helper said yes or no.
    Answered {
        /// The task.
        task: TaskId,
        /// The helper.
        member: MemberId,
        /// What they said.
        answer: Answer,
    },
    /// Somebody reads, or set or put away a reminder of their own.
    Minded {
        /// The task.
        task: TaskId,
        /// The reminder, if it is about one.
        reminder: Option<ReminderId>,
    },
    /// It got papers.
    Filed {
        /// The task.
        task: TaskId,
        /// How many.
        papers: usize,
    },
    /// It went to another owner when a post changed hands.
    HandedOver {
        /// The task.
        task: TaskId,
        /// From whom.
        from: MemberId,
        /// To whom.
        to: MemberId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Added { .. } => "task.added",
            Happened::Changed { .. } => "task.changed",
            Happened::Assigned { .. } => "task.assigned",
            Happened::Rearranged { .. } => "task.rearranged",
            Happened::Arranged { .. } => "task.arranged",
            Happened::Moved { .. } => "task.moved",
            Happened::Started { .. } => "task.started",
            Happened::Done { .. } => "task.done",
            Happened::Dropped { .. } => "task.dropped",
            Happened::Reopened { .. } => "task.reopened",
            Happened::Commented { .. } => "task.commented",
            Happened::StepAdded { .. } => "task.step_added",
            Happened::Ticked { .. } => "task.ticked",
            Happened::Waits { .. } => "task.waits",
            Happened::Answered { .. } => "task.answered",
            Happened::Minded { .. } => "task.minded",
            Happened::Filed { .. } => "task.filed",
            Happened::HandedOver { .. } => "task.handed_over",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Added { task, .. }
            | Happened::Changed { task }
            | Happened::Assigned { task, .. }
            | Happened::Rearranged { task, .. }
            | Happened::Arranged { task, .. }
            | Happened::Moved { task, .. }
            | Happened::Started { task }
            | Happened::Done { task, .. }
            | Happened::Dropped { task }
            | Happened::Reopened { task }
            | Happened::Commented { task, .. }
            | Happened::StepAdded { task, .. }
            | Happened::Ticked { task, .. }
            | Happened::Waits { task, .. }
            | Happened::Answered { task, .. }
            | Happened::Minded { task, .. }
            | Happened::Filed { task, .. }
            | Happened::HandedOver { task, .. } => Record::new(KIND, *task),
        }
    }
}
