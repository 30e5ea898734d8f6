//! What changed, and up to when somebody has looked.

use flow::TaskId;
use kernel::{Id, Instant, UnionId};
use store::{Error, Reader, Sql, Writer};
use web::AccountId;

/// Events looked through at most.
const EVENTS: i64 = 300;

const SEEN: Sql = Sql::union("SELECT until FROM changes_seen WHERE union_id = $1 AND account_id = $2");
const SET_SEEN: Sql = Sql::union(
    "INSERT INTO changes_seen (union_id, account_id, until) VALUES ($1, $2, $3)
     ON CONFLICT (union_id, account_id) DO UPDATE SET until = excluded.until",
);
// ids are in the order of time, so that the primary key finds the latest
const SINCE: Sql = Sql::union(
    "SELECT e.at, e.kind, e.record_id, a.name FROM event e LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.id > $2 AND e.record_kind = 'task' AND e.account_id <> $3
       AND e.kind IN ('task.added', 'task.moved', 'task.assigned', 'task.started', 'task.done', 'task.dropped', 'task.reopened',
         'task.commented')
     ORDER BY e.id DESC LIMIT $4",
);

/// Up to when an account has looked through the changes.
pub(super) fn seen(read: &Reader, union: UnionId, account: AccountId) -> Result<Option<Instant>, Error> {
    read.opt(SEEN, &[&union, &account], |row| row.get(0))
}
/// Sets it.
pub(super) fn set_seen(w: &Writer, union: UnionId, account: AccountId, until: Instant) -> Result<(), Error> {
    w.run(SET_SEEN, &[&union, &account, &until]).map(drop)
}

/// Something that happened to a task.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub at: Instant,
    pub kind: String,
    pub task: TaskId,
    pub who: Option<String>,
}

/// What others did to tasks since a moment, the latest first.
pub(super) fn since(read: &Reader, union: UnionId, from: Instant, but: AccountId) -> Result<Vec<Change>, Error> {
    let millis = u64::try_from(from.millis()).unwrap_or(0);
    let least: Id<()> = Id::new(uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid());
    read.rows(SINCE, &[&union, &least, &but, &EVENTS], |row| {
        let task: Id<()> = row.get(2)?;
        Ok(Change {
            at: row.get(0)?,
            kind: row.get(1)?,
            task: task.cast(),
            who: row.get(3)?,
        })
    })
}
