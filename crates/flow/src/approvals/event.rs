//! What can happen to cases, as the event log keeps it: never what they are about.

use kernel::{Date, Money};
use serde::Serialize;
use web::{AccountId, Event, Record};

use super::{
    deputies::{DEPUTY, DeputyId},
    model::{CaseId, KIND, Outcome},
    setup::Setup,
};

/// What can happen to cases.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// Sent in.
    Asked {
        /// The case.
        case: CaseId,
        /// Its kind.
        kind: &'static str,
        /// What it is about.
        of: Record,
        /// The amount.
        amount: Option<Money>,
        /// How many people it benefits.
        benefits: usize,
        /// The version of the steps; 0 are those that come with the program.
        setup: i64,
    },
    /// Sent in again after it was returned.
    Again {
        /// The case.
        case: CaseId,
        /// The amount now.
        amount: Option<Money>,
        /// The round.
        round: i64,
        /// The version of the steps.
        setup: i64,
    },
    /// Somebody said yes.
    Agreed {
        /// The case.
        case: CaseId,
        /// In which round.
        round: i64,
        /// At which step.
        step: i64,
        /// For whom, if a deputy.
        instead_of: Option<AccountId>,
    },
    /// It ended, or was returned.
    Closed {
        /// The case.
        case: CaseId,
        /// How.
        outcome: Outcome,
        /// For whom, if a deputy.
        instead_of: Option<AccountId>,
    },
    /// The steps were changed.
    SetUp {
        /// The version.
        number: i64,
        /// What they are now.
        setup: Setup,
    },
    /// Somebody named a deputy.
    DeputyNamed {
        /// The naming.
        deputy: DeputyId,
        /// Who decides for them.
        is: AccountId,
        /// From this day.
        from: Date,
        /// To this day.
        until: Date,
    },
    /// A deputy was let go before the last day.
    DeputyEnded {
        /// The naming.
        deputy: DeputyId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Asked { .. } => "approval.asked",
            Happened::Again { .. } => "approval.again",
            Happened::Agreed { .. } => "approval.agreed",
            Happened::Closed { outcome, .. } => match outcome {
                Outcome::Approved => "approval.approved",
                Outcome::Refused => "approval.refused",
                Outcome::Returned => "approval.returned",
                Outcome::Withdrawn => "approval.withdrawn",
            },
            Happened::SetUp { .. } => "approval.set_up",
            Happened::DeputyNamed { .. } => "deputy.named",
            Happened::DeputyEnded { .. } => "deputy.ended",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Asked { case, .. }
            | Happened::Again { case, .. }
            | Happened::Agreed { case, .. }
            | Happened::Closed { case, .. } => Record::new(KIND, *case),
            Happened::SetUp { .. } => Record::new("approval_setup", CaseId::NIL),
            Happened::DeputyNamed { deputy, .. } | Happened::DeputyEnded { deputy } => Record::new(DEPUTY, *deputy),
        }
    }
}
