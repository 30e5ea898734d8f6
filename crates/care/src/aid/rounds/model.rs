//! A round and its applications. No SQL, no clock.

use kernel::{Date, Id, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Stop};

use super::super::model::Stage;

/// The kind of a round's id.
pub enum Rounding {}
/// The id of a round.
pub type RoundId = Id<Rounding>;
/// The kind of an application's id.
pub enum Applying {}
/// The id of an application.
pub type ChildId = Id<Applying>;

/// Most days for which what is known of children is kept after the end.
pub const MOST_DAYS: i64 = 1825;
/// Most applications of a member that live in a round.
pub const MOST_CHILDREN: i64 = 10;

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundStatus {
    /// 申请与拟定.
    Open,
    /// 审批付款中.
    Sent,
    /// 已发放.
    Paid,
    /// 已结束.
    Closed,
}
::store::kept_by_key!(RoundStatus, "a state of a round of education aid",
    Open "open", Sent "sent", Paid "paid", Closed "closed");

impl RoundStatus {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("aid.round_status.{}", self.key())
    }
    /// How it shows.
    #[must_use]
    pub const fn badge(self) -> ui::State {
        match self {
            RoundStatus::Open | RoundStatus::Sent => ui::State::Due,
            RoundStatus::Paid => ui::State::Done,
            RoundStatus::Closed => ui::State::Off,
        }
    }
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// What it is called.
    pub title: String,
    /// Of which year.
    pub year: i64,
    /// Applications are taken from this day on.
    pub from: Date,
    /// And until this day.
    pub until: Date,
    /// So many days after its end what is known of children is deleted.
    pub keep_days: i64,
    /// A word to those who apply.
    pub note: Option<String>,
    /// Where it stands.
    pub status: RoundStatus,
    /// How many children were granted, once it was sent.
    pub people: Option<i64>,
    /// What they get in all.
    pub total: Option<Money>,
    /// On which day it was paid.
    pub paid: Option<Date>,
    /// From when until when the list is published.
    pub notice: Option<(Date, Date)>,
    /// On which day it ended.
    pub closed: Option<Date>,
    /// On which day what was known of children was deleted.
    pub purged: Option<Date>,
    /// Its version.
    pub version: i64,
}

/// Why something cannot be done with a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It does not stand there.
    State,
    /// Applications are not taken on this day.
    Day,
    /// Applications wait for an amount or a no.
    Undecided(i64),
    /// Nobody was granted anything.
    Nobody,
}

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::State => Refusal::new("aid.round.cannot_state").status(409).into(),
            Cannot::Day => Refusal::new("aid.round.cannot_day").status(409).into(),
            Cannot::Undecided(n) => Refusal::new("aid.round.cannot_undecided")
                .arg("n", n)
                .status(409)
                .into(),
            Cannot::Nobody => Refusal::new("aid.round.cannot_nobody").status(409).into(),
        }
    }
}

impl Round {
    /// Whether it stands at a place of its course.
    ///
    /// # Errors
    /// If it does not.
    pub fn at(&self, status: RoundStatus) -> Result<(), Cannot> {
        if self.status == status {
            Ok(())
        } else {
            Err(Cannot::State)
        }
    }
    /// Whether members may apply on a day.
    ///
    /// # Errors
    /// If they may not.
    pub fn takes(&self, today: Date) -> Result<(), Cannot> {
        self.at(RoundStatus::Open)?;
        if today < self.from || today > self.until {
            return Err(Cannot::Day);
        }
        Ok(())
    }
    /// Whether its list is published on a day.
    #[must_use]
    pub fn is_shown(&self, today: Date) -> bool {
        self.notice.is_some_and(|(from, until)| from <= today && today <= until)
    }
    /// The day after which what is known of children is deleted.
    #[must_use]
    pub fn purge_after(&self) -> Option<Date> {
        let days = i32::try_from(self.keep_days).unwrap_or(i32::MAX);
        self.closed.map(|closed| closed.plus_days(days))
    }
}

/// How an application came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 本人手机申请.
    Own,
    /// 纸质代录.
    Paper,
}
::store::kept_by_key!(Way, "how an application came", Own "own", Paper "paper");

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChildStatus {
    /// 已申请.
    Applied,
    /// 拟资助.
    Granted,
    /// 未通过.
    Refused,
    /// 已撤回.
    Withdrawn,
}
::store::kept_by_key!(ChildStatus, "a state of an application",
    Applied "applied", Granted "granted", Refused "refused", Withdrawn "withdrawn");

impl ChildStatus {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("aid.child_status.{}", self.key())
    }
    /// How it shows.
    #[must_use]
    pub const fn badge(self) -> ui::State {
        match self {
            ChildStatus::Applied => ui::State::Due,
            ChildStatus::Granted => ui::State::Done,
            ChildStatus::Refused | ChildStatus::Withdrawn => ui::State::Off,
        }
    }
}

/// An application for a child, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Child {
    /// Its id.
    pub id: ChildId,
    /// In which round.
    pub round: RoundId,
    /// Whose child.
    pub member: MemberId,
    /// The member by name.
    pub name: String,
    /// The member's group when it was handed in.
    pub body: Option<BodyId>,
    /// The stage of schooling; none once it was deleted.
    pub stage: Option<Stage>,
    /// On which day the guardian agreed.
    pub consent: Date,
    /// How it came.
    pub way: Way,
    /// What is to be given.
    pub amount: Option<Money>,
    /// Where it stands.
    pub status: ChildStatus,
    /// Why it was refused or withdrawn.
    pub why: Option<String>,
    /// Its version.
    pub version: i64,
}

/// What is sealed of a child.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secret {
    /// The child's name.
    pub name: String,
    /// The school.
    pub school: String,
}

/// How many are granted, and what they get in all.
///
/// # Errors
/// If an application waits, or nobody was granted anything.
pub fn sum(children: &[Child]) -> Result<(i64, Money), Cannot> {
    let waiting = children
        .iter()
        .filter(|child| child.status == ChildStatus::Applied)
        .count();
    if waiting > 0 {
        return Err(Cannot::Undecided(i64::try_from(waiting).unwrap_or(i64::MAX)));
    }
    let granted = children.iter().filter(|child| child.status == ChildStatus::Granted);
    let (mut people, mut total) = (0, Money::ZERO);
    for child in granted {
        people += 1;
        total = total.plus(child.amount.unwrap_or_default()).ok_or(Cannot::Nobody)?;
    }
    if people == 0 {
        Err(Cannot::Nobody)
    } else {
        Ok((people, total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(status: ChildStatus, fen: i64) -> Child {
        Child {
            id: Id::NIL,
            round: Id::NIL,
            member: Id::NIL,
            name: String::new(),
            body: None,
            stage: Some(Stage::Senior),
            consent: "2026-08-02".parse().unwrap(),
            way: Way::Own,
            amount: (fen > 0).then(|| Money::from_fen(fen)),
            status,
            why: None,
            version: 1,
        }
    }

    #[test]
    fn a_round_is_sent_whole_or_not_at_all() {
        use ChildStatus::{Applied, Granted, Refused};
        let granted = [child(Granted, 100), child(Refused, 0), child(Granted, 50)];
        assert_eq!(sum(&granted), Ok((2, Money::from_fen(150))));
        assert_eq!(
            sum(&[child(Granted, 100), child(Applied, 0)]),
            Err(Cannot::Undecided(1))
        );
        assert_eq!(sum(&[child(Refused, 0)]), Err(Cannot::Nobody));
        assert_eq!(sum(&[]), Err(Cannot::Nobody));
    }
}
