//! What can happen to payments, as the event log keeps it: amounts and states, never what they are for.

use kernel::{Date, Money};
use serde::Serialize;
use web::{Event, Record};

use super::model::{KIND, PaidWay, PaymentId};
use crate::approvals::{CaseId, Outcome};

/// What can happen to payments.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", untagged)]
pub enum Happened {
    /// Asked for.
    Asked {
        /// The payment.
        payment: PaymentId,
        /// The version it has now.
        version: i64,
        /// The case that decides it.
        case: CaseId,
        /// What it is for.
        of: Record,
        /// The amount.
        amount: Money,
        /// How the payee is told.
        payee: &'static str,
        /// A digest of payee and day.
        digest: String,
    },
    /// Asked for again after it was returned.
    Again {
        /// The payment.
        payment: PaymentId,
        /// The version it has now.
        version: i64,
        /// The amount now.
        amount: Money,
        /// A digest of payee and day.
        digest: String,
    },
    /// Decided, or taken back.
    Settled {
        /// The payment.
        payment: PaymentId,
        /// The version it has now.
        version: i64,
        /// What became of it.
        outcome: Outcome,
    },
    /// Paid.
    Paid {
        /// The payment.
        payment: PaymentId,
        /// The version it has now.
        version: i64,
        /// The amount.
        amount: Money,
        /// The day.
        on: Date,
        /// How.
        way: PaidWay,
        /// A digest of day, way and voucher.
        digest: String,
        /// Whether whoever approved alone paid as well, since nobody else may.
        alone: bool,
    },
    /// It had not been paid after all.
    Unpaid {
        /// The payment.
        payment: PaymentId,
        /// The version it has now.
        version: i64,
        /// The day that had been told.
        on: Date,
        /// Why.
        why: String,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Asked { .. } => "payment.asked",
            Happened::Again { .. } => "payment.again",
            Happened::Settled { outcome, .. } => match outcome {
                Outcome::Approved => "payment.approved",
                Outcome::Refused => "payment.refused",
                Outcome::Returned => "payment.returned",
                Outcome::Withdrawn => "payment.withdrawn",
            },
            Happened::Paid { .. } => "payment.paid",
            Happened::Unpaid { .. } => "payment.unpaid",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Asked { payment, .. }
            | Happened::Again { payment, .. }
            | Happened::Settled { payment, .. }
            | Happened::Paid { payment, .. }
            | Happened::Unpaid { payment, .. } => Record::new(KIND, *payment),
        }
    }
}
