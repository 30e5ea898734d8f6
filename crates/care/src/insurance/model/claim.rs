//! A claim (理赔): what happened, which papers it needs, where it stands.

use kernel::{Date, Id, Instant, Money};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Stop};

use super::{
    batch::EnrolledId,
    paper::Paper,
    plan::{Kind, PlanId},
};

/// The kind of a claim's id.
pub enum Claiming {}
/// The id of a claim.
pub type ClaimId = Id<Claiming>;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// 住院
    Stay,
    /// 意外受伤
    Injury,
    /// 伤残
    Disability,
    /// 确诊疾病
    Illness,
    /// 身故
    Death,
}

impl Event {
    /// All.
    pub const ALL: &'static [Event] = &[
        Event::Stay,
        Event::Injury,
        Event::Disability,
        Event::Illness,
        Event::Death,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Event::Stay => "stay",
            Event::Injury => "injury",
            Event::Disability => "disability",
            Event::Illness => "illness",
            Event::Death => "death",
        }
    }
    /// What a plan of a kind pays for.
    #[must_use]
    pub const fn of(kind: Kind) -> &'static [Event] {
        match kind {
            Kind::Accident => &[Event::Injury, Event::Disability, Event::Death, Event::Stay],
            Kind::Women => &[Event::Illness],
            Kind::Illness => &[Event::Illness, Event::Death],
            Kind::Hospital => &[Event::Stay],
            Kind::Other => Event::ALL,
        }
    }
    /// Whether it comes from illness, for which a waiting period runs.
    #[must_use]
    pub const fn waits(self, kind: Kind) -> bool {
        !matches!(kind, Kind::Accident) && !matches!(self, Event::Injury | Event::Disability)
    }
    /// The papers it needs.
    #[must_use]
    pub const fn papers(self) -> &'static [Paper] {
        match self {
            Event::Stay => &[
                Paper::Statement,
                Paper::Identity,
                Paper::Diagnosis,
                Paper::Discharge,
                Paper::Bank,
            ],
            Event::Injury | Event::Illness => &[Paper::Statement, Paper::Identity, Paper::Diagnosis, Paper::Bank],
            Event::Disability => &[Paper::Statement, Paper::Identity, Paper::Disability, Paper::Bank],
            Event::Death => &[
                Paper::Statement,
                Paper::Identity,
                Paper::Death,
                Paper::Household,
                Paper::Kin,
                Paper::Bank,
            ],
        }
    }
}
::store::keyed!(Event, "what a claim is about");

/// Where a claim stands, without what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 收集材料
    Open,
    /// 材料齐全
    Complete,
    /// 已报送
    Submitted,
    /// 已核准
    Accepted,
    /// 已到账
    Paid,
    /// 未获给付
    Refused,
    /// 已撤回
    Withdrawn,
}

impl Step {
    /// All, in the order of their course.
    pub const ALL: &'static [Step] = &[
        Step::Open,
        Step::Complete,
        Step::Submitted,
        Step::Accepted,
        Step::Paid,
        Step::Refused,
        Step::Withdrawn,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Step::Open => "open",
            Step::Complete => "complete",
            Step::Submitted => "submitted",
            Step::Accepted => "accepted",
            Step::Paid => "paid",
            Step::Refused => "refused",
            Step::Withdrawn => "withdrawn",
        }
    }
}
::store::keyed!(Step, "a state of a claim");

/// What the office answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// So much is paid.
    Grant(Money),
    /// Nothing is paid.
    Refuse,
}

