//! Visits in the store.

use ::store::{Error, Reader, Row, Sql, Writer, secret::Sealed};
use kernel::{Date, Instant, Money, UnionId};
use org::{BodyId, MemberId};
use web::AccountId;

use super::{
    model::{Present, Status, Told, Visit, VisitId, Way, names},
    reasons::ReasonId,
};
use crate::events::EventId;

/// The column of what was asked for where it tells of health or hardship.
pub const SEALED: Sealed = Sealed::of_union("visit", "sealed", "id");

/// The columns of a visit with what it is for; what follows narrows the rows.
macro_rules! visits {
    ($($rest:expr),*) => {
        Sql::union(concat!(
            "SELECT v.id, v.version, v.event_id, v.member_id, m.name, v.branch_id, b.name, e.reason_id, e.reason_version, r.name,
               r.sensitive, r.photo, e.source, e.happened_on, e.known_on, v.due_on, v.status, v.task_id, v.day, v.way, v.present,
               v.what, v.amount, v.others, v.reason, v.wish_by, v.signed_by,
               CASE WHEN v.wish IS NOT NULL OR v.sealed IS NOT NULL THEN 1 ELSE 0 END, v.wish, v.wish_task_id, v.answer,
               v.answered_on, v.signed_at, v.form_id, v.why, v.account_id, a.name, v.recorded_at
             FROM visit v
             JOIN life_event e ON e.union_id = v.union_id AND e.id = v.event_id
             JOIN visit_reason r ON r.union_id = v.union_id AND r.id = e.reason_id AND r.version = e.reason_version
             JOIN member m ON m.union_id = v.union_id AND m.id = v.member_id
             LEFT JOIN body b ON b.union_id = v.union_id AND b.id = v.branch_id
             LEFT JOIN account a ON a.id = v.account_id
             WHERE v.union_id = $1 ",
            $($rest),*
        ))
    };
}

const GET: Sql = visits!("AND v.id = $2");
const OF_EVENT: Sql = visits!("AND v.event_id = $2");
const OF_MEMBER: Sql = visits!("AND v.member_id = $2 ORDER BY v.due_on DESC, v.id DESC LIMIT 500");
const LISTED: Sql = visits!(
    "AND (CAST($2 AS TEXT) IS NULL OR v.status = $2)
     AND (CAST($3 AS BYTEA) IS NULL OR e.reason_id = $3)
     AND (CAST($4 AS BYTEA) IS NULL OR v.branch_id = $4)
     AND COALESCE(v.day, v.due_on) >= $5 AND COALESCE(v.day, v.due_on) <= $6
     AND v.status <> 'withdrawn'
     ORDER BY CASE WHEN v.status = 'due' THEN 0 ELSE 1 END, CASE WHEN v.status = 'due' THEN v.due_on ELSE '' END,
       COALESCE(v.day, v.due_on) DESC, v.id DESC LIMIT $7"
);
const DUE: Sql = Sql::union(
    "SELECT v.branch_id, COUNT(*), CAST(SUM(CASE WHEN v.due_on < $2 THEN 1 ELSE 0 END) AS BIGINT)
     FROM visit v WHERE v.union_id = $1 AND v.status = 'due' GROUP BY v.branch_id",
);
const VISITORS: Sql =
    Sql::union("SELECT member_id FROM visit_visitor WHERE union_id = $1 AND visit_id = $2 ORDER BY member_id");
