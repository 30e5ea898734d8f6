//! What happens in recuperation.

use kernel::{Date, Money};
use org::{BodyId, MemberId};
use serde::{Deserialize, Serialize};
use web::{Event, Record};

use super::{
    ENTRY, GROUP, PAST, PLAN,
    model::{Entry, EntryId, GroupId, Lift, Mark, PastId, PlanId, PlanStatus, Status},
};

/// Where a sign-up stands after something happened to it.
#[derive(Serialize, Deserialize, PartialEq)]
pub(super) struct Stood {
    pub entry: EntryId,
    pub plan: PlanId,
    pub member: MemberId,
    pub status: Status,
    pub group: Option<GroupId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lift: Option<(Lift, String)>,
    pub version: i64,
}

impl Stood {
    pub(super) fn of(e: &Entry) -> Self {
        Self {
            entry: e.id,
            plan: e.plan,
            member: e.member,
            status: e.status,
            group: e.group,
            mark: e.mark,
            lift: e.lift.clone(),
            version: e.version,
        }
    }
}

/// What happened.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Happened<'a> {
    /// A plan was made, or came further.
    Plan {
        plan: PlanId,
        title: &'a str,
        places: i64,
        status: PlanStatus,
        version: i64,
    },
    /// A group was added, changed, or what it cost was told.
    Group {
        plan: PlanId,
        group: GroupId,
        destination: &'a str,
        from: Date,
        until: Date,
        places: i64,
        cost: Option<Money>,
        version: i64,
    },
    /// A branch may send so many.
    Quota {
        plan: PlanId,
        body: BodyId,
        places: Option<i64>,
    },
    /// Something happened to one sign-up.
    One {
        stood: [Stood; 1],
        what: &'static str,
        why: Option<&'a str>,
    },
    /// All of a plan were put in order, or made firm.
    All {
        plan: PlanId,
        what: &'static str,
        stood: &'a [Stood],
    },
    /// Earlier journeys were entered.
    Past { added: &'a [(PastId, MemberId, i64)] },
    /// One of them was wrong.
    PastGone { past: PastId, member: MemberId, year: i64 },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Plan { .. } => "recuperation.told",
            Happened::Group { .. } => "recuperation_group.told",
            Happened::Quota { .. } => "recuperation.quota",
            Happened::One { .. } => "recuperation_entry.stood",
            Happened::All { .. } => "recuperation.stood",
            Happened::Past { .. } => "recuperation_past.added",
            Happened::PastGone { .. } => "recuperation_past.gone",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Plan { plan, .. } | Happened::Quota { plan, .. } | Happened::All { plan, .. } => {
                Record::new(PLAN, *plan)
            }
            Happened::Group { group, .. } => Record::new(GROUP, *group),
            Happened::One { stood: [one], .. } => Record::new(ENTRY, one.entry),
            Happened::Past { added } => {
                let id = added.first().map_or(PastId::NIL, |(id, ..)| *id);
                Record::new(PAST, id)
            }
            Happened::PastGone { past, .. } => Record::new(PAST, *past),
        }
    }
}
