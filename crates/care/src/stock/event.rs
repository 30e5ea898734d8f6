//! What happens to goods.

use serde::Serialize;
use web::{Event, Record};

use super::{
    MOVE, PURCHASE,
    model::{Bought, Moved, PurchaseId},
};

/// What happens to goods.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    /// Goods were bought.
    Bought {
        purchase: PurchaseId,
        supplier: &'a str,
        lines: &'a [Bought],
        moves: &'a [Moved],
    },
    /// A purchase was cancelled.
    Cancelled {
        purchase: PurchaseId,
        why: &'a str,
        moves: &'a [Moved],
    },
    /// A paper was added to a purchase.
    Papered { purchase: PurchaseId },
    /// Payment was asked for.
    Asked { purchase: PurchaseId },
    /// Goods came or went.
    Moved { moves: &'a [Moved] },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Bought { .. } => "stock.bought",
            Happened::Cancelled { .. } => "stock.cancelled",
            Happened::Papered { .. } => "stock.papered",
            Happened::Asked { .. } => "stock.payment_asked",
            Happened::Moved { .. } => "stock.moved",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Bought { purchase, .. }
            | Happened::Cancelled { purchase, .. }
            | Happened::Papered { purchase }
            | Happened::Asked { purchase } => Record::new(PURCHASE, *purchase),
            Happened::Moved { moves } => {
                let first = moves.first().map_or(kernel::Id::NIL, |m| m.id);
                Record::new(MOVE, first)
            }
        }
    }
}