const ADD: Sql = Sql::union(
    "INSERT INTO visit (union_id, id, event_id, member_id, branch_id, due_on, task_id, status, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'due', 1)",
);
const MAKE: Sql = Sql::union(
    "UPDATE visit SET status = 'made', day = $3, way = $4, present = $5, what = $6, amount = $7, others = $8, reason = $9,
       wish = $10, sealed = $11, wish_by = $12, signed_by = $13, form_id = $14, account_id = $15, recorded_at = $16,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND status = 'due'",
);
/// Corrects a visit that was made, at the version seen. What the member confirmed was what they got: something else they have not.
pub(super) const CORRECT: Sql = Sql::union(
    "UPDATE visit SET day = $4, way = $5, present = $6, what = $7, amount = $8, others = $9, reason = $10, wish = $11,
       sealed = $12, wish_by = $13, signed_by = $14, version = version + 1,
       signed_at = CASE WHEN present = $6 AND amount = $8 AND COALESCE(what, '') = COALESCE(CAST($7 AS TEXT), '')
         THEN signed_at ELSE NULL END
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'made'",
);
/// Lets a visit be, at the version seen.
pub(super) const WAIVE: Sql = Sql::union(
    "UPDATE visit SET status = 'waived', why = $4, account_id = $5, recorded_at = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'due'",
);
/// Takes the record of a visit back, or its waiving: it is owed again.
pub(super) const UNMAKE: Sql = Sql::union(
    "UPDATE visit SET status = 'due', day = NULL, way = NULL, present = NULL, what = NULL, amount = NULL, others = NULL,
       reason = NULL, wish = NULL, sealed = NULL, wish_by = NULL, wish_task_id = NULL, answer = NULL, answered_on = NULL,
       signed_by = NULL, signed_at = NULL, form_id = NULL, why = NULL, account_id = NULL, recorded_at = NULL,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('made', 'waived')",
);
const WITHDRAW: Sql = Sql::union(
    "UPDATE visit SET status = 'withdrawn', why = $3, account_id = $4, recorded_at = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND status IN ('due', 'waived')",
);
const MOVE: Sql = Sql::union(
    "UPDATE visit SET due_on = $3, version = version + 1 WHERE union_id = $1 AND id = $2 AND status = 'due'",
);
/// Keeps the answer to what was asked for.
pub(super) const ANSWER: Sql = Sql::union(
    "UPDATE visit SET answer = $4, answered_on = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'made' AND answered_on IS NULL
       AND (wish IS NOT NULL OR sealed IS NOT NULL)",
);
const SIGN: Sql = Sql::union(
    "UPDATE visit SET signed_at = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND member_id = $3 AND status = 'made' AND present <> 'none' AND signed_at IS NULL",
);
const WISH_TASK: Sql = Sql::union("UPDATE visit SET wish_task_id = $3 WHERE union_id = $1 AND id = $2");
const LEAVE: Sql = Sql::union("DELETE FROM visit_visitor WHERE union_id = $1 AND visit_id = $2");
const GO: Sql = Sql::union("INSERT INTO visit_visitor (union_id, visit_id, member_id) VALUES ($1, $2, $3)");
const WISH: Sql = Sql::union("SELECT wish, sealed FROM visit WHERE union_id = $1 AND id = $2");

fn visit(row: &Row<'_>) -> Result<Visit, Error> {
    let mut c = row.cells();
    let mut visit = Visit {
        id: c.take()?,
        version: c.take()?,
        event: c.take()?,
        member: c.take()?,
        name: c.take()?,
        branch: c.take()?,
        branch_name: c.take()?,
        reason: c.take()?,
        reason_version: c.take()?,
        reason_name: c.take()?,
        sensitive: c.take()?,
        photo: c.take()?,
        source: c.take()?,
        happened: c.take()?,
        known: c.take()?,
        due: c.take()?,
        status: c.take()?,
        task: c.take()?,
        told: None,
        wished: false,
        wish: None,
        wish_task: None,
        answered: None,
        signed_at: None,
        form: None,
        why: None,
        account: None,
        account_name: None,
        recorded_at: None,
    };
    let day: Option<Date> = c.take()?;
    let way: Option<Way> = c.take()?;
    let present: Option<Present> = c.take()?;
    let what = c.take()?;
    let amount: Option<Money> = c.take()?;
    let others: Option<String> = c.take()?;
    let (reason, wish_by, signed_by) = (c.take()?, c.take()?, c.take()?);
    if let (Some(day), Some(way), Some(present), Some(amount)) = (day, way, present, amount) {
        visit.told = Some(Told {
            day,
            way,
            visitors: Vec::new(),
            others: names(others.as_deref().unwrap_or_default()),
            present,
            what,
            amount,
            reason,
            wish_by,
            signed_by,
        });
    }
    (visit.wished, visit.wish, visit.wish_task) = (c.take()?, c.take()?, c.take()?);
    visit.answered = c.take::<Option<String>>()?.zip(c.take()?);
    (visit.signed_at, visit.form, visit.why) = (c.take()?, c.take()?, c.take()?);
    (visit.account, visit.account_name, visit.recorded_at) = (c.take()?, c.take()?, c.take()?);
    Ok(visit)
}

/// A visit, with who went.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: VisitId) -> Result<Visit, Error> {
    let mut visit = read.one(GET, &[&union, &id], visit)?;
    if let Some(told) = &mut visit.told {
        told.visitors = read.rows(VISITORS, &[&union, &id], |row| row.get(0))?;
    }
    Ok(visit)
}

/// The visit that an event makes due.
///
/// # Errors
/// The store's.
pub fn of_event(read: &Reader, union: UnionId, event: EventId) -> Result<Visit, Error> {
    read.one(OF_EVENT, &[&union, &event], visit)
}

/// The visits to a member, the latest first.
///
/// # Errors
/// The store's.
pub fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Visit>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], visit)
}

/// Which visits.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Only those that stand so.
    pub status: Option<Status>,
    /// Only for this reason.
    pub reason: Option<ReasonId>,
    /// Only of this branch or group.
    pub branch: Option<BodyId>,
    /// Made, or due, on these days.
    pub from: Date,
    /// The last of them.
    pub until: Date,
}

