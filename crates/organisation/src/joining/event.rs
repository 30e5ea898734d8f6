//! What happens to applications. Names, phones and numbers stay in the record.

use kernel::UnionId;
use org::MemberId;
use serde::Serialize;
use web::{Event, Record};

use super::{
    KIND,
    model::{ApplicationId, Channel},
};

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    Sent {
        application: ApplicationId,
        channel: Channel,
    },
    /// The same form came once more; nothing was made of it.
    SentAgain {
        application: ApplicationId,
    },
    Corrected {
        application: ApplicationId,
    },
    /// Taken back by the applicant, and deleted.
    Withdrawn {
        application: ApplicationId,
    },
    Opinion {
        application: ApplicationId,
        agrees: bool,
    },
    Returned {
        application: ApplicationId,
    },
    Approved {
        application: ApplicationId,
        member: MemberId,
    },
    Refused {
        application: ApplicationId,
    },
    /// Deleted with everything personal, since their time was over.
    Deleted {
        union: UnionId,
        applications: usize,
    },
    WayOpened {
        union: UnionId,
    },
    WayClosed {
        union: UnionId,
    },
    Consent {
        union: UnionId,
        version: i64,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Sent { .. } => "application.sent",
            Happened::SentAgain { .. } => "application.sent_again",
            Happened::Corrected { .. } => "application.corrected",
            Happened::Withdrawn { .. } => "application.withdrawn",
            Happened::Opinion { .. } => "application.opinion",
            Happened::Returned { .. } => "application.returned",
            Happened::Approved { .. } => "application.approved",
            Happened::Refused { .. } => "application.refused",
            Happened::Deleted { .. } => "application.deleted",
            Happened::WayOpened { .. } => "joining.way_opened",
            Happened::WayClosed { .. } => "joining.way_closed",
            Happened::Consent { .. } => "joining.consent",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Sent { application, .. }
            | Happened::SentAgain { application }
            | Happened::Corrected { application }
            | Happened::Withdrawn { application }
            | Happened::Opinion { application, .. }
            | Happened::Returned { application }
            | Happened::Approved { application, .. }
            | Happened::Refused { application } => Record::new(KIND, *application),
            Happened::Deleted { union, .. }
            | Happened::WayOpened { union }
            | Happened::WayClosed { union }
            | Happened::Consent { union, .. } => Record::new("union", *union),
        }
    }
}
