//! A dossier's course: where it stands, what can happen to it, who may not decide over it.

use kernel::{Date, Id, Instant, Money};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{AccountId, Refusal, Stop};

use super::{
    body::Body,
    means::{Category, Means},
};

/// The kind of a dossier's id.
pub enum Dossier {}
/// The id of a dossier.
pub type DossierId = Id<Dossier>;
/// The kind of a step's id.
pub enum Stepping {}
/// The id of a step.
pub type StepId = Id<Stepping>;
/// The kind of a proof's id.
pub enum Proof {}
/// The id of a proof.
pub type ProofId = Id<Proof>;

/// How it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The applicant filled it in.
    Own,
    /// An officer typed it from paper.
    Paper,
}
::store::kept_by_key!(Way, "a way of a dossier", Own "own", Paper "paper");

/// Where a dossier stands, without what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 填写中
    Draft,
    /// 待核查
    Applied,
    /// 待补正
    Returned,
    /// 已核查
    Checked,
    /// 已评议
    Reviewed,
    /// 公示中
    Noticed,
    /// 公示期满
    Cleared,
    /// 报上级审批
    Sent,
    /// 已建档
    Filed,
    /// 已退出
    Exited,
    /// 未通过
    Refused,
    /// 已撤回
    Withdrawn,
}
::store::kept_by_key!(
    Status, "a state of a dossier",
    Draft "draft", Applied "applied", Returned "returned", Checked "checked", Reviewed "reviewed", Noticed "noticed",
    Cleared "cleared", Sent "sent", Filed "filed", Exited "exited", Refused "refused", Withdrawn "withdrawn",
);

impl Status {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("hardship.status.{}", self.key())
    }
}

/// Where a dossier stands, with what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// It is being filled in.
    Draft,
    /// It waits for the visit.
    Applied {
        /// Since.
        on: Date,
    },
    /// Something has to be mended.
    Returned {
        /// Since.
        on: Date,
    },
    /// The household was visited.
    Checked {
        /// On.
        on: Date,
    },
    /// The committee has decided for it.
    Reviewed {
        /// On.
        on: Date,
    },
    /// It is published.
    Noticed {
        /// From.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// Its notice is over, every objection answered.
    Cleared {
        /// On.
        on: Date,
    },
    /// It lies with the higher union.
    Sent {
        /// By this letter.
        letter: dispatch::LetterId,
        /// Since.
        on: Date,
    },
    /// It is on file.
    Filed {
        /// Since.
        on: Date,
        /// When it has to be looked at again.
        recheck: Date,
    },
    /// The household is out of hardship.
    Exited {
        /// Since.
        on: Date,
        /// When to ask how they are; none once it was asked.
        follow: Option<Date>,
    },
    /// It was refused.
    Refused {
        /// On.
        on: Date,
    },
    /// It was taken back.
    Withdrawn {
        /// On.
        on: Date,
    },
}

/// What happened to a dossier. Kept sealed; the log knows only that it happened.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Handed in, first or again.
    Applied { on: Date },
    /// Returned to be mended.
    Returned { on: Date, why: String },
    /// Two people went there.
    Checked {
        on: Date,
        visitors: Vec<MemberId>,
        names: Vec<String>,
        report: String,
        agrees: bool,
        /// Why fewer went than a rule says.
        #[serde(default)]
        reason: Option<String>,
    },
    /// The committee decided for it.
    Reviewed {
        on: Date,
        basis: String,
        category: Category,
        /// Why another category than the test's.
        why: Option<String>,
        /// What the household shall get, for the notice.
        amount: Option<Money>,
        test: Option<Means>,
    },
    /// The committee, or the higher union, decided against it.
    Refused { on: Date, basis: String, why: String },
    /// Published.
    Noticed {
        from: Date,
        until: Date,
        /// Why it is shorter than a rule says.
        #[serde(default)]
        reason: Option<String>,
    },
    /// Somebody objects.
    Objected { on: Date, who: String, text: String },
    /// An objection was answered.
    Answered { on: Date, objection: StepId, text: String },
    /// The notice is over.
    Cleared { on: Date },
    /// Sent up.
    Sent {
        on: Date,
        letter: dispatch::LetterId,
        to: String,
    },
    /// The letter was called back before it was answered.
    Recalled { on: Date },
    /// Put on file.
    Filed { on: Date, recheck: Date, by: String },
    /// Looked at again.
    Rechecked {
        on: Date,
        recheck: Date,
        category: Category,
        names: Vec<String>,
        report: String,
        test: Option<Means>,
    },
    /// Out of hardship.
    Exited {
        on: Date,
        why: String,
        months: i64,
        follow: Date,
        /// Why it ends in spite of a rule.
        #[serde(default)]
        reason: Option<String>,
    },
    /// Asked how they are.
    Followed { on: Date, text: String },
    /// Taken up again.
    Reopened { on: Date, why: String },
    /// Taken back.
    Withdrawn { on: Date, why: String },
}