/// Visits, those owed first by their day, then the latest; without those withdrawn.
///
/// # Errors
/// The store's.
pub fn listed(read: &Reader, union: UnionId, f: &Filter, most: i64) -> Result<Vec<Visit>, Error> {
    read.rows(
        LISTED,
        &[&union, &f.status, &f.reason, &f.branch, &f.from, &f.until, &most],
        visit,
    )
}

/// How many are owed of each group, and how many of them are late.
pub(super) fn due(read: &Reader, union: UnionId, today: Date) -> Result<Vec<(Option<BodyId>, i64, i64)>, Error> {
    read.rows(DUE, &[&union, &today], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// A visit that becomes due.
#[derive(Clone, Copy, Debug)]
pub struct NewVisit {
    /// Its id.
    pub id: VisitId,
    /// What it is for.
    pub event: EventId,
    /// Whom it is for.
    pub member: MemberId,
    /// Their branch or group.
    pub branch: Option<BodyId>,
    /// By when one goes.
    pub due: Date,
    /// The task.
    pub task: Option<flow::TaskId>,
}

/// Adds a visit that is due.
///
/// # Errors
/// The store's.
pub fn add(w: &Writer, union: UnionId, n: &NewVisit) -> Result<(), Error> {
    w.run(ADD, &[&union, &n.id, &n.event, &n.member, &n.branch, &n.due, &n.task])
        .map(drop)
}

/// What was asked for, as it is kept: openly, or sealed.
pub(super) fn wish(
    w: &Writer,
    union: UnionId,
    id: VisitId,
    text: Option<&str>,
    sensitive: bool,
) -> Result<(Option<String>, Option<Vec<u8>>), Error> {
    match text {
        Some(text) if sensitive => Ok((None, Some(w.seal(SEALED.at(union, id), text.as_bytes())?))),
        other => Ok((other.map(str::to_owned), None)),
    }
}

/// What was asked for, opened; `None` if nothing was or its key is lost.
pub(super) fn open_wish(read: &Reader, union: UnionId, id: VisitId) -> Result<Option<String>, Error> {
    let (plain, sealed): (Option<String>, Option<Vec<u8>>) =
        read.one(WISH, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    match sealed {
        None => Ok(plain),
        Some(sealed) => Ok(Some(read.open(SEALED.at(union, id), &sealed)?.text()?.to_owned())),
    }
}

/// The names of others who went, in one text.
pub(super) fn others(told: &Told) -> Option<String> {
    (!told.others.is_empty()).then(|| told.others.join("、"))
}

/// Keeps that a visit was made, if it is still owed.
pub(super) fn make(
    w: &Writer,
    (union, id): (UnionId, VisitId),
    told: &Told,
    wish: &(Option<String>, Option<Vec<u8>>),
    (form, by, at): (Option<kernel::Id<()>>, AccountId, Instant),
) -> Result<bool, Error> {
    let t = told;
    let touched = w.run(
        MAKE,
        &[
            &union,
            &id,
            &t.day,
            &t.way,
            &t.present,
            &t.what,
            &t.amount,
            &others(t),
            &t.reason,
            &wish.0,
            &wish.1,
            &t.wish_by,
            &t.signed_by,
            &form,
            &by,
            &at,
        ],
    )?;
    Ok(touched > 0)
}

/// Keeps who went.
pub(super) fn went(w: &Writer, union: UnionId, id: VisitId, members: &[MemberId]) -> Result<(), Error> {
    w.run(LEAVE, &[&union, &id])?;
    for member in members {
        w.run(GO, &[&union, &id, member])?;
    }
    Ok(())
}

/// Withdraws a visit with its event; says whether it could be.
///
/// # Errors
/// The store's.
pub fn withdraw(
    w: &Writer,
    (union, id): (UnionId, VisitId),
    why: &str,
    (by, at): (AccountId, Instant),
) -> Result<bool, Error> {
    Ok(w.run(WITHDRAW, &[&union, &id, &why, &by, &at])? > 0)
}

/// Moves the day by which one goes, as long as it is owed.
///
/// # Errors
/// The store's.
pub fn move_due(w: &Writer, union: UnionId, id: VisitId, due: Date) -> Result<(), Error> {
    w.run(MOVE, &[&union, &id, &due]).map(drop)
}

/// Keeps that the member confirmed what they got; says whether there was something to confirm.
pub(crate) fn sign(w: &Writer, union: UnionId, id: VisitId, member: MemberId, at: Instant) -> Result<bool, Error> {
    Ok(w.run(SIGN, &[&union, &id, &member, &at])? > 0)
}

/// Names the task to answer what was asked for; none where nothing is any more.
pub(super) fn wish_task(w: &Writer, union: UnionId, id: VisitId, task: Option<flow::TaskId>) -> Result<(), Error> {
    w.run(WISH_TASK, &[&union, &id, &task]).map(drop)
}
