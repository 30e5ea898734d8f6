//! What belongs to a task in the store: helpers, steps, what it waits for, comments, reminders.

use kernel::{Date, Instant, Text, UnionId};
use store::{Error, Reader, Sql, Writer};
use web::AccountId;

use crate::tasks::{
    MemberId,
    model::TaskId,
    parts::{Answer, Comment, CommentId, Helper, Need, Reminder, ReminderId, Step, StepId},
};

const HELPERS: Sql = Sql::union(
    "SELECT h.member_id, COALESCE(m.name, ''), h.answer FROM task_helper h
     LEFT JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     WHERE h.union_id = $1 AND h.task_id = $2 ORDER BY m.sound, h.member_id",
);
const ASK: Sql = Sql::union(
    "INSERT INTO task_helper (union_id, task_id, member_id, answer) VALUES ($1, $2, $3, 'asked')
     ON CONFLICT (union_id, task_id, member_id) DO UPDATE SET
       answer = CASE WHEN task_helper.answer = 'no' THEN 'asked' ELSE task_helper.answer END",
);
const UNASK: Sql = Sql::union("DELETE FROM task_helper WHERE union_id = $1 AND task_id = $2 AND member_id = $3");
const ANSWER: Sql = Sql::union(
    "UPDATE task_helper SET answer = $4 WHERE union_id = $1 AND task_id = $2 AND member_id = $3 AND answer <> $4",
);
const STEPS: Sql =
    Sql::union("SELECT id, title, ticked_at FROM task_step WHERE union_id = $1 AND task_id = $2 ORDER BY id");
const ADD_STEP: Sql = Sql::union("INSERT INTO task_step (union_id, id, task_id, title) VALUES ($1, $2, $3, $4)");
const TICK: Sql =
    Sql::union("UPDATE task_step SET ticked_at = $4, ticked_by = $5 WHERE union_id = $1 AND task_id = $2 AND id = $3");
const NEEDS: Sql = Sql::union(
    "SELECT t.id, t.title, t.state, t.due_day FROM task_need n
     JOIN task t ON t.union_id = n.union_id AND t.id = n.needs_id
     WHERE n.union_id = $1 AND n.task_id = $2 ORDER BY t.due_day, t.id",
);
const NEEDED_BY: Sql = Sql::union(
    "SELECT t.id, t.title, t.state, t.due_day FROM task_need n
     JOIN task t ON t.union_id = n.union_id AND t.id = n.task_id
     WHERE n.union_id = $1 AND n.needs_id = $2 ORDER BY t.due_day, t.id LIMIT 100",
);
/// Whether `$3` waits for `$2` already, straight or by way of others.
const WAITS: Sql = Sql::union(
    "WITH RECURSIVE way (id) AS (
       SELECT needs_id FROM task_need WHERE union_id = $1 AND task_id = $3
       UNION SELECT n.needs_id FROM task_need n JOIN way ON n.task_id = way.id WHERE n.union_id = $1)
     SELECT CAST(COUNT(*) AS BIGINT) FROM way WHERE id = $2",
);
const ADD_NEED: Sql = Sql::union(
    "INSERT INTO task_need (union_id, task_id, needs_id) VALUES ($1, $2, $3)
     ON CONFLICT (union_id, task_id, needs_id) DO NOTHING",
);
const DROP_NEED: Sql = Sql::union("DELETE FROM task_need WHERE union_id = $1 AND task_id = $2 AND needs_id = $3");
const COMMENTS: Sql = Sql::union(
    "SELECT id, at, name, body FROM task_comment WHERE union_id = $1 AND task_id = $2 ORDER BY id DESC LIMIT 500",
);
const ADD_COMMENT: Sql = Sql::union(
    "INSERT INTO task_comment (union_id, id, task_id, at, account_id, name, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const READ: Sql = Sql::union(
    "INSERT INTO task_read (union_id, task_id, account_id, until) VALUES ($1, $2, $3, $4)
     ON CONFLICT (union_id, task_id, account_id) DO UPDATE SET until = excluded.until",
);
const REMINDERS: Sql = Sql::union(
    "SELECT id, on_day, note FROM task_reminder
     WHERE union_id = $1 AND task_id = $2 AND account_id = $3 AND seen_at IS NULL ORDER BY on_day, id",
);
const ADD_REMINDER: Sql = Sql::union(
    "INSERT INTO task_reminder (union_id, id, task_id, account_id, on_day, note) VALUES ($1, $2, $3, $4, $5, $6)",
);
const SEE_REMINDER: Sql = Sql::union(
    "UPDATE task_reminder SET seen_at = $4 WHERE union_id = $1 AND id = $2 AND account_id = $3 AND seen_at IS NULL RETURNING task_id",
);

/// Who helps, was asked to, or said no.
pub(crate) fn helpers(read: &Reader, union: UnionId, task: TaskId) -> Result<Vec<Helper>, Error> {
    read.rows(HELPERS, &[&union, &task], |row| {
        Ok(Helper {
            member: row.get(0)?,
            name: row.get(1)?,
            answer: Answer::of(&row.get::<String>(2)?)?,
        })
    })
}

/// Asks somebody to help; whoever said no is asked again.
pub(crate) fn ask(w: &Writer, union: UnionId, task: TaskId, member: MemberId) -> Result<(), Error> {
    w.run(ASK, &[&union, &task, &member]).map(drop)
}

