//! A task: what it says, its states, what may be done with it in each.

use std::{fmt, str::FromStr};

use kernel::{Date, Id, Instant, Money, Text, When};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BodyId, MemberId};

/// The kind of a task's id.
pub enum Task {}
/// The id of a task.
pub type TaskId = Id<Task>;

/// A field of work: the committee's own division, and the left rail on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 计划
    Planning,
    /// 组织
    Organisation,
    /// 民主管理
    Democracy,
    /// 维权
    Rights,
    /// 关爱
    Care,
    /// 素质
    Growth,
    /// 文体
    Culture,
    /// 财务
    Finance,
    /// 宣传
    Publicity,
}

/// A text that names no field of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAField;

impl Field {
    /// All of them, as the rail shows them.
    pub const ALL: [Field; 9] = [
        Field::Planning,
        Field::Organisation,
        Field::Democracy,
        Field::Rights,
        Field::Care,
        Field::Growth,
        Field::Culture,
        Field::Finance,
        Field::Publicity,
    ];
    /// Its stable name, the same as its crate's.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Field::Planning => "planning",
            Field::Organisation => "organisation",
            Field::Democracy => "democracy",
            Field::Rights => "rights",
            Field::Care => "care",
            Field::Growth => "growth",
            Field::Culture => "culture",
            Field::Finance => "finance",
            Field::Publicity => "publicity",
        }
    }
    /// Key of the word on screen.
    #[must_use]
    pub fn word(self) -> String {
        format!("ui.nav.{}", self.key())
    }
}
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
::store::keyed!(Field, "a field of work");
impl FromStr for Field {
    type Err = NotAField;
    fn from_str(s: &str) -> Result<Self, NotAField> {
        Field::ALL.into_iter().find(|field| field.key() == s).ok_or(NotAField)
    }
}

/// Where a task stands, with what that state knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum State {
    /// Not begun.
    Open,
    /// Begun.
    Doing {
        /// The day it was begun.
        since: Date,
    },
    /// Done.
    Done {
        /// The day it was done.
        on: Date,
    },
    /// Given up, with a reason that the year's summary can tell.
    Dropped {
        /// The reason.
        why: Text<500>,
    },
}

/// A state's name without what it knows: for filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not begun.
    Open,
    /// Begun.
    Doing,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}

impl Stage {
    /// All, in their order.
    pub const ALL: [Stage; 4] = [Stage::Open, Stage::Doing, Stage::Done, Stage::Dropped];
    /// The stable name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Stage::Open => "open",
            Stage::Doing => "doing",
            Stage::Done => "done",
            Stage::Dropped => "dropped",
        }
    }
}

::store::keyed!(Stage, "a stage of a task");

/// How a task ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done on a day, today or before.
    Done {
        /// The day.
        on: Date,
    },
    /// It is given up.
    Dropped {
        /// The reason.
        why: Text<500>,
    },
}

/// Why a task cannot go where it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It is closed already.
    Closed,
    /// It is not closed.
    NotClosed,
    /// It is begun already.
    Begun,
    /// The day lies ahead.
    Ahead,
    /// The first day is after the last, or stands without it.
    Days,
    /// It would wait for itself, by way of others.
    Circle,
    /// Only so many are taken: helpers, steps, things waited for.
    TooMany,
}

impl State {
    /// Its name.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            State::Open => Stage::Open,
            State::Doing { .. } => Stage::Doing,
            State::Done { .. } => Stage::Done,
            State::Dropped { .. } => Stage::Dropped,
        }
    }
    /// Whether it is still owed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, State::Open | State::Doing { .. })
    }
    /// Somebody begins.
    ///
    /// # Errors
    /// If it is begun or closed already.
    pub fn start(self, today: Date) -> Result<State, Cannot> {
        match self {
            State::Open => Ok(State::Doing { since: today }),
            State::Doing { .. } => Err(Cannot::Begun),
            State::Done { .. } | State::Dropped { .. } => Err(Cannot::Closed),
        }
    }
    /// It ends.
    ///
    /// # Errors
    /// If it is closed already, or done on a day still to come.
    pub fn close(self, outcome: Outcome, today: Date) -> Result<State, Cannot> {
        match (self, outcome) {
            (State::Done { .. } | State::Dropped { .. }, _) => Err(Cannot::Closed),
            (_, Outcome::Done { on }) if on > today => Err(Cannot::Ahead),
            (_, Outcome::Done { on }) => Ok(State::Done { on }),
            (_, Outcome::Dropped { why }) => Ok(State::Dropped { why }),
        }
    }
    /// It was closed by mistake, or takes place after all.
    ///
    /// # Errors
    /// If it is not closed.
    pub fn reopen(self) -> Result<State, Cannot> {
        match self {
            State::Done { .. } | State::Dropped { .. } => Ok(State::Open),
            State::Open | State::Doing { .. } => Err(Cannot::NotClosed),
        }
    }
}

/// Most helpers of a task.
pub const HELPERS: usize = 50;
/// Most steps of a checklist.
pub const STEPS: usize = 100;
/// Most tasks that one waits for.
pub const NEEDS: usize = 20;

/// What a new task says. An edit says the same again.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// What is to be done.
    pub title: Text<200>,
    /// More about it.
    pub note: Option<Text<4000>>,
    /// The field of work.
    pub field: Field,
    /// The plan's heading it stands under.
    pub section: Option<Text<200>>,
    /// Who answers for it.
    pub owner: Option<MemberId>,
    /// Who helps.
    pub helpers: Vec<MemberId>,
    /// The branch (分会) or group it falls to.
    pub branch: Option<BodyId>,
    /// When, as the plan says it.
    pub when: Option<When>,
    /// The first day, if it takes several. Only with `due`.
    pub from: Option<Date>,
    /// The last day.
    pub due: Option<Date>,
    /// What it may cost.
    pub budget: Option<Money>,
    /// The record it comes from, such as a line of the plan.
    pub source: Option<web::Record>,
}

