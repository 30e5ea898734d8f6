//! The course of a task in the store: read from the events that its acts noted.

use kernel::{Date, Instant, UnionId};
use serde::Deserialize;
use store::{Error, Reader, Sql};

use crate::tasks::{MemberId, model::TaskId};

/// Ticks and private reminders are left out; what was said stands beside the course in its own words.
const TURNS: Sql = Sql::union(
    "SELECT e.at, a.name, e.kind, e.body FROM event e LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.record_kind = $2 AND e.record_id = $3
       AND e.kind NOT IN ('task.minded', 'task.commented', 'task.step_added', 'task.ticked')
     ORDER BY e.id DESC LIMIT 200",
);

/// One event of a task's course.
pub(crate) struct Noted {
    pub at: Instant,
    pub who: Option<String>,
    pub kind: String,
    pub days: Option<(Option<Date>, Option<Date>)>,
    pub members: Option<(Option<MemberId>, Option<MemberId>)>,
}

/// What a body may say, by the events that say it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Body {
    Added {
        due: Option<Date>,
    },
    Done {
        on: Date,
    },
    Moved {
        from: Option<Date>,
        to: Option<Date>,
    },
    Assigned {
        from: Option<MemberId>,
        to: Option<MemberId>,
    },
    HandedOver {
        from: Option<MemberId>,
        to: Option<MemberId>,
    },
    #[serde(other)]
    Other,
}

/// The latest two hundred events of a task's course, the latest first.
pub(crate) fn of_task(read: &Reader, union: UnionId, task: TaskId) -> Result<Vec<Noted>, Error> {
    read.rows(TURNS, &[&union, &crate::tasks::KIND, &task], |row| {
        let kind: String = row.get(2)?;
        let said: String = row.get(3)?;
        // Events of other systems may be about a task too; what they say is theirs.
        let body = serde_json::from_str(&said).unwrap_or(Body::Other);
        let (days, members) = match body {
            Body::Added { due } => (due.map(|due| (None, Some(due))), None),
            Body::Done { on } => (Some((None, Some(on))), None),
            Body::Moved { from, to } => (Some((from, to)), None),
            Body::Assigned { from, to } | Body::HandedOver { from, to } => (None, Some((from, to))),
            Body::Other => (None, None),
        };
        Ok(Noted {
            at: row.get(0)?,
            who: row.get(1)?,
            kind,
            days,
            members,
        })
    })
}
