//! A letter on both sides: its states, what decides them, and what a kind of letter brings along. No SQL, no clock.

use kernel::{Date, Id, Instant, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Power, Record, Reply};

/// The kind of a letter's id. Sender and receiver keep it under the same id.
pub enum Letter {}
/// The id of a letter.
pub type LetterId = Id<Letter>;

/// The kind of record that a letter is: `/letters/{id}`.
pub const KIND: &str = "letter";

/// A kind of letter, as data: the system that writes such letters declares it and the roof lists it.
///
/// The functions run within the transaction that changes the letter's own row, as acts of the union concerned. What they
/// refuse keeps the letter as it was: a letter that was carried is tried again later.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The stable name, such as `member.transfer`.
    pub name: &'static str,
    /// The word key of what it is called.
    pub word: &'static str,
    /// Where such letters are worked on, on both sides: followed by the letter's id, as in `/transfers/{id}`.
    pub page: &'static str,
    /// What it takes to open them there.
    pub see: Power,
    /// A letter has come in.
    pub arrived: fn(&Act<'_>, &Incoming) -> Reply<()>,
    /// A letter that had come in was called back before it was answered.
    pub called_back: fn(&Act<'_>, &Incoming) -> Reply<()>,
    /// What became of a letter that was sent.
    pub answered: fn(&Act<'_>, &Outgoing, &Answer) -> Reply<()>,
}

impl Kind {
    /// The page on which a letter is worked on.
    #[must_use]
    pub fn path(&self, id: LetterId) -> String {
        format!("{}/{id}", self.page)
    }
}

/// How a letter gets to its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The receiver is in this installation: the program brings it.
    House,
    /// The receiver is in another installation whose card is known: people carry a signed file.
    File,
    /// The receiver is in none: people carry paper, and the answer is recorded by hand.
    Paper,
}
::store::kept_by_key!(Way, "a way of a letter", House "house", File "file", Paper "paper");

/// How a letter stands at its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutState {
    /// 已发出: on its way.
    Sent,
    /// 已送达: the receiver has it.
    Delivered,
    /// 撤回中: called back; the receiver may have answered before.
    Recalled,
    /// 对方已接收.
    Accepted,
    /// 被退回.
    Returned,
    /// 已撤回.
    Withdrawn,
}
::store::kept_by_key!(
    OutState, "a state of a sent letter",
    Sent "sent", Delivered "delivered", Recalled "recalled", Accepted "accepted", Returned "returned", Withdrawn "withdrawn"
);

impl OutState {
    /// Whether the sender still waits for what becomes of it.
    #[must_use]
    pub const fn open(self) -> bool {
        matches!(self, OutState::Sent | OutState::Delivered | OutState::Recalled)
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("dispatch.out.{}", self.key())
    }
}

/// How a letter stands at its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InState {
    /// 待办理.
    Received,
    /// 已接收.
    Accepted,
    /// 已退回.
    Returned,
    /// 对方已撤回.
    Withdrawn,
}
::store::kept_by_key!(
    InState, "a state of a received letter",
    Received "received", Accepted "accepted", Returned "returned", Withdrawn "withdrawn"
);

impl InState {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("dispatch.in.{}", self.key())
    }
}

/// What became of a letter. The receiver's row decides it, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Answer {
    /// Taken, with effect from a day.
    Accepted {
        /// The day.
        on: Date,
    },
    /// Sent back.
    Returned {
        /// The day.
        on: Date,
        /// Why.
        why: String,
    },
    /// Called back by the sender before it was answered.
    Withdrawn {
        /// The day.
        on: Date,
    },
}

