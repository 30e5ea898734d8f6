//! What happens to dossiers, as the log tells it: that it happened, never what was said.

use serde::Serialize;
use uuid::Uuid;
use web::{Event, Record};

use super::{
    KIND,
    model::{DossierId, ProofId, Status},
};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    /// It was written, first or anew. `mark` stands for what it says, and tells nothing of it.
    Written {
        dossier: DossierId,
        text: Uuid,
        number: i64,
        mark: String,
    },
    /// A step was taken; `number` tells the steps of a dossier in order.
    Stepped {
        dossier: DossierId,
        step: Uuid,
        number: i64,
        kind: &'static str,
        status: Status,
        mark: String,
    },
    /// A proof was added.
    Proved { dossier: DossierId, proof: ProofId },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Written { .. } => "hardship.written",
            Happened::Stepped { .. } => "hardship.stepped",
            Happened::Proved { .. } => "hardship.proved",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Written { dossier, .. }
            | Happened::Stepped { dossier, .. }
            | Happened::Proved { dossier, .. } => Record::new(KIND, *dossier),
        }
    }
}
