//! A case: its kinds, its states, what is kept of it. No SQL, no clock.

use kernel::{Date, Id, Instant, Money};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web::{AccountId, Act, Record, Reply};

use super::setup::StepPlan;
use crate::tasks::Field;

/// The kind of a case's id.
pub enum Case {}
/// The id of a case.
pub type CaseId = Id<Case>;
/// The kind of a mark's id.
pub enum MarkKind {}
/// The id of a mark.
pub type MarkId = Id<MarkKind>;

/// The kind of record that a case is: `/approvals/{id}`.
pub const KIND: &str = "approval";
/// The longest title.
pub const TITLE: usize = 120;

/// A kind of case, as data: the system that opens such cases declares it and the roof lists it.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The stable name, such as `payment`.
    pub key: &'static str,
    /// The field of work it belongs to.
    pub field: Field,
    /// The word key of what it is called.
    pub word: &'static str,
    /// The case was approved, refused, returned for correction, or taken back on its own page. Runs within the transaction
    /// of whoever decided; what it refuses stops the decision.
    pub decided: fn(&mut Act<'_>, &Decided) -> Reply<()>,
}

/// A case to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewCase<'a> {
    /// Its kind.
    pub kind: &'static Kind,
    /// The record it is about.
    pub record: Record,
    /// What it is about, cut to [`TITLE`] characters.
    pub title: &'a str,
    /// The amount, if it is about money; not below zero.
    pub amount: Option<Money>,
    /// Whom it benefits: they decide nothing of it.
    pub benefits: &'a [MemberId],
    /// By when it should be decided.
    pub due: Option<Date>,
    /// Whether its title tells of hardship, illness or a dispute: lists then show only its kind and number to those who
    /// neither asked nor decide.
    pub sealed: bool,
}

/// What became of a case.
#[derive(Clone, Debug)]
pub struct Decided {
    /// The case.
    pub case: CaseId,
    /// The kind of the record it is about.
    pub record_kind: String,
    /// The record it is about.
    pub record_id: Uuid,
    /// What became of it.
    pub outcome: Outcome,
    /// Why: for a refusal and a return.
    pub why: Option<String>,
}

impl Decided {
    /// The record's id, typed.
    #[must_use]
    pub fn id<K>(&self) -> Id<K> {
        Id::new(self.record_id)
    }
}

/// What can become of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// All steps said yes.
    Approved,
    /// Somebody said no.
    Refused,
    /// It went back for correction.
    Returned,
    /// Whoever asked took it back.
    Withdrawn,
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// 审批中.
    Open,
    /// 退回修改.
    Returned,
    /// 已批准.
    Approved,
    /// 未批准.
    Refused,
    /// 已撤回.
    Withdrawn,
}

impl CaseState {
    /// All, in the order of their course.
    pub const ALL: [CaseState; 5] = [
        CaseState::Open,
        CaseState::Returned,
        CaseState::Approved,
        CaseState::Refused,
        CaseState::Withdrawn,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            CaseState::Open => "open",
            CaseState::Returned => "returned",
            CaseState::Approved => "approved",
            CaseState::Refused => "refused",
            CaseState::Withdrawn => "withdrawn",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("approvals.state.{}", self.key())
    }
    /// How it shows.
    #[must_use]
    pub const fn badge(self) -> ui::State {
        match self {
            CaseState::Open => ui::State::Due,
            CaseState::Returned => ui::State::Soon,
            CaseState::Approved => ui::State::Done,
            CaseState::Refused | CaseState::Withdrawn => ui::State::Off,
        }
    }
}
::store::keyed!(CaseState, "a state of a case");

impl From<Outcome> for CaseState {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Approved => CaseState::Approved,
            Outcome::Refused => CaseState::Refused,
            Outcome::Returned => CaseState::Returned,
            Outcome::Withdrawn => CaseState::Withdrawn,
        }
    }
}

/// What can be done with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Sent in.
    Asked,
    /// Sent in again after it was returned.
    Again,
    /// Somebody said yes.
    Approved,
    /// Somebody said no.
    Refused,
    /// Somebody sent it back.
    Returned,
    /// Taken back.
    Withdrawn,
}

impl What {
    /// All.
    pub const ALL: [What; 6] = [
        What::Asked,
        What::Again,
        What::Approved,
        What::Refused,
        What::Returned,
        What::Withdrawn,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            What::Asked => "asked",
            What::Again => "again",
            What::Approved => "approved",
            What::Refused => "refused",
            What::Returned => "returned",
            What::Withdrawn => "withdrawn",
        }
    }
}
::store::keyed!(What, "what was done with a case");

/// Somebody, by account, and by the member behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Person {
    /// The account.
    pub account: AccountId,
    /// The member, if the account is one of the union's.
    pub member: Option<MemberId>,
    /// The name.
    pub name: String,
}

impl Person {
    /// Whether both are one person.
    #[must_use]
    pub fn is(&self, other: &Person) -> bool {
        self.account == other.account || (self.member.is_some() && self.member == other.member)
    }
}

/// A step of a case, as it stood when the case was sent in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Step {
    /// Its number, from 1.
    pub number: i64,
    /// Who decides, and how many.
    pub plan: StepPlan,
}

/// What somebody did with a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Mark {
    /// In which round.
    pub round: i64,
    /// At which step.
    pub step: i64,
    /// What.
    pub what: What,
    /// When.
    pub at: Instant,
    /// Who.
    pub by: Person,
    /// For whom, if a deputy.
    pub instead_of: Option<Person>,
    /// Why, or a word.
    pub note: Option<String>,
}

/// A case in a list, or of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseLine {
    /// Its id.
    pub id: CaseId,
    /// Its number: `2026-12`.
    pub number: String,
    /// The kind's key.
    pub kind: String,
    /// What it is about; empty for a reader who may not see it.
    pub title: String,
    /// The amount.
    pub amount: Option<Money>,
    /// By when it should be decided.
    pub due: Option<Date>,
    /// Whether the title is for few eyes.
    pub sealed: bool,
    /// Where it stands.
    pub state: CaseState,
    /// How often it was sent in.
    pub round: i64,
    /// The step at which it stands, from 1.
    pub step: i64,
    /// When it was first sent in.
    pub asked_at: Instant,
    /// The day of it.
    pub asked_on: Date,
    /// Who asked; a dash for a reader who may not see it.
    pub asked_name: String,
    /// Why it was refused or returned; nothing for a reader who may not see it.
    pub why: Option<String>,
    /// The version, for acts upon it.
    pub version: i64,
}

impl CaseLine {
    /// Its page.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/approvals/{}", self.id)
    }
    /// As it shows to a reader who may not see what it is about.
    #[must_use]
    pub(crate) fn veiled(mut self) -> Self {
        self.title = String::new();
        self.amount = None;
        self.asked_name = "—".to_owned();
        self.why = None;
        self
    }
}
