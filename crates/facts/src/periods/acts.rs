//! Closing and reopening.

use kernel::{Period, Text, period::PeriodKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Event, Record, Refusal, Reply};

use super::{ClosureId, store};
use crate::model::Span;

/// Which period to close.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Close {
    /// A month, quarter, half-year or year that has ended.
    period: Period,
}

/// Which closure to end, and why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Reopen {
    /// The closure.
    id: ClosureId,
    /// The reason.
    why: Text<200>,
}

/// What happens to periods.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened<'a> {
    Closed {
        #[serde(skip)]
        id: ClosureId,
        period: Period,
    },
    Reopened {
        #[serde(skip)]
        id: ClosureId,
        why: &'a str,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Closed { .. } => "period.closed",
            Happened::Reopened { .. } => "period.reopened",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Closed { id, .. } | Happened::Reopened { id, .. } => Record::new("register/period", *id),
        }
    }
}

/// Closes a period that has ended and shares no day with another closed one.
pub(super) fn close(act: &mut Act<'_>, form: Close) -> Reply<Done> {
    let period = form.period;
    if period.kind() == PeriodKind::SchoolTerm {
        return Err(Refusal::field("period", "facts.refusal.term").into());
    }
    let span = Span::from(period);
    if span.until >= act.today() {
        return Err(Refusal::field("period", "facts.refusal.not_ended")
            .arg("day", span.until)
            .into());
    }
    if let Some(other) = store::overlap(act, act.union(), span)? {
        return Err(Refusal::field("period", "facts.refusal.overlap")
            .arg("period", other.name(act.lang()))
            .into());
    }
    let id: ClosureId = act.id();
    store::close(act.writer(), act.union(), id, period, act.actor().account, act.now())?;
    act.note(&Happened::Closed { id, period })?;
    Ok(Done::to("/register/periods").record(id).say("facts.said.closed"))
}

/// Opens a closed period again.
pub(super) fn reopen(act: &mut Act<'_>, form: Reopen) -> Reply<Done> {
    let closed = store::one(act, act.union(), form.id)?;
    let by = act.actor().account;
    if !store::reopen(act.writer(), act.union(), closed.id, by, act.now(), &form.why)? {
        return Err(Refusal::new("facts.refusal.is_open").status(409).into());
    }
    act.note(&Happened::Reopened {
        id: closed.id,
        why: &form.why,
    })?;
    Ok(Done::to("/register/periods")
        .record(closed.id)
        .say("facts.said.reopened"))
}
