//! What can happen to meetings, as the event log keeps it.

use serde::Serialize;
use web::{Event, Record};

use super::{
    model::{DecisionId, ItemId, MeetingId, Said, Votes},
    record,
};

/// What can happen to meetings.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    Planned {
        meeting: MeetingId,
        said: &'a Said,
    },
    Changed {
        meeting: MeetingId,
        said: &'a Said,
    },
    Called {
        meeting: MeetingId,
        people: usize,
    },
    Cancelled {
        meeting: MeetingId,
        why: &'a str,
    },
    ItemsAdded {
        meeting: MeetingId,
        titles: Vec<&'a str>,
    },
    ItemSaved {
        meeting: MeetingId,
        item: ItemId,
        title: &'a str,
        notes: Option<&'a str>,
        conveys: Option<&'a str>,
        papers: &'a [archive::PaperId],
    },
    ItemMoved {
        meeting: MeetingId,
        item: ItemId,
    },
    ItemRemoved {
        meeting: MeetingId,
        title: &'a str,
        notes: Option<&'a str>,
    },
    Attended {
        meeting: MeetingId,
        present: i64,
        seats: i64,
        guests: i64,
    },
    Decided {
        meeting: MeetingId,
        decision: DecisionId,
        body: &'a str,
        votes: Votes,
        carried: bool,
    },
    Redecided {
        meeting: MeetingId,
        decision: DecisionId,
        body: &'a str,
        votes: Votes,
        carried: bool,
    },
    DecisionRemoved {
        meeting: MeetingId,
        decision: DecisionId,
        body: &'a str,
    },
    Closed {
        meeting: MeetingId,
        events: i64,
        people: i64,
        decisions: i64,
    },
    Reopened {
        meeting: MeetingId,
        why: &'a str,
    },
    Adopted {
        meeting: MeetingId,
        paper: archive::PaperId,
    },
    Published {
        meeting: MeetingId,
        published: bool,
    },
    Filed {
        meeting: MeetingId,
        papers: usize,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Planned { .. } => "meeting.planned",
            Happened::Changed { .. } => "meeting.changed",
            Happened::Called { .. } => "meeting.called",
            Happened::Cancelled { .. } => "meeting.cancelled",
            Happened::ItemsAdded { .. } => "meeting.items_added",
            Happened::ItemSaved { .. } => "meeting.item_saved",
            Happened::ItemMoved { .. } => "meeting.item_moved",
            Happened::ItemRemoved { .. } => "meeting.item_removed",
            Happened::Attended { .. } => "meeting.attended",
            Happened::Decided { .. } => "meeting.decided",
            Happened::Redecided { .. } => "meeting.redecided",
            Happened::DecisionRemoved { .. } => "meeting.decision_removed",
            Happened::Closed { .. } => "meeting.closed",
            Happened::Reopened { .. } => "meeting.reopened",
            Happened::Adopted { .. } => "meeting.adopted",
            Happened::Published { .. } => "meeting.published",
            Happened::Filed { .. } => "meeting.filed",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Planned { meeting, .. }
            | Happened::Changed { meeting, .. }
            | Happened::Called { meeting, .. }
            | Happened::Cancelled { meeting, .. }
            | Happened::ItemsAdded { meeting, .. }
            | Happened::ItemSaved { meeting, .. }
            | Happened::ItemMoved { meeting, .. }
            | Happened::ItemRemoved { meeting, .. }
            | Happened::Attended { meeting, .. }
            | Happened::Decided { meeting, .. }
            | Happened::Redecided { meeting, .. }
            | Happened::DecisionRemoved { meeting, .. }
            | Happened::Closed { meeting, .. }
            | Happened::Reopened { meeting, .. }
            | Happened::Adopted { meeting, .. }
            | Happened::Published { meeting, .. }
            | Happened::Filed { meeting, .. } => record(*meeting),
        }
    }
}
