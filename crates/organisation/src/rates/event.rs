//! What happens to counts of workers and to the months that unions stand by.

use kernel::{Date, UnionId};
use org::{
    BodyId,
    rates::{CountId, Workers},
};
use serde::Serialize;
use web::{Event, Record};

/// The kind of record that a count of workers is.
pub(super) const KIND: &str = "worker_count";

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    /// Workers of a union were told, by itself or by one above it; `replaces` names the count that this one puts right.
    Told {
        union: UnionId,
        count: CountId,
        place: Option<BodyId>,
        from: Date,
        workers: Workers,
        source: &'a str,
        replaces: Option<CountId>,
    },
    /// A count was taken back without another in its place.
    TakenBack { count: CountId, why: &'a str },
    /// A union stood by its figures of a month.
    Confirmed {
        union: UnionId,
        day: Date,
        members: i64,
        workers: Option<i64>,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Told { .. } => "workers.told",
            Happened::TakenBack { .. } => "workers.taken_back",
            Happened::Confirmed { .. } => "union.month_confirmed",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Told { count, .. } | Happened::TakenBack { count, .. } => Record::new(KIND, *count),
            Happened::Confirmed { union, .. } => Record::new("union", *union),
        }
    }
}