/// Where a claim stands, with what belongs to it. What was written about an answer or a withdrawal is kept sealed beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Papers are gathered.
    Open,
    /// All papers are there.
    Complete,
    /// Sent to the office on a day.
    Submitted(Date),
    /// The office grants it.
    Accepted {
        /// Sent on this day.
        sent: Date,
        /// Answered on this day.
        on: Date,
        /// So much.
        granted: Money,
    },
    /// The money has come to the person.
    Paid {
        /// Sent on this day.
        sent: Date,
        /// Answered on this day.
        on: Date,
        /// So much.
        granted: Money,
        /// It came on this day.
        paid: Date,
    },
    /// The office refused it.
    Refused {
        /// Sent on this day.
        sent: Date,
        /// Answered on this day.
        on: Date,
    },
    /// Taken back before an answer.
    Withdrawn {
        /// Sent on this day, if it was.
        sent: Option<Date>,
    },
}

/// Why nothing can become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// Not in this state.
    State,
    /// Papers are missing.
    Papers,
    /// The days stand the wrong way round.
    Order,
    /// The day is still to come.
    Ahead,
}

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::State => Refusal::new("insurance.cannot.state").status(409).into(),
            Cannot::Papers => Refusal::new("insurance.cannot.papers").status(409).into(),
            Cannot::Order => Refusal::field("on", "insurance.cannot.order").into(),
            Cannot::Ahead => Refusal::field("on", "insurance.cannot.ahead").into(),
        }
    }
}

impl State {
    /// Without what belongs to it.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            State::Open => Step::Open,
            State::Complete => Step::Complete,
            State::Submitted(_) => Step::Submitted,
            State::Accepted { .. } => Step::Accepted,
            State::Paid { .. } => Step::Paid,
            State::Refused { .. } => Step::Refused,
            State::Withdrawn { .. } => Step::Withdrawn,
        }
    }
    /// Whether what is claimed may still be changed.
    #[must_use]
    pub const fn may_change(&self) -> bool {
        matches!(self, State::Open | State::Complete)
    }
    /// Whether papers may still be brought: until it is answered.
    #[must_use]
    pub const fn takes_proofs(&self) -> bool {
        matches!(self, State::Open | State::Complete | State::Submitted(_))
    }
    /// Whether the office has answered: its answer rests on the papers that were brought.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(
            self,
            State::Accepted { .. } | State::Paid { .. } | State::Refused { .. }
        )
    }
    /// With all papers there, or not any more.
    ///
    /// # Errors
    /// Once it was sent.
    pub fn with_papers(self, all: bool) -> Result<Self, Cannot> {
        match self {
            State::Open | State::Complete => Ok(if all { State::Complete } else { State::Open }),
            _ => Err(Cannot::State),
        }
    }
    /// Sent to the office.
    ///
    /// # Errors
    /// Without all papers, before the event, or on a day to come.
    pub fn send(self, on: Date, event: Date, today: Date) -> Result<Self, Cannot> {
        match self {
            State::Complete if on > today => Err(Cannot::Ahead),
            State::Complete if on < event => Err(Cannot::Order),
            State::Complete => Ok(State::Submitted(on)),
            State::Open => Err(Cannot::Papers),
            _ => Err(Cannot::State),
        }
    }
    /// The office has answered.
    ///
    /// # Errors
    /// Unless it was sent, before that day, or on a day to come.
    pub fn answer(self, answer: Answer, on: Date, today: Date) -> Result<Self, Cannot> {
        let State::Submitted(sent) = self else {
            return Err(Cannot::State);
        };
        if on > today {
            return Err(Cannot::Ahead);
        }
        if on < sent {
            return Err(Cannot::Order);
        }
        Ok(match answer {
            Answer::Grant(granted) => State::Accepted { sent, on, granted },
            Answer::Refuse => State::Refused { sent, on },
        })
    }
    /// The money has come.
    ///
    /// # Errors
    /// Unless it was granted, before that day, or on a day to come.
    pub fn pay(self, paid: Date, today: Date) -> Result<Self, Cannot> {
        match self {
            State::Accepted { .. } if paid > today => Err(Cannot::Ahead),
            State::Accepted { on, .. } if paid < on => Err(Cannot::Order),
            State::Accepted { sent, on, granted } => Ok(State::Paid {
                sent,
                on,
                granted,
                paid,
            }),
            _ => Err(Cannot::State),
        }
    }
    /// The payment was recorded wrongly.
    ///
    /// # Errors
    /// Unless it was paid.
    pub fn unpay(self) -> Result<Self, Cannot> {
        match self {
            State::Paid { sent, on, granted, .. } => Ok(State::Accepted { sent, on, granted }),
            _ => Err(Cannot::State),
        }
    }
    /// Taken back before an answer.
    ///
    /// # Errors
    /// Once it was answered.
    pub fn withdraw(self) -> Result<Self, Cannot> {
        match self {
            State::Open | State::Complete => Ok(State::Withdrawn { sent: None }),
            State::Submitted(on) => Ok(State::Withdrawn { sent: Some(on) }),
            _ => Err(Cannot::State),
        }
    }
}

