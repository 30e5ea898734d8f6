//! Jobs in the store.

use kernel::{Clock, Id, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader, Row, Sql, Writer};
use web::AccountId;

use crate::{ATTEMPTS, LEASE_MS};

/// The kind of a job's id.
pub enum Work {}
/// The id of a job.
pub type JobId = Id<Work>;

const COLUMNS_OF_ONE: Sql = Sql::union(
    "SELECT id, kind, payload, account_id, state, run_at, attempts, done, total, result, trouble, created_at, finished_at
     FROM job WHERE union_id = $1 AND id = $2",
);
const OF_ACCOUNT: Sql = Sql::union(
    "SELECT id, kind, payload, account_id, state, run_at, attempts, done, total, result, trouble, created_at, finished_at
     FROM job WHERE union_id = $1 AND account_id = $2 ORDER BY created_at DESC, id DESC LIMIT 100",
);
const ADD: Sql = Sql::union(
    "INSERT INTO job (union_id, id, key, kind, payload, account_id, state, run_at, lease_until, attempts, done, total, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, 0, 0, 0, 0, $8) ON CONFLICT (union_id, key) DO NOTHING",
);
const DUE: Sql = Sql::house(
    "SELECT union_id, id, attempts FROM job WHERE finished_at IS NULL AND run_at <= $1 AND lease_until <= $1 ORDER BY run_at LIMIT 8",
    "one runner serves the queues of all unions; each claim is an act within one",
);
const CLAIM: Sql = Sql::union(
    "UPDATE job SET state = 'running', lease_until = $4, attempts = attempts + 1
     WHERE union_id = $1 AND id = $2 AND attempts = $3 AND finished_at IS NULL AND lease_until <= $5",
);
const PROGRESS: Sql = Sql::union(
    "UPDATE job SET done = $4, total = $5, lease_until = $6
     WHERE union_id = $1 AND id = $2 AND attempts = $3 AND finished_at IS NULL",
);
const DONE: Sql = Sql::union(
    "UPDATE job SET state = 'done', result = $4, finished_at = $5, lease_until = 0
     WHERE union_id = $1 AND id = $2 AND attempts = $3 AND finished_at IS NULL",
);
const AGAIN: Sql = Sql::union(
    "UPDATE job SET state = 'waiting', run_at = $4, lease_until = 0, trouble = $5
     WHERE union_id = $1 AND id = $2 AND attempts = $3 AND finished_at IS NULL",
);
const FAILED: Sql = Sql::union(
    "UPDATE job SET state = 'failed', finished_at = $4, lease_until = 0, trouble = $5
     WHERE union_id = $1 AND id = $2 AND attempts = $3 AND finished_at IS NULL",
);
const LET_GO: Sql = Sql::house(
    "UPDATE job SET lease_until = 0 WHERE finished_at IS NULL AND lease_until > 0",
    "a start on a database of one process ends the leases of the process before it, in all unions",
);

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In the queue.
    Waiting,
    /// Somebody works on it.
    Running,
    /// Done.
    Done,
    /// Given up.
    Failed,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what, as its kind wrote it.
    pub payload: String,
    /// Who wants it.
    pub account: AccountId,
    /// Where it stands.
    pub state: State,
    /// Not before.
    pub run_at: Instant,
    /// How often it was begun; the holder of a lease knows its number.
    pub attempts: i64,
    /// So much is done …
    pub done: i64,
    /// … of so much.
    pub total: i64,
    /// Where the result is shown.
    pub result: Option<String>,
    /// What went wrong last.
    pub trouble: Option<String>,
    /// Since when.
    pub created_at: Instant,
    /// Until when.
    pub finished_at: Option<Instant>,
}

fn job(row: &Row<'_>) -> Result<Job, Error> {
    let state = match row.get::<String>(4)?.as_str() {
        "waiting" => State::Waiting,
        "running" => State::Running,
        "done" => State::Done,
        "failed" => State::Failed,
        other => return Err(Error::Wrong(format!("job state {other}"))),
    };
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        payload: row.get(2)?,
        account: row.get(3)?,
        state,
        run_at: row.get(5)?,
        attempts: row.get(6)?,
        done: row.get(7)?,
        total: row.get(8)?,
        result: row.get(9)?,
        trouble: row.get(10)?,
        created_at: row.get(11)?,
        finished_at: row.get(12)?,
    })
}

