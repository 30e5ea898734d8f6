//! What happens to pairs. Neither goals nor what stands on a card is told.

use kernel::Date;
use org::MemberId;
use serde::Serialize;
use web::{Event, Record};

use super::{
    CARD, KIND,
    model::{CardId, Outcome, PairId, Sort},
};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    /// A pair was made.
    Made {
        pair: PairId,
        version: i64,
        sort: Sort,
        helpers: &'a [MemberId],
        until: Date,
    },
    /// It was changed.
    Edited {
        pair: PairId,
        version: i64,
        helpers: &'a [MemberId],
        until: Date,
    },
    /// It ended.
    Ended {
        pair: PairId,
        version: i64,
        on: Date,
        result: Outcome,
    },
    /// They met.
    Met {
        card: CardId,
        pair: PairId,
        day: Date,
        helper: MemberId,
    },
    /// A card was taken back.
    TakenBack { card: CardId, why: &'a str },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Made { .. } => "pair.made",
            Happened::Edited { .. } => "pair.edited",
            Happened::Ended { .. } => "pair.ended",
            Happened::Met { .. } => "pair_card.made",
            Happened::TakenBack { .. } => "pair_card.back",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Made { pair, .. } | Happened::Edited { pair, .. } | Happened::Ended { pair, .. } => {
                Record::new(KIND, *pair)
            }
            Happened::Met { card, .. } | Happened::TakenBack { card, .. } => Record::new(CARD, *card),
        }
    }
}
