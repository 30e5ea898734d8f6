//! An application to join, and what can become of it.

use kernel::{Date, Id, Instant};
use org::{
    MemberId,
    members::{Field, Particulars},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{AccountId, Refusal, Stop};

/// The kind of an application.
pub enum Applying {}
/// The id of an application.
pub type ApplicationId = Id<Applying>;

/// What is asked of an applicant besides the identity number: as little as the register needs to begin with.
pub const ASKED: &[Field] = &[
    Field::Name,
    Field::Phone,
    Field::Group,
    Field::Employment,
    Field::Job,
    Field::Hired,
];
/// How many days a refused application is kept if the union has not said otherwise.
pub const KEEP_DAYS: i64 = 30;

/// How an application came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By the address on the poster.
    Link,
    /// On paper, typed in by an officer.
    Paper,
}

impl Channel {
    /// All.
    pub const ALL: [Channel; 2] = [Channel::Link, Channel::Paper];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Channel::Link => "link",
            Channel::Paper => "paper",
        }
    }
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 待审批.
    #[default]
    Waiting,
    /// 待补正: returned to the applicant.
    Returned,
    /// 已批准.
    Approved,
    /// 未批准.
    Refused,
}

impl Status {
    /// All, in the order of their course.
    pub const ALL: [Status; 4] = [Status::Waiting, Status::Returned, Status::Approved, Status::Refused];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::Returned => "returned",
            Status::Approved => "approved",
            Status::Refused => "refused",
        }
    }
}

/// What was answered to an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Answer {
    /// When it was recorded.
    pub at: Instant,
    /// By whom.
    pub by: AccountId,
    /// The day of the decision.
    pub on: Date,
    /// Why; for an approval its basis, such as a meeting of the committee.
    pub reason: String,
}

/// Where an application stands, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It waits for the committee.
    Waiting,
    /// The applicant has to mend something.
    Returned(Answer),
    /// The applicant is a member now.
    Approved(MemberId, Answer),
    /// The committee said no.
    Refused(Answer),
}

/// Why nothing can become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It was decided already.
    Decided,
    /// It lies with the applicant, who was asked to mend something.
    WithApplicant,
    /// Nothing was asked to be mended.
    NothingAsked,
}

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        let key = match cannot {
            Cannot::Decided => "joining.cannot.decided",
            Cannot::WithApplicant => "joining.cannot.with_applicant",
            Cannot::NothingAsked => "joining.cannot.nothing_asked",
        };
        Refusal::new(key).status(409).into()
    }
}

impl State {
    /// Where it stands, without what belongs to it.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            State::Waiting => Status::Waiting,
            State::Returned(_) => Status::Returned,
            State::Approved(..) => Status::Approved,
            State::Refused(_) => Status::Refused,
        }
    }
    /// What was answered last.
    #[must_use]
    pub const fn answer(&self) -> Option<&Answer> {
        match self {
            State::Waiting => None,
            State::Returned(answer) | State::Approved(_, answer) | State::Refused(answer) => Some(answer),
        }
    }
    /// Who the applicant is in the register.
    #[must_use]
    pub const fn member(&self) -> Option<MemberId> {
        match self {
            State::Approved(member, _) => Some(*member),
            _ => None,
        }
    }
    /// Whether it is still undecided.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, State::Waiting | State::Returned(_))
    }
    /// Asks the applicant to mend something.
    ///
    /// # Errors
    /// Unless it waits.
    pub fn give_back(self, answer: Answer) -> Result<Self, Cannot> {
        match self {
            State::Waiting => Ok(State::Returned(answer)),
            State::Returned(_) => Err(Cannot::WithApplicant),
            State::Approved(..) | State::Refused(_) => Err(Cannot::Decided),
        }
    }
    /// The applicant has mended it.
    ///
    /// # Errors
    /// Unless it was returned.
    pub fn correct(self) -> Result<Self, Cannot> {
        match self {
            State::Returned(_) => Ok(State::Waiting),
            State::Waiting => Err(Cannot::NothingAsked),
            State::Approved(..) | State::Refused(_) => Err(Cannot::Decided),
        }
    }
    /// The committee says yes.
    ///
    /// # Errors
    /// Unless it waits.
    pub fn approve(self, member: MemberId, answer: Answer) -> Result<Self, Cannot> {
        self.give_back(answer).and_then(|returned| match returned {
            State::Returned(answer) => Ok(State::Approved(member, answer)),
            _ => Err(Cannot::Decided),
        })
    }
    /// The committee says no, also when the applicant never mended it.
    ///
    /// # Errors
    /// If it was decided.
    pub fn refuse(self, answer: Answer) -> Result<Self, Cannot> {
        if self.is_open() {
            Ok(State::Refused(answer))
        } else {
            Err(Cannot::Decided)
        }
    }
}

/// What a group thinks of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Opinion {
    /// Whether it is for it.
    pub agrees: bool,
    /// In its words.
    pub note: Option<String>,
    /// Who recorded it.
    pub by: AccountId,
    /// When.
    pub at: Instant,
}

/// An application. The identity number is kept sealed beside it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// How it came.
    pub channel: Channel,
    /// Where it stands.
    pub state: State,
    /// What the applicant told: the particulars of [`ASKED`].
    pub known: Particulars,
    /// Why the applicant wishes to join, in their words.
    pub wish: Option<String>,
    /// The text of consent that was agreed to.
    pub consent: Option<i64>,
    /// When it came.
    pub sent_at: Instant,
    /// Who typed it in; nobody if the applicant did.
    pub sent_by: AccountId,
    /// What the group thinks.
    pub opinion: Option<Opinion>,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Application {
    /// The applicant's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.known.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        Answer {
            at: Instant::from_millis(0),
            by: Id::new(uuid::Uuid::nil()),
            on: "2026-11-21".parse().unwrap(),
            reason: "委员会会议".to_owned(),
        }
    }
    fn member() -> MemberId {
        Id::new(uuid::Uuid::nil())
    }

    #[test]
    fn what_is_decided_stays_decided() {
        let refused = State::Waiting.refuse(answer()).unwrap();
        let approved = State::Waiting.approve(member(), answer()).unwrap();
        for decided in [refused, approved] {
            assert!(!decided.is_open());
            assert_eq!(decided.clone().refuse(answer()), Err(Cannot::Decided));
            assert_eq!(decided.clone().approve(member(), answer()), Err(Cannot::Decided));
            assert_eq!(decided.clone().give_back(answer()), Err(Cannot::Decided));
            assert_eq!(decided.correct(), Err(Cannot::Decided));
        }
    }

    #[test]
    fn what_was_returned_waits_again_once_it_is_mended() {
        let returned = State::Waiting.give_back(answer()).unwrap();
        assert_eq!(returned.clone().approve(member(), answer()), Err(Cannot::WithApplicant));
        assert_eq!(returned.clone().correct(), Ok(State::Waiting));
        assert!(returned.refuse(answer()).is_ok());
        assert_eq!(State::Waiting.correct(), Err(Cannot::NothingAsked));
    }

    #[test]
    fn names_lead_back() {
        use ::store::{Column, FromColumn};
        for status in Status::ALL {
            assert_eq!(Status::from_column(Column::Text(status.key())), Ok(status));
        }
        for channel in Channel::ALL {
            assert_eq!(Channel::from_column(Column::Text(channel.key())), Ok(channel));
        }
        assert!(Status::from_column(Column::Text("gone")).is_err());
    }
}