impl Step {
    /// Why it went on in spite of a rule.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Step::Checked { reason, .. } | Step::Noticed { reason, .. } | Step::Exited { reason, .. } => {
                reason.as_deref()
            }
            _ => None,
        }
    }
    /// Its name in the store, in events and in word keys.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Step::Applied { .. } => "applied",
            Step::Returned { .. } => "returned",
            Step::Checked { .. } => "checked",
            Step::Reviewed { .. } => "reviewed",
            Step::Refused { .. } => "refused",
            Step::Noticed { .. } => "noticed",
            Step::Objected { .. } => "objected",
            Step::Answered { .. } => "answered",
            Step::Cleared { .. } => "cleared",
            Step::Sent { .. } => "sent",
            Step::Recalled { .. } => "recalled",
            Step::Filed { .. } => "filed",
            Step::Rechecked { .. } => "rechecked",
            Step::Exited { .. } => "exited",
            Step::Followed { .. } => "followed",
            Step::Reopened { .. } => "reopened",
            Step::Withdrawn { .. } => "withdrawn",
        }
    }
    /// The day it happened.
    #[must_use]
    pub const fn on(&self) -> Date {
        match self {
            Step::Noticed { from, .. } => *from,
            Step::Applied { on }
            | Step::Returned { on, .. }
            | Step::Checked { on, .. }
            | Step::Reviewed { on, .. }
            | Step::Refused { on, .. }
            | Step::Objected { on, .. }
            | Step::Answered { on, .. }
            | Step::Cleared { on }
            | Step::Sent { on, .. }
            | Step::Recalled { on }
            | Step::Filed { on, .. }
            | Step::Rechecked { on, .. }
            | Step::Exited { on, .. }
            | Step::Followed { on, .. }
            | Step::Reopened { on, .. }
            | Step::Withdrawn { on, .. } => *on,
        }
    }
}

/// It cannot go there from where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cannot(pub Status);

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        let key = format!("hardship.cannot.{}", cannot.0.key());
        Refusal::new(&key).status(409).into()
    }
}

impl State {
    /// Where it stands, without what belongs to it.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            State::Draft => Status::Draft,
            State::Applied { .. } => Status::Applied,
            State::Returned { .. } => Status::Returned,
            State::Checked { .. } => Status::Checked,
            State::Reviewed { .. } => Status::Reviewed,
            State::Noticed { .. } => Status::Noticed,
            State::Cleared { .. } => Status::Cleared,
            State::Sent { .. } => Status::Sent,
            State::Filed { .. } => Status::Filed,
            State::Exited { .. } => Status::Exited,
            State::Refused { .. } => Status::Refused,
            State::Withdrawn { .. } => Status::Withdrawn,
        }
    }
    /// Whether it is on its way to be filed.
    #[must_use]
    pub const fn under_way(self) -> bool {
        matches!(
            self,
            State::Draft
                | State::Applied { .. }
                | State::Returned { .. }
                | State::Checked { .. }
                | State::Reviewed { .. }
                | State::Noticed { .. }
                | State::Cleared { .. }
                | State::Sent { .. }
        )
    }
    /// Whether what it says may be written anew.
    #[must_use]
    pub const fn may_write(self) -> bool {
        matches!(self, State::Draft | State::Returned { .. } | State::Filed { .. })
    }
    /// Whether it can be returned to be mended.
    #[must_use]
    pub const fn may_return(self) -> bool {
        matches!(
            self,
            State::Applied { .. }
                | State::Checked { .. }
                | State::Reviewed { .. }
                | State::Noticed { .. }
                | State::Cleared { .. }
                | State::Sent { .. }
        )
    }
    /// Where it stands after something has happened.
    ///
    /// # Errors
    /// If it cannot happen now.
    pub fn after(self, step: &Step) -> Result<State, Cannot> {
        let to = match (self, step) {
            (State::Draft | State::Returned { .. }, Step::Applied { on }) => State::Applied { on: *on },
            (State::Exited { .. } | State::Refused { .. }, Step::Reopened { on, .. }) => State::Applied { on: *on },
            (_, Step::Returned { on, .. }) if self.may_return() => State::Returned { on: *on },
            (State::Applied { .. }, Step::Checked { on, .. }) => State::Checked { on: *on },
            (State::Checked { .. }, Step::Reviewed { on, .. }) => State::Reviewed { on: *on },
            (
                State::Checked { .. } | State::Noticed { .. } | State::Cleared { .. } | State::Sent { .. },
                Step::Refused { on, .. },
            ) => State::Refused { on: *on },
            (State::Reviewed { .. }, Step::Noticed { from, until, .. }) => State::Noticed {
                from: *from,
                until: *until,
            },
            (State::Noticed { .. }, Step::Objected { .. } | Step::Answered { .. }) => self,
            (State::Noticed { until, .. }, Step::Cleared { on }) if *on > until => State::Cleared { on: *on },
            (State::Cleared { .. }, Step::Sent { on, letter, .. }) => State::Sent {
                letter: *letter,
                on: *on,
            },
            (State::Sent { .. }, Step::Recalled { on }) => State::Cleared { on: *on },
            (State::Cleared { .. } | State::Sent { .. }, Step::Filed { on, recheck, .. })
            | (State::Filed { .. }, Step::Rechecked { on, recheck, .. }) => {
                let since = match self {
                    State::Filed { on, .. } => on,
                    _ => *on,
                };
                State::Filed {
                    on: since,
                    recheck: *recheck,
                }
            }
            (State::Filed { .. }, Step::Exited { on, follow, .. }) => State::Exited {
                on: *on,
                follow: Some(*follow),
            },
            (State::Exited { on, follow: Some(_) }, Step::Followed { .. }) => State::Exited { on, follow: None },
            (_, Step::Withdrawn { on, .. }) if self.under_way() => State::Withdrawn { on: *on },
            _ => return Err(Cannot(self.status())),
        };
        Ok(to)
    }
}

