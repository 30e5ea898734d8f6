//! What happens to plans, for the log.

use kernel::Date;
use serde::Serialize;
use web::{Event, Record};

use super::{
    KIND,
    model::{EntryId, PlanId},
};

/// What happens to plans.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened {
    ReadIn {
        plan: PlanId,
        entries: usize,
    },
    Edited {
        plan: PlanId,
    },
    TextChanged {
        plan: PlanId,
    },
    Added {
        plan: PlanId,
        entry: EntryId,
    },
    Corrected {
        plan: PlanId,
        entry: EntryId,
    },
    Split {
        plan: PlanId,
        entry: EntryId,
        into: usize,
    },
    Merged {
        plan: PlanId,
        entry: EntryId,
        into: EntryId,
    },
    Rejected {
        plan: PlanId,
        entry: EntryId,
    },
    Restored {
        plan: PlanId,
        entry: EntryId,
    },
    Scheduled {
        plan: PlanId,
        entries: usize,
    },
    VersionRead {
        plan: PlanId,
        number: i64,
    },
    VersionTaken {
        plan: PlanId,
        number: i64,
        taken: usize,
        left: usize,
    },
    VersionDropped {
        plan: PlanId,
        number: i64,
    },
    Submitted {
        plan: PlanId,
    },
    GivenBack {
        plan: PlanId,
    },
    Adopted {
        plan: PlanId,
        on: Date,
    },
    Replaced {
        plan: PlanId,
        by: PlanId,
    },
    Copied {
        plan: PlanId,
        from: PlanId,
        entries: usize,
    },
    FiguresKept {
        plan: PlanId,
        year: i16,
        figures: usize,
    },
    Accepted {
        plan: PlanId,
        tasks: usize,
    },
    Dropped {
        plan: PlanId,
    },
}

impl Event for Happened {
    fn kind(&self) -> &'static str {
        match self {
            Happened::ReadIn { .. } => "plan.read_in",
            Happened::Edited { .. } => "plan.edited",
            Happened::TextChanged { .. } => "plan.text_changed",
            Happened::Added { .. } => "plan.entry_added",
            Happened::Corrected { .. } => "plan.entry_corrected",
            Happened::Split { .. } => "plan.entry_split",
            Happened::Merged { .. } => "plan.entry_merged",
            Happened::Rejected { .. } => "plan.entry_rejected",
            Happened::Restored { .. } => "plan.entry_restored",
            Happened::Scheduled { .. } => "plan.scheduled",
            Happened::VersionRead { .. } => "plan.version_read",
            Happened::VersionTaken { .. } => "plan.version_taken",
            Happened::VersionDropped { .. } => "plan.version_dropped",
            Happened::Submitted { .. } => "plan.submitted",
            Happened::GivenBack { .. } => "plan.given_back",
            Happened::Adopted { .. } => "plan.adopted",
            Happened::Replaced { .. } => "plan.replaced",
            Happened::Copied { .. } => "plan.copied",
            Happened::FiguresKept { .. } => "plan.figures_kept",
            Happened::Accepted { .. } => "plan.accepted",
            Happened::Dropped { .. } => "plan.dropped",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::ReadIn { plan, .. }
            | Happened::Edited { plan }
            | Happened::TextChanged { plan }
            | Happened::Added { plan, .. }
            | Happened::Corrected { plan, .. }
            | Happened::Split { plan, .. }
            | Happened::Merged { plan, .. }
            | Happened::Rejected { plan, .. }
            | Happened::Restored { plan, .. }
            | Happened::Scheduled { plan, .. }
            | Happened::VersionRead { plan, .. }
            | Happened::VersionTaken { plan, .. }
            | Happened::VersionDropped { plan, .. }
            | Happened::Submitted { plan }
            | Happened::GivenBack { plan }
            | Happened::Adopted { plan, .. }
            | Happened::Replaced { plan, .. }
            | Happened::Copied { plan, .. }
            | Happened::FiguresKept { plan, .. }
            | Happened::Accepted { plan, .. }
            | Happened::Dropped { plan } => Record::new(KIND, *plan),
        }
    }
}
