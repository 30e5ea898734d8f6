//! From an event to the visit that is due: both rows, and the task of whoever answers for it.

use ::store::{Error, Writer};
use kernel::{Date, Instant, Lang, Text, UnionId};
use serde::Serialize;
use web::{AccountId, Event as Noted, Record};

use super::{
    leaders::Leaders,
    model::{EventId, New, Source},
    record, store,
};
use crate::visits::{self, VisitId, reasons::Reason};

/// What happens to events. What is told beside the days stays in the record.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    Told {
        event: EventId,
        reason: crate::visits::reasons::ReasonId,
        happened: Date,
        known: Date,
        source: Source,
    },
    Changed {
        event: EventId,
        version: i64,
        happened: Date,
        known: Date,
    },
    Withdrawn {
        event: EventId,
        version: i64,
        why: &'a str,
    },
}

impl Noted for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Told { .. } => "life_event.told",
            Happened::Changed { .. } => "life_event.changed",
            Happened::Withdrawn { .. } => "life_event.withdrawn",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Told { event, .. } | Happened::Changed { event, .. } | Happened::Withdrawn { event, .. } => {
                record(*event)
            }
        }
    }
}

/// Who acts, when, and in which union.
#[derive(Clone, Copy)]
pub(super) struct By {
    pub union: UnionId,
    pub account: AccountId,
    pub at: Instant,
}

/// A sentence of the union's own papers, which are in Chinese.
pub(super) fn fill(key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
    ui::words::fill(ui::words::find(Lang::Zh, key).unwrap_or_default(), args)
}

fn task(
    w: &Writer,
    by: By,
    new: &New,
    reason: &Reason,
    visit: VisitId,
    owner: &Leaders,
) -> Result<flow::NewTask, Error> {
    let title = if reason.says.sensitive {
        let names = org::body_names(w, by.union)?;
        let group = new.branch.and_then(|b| names.get(&b).cloned()).unwrap_or_default();
        fill("visits.task.private", &[("group", &group)])
    } else {
        let name = org::members::store::get(w, by.union, new.member)?.name;
        fill("visits.task.open", &[("name", &name), ("reason", &reason.says.name)])
    };
    let title: Text<200> = Text::new(&title).map_err(|e| Error::Wrong(format!("a task's title: {e}")))?;
    Ok(flow::NewTask {
        owner: owner.of(new.member, new.branch),
        branch: new.branch,
        due: Some(reason.says.due(new.happened, new.known)),
        source: Some(visits::record(visit)),
        ..flow::NewTask::new(title, flow::Field::Care)
    })
}

/// What is noted of an event that was told.
pub(super) fn told(event: EventId, new: &New) -> Happened<'static> {
    Happened::Told {
        event,
        reason: new.reason,
        happened: new.happened,
        known: new.known,
        source: new.source,
    }
}

/// Writes an event with its visit and its task; gives their ids. Whoever calls notes that it was [`told`] and that the visit
/// is due.
pub(super) fn begin(
    w: &Writer,
    by: By,
    new: &New,
    reason: &Reason,
    leaders: &Leaders,
) -> Result<(EventId, VisitId), Error> {
    let (event, visit): (EventId, VisitId) = (kernel::clock::fresh(by.at), kernel::clock::fresh(by.at));
    store::add(w, by.union, (event, new), reason, (by.account, by.at))?;
    let task = task(w, by, new, reason, visit, leaders)?;
    let task = flow::add_for(w, by.union, (by.account, by.at), &task)?;
    let due = visits::store::NewVisit {
        id: visit,
        event,
        member: new.member,
        branch: new.branch,
        due: reason.says.due(new.happened, new.known),
        task: Some(task),
    };
    visits::store::add(w, by.union, &due)?;
    Ok((event, visit))
}
