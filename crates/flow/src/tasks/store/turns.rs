//! The course of a task in the store: read from the events that its acts noted.

use kernel::{Date, Instant, UnionId};
use serde::Deserialize;
use store::{Error, Reader, Sql};

use crate::tasks::{
    BodyId, MemberId,
    hands::{ArrangementId, Turned},
    model::TaskId,
};

/// Ticks and private reminders are left out; what was said stands beside the course in its own words.
const TURNS: Sql = Sql::union(
    "SELECT e.at, a.name, e.kind, e.body FROM event e LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.record_kind = $2 AND e.record_id = $3
       AND e.kind NOT IN ('task.minded', 'task.commented', 'task.step_added', 'task.ticked', 'task.arranged')
     ORDER BY e.id DESC LIMIT 200",
);

const ARRANGED: Sql = Sql::union(
    "SELECT e.body FROM event e WHERE e.union_id = $1 AND e.record_kind = $2 AND e.record_id = $3 AND e.kind = 'task.arranged'
     ORDER BY e.id DESC LIMIT 20",
);

/// One event of a task's course.
pub(crate) struct Noted {
    pub at: Instant,
    pub who: Option<String>,
    pub kind: String,
    pub days: Option<(Option<Date>, Option<Date>)>,
    pub members: Option<(Option<MemberId>, Option<MemberId>)>,
    pub rearranged: Option<Rearranged>,
}

/// How branch and helpers of a task changed.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Rearranged {
    pub from: Option<BodyId>,
    pub to: Option<BodyId>,
    pub asked: Vec<MemberId>,
    pub relieved: Vec<MemberId>,
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
    Rearranged(Rearranged),
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
        let (mut days, mut members, mut rearranged) = (None, None, None);
        match body {
            Body::Added { due } => days = due.map(|due| (None, Some(due))),
            Body::Done { on } => days = Some((None, Some(on))),
            Body::Moved { from, to } => days = Some((from, to)),
            Body::Assigned { from, to } | Body::HandedOver { from, to } => members = Some((from, to)),
            Body::Rearranged(how) => rearranged = Some(how),
            Body::Other => {}
        }
        Ok(Noted {
            at: row.get(0)?,
            who: row.get(1)?,
            kind,
            days,
            members,
            rearranged,
        })
    })
}

/// The tasks that an act arranged together, with the hands they were in before; `task` is the first of them.
pub(crate) fn arranged(
    read: &Reader,
    union: UnionId,
    task: TaskId,
    arrangement: ArrangementId,
) -> Result<Option<Vec<Turned>>, Error> {
    #[derive(Deserialize)]
    struct Of {
        arrangement: ArrangementId,
        turned: Vec<Turned>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Told {
        Arranged(Of),
    }
    let bodies = read.rows(ARRANGED, &[&union, &crate::tasks::KIND, &task], |row| {
        row.get::<String>(0)
    })?;
    for body in bodies {
        let told = serde_json::from_str(&body).map_err(|e| Error::Wrong(format!("an arrangement: {e}")))?;
        let Told::Arranged(of) = told;
        if of.arrangement == arrangement {
            return Ok(Some(of.turned));
        }
    }
    Ok(None)
}
