//! What waits for somebody, in the store.

use kernel::{Date, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader, Sql};
use web::{AccountId, View};

use super::waiting::{self, Source};
use crate::tasks::{MemberId, TaskId, me, parts::ReminderId};

/// So many days ahead count as this week.
pub(super) const WEEK: i32 = 7;

/// Member $2, account $3, today $4, the end of the week $5.
const COUNT: Sql = Sql::union(
    "SELECT CAST(
       (SELECT COUNT(*) FROM task t WHERE t.union_id = $1 AND t.owner_id = $2 AND t.state IN ('open', 'doing') AND t.due_day <= $5)
     + (SELECT COUNT(*) FROM task_helper h JOIN task t ON t.union_id = h.union_id AND t.id = h.task_id
          WHERE h.union_id = $1 AND h.member_id = $2 AND t.state IN ('open', 'doing')
            AND (h.answer = 'asked' OR (h.answer = 'yes' AND t.due_day <= $5)))
     + (SELECT COUNT(*) FROM task_reminder r WHERE r.union_id = $1 AND r.account_id = $3 AND r.seen_at IS NULL AND r.on_day <= $4)
     AS BIGINT)",
);
const INVITED: Sql = Sql::union(
    "SELECT t.id, t.title, t.due_day, m.name FROM task_helper h
     JOIN task t ON t.union_id = h.union_id AND t.id = h.task_id
     LEFT JOIN member m ON m.union_id = t.union_id AND m.id = t.owner_id
     WHERE h.union_id = $1 AND h.member_id = $2 AND h.answer = 'asked' AND t.state IN ('open', 'doing')
     ORDER BY t.due_day, t.id LIMIT 200",
);
const TALK: Sql = Sql::union(
    "SELECT t.id, t.title, CAST(COUNT(*) AS BIGINT), MAX(c.at) FROM task_comment c
     JOIN task t ON t.union_id = c.union_id AND t.id = c.task_id
     LEFT JOIN task_read r ON r.union_id = c.union_id AND r.task_id = c.task_id AND r.account_id = $3
     WHERE c.union_id = $1 AND c.account_id <> $3 AND c.at > COALESCE(r.until, 0)
       AND (t.owner_id = $2 OR EXISTS (SELECT 1 FROM task_helper h
              WHERE h.union_id = $1 AND h.task_id = t.id AND h.member_id = $2 AND h.answer = 'yes'))
     GROUP BY t.id, t.title ORDER BY MAX(c.at) DESC LIMIT 200",
);
const REMINDERS: Sql = Sql::union(
    "SELECT r.id, t.id, t.title, r.on_day, r.note FROM task_reminder r
     JOIN task t ON t.union_id = r.union_id AND t.id = r.task_id
     WHERE r.union_id = $1 AND r.account_id = $2 AND r.seen_at IS NULL AND r.on_day <= $3 ORDER BY r.on_day, r.id LIMIT 200",
);

/// Somebody asks for help with a task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Invited {
    /// The task.
    pub task: TaskId,
    /// Its title.
    pub title: String,
    /// Its last day.
    pub due: Option<Date>,
    /// Who answers for it.
    pub owner_name: Option<String>,
}

/// Something was said about a task since one read it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Talk {
    /// The task.
    pub task: TaskId,
    /// Its title.
    pub title: String,
    /// How many comments.
    pub count: i64,
    /// When the last one came.
    pub last: Instant,
}

/// A reminder that one set, whose day has come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Reminded {
    /// The reminder.
    pub id: ReminderId,
    /// The task.
    pub task: TaskId,
    /// Its title.
    pub title: String,
    /// The day.
    pub on: Date,
    /// What to think of.
    pub note: Option<String>,
}

/// Asks how many things wait for the actor: tasks overdue or due within a week, requests for help, reminders whose day
/// has come, cases to decide, payments and signatures, and what the `sources` tell. Two statements and theirs, which travel
/// together, for the frame of every page.
///
/// # Errors
/// The store's.
pub fn ask_inbox_count<'v>(view: &'v View<'_>, sources: &[Source]) -> Result<web::Inbox<'v>, Error> {
    let (union, today) = (view.union(), view.today());
    let member = me(view).unwrap_or(MemberId::new(uuid::Uuid::nil()));
    let account = view.actor().account;
    let week = today.plus_days(WEEK);
    let own = view.ask(COUNT, &[&union, &member, &account, &today, &week], |row| {
        row.get::<i64>(0)
    })?;
    let others = waiting::ask(view, sources)?;
    Ok(Box::new(move || {
        let others: i64 = waiting::read(others)?.iter().map(|w| w.count).sum();
        Ok(own.rows()?.into_iter().fold(others, i64::saturating_add))
    }))
}

pub(super) fn invited(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Invited>, Error> {
    read.rows(INVITED, &[&union, &member], |row| {
        Ok(Invited {
            task: row.get(0)?,
            title: row.get(1)?,
            due: row.get(2)?,
            owner_name: row.get(3)?,
        })
    })
}

pub(super) fn talk(read: &Reader, union: UnionId, member: MemberId, account: AccountId) -> Result<Vec<Talk>, Error> {
    read.rows(TALK, &[&union, &member, &account], |row| {
        Ok(Talk {
            task: row.get(0)?,
            title: row.get(1)?,
            count: row.get(2)?,
            last: row.get(3)?,
        })
    })
}

pub(super) fn reminded(read: &Reader, union: UnionId, account: AccountId, today: Date) -> Result<Vec<Reminded>, Error> {
    read.rows(REMINDERS, &[&union, &account, &today], |row| {
        Ok(Reminded {
            id: row.get(0)?,
            task: row.get(1)?,
            title: row.get(2)?,
            on: row.get(3)?,
            note: row.get(4)?,
        })
    })
}