/// What is claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Happening {
    /// What happened.
    pub event: Event,
    /// When; of a stay the first day.
    pub from: Date,
    /// The last day of a stay.
    pub until: Option<Date>,
    /// The days of a stay; zero otherwise.
    pub days: i64,
    /// What part of the lump is asked for, in percent: by the degree of a disability.
    pub share: i64,
}

/// A claim. What it was, where, the account, and why it was answered or withdrawn so are kept sealed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The year of its number.
    pub year: i64,
    /// Its number in the year.
    pub number: i64,
    /// The line in the batch it rests on.
    pub enrolled: EnrolledId,
    /// Whose.
    pub member: MemberId,
    /// What the versions of the plan share.
    pub line: PlanId,
    /// What is claimed.
    #[serde(flatten)]
    pub what: Happening,
    /// It has to be claimed until this day.
    pub due: Option<Date>,
    /// What was reckoned when it was recorded.
    pub benefit: Money,
    /// Whether the member began it.
    pub own: bool,
    /// Where it stands.
    pub state: State,
    /// When it was recorded.
    pub made_at: Instant,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Claim {
    /// Its number as papers write it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}-{:03}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_claim_goes_only_where_it_can() {
        let today = day("2026-11-21");
        let event = day("2026-11-01");
        let open = State::Open;
        assert_eq!(open.send(today, event, today), Err(Cannot::Papers));
        let complete = open.with_papers(true).unwrap();
        assert_eq!(complete.send(day("2026-11-22"), event, today), Err(Cannot::Ahead));
        assert_eq!(complete.send(day("2026-10-31"), event, today), Err(Cannot::Order));
        let sent = complete.send(day("2026-11-10"), event, today).unwrap();
        let grant = || Answer::Grant(Money::from_fen(100));
        assert_eq!(sent.answer(grant(), day("2026-11-09"), today), Err(Cannot::Order));
        assert_eq!(sent.pay(today, today), Err(Cannot::State));
        let refused = sent.answer(Answer::Refuse, today, today).unwrap();
        assert_eq!(refused.withdraw(), Err(Cannot::State));
        assert_eq!(refused.answer(grant(), today, today), Err(Cannot::State));
        let granted = sent.answer(grant(), day("2026-11-15"), today).unwrap();
        assert_eq!(granted.pay(day("2026-11-14"), today), Err(Cannot::Order));
        assert_eq!(granted.with_papers(false), Err(Cannot::State));
        let paid = granted.pay(today, today).unwrap();
        assert_eq!(paid.pay(today, today), Err(Cannot::State));
        assert_eq!(paid.unpay(), Ok(granted));
    }

    #[test]
    fn names_lead_back() {
        use ::store::{Column, FromColumn};
        for step in Step::ALL {
            assert_eq!(Step::from_column(Column::Text(step.key())), Ok(*step));
        }
        for event in Event::ALL {
            assert_eq!(Event::from_column(Column::Text(event.key())), Ok(*event));
            assert!(event.papers().contains(&Paper::Bank));
        }
        for paper in Paper::ALL {
            assert_eq!(Paper::from_column(Column::Text(paper.key())), Ok(*paper));
        }
    }
}