/// What lists show of a dossier besides its state. Kept sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Brief {
    /// What the test or the committee says.
    pub category: Option<Category>,
    /// The main cause.
    pub cause: Option<String>,
    /// What the household shall get, as published.
    pub amount: Option<Money>,
}

/// A dossier as it stands, without what it says.
#[derive(Clone)]
pub struct Card {
    /// Its id.
    pub id: DossierId,
    /// Whose.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// How it came.
    pub way: Way,
    /// Who entered it.
    pub entered_by: AccountId,
    /// When it was begun.
    pub started_at: Instant,
    /// Where it stands.
    pub state: State,
    /// The number of what it says now.
    pub text: i64,
    /// What lists show.
    pub brief: Brief,
    /// Version, for acts.
    pub version: i64,
}

/// A step as it was kept.
#[derive(Clone)]
pub struct Kept {
    /// Its id.
    pub id: StepId,
    /// When it was recorded.
    pub at: Instant,
    /// By whom, by name; nobody where a letter brought it.
    pub who: Option<String>,
    /// What happened.
    pub step: Step,
}

/// Whoever acts, as far as conflicts of interest go.
pub struct Actor<'a> {
    /// Their account.
    pub account: AccountId,
    /// As a member.
    pub member: Option<MemberId>,
    /// Their name.
    pub name: &'a str,
    /// Their identity number.
    pub number: Option<&'a str>,
}

/// Whether somebody belongs to the household, or is named in it: the applicant, or one of the family by number, or by name
/// where no number is known.
#[must_use]
pub fn is_near(card: &Card, body: &Body, member: Option<MemberId>, name: &str, number: Option<&str>) -> bool {
    if member == Some(card.member) || number.is_some_and(|own| body.numbers().any(|one| one == own)) {
        return true;
    }
    body.family.iter().any(|one| {
        let same_name = one.get("name").is_some_and(|known| known == name);
        let other_number = matches!((number, one.get("number")), (Some(a), Some(b)) if a != b);
        same_name && !other_number
    })
}

/// Refuses whoever may not decide over a dossier: the applicant, kin, and who entered it alone.
///
/// # Errors
/// The refusal.
pub fn may_decide(card: &Card, body: &Body, actor: &Actor<'_>) -> Result<(), Stop> {
    if is_near(card, body, actor.member, actor.name, actor.number) {
        return Err(Refusal::new("hardship.refusal.near").status(403).into());
    }
    if card.way == Way::Paper && card.entered_by == actor.account {
        return Err(Refusal::new("hardship.refusal.entered").status(403).into());
    }
    Ok(())
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
