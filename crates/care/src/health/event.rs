//! What happens in health checks. No event tells of a result.

use org::MemberId;
use serde::Serialize;
use web::{Event, Record};

use super::{
    BOOKING, NOTE, ROUND,
    model::{BookingId, DayId, NoteId, PackageId, RoundId, Status},
};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    Made {
        round: RoundId,
    },
    Package {
        round: RoundId,
        package: PackageId,
    },
    Day {
        round: RoundId,
        day: DayId,
        places: i64,
    },
    Closed {
        round: RoundId,
    },
    Booked {
        booking: BookingId,
        round: RoundId,
        member: MemberId,
        status: Status,
    },
    Changed {
        booking: BookingId,
        package: PackageId,
    },
    Cancelled {
        booking: BookingId,
        round: RoundId,
        member: MemberId,
    },
    MovedUp {
        booking: BookingId,
        round: RoundId,
        member: MemberId,
    },
    /// A code that was another: tries are counted.
    WrongCode {
        booking: BookingId,
    },
    Attended {
        booking: BookingId,
    },
    NotAttended {
        booking: BookingId,
    },
    Noted {
        note: NoteId,
    },
    Deleted {
        note: NoteId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Made { .. } => "check_round.made",
            Happened::Package { .. } => "check_round.package",
            Happened::Day { .. } => "check_round.day",
            Happened::Closed { .. } => "check_round.closed",
            Happened::Booked { .. } => "check_booking.booked",
            Happened::Changed { .. } => "check_booking.changed",
            Happened::Cancelled { .. } => "check_booking.cancelled",
            Happened::MovedUp { .. } => "check_booking.moved_up",
            Happened::WrongCode { .. } => "check_booking.wrong_code",
            Happened::Attended { .. } => "check_booking.attended",
            Happened::NotAttended { .. } => "check_booking.not_attended",
            Happened::Noted { .. } => "own_note.kept",
            Happened::Deleted { .. } => "own_note.deleted",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Made { round }
            | Happened::Package { round, .. }
            | Happened::Day { round, .. }
            | Happened::Closed { round } => Record::new(ROUND, *round),
            Happened::Booked { booking, .. }
            | Happened::Changed { booking, .. }
            | Happened::Cancelled { booking, .. }
            | Happened::MovedUp { booking, .. }
            | Happened::WrongCode { booking }
            | Happened::Attended { booking }
            | Happened::NotAttended { booking } => Record::new(BOOKING, *booking),
            Happened::Noted { note } | Happened::Deleted { note } => Record::new(NOTE, *note),
        }
    }
}
