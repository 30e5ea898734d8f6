//! A correction that a member asks for, and what can become of it.

use kernel::{Id, Instant};
use org::{MemberId, members::Field};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Refusal, Stop};

/// The kind of a correction.
pub enum Correcting {}
/// The id of a correction.
pub type CorrectionId = Id<Correcting>;

/// What a member changes without asking.
pub const DIRECT: &[Field] = &[Field::Phone, Field::Email, Field::Address];
/// What a member asks to have changed.
pub const ASKED: &[Field] = &[
    Field::Name,
    Field::Sex,
    Field::Born,
    Field::Education,
    Field::Department,
    Field::Job,
    Field::Employment,
    Field::Hired,
    Field::Group,
];

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It waits for an officer.
    Waiting,
    /// It was put into the register.
    Approved,
    /// It was not.
    Declined,
    /// The member does not want it any more.
    Withdrawn,
}

impl Status {
    /// All, in the order of their course.
    pub const ALL: [Status; 4] = [Status::Waiting, Status::Approved, Status::Declined, Status::Withdrawn];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::Approved => "approved",
            Status::Declined => "declined",
            Status::Withdrawn => "withdrawn",
        }
    }
    /// What becomes of it when it is answered or withdrawn.
    ///
    /// # Errors
    /// A refusal if it was answered already.
    pub fn end(self, how: Status) -> Result<Status, Stop> {
        if self == Status::Waiting {
            Ok(how)
        } else {
            Err(Refusal::new("corrections.answered").status(409).into())
        }
    }
}

/// A particular as it shall read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Wanted {
    /// Which.
    pub field: Field,
    /// How, as it is kept.
    pub text: String,
}

/// A correction asked for. The number of a document that is told with it is kept sealed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// Whose entry.
    pub member: MemberId,
    /// Where it stands.
    pub status: Status,
    /// What the member says to it.
    pub note: Option<String>,
    /// Whether another number of the document is told.
    pub number: bool,
    /// When it was asked for.
    pub asked_at: Instant,
    /// When it was answered.
    pub decided_at: Option<Instant>,
    /// Why it was declined.
    pub reason: Option<String>,
    /// Version, for the answer.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_answered_once() {
        assert_eq!(Status::Waiting.end(Status::Approved).unwrap(), Status::Approved);
        for done in [Status::Approved, Status::Declined, Status::Withdrawn] {
            assert!(done.end(Status::Approved).is_err());
            let kept = ::store::FromColumn::from_column(::store::Column::Text(done.key()));
            assert_eq!(kept, Ok(done));
        }
        assert!(ASKED.iter().all(|field| !DIRECT.contains(field)));
    }
}
