//! What happens to rosters, as the event log keeps it: counts, nothing of a person.

use serde::Serialize;
use web::{Event, Record};

use super::model::RosterId;

/// The kind of record that a roster is.
pub const KIND: &str = "roster";

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    /// A file was uploaded.
    Staged {
        #[serde(skip)]
        roster: RosterId,
        name: &'a str,
        lines: i64,
    },
    /// What the columns mean was confirmed; the dry run begins.
    Laid {
        #[serde(skip)]
        roster: RosterId,
        columns: Vec<&'static str>,
    },
    /// Something was decided about its troubles.
    Decided {
        #[serde(skip)]
        roster: RosterId,
        rows: usize,
    },
    /// The import begins.
    Begun {
        #[serde(skip)]
        roster: RosterId,
    },
    /// A block is in the register.
    Taken {
        #[serde(skip)]
        roster: RosterId,
        number: i64,
        added: i64,
        updated: i64,
        skipped: i64,
        back: usize,
    },
    /// The import came to its end.
    Done {
        #[serde(skip)]
        roster: RosterId,
        added: i64,
        updated: i64,
        back: i64,
    },
    /// It is to be taken back.
    Undoing {
        #[serde(skip)]
        roster: RosterId,
    },
    /// It was taken back.
    Undone {
        #[serde(skip)]
        roster: RosterId,
        gone: i64,
        kept: i64,
    },
    /// It was given up, or its rows were kept long enough.
    Dropped {
        #[serde(skip)]
        roster: RosterId,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Staged { .. } => "roster.staged",
            Happened::Laid { .. } => "roster.laid",
            Happened::Decided { .. } => "roster.decided",
            Happened::Begun { .. } => "roster.begun",
            Happened::Taken { .. } => "roster.taken",
            Happened::Done { .. } => "roster.done",
            Happened::Undoing { .. } => "roster.undoing",
            Happened::Undone { .. } => "roster.undone",
            Happened::Dropped { .. } => "roster.dropped",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Staged { roster, .. }
            | Happened::Laid { roster, .. }
            | Happened::Decided { roster, .. }
            | Happened::Begun { roster }
            | Happened::Taken { roster, .. }
            | Happened::Done { roster, .. }
            | Happened::Undoing { roster }
            | Happened::Undone { roster, .. }
            | Happened::Dropped { roster } => Record::new(KIND, *roster),
        }
    }
}
