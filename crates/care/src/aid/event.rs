//! What happens to aid. Nobody's name, no reason and nothing of a child stands in an event.

use kernel::{Date, Money};
use serde::Serialize;
use web::{Event, Record};

use super::{
    KIND, KIND_OF_AID, ROUND,
    model::{Aid, AidId, KindId, Sort},
    rounds::model::{ChildId, RoundId},
};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    /// A kind was added or changed.
    Kind {
        kind: KindId,
        sort: Sort,
        ended: Option<Date>,
    },
    /// A case was asked for, sent in again, paid, unpaid, withdrawn: the event's kind says which.
    Aid {
        #[serde(skip)]
        did: &'static str,
        aid: AidId,
        version: i64,
        sort: Sort,
        amount: Money,
        status: &'static str,
    },
    /// A round was begun, changed, an application of its list changed, it was sent, paid, unpaid, taken back, published, closed: the event's kind says which.
    Round {
        #[serde(skip)]
        did: &'static str,
        round: RoundId,
        version: i64,
        status: &'static str,
        people: Option<i64>,
        total: Option<Money>,
    },
    /// An application was handed in, granted, refused, withdrawn.
    Child {
        #[serde(skip)]
        did: &'static str,
        round: RoundId,
        child: ChildId,
        version: i64,
        amount: Option<Money>,
    },
    /// What was kept of children is gone.
    Purged { round: RoundId, children: i64 },
}

impl Happened {
    /// What happened to a case, with the version it has then.
    pub(super) fn aid(did: &'static str, aid: &Aid, version: i64) -> Self {
        Happened::Aid {
            did,
            aid: aid.id,
            version,
            sort: aid.sort,
            amount: aid.amount,
            status: aid.status.key(),
        }
    }
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Kind { .. } => "aid_kind.kept",
            Happened::Aid { did, .. } | Happened::Round { did, .. } | Happened::Child { did, .. } => did,
            Happened::Purged { .. } => "aid_round.purged",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Kind { kind, .. } => Record::new(KIND_OF_AID, *kind),
            Happened::Aid { aid, .. } => Record::new(KIND, *aid),
            Happened::Round { round, .. } | Happened::Child { round, .. } | Happened::Purged { round, .. } => {
                Record::new(ROUND, *round)
            }
        }
    }
}