impl Answer {
    /// The sender's state after it.
    #[must_use]
    pub const fn out(&self) -> OutState {
        match self {
            Answer::Accepted { .. } => OutState::Accepted,
            Answer::Returned { .. } => OutState::Returned,
            Answer::Withdrawn { .. } => OutState::Withdrawn,
        }
    }
    /// The receiver's state.
    #[must_use]
    pub const fn state(&self) -> InState {
        match self {
            Answer::Accepted { .. } => InState::Accepted,
            Answer::Returned { .. } => InState::Returned,
            Answer::Withdrawn { .. } => InState::Withdrawn,
        }
    }
    /// Its day.
    #[must_use]
    pub const fn on(&self) -> Date {
        match self {
            Answer::Accepted { on } | Answer::Returned { on, .. } | Answer::Withdrawn { on } => *on,
        }
    }
    /// Why it was sent back.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        match self {
            Answer::Returned { why, .. } => Some(why),
            _ => None,
        }
    }
    /// The answer that a closed row tells; `None` while it is open.
    #[must_use]
    pub fn told(state: OutState, on: Option<Date>, why: Option<&str>) -> Option<Self> {
        let on = on?;
        match state {
            OutState::Accepted => Some(Answer::Accepted { on }),
            OutState::Returned => Some(Answer::Returned {
                on,
                why: why.unwrap_or_default().to_owned(),
            }),
            OutState::Withdrawn => Some(Answer::Withdrawn { on }),
            OutState::Sent | OutState::Delivered | OutState::Recalled => None,
        }
    }
}

/// To whom a letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addressee {
    /// How it gets there.
    pub way: Way,
    /// The union; none for paper.
    pub union: Option<UnionId>,
    /// Its name.
    pub name: String,
}

/// A letter to be sent.
pub struct NewLetter<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// To whom.
    pub to: Addressee,
    /// What it is about, in a line.
    pub subject: String,
    /// The record of the sender that it is about.
    pub record: Record,
    /// What it says, as JSON that names its version; nothing that is personal.
    pub body: String,
    /// What nobody may read on the way: sealed for each side that keeps it, closed in a file.
    pub sealed: Option<&'a [u8]>,
}

/// A letter at its sender.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Outgoing {
    /// Its id.
    pub id: LetterId,
    /// Version, for acts on it.
    pub version: i64,
    /// The name of its kind.
    pub kind: String,
    /// The year of its number.
    pub year: i64,
    /// Its number within kind and year, without gaps.
    pub number: i64,
    /// How it gets there.
    pub way: Way,
    /// The receiving union; none for paper.
    pub to: Option<UnionId>,
    /// Its name.
    pub to_name: String,
    /// What it is about, in a line.
    pub subject: String,
    /// The kind of record that it is about.
    pub record_kind: String,
    /// Which one.
    pub record_id: Id<()>,
    /// What it says.
    #[serde(skip)]
    pub body: String,
    /// How it stands.
    pub state: OutState,
    /// When it was sent.
    pub sent_at: Instant,
    /// When its file was first taken out.
    pub carried_at: Option<Instant>,
    /// When it got there, as far as is known.
    pub delivered_at: Option<Instant>,
    /// When it was called back.
    pub recalled_at: Option<Instant>,
    /// When the answer was known.
    pub closed_at: Option<Instant>,
    /// The day of the answer.
    pub answer_day: Option<Date>,
    /// Why it was sent back.
    pub answer_why: Option<String>,
}

/// A letter at its receiver.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Incoming {
    /// Its id.
    pub id: LetterId,
    /// Version, for acts on it.
    pub version: i64,
    /// The name of its kind.
    pub kind: String,
    /// The year of its number.
    pub year: i64,
    /// The sender's number.
    pub number: i64,
    /// How it came.
    pub way: Way,
    /// The sending union.
    pub from: UnionId,
    /// Its name.
    pub from_name: String,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says.
    #[serde(skip)]
    pub body: String,
    /// How it stands.
    pub state: InState,
    /// When it was sent.
    pub sent_at: Instant,
    /// When it came.
    pub arrived_at: Instant,
    /// When it was answered.
    pub closed_at: Option<Instant>,
    /// The day of the answer.
    pub answer_day: Option<Date>,
    /// Why it was sent back.
    pub answer_why: Option<String>,
    /// The kind of record that came of it.
    pub record_kind: Option<String>,
    /// Which one.
    pub record_id: Option<Id<()>>,
    /// When the sender knew the answer; for files, when the answer was taken out.
    pub told_at: Option<Instant>,
}

impl Incoming {
    /// The answer, once there is one.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        let on = self.answer_day?;
        match self.state {
            InState::Received => None,
            InState::Accepted => Some(Answer::Accepted { on }),
            InState::Returned => Some(Answer::Returned {
                on,
                why: self.answer_why.clone().unwrap_or_default(),
            }),
            InState::Withdrawn => Some(Answer::Withdrawn { on }),
        }
    }
}

impl Outgoing {
    /// The answer, once it is known.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        Answer::told(self.state, self.answer_day, self.answer_why.as_deref())
    }
}