/// Notes a job in the open transaction.
///
/// # Errors
/// The store's.
pub fn add(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    account: AccountId,
    kind: &str,
    payload: &str,
) -> Result<JobId, Error> {
    let id: JobId = clock.id();
    w.run(
        ADD,
        &[
            &union,
            &id,
            &id.to_string(),
            &kind,
            &payload,
            &account,
            &clock.now(),
            &clock.now(),
        ],
    )?;
    Ok(id)
}

/// Notes a job unless one with this key was ever noted; says whether it was new.
///
/// # Errors
/// The store's.
pub fn add_once(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    kind: &str,
    payload: &str,
    key: &str,
) -> Result<bool, Error> {
    let (id, nobody): (JobId, AccountId) = (clock.id(), web::Actor::stranger(kernel::Lang::Zh).account);
    Ok(w.run(
        ADD,
        &[&union, &id, &key, &kind, &payload, &nobody, &clock.now(), &clock.now()],
    )? > 0)
}

/// One job.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn find(read: &Reader, union: UnionId, id: JobId) -> Result<Job, Error> {
    read.one(COLUMNS_OF_ONE, &[&union, &id], job)
}

/// The latest hundred jobs that an account wanted.
///
/// # Errors
/// The store's.
pub fn of_account(read: &Reader, union: UnionId, account: AccountId) -> Result<Vec<Job>, Error> {
    read.rows(OF_ACCOUNT, &[&union, &account], job)
}

/// Ends every lease: whoever held one is known to be gone. A holder that lives all the same loses nothing but its
/// work, since it names the attempt when it finishes.
pub(crate) fn let_go(w: &Writer) -> Result<u64, Error> {
    w.run(LET_GO, &[])
}

/// Jobs that may be claimed now.
pub(crate) fn due(read: &Reader, now: Instant) -> Result<Vec<(UnionId, JobId, i64)>, Error> {
    read.rows(DUE, &[&now], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// Takes the lease; `None` if somebody else was first.
pub(crate) fn claim(w: &Writer, union: UnionId, id: JobId, seen: i64, now: Instant) -> Result<Option<Job>, Error> {
    if w.run(CLAIM, &[&union, &id, &seen, &now.plus_millis(LEASE_MS), &now])? == 0 {
        return Ok(None);
    }
    find(w, union, id).map(Some)
}

/// Reports progress and renews the lease; says whether it is still held.
pub(crate) fn progress(
    w: &Writer,
    union: UnionId,
    job: &Job,
    done: i64,
    total: i64,
    now: Instant,
) -> Result<bool, Error> {
    Ok(w.run(
        PROGRESS,
        &[
            &union,
            &job.id,
            &job.attempts,
            &done,
            &total,
            &now.plus_millis(LEASE_MS),
        ],
    )? > 0)
}

/// Marks the job done; says whether the lease was still held.
pub(crate) fn finish(w: &Writer, union: UnionId, job: &Job, result: Option<&str>, now: Instant) -> Result<bool, Error> {
    Ok(w.run(DONE, &[&union, &job.id, &job.attempts, &result, &now])? > 0)
}

/// Puts the job back with a growing pause, or gives it up.
pub(crate) fn trouble(
    w: &Writer,
    union: UnionId,
    job: &Job,
    what: &str,
    for_good: bool,
    now: Instant,
) -> Result<(), Error> {
    let what: String = what.chars().take(500).collect();
    if for_good || job.attempts >= ATTEMPTS {
        w.run(FAILED, &[&union, &job.id, &job.attempts, &now, &what])?;
    } else {
        let pause = 5_000_i64.saturating_mul(1 << job.attempts.clamp(0, 10));
        w.run(AGAIN, &[&union, &job.id, &job.attempts, &now.plus_millis(pause), &what])?;
    }
    Ok(())
}