/// No longer asks somebody.
pub(crate) fn unask(w: &Writer, union: UnionId, task: TaskId, member: MemberId) -> Result<(), Error> {
    w.run(UNASK, &[&union, &task, &member]).map(drop)
}

/// Writes a helper's answer; says whether it changed anything.
pub(crate) fn answer(w: &Writer, union: UnionId, task: TaskId, member: MemberId, a: Answer) -> Result<bool, Error> {
    Ok(w.run(ANSWER, &[&union, &task, &member, &a.key()])? > 0)
}

/// The checklist.
pub(crate) fn steps(read: &Reader, union: UnionId, task: TaskId) -> Result<Vec<Step>, Error> {
    read.rows(STEPS, &[&union, &task], |row| {
        Ok(Step {
            id: row.get(0)?,
            title: row.get(1)?,
            ticked_at: row.get(2)?,
        })
    })
}

/// Adds a step.
pub(crate) fn add_step(w: &Writer, union: UnionId, task: TaskId, id: StepId, title: &Text<200>) -> Result<(), Error> {
    w.run(ADD_STEP, &[&union, &id, &task, title]).map(drop)
}

/// Ticks a step or takes the tick away; says whether there is such a step.
pub(crate) fn tick(
    w: &Writer,
    union: UnionId,
    task: TaskId,
    step: StepId,
    ticked: Option<(Instant, AccountId)>,
) -> Result<bool, Error> {
    let (at, by) = (ticked.map(|t| t.0), ticked.map(|t| t.1));
    Ok(w.run(TICK, &[&union, &task, &step, &at, &by])? > 0)
}

fn need(row: &store::Row<'_>) -> Result<Need, Error> {
    Ok(Need {
        id: row.get(0)?,
        title: row.get(1)?,
        stage: row.get(2)?,
        due: row.get(3)?,
    })
}

/// What a task waits for.
pub(crate) fn needs(read: &Reader, union: UnionId, task: TaskId) -> Result<Vec<Need>, Error> {
    read.rows(NEEDS, &[&union, &task], need)
}

/// What waits for a task.
pub(crate) fn needed_by(read: &Reader, union: UnionId, task: TaskId) -> Result<Vec<Need>, Error> {
    read.rows(NEEDED_BY, &[&union, &task], need)
}

/// Whether `of` waits for `task` already, straight or by way of others.
pub(crate) fn waits_for(read: &Reader, union: UnionId, task: TaskId, of: TaskId) -> Result<bool, Error> {
    read.one(WAITS, &[&union, &task, &of], |row| Ok(row.get::<i64>(0)? > 0))
}

/// Lets a task wait for another.
pub(crate) fn add_need(w: &Writer, union: UnionId, task: TaskId, needs: TaskId) -> Result<(), Error> {
    w.run(ADD_NEED, &[&union, &task, &needs]).map(drop)
}

/// Lets it wait no longer; says whether it did.
pub(crate) fn drop_need(w: &Writer, union: UnionId, task: TaskId, needs: TaskId) -> Result<bool, Error> {
    Ok(w.run(DROP_NEED, &[&union, &task, &needs])? > 0)
}

/// What was said, the latest first.
pub(crate) fn comments(read: &Reader, union: UnionId, task: TaskId) -> Result<Vec<Comment>, Error> {
    read.rows(COMMENTS, &[&union, &task], |row| {
        Ok(Comment {
            id: row.get(0)?,
            at: row.get(1)?,
            who: row.get(2)?,
            body: row.get(3)?,
        })
    })
}

/// Adds a comment by somebody, under the name they bear now.
pub(crate) fn add_comment(
    w: &Writer,
    union: UnionId,
    (task, id): (TaskId, CommentId),
    (account, name): (AccountId, &str),
    at: Instant,
    body: &Text<2000>,
) -> Result<(), Error> {
    w.run(ADD_COMMENT, &[&union, &id, &task, &at, &account, &name, body])
        .map(drop)
}

/// Notes that somebody has read the comments up to now.
pub(crate) fn read_until(
    w: &Writer,
    union: UnionId,
    task: TaskId,
    account: AccountId,
    at: Instant,
) -> Result<(), Error> {
    w.run(READ, &[&union, &task, &account, &at]).map(drop)
}

/// Somebody's own reminders of a task.
pub(crate) fn reminders(
    read: &Reader,
    union: UnionId,
    task: TaskId,
    account: AccountId,
) -> Result<Vec<Reminder>, Error> {
    read.rows(REMINDERS, &[&union, &task, &account], |row| {
        Ok(Reminder {
            id: row.get(0)?,
            on: row.get(1)?,
            note: row.get(2)?,
        })
    })
}

/// Sets a reminder.
pub(crate) fn add_reminder(
    w: &Writer,
    union: UnionId,
    (task, id): (TaskId, ReminderId),
    account: AccountId,
    on: Date,
    note: Option<&Text<200>>,
) -> Result<(), Error> {
    w.run(ADD_REMINDER, &[&union, &id, &task, &account, &on, &note])
        .map(drop)
}

/// Puts a reminder away; says of which task it was, if it was there.
pub(crate) fn see_reminder(
    w: &Writer,
    union: UnionId,
    id: ReminderId,
    account: AccountId,
    at: Instant,
) -> Result<Option<TaskId>, Error> {
    w.opt(SEE_REMINDER, &[&union, &id, &account, &at], |row| row.get(0))
}
