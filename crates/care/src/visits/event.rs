//! What happens to visits. What was asked for, and why one goes, stay in the record.

use kernel::Date;
use serde::Serialize;
use web::{Event, Record};

use super::{
    model::{Told, VisitId},
    record,
};

/// What happened, each with the version of the visit that it made.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Happened<'a> {
    /// It became due.
    Due { visit: VisitId, version: i64, due: Date },
    /// Somebody went.
    Recorded {
        visit: VisitId,
        version: i64,
        told: &'a Told,
    },
    /// What is told of it was corrected.
    Corrected {
        visit: VisitId,
        version: i64,
        told: &'a Told,
    },
    /// The same record came again from a phone that had not heard the answer.
    SentAgain { visit: VisitId },
    /// It is let be.
    Waived { visit: VisitId, version: i64, why: &'a str },
    /// The record, or its waiving, was taken back.
    TakenBack { visit: VisitId, version: i64, why: &'a str },
    /// The event was told by mistake.
    Withdrawn { visit: VisitId, version: i64, why: &'a str },
    /// Photos or receipts were added.
    Filed { visit: VisitId, papers: usize },
    /// What was asked for was answered.
    Answered { visit: VisitId, version: i64 },
    /// The member confirmed what they got.
    Signed { visit: VisitId },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Due { .. } => "visit.due",
            Happened::Recorded { .. } => "visit.recorded",
            Happened::Corrected { .. } => "visit.corrected",
            Happened::SentAgain { .. } => "visit.sent_again",
            Happened::Waived { .. } => "visit.waived",
            Happened::TakenBack { .. } => "visit.taken_back",
            Happened::Withdrawn { .. } => "visit.withdrawn",
            Happened::Filed { .. } => "visit.filed",
            Happened::Answered { .. } => "visit.answered",
            Happened::Signed { .. } => "visit.signed",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Due { visit, .. }
            | Happened::Recorded { visit, .. }
            | Happened::Corrected { visit, .. }
            | Happened::SentAgain { visit }
            | Happened::Waived { visit, .. }
            | Happened::TakenBack { visit, .. }
            | Happened::Withdrawn { visit, .. }
            | Happened::Filed { visit, .. }
            | Happened::Answered { visit, .. }
            | Happened::Signed { visit } => record(*visit),
        }
    }
}
