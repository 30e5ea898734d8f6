//! What happens in mutual insurance. Events hold nothing of what befell a person.

use kernel::{Date, Money};
use org::MemberId;
use serde::Serialize;
use web::{Event, Record};

use super::{
    BATCH, CLAIM, PLAN,
    model::{BatchId, ClaimId, EnrolledId, PlanId, ProofId, Step},
};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    PlanMade {
        plan: PlanId,
        line: PlanId,
        number: i64,
    },
    PlanEdited {
        plan: PlanId,
    },
    PlanConfirmed {
        plan: PlanId,
    },
    PlanEnded {
        plan: PlanId,
        until: Date,
    },
    BatchMade {
        batch: BatchId,
        plan: PlanId,
    },
    BatchEdited {
        batch: BatchId,
    },
    Added {
        batch: BatchId,
        people: usize,
    },
    Removed {
        batch: BatchId,
        member: MemberId,
    },
    HandedIn {
        batch: BatchId,
        on: Date,
        people: i64,
        units: i64,
    },
    Asked {
        batch: BatchId,
        units: i64,
    },
    Dropped {
        batch: BatchId,
        why: &'a str,
    },
    Beneficiary {
        batch: BatchId,
        enrolled: EnrolledId,
    },
    Claim(Told),
    Proved {
        claim: ClaimId,
        proof: ProofId,
    },
}

/// What is told of a claim: what was done, and where it stands then.
#[derive(Serialize)]
pub(super) struct Told {
    #[serde(skip)]
    pub did: &'static str,
    pub claim: ClaimId,
    pub version: i64,
    pub step: Step,
    /// What was reckoned, granted or paid.
    pub amount: Money,
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::PlanMade { .. } => "mutual_plan.made",
            Happened::PlanEdited { .. } => "mutual_plan.edited",
            Happened::PlanConfirmed { .. } => "mutual_plan.confirmed",
            Happened::PlanEnded { .. } => "mutual_plan.ended",
            Happened::BatchMade { .. } => "enrolment.made",
            Happened::BatchEdited { .. } => "enrolment.edited",
            Happened::Added { .. } => "enrolment.added",
            Happened::Removed { .. } => "enrolment.removed",
            Happened::HandedIn { .. } => "enrolment.handed_in",
            Happened::Asked { .. } => "enrolment.payment_asked",
            Happened::Dropped { .. } => "enrolment.dropped",
            Happened::Beneficiary { .. } => "enrolment.beneficiary",
            Happened::Claim(told) => told.did,
            Happened::Proved { .. } => "claim.proved",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::PlanMade { plan, .. }
            | Happened::PlanEdited { plan }
            | Happened::PlanConfirmed { plan }
            | Happened::PlanEnded { plan, .. } => Record::new(PLAN, *plan),
            Happened::BatchMade { batch, .. }
            | Happened::BatchEdited { batch }
            | Happened::Added { batch, .. }
            | Happened::Removed { batch, .. }
            | Happened::HandedIn { batch, .. }
            | Happened::Asked { batch, .. }
            | Happened::Dropped { batch, .. }
            | Happened::Beneficiary { batch, .. } => Record::new(BATCH, *batch),
            Happened::Claim(Told { claim, .. }) | Happened::Proved { claim, .. } => Record::new(CLAIM, *claim),
        }
    }
}
