//! What happens to members. Names, phones and all other particulars stay in the record itself; the [`Trace`] lets verify
//! find what was changed there by hand.

use kernel::Date;
use org::{MemberId, Status, members::history::Trace};
use serde::Serialize;
use web::{Event, Record};

/// The kind of record that a member is.
pub const KIND: &str = "member";

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    Added {
        member: MemberId,
        another: bool,
        #[serde(flatten)]
        trace: &'a Trace,
    },
    /// `fields` names what changed, not how.
    Changed {
        member: MemberId,
        fields: Vec<&'static str>,
        #[serde(flatten)]
        trace: &'a Trace,
    },
    Status {
        member: MemberId,
        status: Status,
        on: Date,
        posts_ended: u64,
        #[serde(flatten)]
        trace: &'a Trace,
    },
    TakenBack {
        member: MemberId,
        status: Status,
        on: Date,
        #[serde(flatten)]
        trace: &'a Trace,
    },
    /// `fields` names what is kept sealed and was written.
    Sealed {
        member: MemberId,
        fields: Vec<&'static str>,
    },
    Imported {
        #[serde(skip)]
        record: Record,
        members: usize,
        #[serde(flatten)]
        trace: &'a Trace,
    },
    /// Members whom an import had brought in went again; the trace is of what its recording still holds.
    Unrecorded {
        #[serde(skip)]
        record: Record,
        members: usize,
        #[serde(flatten)]
        trace: &'a Trace,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Added { .. } => "member.added",
            Happened::Changed { .. } => "member.changed",
            Happened::Status { .. } => "member.status",
            Happened::TakenBack { .. } => "member.taken_back",
            Happened::Sealed { .. } => "member.sealed",
            Happened::Imported { .. } => "member.imported",
            Happened::Unrecorded { .. } => "member.unrecorded",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Added { member, .. }
            | Happened::Changed { member, .. }
            | Happened::Status { member, .. }
            | Happened::TakenBack { member, .. }
            | Happened::Sealed { member, .. } => Record::new(KIND, *member),
            Happened::Imported { record, .. } | Happened::Unrecorded { record, .. } => *record,
        }
    }
}
