//! What happens to corrections that members ask for. Names and numbers stay in the record.

use org::members::Field;
use serde::Serialize;
use web::{Event, Record};

use super::{KIND, model::CorrectionId};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    /// `fields` names what shall read otherwise, not how.
    Asked {
        correction: CorrectionId,
        fields: Vec<Field>,
        number: bool,
    },
    Approved {
        correction: CorrectionId,
    },
    Declined {
        correction: CorrectionId,
    },
    Withdrawn {
        correction: CorrectionId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Asked { .. } => "correction.asked",
            Happened::Approved { .. } => "correction.approved",
            Happened::Declined { .. } => "correction.declined",
            Happened::Withdrawn { .. } => "correction.withdrawn",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Asked { correction, .. }
            | Happened::Approved { correction }
            | Happened::Declined { correction }
            | Happened::Withdrawn { correction } => Record::new(KIND, *correction),
        }
    }
}
