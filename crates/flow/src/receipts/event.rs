//! What can happen to lists that are signed, as the event log keeps it.

use kernel::{Date, Money};
use serde::{Deserialize, Serialize};
use web::{Event, Record};

use super::model::{KIND, LineState, ReceiptId};

/// What can happen to lists that are signed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", untagged)]
pub enum Happened {
    /// A list was made.
    Expected {
        /// The list.
        receipt: ReceiptId,
        /// What it is about.
        of: Record,
        /// What its lines are.
        told: Told,
    },
    /// It was called off before anybody signed.
    Cancelled {
        /// The list.
        receipt: ReceiptId,
    },
    /// Lines were signed, not taken, or opened again.
    Became {
        /// The list.
        receipt: ReceiptId,
        /// What they are now.
        state: LineState,
        /// Their numbers.
        lines: Vec<(i64, i64)>,
        /// The day; none when opened again.
        on: Option<Date>,
        /// The name of the way; nothing for not taken and opened again.
        way: Option<&'static str>,
        /// Who fetched it for them.
        fetched_by: Option<String>,
        /// Why: not taken, or opened again.
        why: Option<String>,
    },
}

/// What the lines of a list were when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How many.
    pub lines: i64,
    /// What they add up to.
    pub total: Money,
    /// A digest of every fifty lines.
    pub digests: Vec<String>,
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Expected { .. } => "receipt.expected",
            Happened::Cancelled { .. } => "receipt.cancelled",
            Happened::Became { state, .. } => match state {
                LineState::Open => "receipt.unsigned",
                LineState::Signed => "receipt.signed",
                LineState::Returned => "receipt.not_taken",
            },
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Expected { receipt, .. } | Happened::Cancelled { receipt } | Happened::Became { receipt, .. } => {
                Record::new(KIND, *receipt)
            }
        }
    }
}
