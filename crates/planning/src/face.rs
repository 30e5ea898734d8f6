//! How a task shows its face in plans, in the calendar and on the first page.

use flow::{Field, Glance, Stage, TaskId, TaskRow};
use kernel::Date;
use org::MemberId;
use schemars::JsonSchema;
use serde::Serialize;

/// A task in a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TaskFace {
    /// Its id.
    pub id: TaskId,
    /// Counts its changes; a move names the one it saw.
    pub version: i64,
    /// What is to be done.
    pub title: String,
    /// The field of work.
    pub field: Field,
    /// The first day, if it takes several.
    pub from: Option<Date>,
    /// The last day.
    pub due: Option<Date>,
    /// Where it stands.
    pub stage: Stage,
    /// Whether its last day is past while it is still owed.
    pub overdue: bool,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The branch or group it falls to.
    pub branch: Option<String>,
    /// Whether the owner has left the union while it is still owed.
    pub owner_left: bool,
    /// The owner's id.
    #[serde(skip)]
    pub owner_id: Option<MemberId>,
}

impl TaskFace {
    /// The face of a task on a day.
    #[must_use]
    pub fn of(task: &TaskRow, today: Date) -> Self {
        let glance = Glance {
            id: task.id,
            version: task.version,
            title: task.title.clone(),
            field: task.field,
            from: task.from,
            due: task.due,
            stage: task.state.stage(),
            owner: task.owner,
            owner_name: task.owner_name.clone(),
            owner_left: task.owner_left,
            branch_name: task.branch_name.clone(),
        };
        Self::at(glance, today)
    }
    /// The face of a task that was read for it alone.
    #[must_use]
    pub fn at(glance: Glance, today: Date) -> Self {
        let open = glance.open();
        Self {
            id: glance.id,
            version: glance.version,
            title: glance.title,
            field: glance.field,
            from: glance.from,
            due: glance.due,
            stage: glance.stage,
            overdue: open && glance.due.is_some_and(|due| due < today),
            owner: glance.owner_name,
            branch: glance.branch_name,
            owner_left: open && glance.owner_left.is_some(),
            owner_id: glance.owner,
        }
    }
    /// Whether it is still owed.
    #[must_use]
    pub fn open(&self) -> bool {
        matches!(self.stage, Stage::Open | Stage::Doing)
    }
    /// The state that colour tells.
    #[must_use]
    pub fn state(&self, today: Date) -> ui::State {
        match self.stage {
            Stage::Done => ui::State::Done,
            Stage::Dropped => ui::State::Off,
            _ if self.overdue => ui::State::Overdue,
            _ if self.due.is_some_and(|due| today.days_until(due) <= 3) => ui::State::Soon,
            _ => ui::State::Due,
        }
    }
    /// The word key of its state.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.stage {
            _ if self.overdue => "planning.stage.overdue",
            Stage::Open => "planning.stage.open",
            Stage::Doing => "planning.stage.doing",
            Stage::Done => "planning.stage.done",
            Stage::Dropped => "planning.stage.dropped",
        }
    }
    /// The state with its word.
    #[must_use]
    pub fn badge(&self, cx: &ui::Cx) -> ui::Html {
        cx.badge(self.state(cx.today), cx.t(self.word()))
    }
    /// Its days in words; nothing if it has none.
    #[must_use]
    pub fn days(&self, cx: &ui::Cx) -> String {
        match (self.from, self.due) {
            (Some(from), Some(due)) => cx.span(from, due),
            (None, Some(due)) => cx.date(due),
            _ => String::new(),
        }
    }
    /// Who answers for it; told if they have left.
    #[must_use]
    pub fn who(&self, cx: &ui::Cx) -> Option<String> {
        let name = self.owner.clone()?;
        Some(if self.owner_left {
            cx.t1("planning.face.left", "name", name)
        } else {
            name
        })
    }
    /// Field, owner and branch in a line.
    #[must_use]
    pub fn under(&self, cx: &ui::Cx) -> String {
        let mut parts = vec![cx.t(&self.field.word())];
        parts.extend(self.who(cx));
        parts.extend(self.branch.clone());
        parts.join(" · ")
    }
}

/// The fields of work to choose from.
#[must_use]
pub fn fields(cx: &ui::Cx) -> Vec<ui::Choice> {
    Field::ALL
        .iter()
        .map(|field| ui::Choice::new(field.key(), cx.t(&field.word())))
        .collect()
}
