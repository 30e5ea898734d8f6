//! What happens to rounds.

use kernel::{Date, Money};
use org::MemberId;
use serde::Serialize;
use web::{Event, Record};

use super::{
    model::{Form, Item, Kind, RoundId, Who},
    record,
};

/// What happens to a round.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    /// It was made or changed.
    Told {
        round: RoundId,
        kind: Kind,
        occasion: Option<&'a str>,
        title: &'a str,
        day: Date,
        form: Form,
        budget: Money,
        copy_of: Option<RoundId>,
    },
    /// Its contents changed.
    Contents {
        round: RoundId,
        items: &'a [Item],
        worth: Money,
    },
    /// Its list was made.
    Listed {
        round: RoundId,
        who: &'a Who,
        people: usize,
        digest: &'a str,
    },
    /// Its list was checked.
    Checked {
        round: RoundId,
        people: usize,
        troubles: usize,
    },
    /// Somebody was put on the list.
    Added {
        round: RoundId,
        member: MemberId,
        why: Option<&'a str>,
    },
    /// Somebody was struck.
    Struck {
        round: RoundId,
        member: MemberId,
        why: &'a str,
    },
    /// All of whom a rule says no were struck.
    StruckHard { round: RoundId, people: u64 },
    /// Somebody stays on for a reason.
    Explained {
        round: RoundId,
        member: MemberId,
        why: &'a str,
    },
    /// It was approved.
    Approved {
        round: RoundId,
        people: i64,
        reason: Option<&'a str>,
    },
    /// The approval was taken back.
    Reopened { round: RoundId },
    /// It was dropped.
    Dropped { round: RoundId, why: &'a str },
    /// Handing out began.
    Handing { round: RoundId, people: usize },
    /// Signatures were counted.
    Settled {
        round: RoundId,
        given: usize,
        taken_back: usize,
    },
    /// It is over.
    Closed {
        round: RoundId,
        given: i64,
        unclaimed: u64,
        money: Money,
    },
}

impl Happened<'_> {
    fn round(&self) -> RoundId {
        match self {
            Happened::Told { round, .. }
            | Happened::Contents { round, .. }
            | Happened::Listed { round, .. }
            | Happened::Checked { round, .. }
            | Happened::Added { round, .. }
            | Happened::Struck { round, .. }
            | Happened::StruckHard { round, .. }
            | Happened::Explained { round, .. }
            | Happened::Approved { round, .. }
            | Happened::Reopened { round }
            | Happened::Dropped { round, .. }
            | Happened::Handing { round, .. }
            | Happened::Settled { round, .. }
            | Happened::Closed { round, .. } => *round,
        }
    }
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Told { .. } => "rounds.told",
            Happened::Contents { .. } => "rounds.contents",
            Happened::Listed { .. } => "rounds.listed",
            Happened::Checked { .. } => "rounds.checked",
            Happened::Added { .. } => "rounds.added",
            Happened::Struck { .. } => "rounds.struck",
            Happened::StruckHard { .. } => "rounds.struck_hard",
            Happened::Explained { .. } => "rounds.explained",
            Happened::Approved { .. } => "rounds.approved",
            Happened::Reopened { .. } => "rounds.reopened",
            Happened::Dropped { .. } => "rounds.dropped",
            Happened::Handing { .. } => "rounds.handing",
            Happened::Settled { .. } => "rounds.settled",
            Happened::Closed { .. } => "rounds.closed",
        }
    }
    fn record(&self) -> Record {
        record(self.round())
    }
}