impl NewTask {
    /// A task that says only what and in which field.
    #[must_use]
    pub fn new(title: Text<200>, field: Field) -> Self {
        Self {
            title,
            note: None,
            field,
            section: None,
            owner: None,
            helpers: Vec::new(),
            branch: None,
            when: None,
            from: None,
            due: None,
            budget: None,
            source: None,
        }
    }
    /// Checks what no type can say.
    ///
    /// # Errors
    /// If the days are the wrong way round or there are too many helpers.
    pub fn check(&self) -> Result<(), Cannot> {
        let days = match (self.from, self.due) {
            (Some(from), Some(due)) => from <= due,
            (Some(_), None) => false,
            (None, _) => true,
        };
        if !days {
            return Err(Cannot::Days);
        }
        if self.helpers.len() > HELPERS {
            return Err(Cannot::TooMany);
        }
        Ok(())
    }
}

/// A task as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskRow {
    /// Its id.
    pub id: TaskId,
    /// Counts its changes; an edit names the one it saw.
    pub version: i64,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub note: Option<String>,
    /// The field of work.
    pub field: Field,
    /// The plan's heading it stands under.
    pub section: Option<String>,
    /// Who answers for it.
    pub owner: Option<MemberId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// The branch or group it falls to.
    pub branch: Option<BodyId>,
    /// Its name.
    pub branch_name: Option<String>,
    /// When, as the plan says it.
    pub when: Option<When>,
    /// The first day, if it takes several.
    pub from: Option<Date>,
    /// The last day.
    pub due: Option<Date>,
    /// What it may cost.
    pub budget: Option<Money>,
    /// The kind of the record it comes from.
    pub source_kind: Option<String>,
    /// The record it comes from.
    pub source_id: Option<uuid::Uuid>,
    /// Where it stands.
    pub state: State,
    /// When it was added.
    pub added_at: Instant,
    /// When it was last changed: its words, days, owner or state.
    pub changed_at: Instant,
    /// The day its owner left the union, if they did.
    pub owner_left: Option<Date>,
}

impl TaskRow {
    /// This task, for events, facts and papers.
    #[must_use]
    pub fn record(&self) -> web::Record {
        web::Record::new(super::KIND, self.id)
    }
    /// What it says, to be written again with a change. Helpers and source are not among it.
    ///
    /// # Errors
    /// If a text is longer than its limit.
    pub fn says(&self) -> Result<NewTask, store::Error> {
        fn limited<const MAX: usize>(text: &str) -> Result<Text<MAX>, store::Error> {
            Text::new(text).map_err(|e| store::Error::Wrong(format!("a text of a task: {e}")))
        }
        Ok(NewTask {
            title: limited(&self.title)?,
            note: self.note.as_deref().map(limited).transpose()?,
            field: self.field,
            section: self.section.as_deref().map(limited).transpose()?,
            owner: self.owner,
            helpers: Vec::new(),
            branch: self.branch,
            when: self.when,
            from: self.from,
            due: self.due,
            budget: self.budget,
            source: None,
        })
    }
    /// Whether it is owed and its last day is past.
    #[must_use]
    pub fn overdue(&self, today: Date) -> bool {
        self.state.is_open() && self.due.is_some_and(|due| due < today)
    }
}

/// Which tasks.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only with this owner or helper.
    pub member: Option<MemberId>,
    /// Only of this field of work.
    pub field: Option<Field>,
    /// Only of this branch.
    pub branch: Option<BodyId>,
    /// Only in this state.
    pub stage: Option<Stage>,
    /// Only those still owed, if true.
    pub open: bool,
    /// Only those whose title, note or section has these words.
    pub words: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_task_goes_only_where_it_may() {
        let (today, why) = (day("2026-11-21"), || Text::new("经费不足").unwrap());
        let doing = State::Open.start(today).unwrap();
        assert_eq!(doing, State::Doing { since: today });
        assert_eq!(doing.clone().start(today), Err(Cannot::Begun));
        assert_eq!(doing.clone().reopen(), Err(Cannot::NotClosed));
        let done = |on| Outcome::Done { on };
        assert_eq!(doing.clone().close(done(today.plus_days(1)), today), Err(Cannot::Ahead));
        let closed = doing.close(done(today), today).unwrap();
        assert_eq!(
            closed.clone().close(Outcome::Dropped { why: why() }, today),
            Err(Cannot::Closed)
        );
        assert_eq!(closed.clone().start(today), Err(Cannot::Closed));
        assert_eq!(closed.reopen(), Ok(State::Open));
        let dropped = State::Open.close(Outcome::Dropped { why: why() }, today).unwrap();
        assert!(!dropped.is_open() && dropped.reopen() == Ok(State::Open));
    }

    #[test]
    fn a_first_day_needs_a_last_that_does_not_come_before() {
        let mut task = NewTask::new(Text::new("拔河").unwrap(), Field::Culture);
        assert_eq!(task.check(), Ok(()));
        task.from = Some(day("2026-03-02"));
        assert_eq!(task.check(), Err(Cannot::Days));
        task.due = Some(day("2026-03-01"));
        assert_eq!(task.check(), Err(Cannot::Days));
        task.due = task.from;
        assert_eq!(task.check(), Ok(()));
        task.helpers = vec![MemberId::new(uuid::Uuid::nil()); HELPERS + 1];
        assert_eq!(task.check(), Err(Cannot::TooMany));
    }

    #[test]
    fn names_lead_back() {
        for field in Field::ALL {
            assert_eq!(field.key().parse(), Ok(field));
        }
    }
}
