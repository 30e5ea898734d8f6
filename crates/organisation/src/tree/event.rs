//! What can happen to unions in the tree, as the event logs of all unions in it keep it.

use kernel::{Date, UnionId};
use org::{
    MemberId, UnionKind,
    tree::{
        asking::{AskingId, State},
        model::TreeActId,
    },
};
use serde::Serialize;
use web::{Event, Record};

/// What happens to unions.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    Founded {
        union: UnionId,
        act: TreeActId,
        under: UnionId,
        name: String,
        kind: UnionKind,
        day: Date,
        chair: MemberId,
    },
    Moved {
        union: UnionId,
        act: TreeActId,
        from: Option<UnionId>,
        under: UnionId,
        day: Date,
    },
    Renamed {
        union: UnionId,
        act: TreeActId,
        name: String,
        kind: UnionKind,
        day: Date,
    },
    Merged {
        union: UnionId,
        act: TreeActId,
        into: UnionId,
        day: Date,
    },
    Split {
        union: UnionId,
        act: TreeActId,
        new: Vec<UnionId>,
        ends: bool,
        day: Date,
    },
    Dissolved {
        union: UnionId,
        act: TreeActId,
        day: Date,
    },
    Described {
        union: UnionId,
        version: i64,
    },
    CountAsked {
        union: UnionId,
    },
    /// A union that stands under none asks to stand under another.
    AskedAbove {
        union: UnionId,
        asking: AskingId,
        under: UnionId,
        day: Date,
    },
    /// What became of that, if it is not that the union stands there.
    AskingEnded {
        union: UnionId,
        asking: AskingId,
        state: State,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Founded { .. } => "union.founded",
            Happened::Moved { .. } => "union.moved",
            Happened::Renamed { .. } => "union.renamed",
            Happened::Merged { .. } => "union.merged",
            Happened::Split { .. } => "union.split",
            Happened::Dissolved { .. } => "union.dissolved",
            Happened::Described { .. } => "union.described",
            Happened::CountAsked { .. } => "union.count_asked",
            Happened::AskedAbove { .. } => "union.asked_above",
            Happened::AskingEnded { .. } => "union.asking_ended",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Founded { union, .. }
            | Happened::Moved { union, .. }
            | Happened::Renamed { union, .. }
            | Happened::Merged { union, .. }
            | Happened::Split { union, .. }
            | Happened::Dissolved { union, .. }
            | Happened::Described { union, .. }
            | Happened::AskedAbove { union, .. }
            | Happened::AskingEnded { union, .. }
            | Happened::CountAsked { union } => Record::new("union", *union),
        }
    }
}
