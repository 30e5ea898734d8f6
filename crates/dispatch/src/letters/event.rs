//! What happens to letters. What a letter says stays in it.

use serde::Serialize;
use web::{Event, Record};

use super::model::{InState, KIND, LetterId, OutState, Way};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Happened {
    /// It was sent.
    Sent {
        letter: LetterId,
        kind: &'static str,
        way: Way,
        number: i64,
    },
    /// It stands otherwise at its sender.
    Stands { letter: LetterId, state: OutState },
    /// It was recorded by hand what became of it.
    ByHand {
        letter: LetterId,
        state: OutState,
        basis: String,
    },
    /// Its file, or that of its answer, was taken out.
    TakenOut { letter: LetterId, file: &'static str },
    /// It has come.
    Came { letter: LetterId, way: Way },
    /// It has come once more, and nothing was changed.
    CameAgain { letter: LetterId },
    /// It was decided at its receiver.
    Decided { letter: LetterId, state: InState },
    /// Its sender knows the answer.
    Told { letter: LetterId },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Sent { .. } => "letter.sent",
            Happened::Stands { .. } => "letter.stands",
            Happened::ByHand { .. } => "letter.by_hand",
            Happened::TakenOut { .. } => "letter.taken_out",
            Happened::Came { .. } => "letter.came",
            Happened::CameAgain { .. } => "letter.came_again",
            Happened::Decided { .. } => "letter.decided",
            Happened::Told { .. } => "letter.told",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Sent { letter, .. }
            | Happened::Stands { letter, .. }
            | Happened::ByHand { letter, .. }
            | Happened::TakenOut { letter, .. }
            | Happened::Came { letter, .. }
            | Happened::CameAgain { letter }
            | Happened::Decided { letter, .. }
            | Happened::Told { letter } => Record::new(KIND, *letter),
        }
    }
}
