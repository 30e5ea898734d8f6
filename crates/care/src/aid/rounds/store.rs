//! Rounds of education aid in the store.

use ::store::{Error, Reader, Row, Sql, Writer, secret::Sealed};
use kernel::{Date, UnionId};
use org::MemberId;
use web::{Act, Reply};

use super::model::{Child, ChildId, Round, RoundId, Secret};
use crate::reason::CHILD_DELETED;

/// The column of what is said of a child.
pub const CHILD: Sealed = Sealed::of_union("aid_child", "child", "id");

macro_rules! rounds {
    ($rest:literal) => {
        concat!(
            "SELECT id, title, year, from_on, until_on, keep_days, note, status, people, total, paid_on, notice_from, notice_until,
               closed_on, purged_on, version
             FROM aid_round WHERE union_id = $1",
            $rest
        )
    };
}
macro_rules! children {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.round_id, c.member_id, m.name, c.body_id, c.stage, c.consent_on, c.way, c.amount, c.status, c.why,
               c.version
             FROM aid_child c JOIN member m ON m.union_id = c.union_id AND m.id = c.member_id WHERE c.union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO aid_round (union_id, id, title, year, from_on, until_on, keep_days, note, status, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, 1)",
);
const PUT: Sql = Sql::union(
    "UPDATE aid_round SET title = $4, from_on = $5, until_on = $6, keep_days = $7, note = $8, status = $9, people = $10, total = $11,
       paid_on = $12, notice_from = $13, notice_until = $14, closed_on = $15, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
/// One after the other: whoever changes the list waits for whoever was first.
const TOUCH: Sql = Sql::union(
    "UPDATE aid_round SET version = version + 1
     WHERE union_id = $1 AND id = $2 AND (CAST($3 AS BIGINT) IS NULL OR version = $3)",
);
const LIVING: Sql = Sql::union(
    "SELECT COUNT(*) FROM aid_child
     WHERE union_id = $1 AND round_id = $2 AND member_id = $3 AND status IN ('applied', 'granted')",
);
const GET: Sql = Sql::union(rounds!(" AND id = $2"));
const LIST: Sql = Sql::union(rounds!(" ORDER BY year DESC, from_on DESC, id DESC"));
const TO_PURGE: Sql = Sql::union(rounds!(" AND status = 'closed' AND purged_on IS NULL ORDER BY id"));
const PURGE: Sql = Sql::union(
    "UPDATE aid_child SET stage = NULL, child = NULL, why = CASE WHEN status = 'refused' THEN $3 ELSE why END
     WHERE union_id = $1 AND round_id = $2 AND child IS NOT NULL",
);
const PURGED: Sql = Sql::union("UPDATE aid_round SET purged_on = $3 WHERE union_id = $1 AND id = $2");
const ADD_CHILD: Sql = Sql::union(
    "INSERT INTO aid_child (union_id, id, round_id, member_id, body_id, stage, child, consent_on, way, status, made_at, made_by,
       version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'applied', $10, $11, 1)",
);
const SET_CHILD: Sql = Sql::union(
    "UPDATE aid_child SET status = $4, amount = $5, why = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const ONE: Sql = Sql::union(children!(" AND c.id = $2"));
const CHILDREN: Sql = Sql::union(children!(" AND c.round_id = $2 ORDER BY c.made_at, c.id"));
const OF_MEMBER: Sql = Sql::union(children!(
    " AND c.member_id = $2 ORDER BY c.made_at DESC, c.id DESC LIMIT 100"
));
const SECRET: Sql = Sql::union("SELECT child FROM aid_child WHERE union_id = $1 AND id = $2");
const TO_DECIDE: Sql = Sql::union(
    "SELECT COUNT(*) FROM aid_child c JOIN aid_round r ON r.union_id = c.union_id AND r.id = c.round_id
     WHERE c.union_id = $1 AND c.status = 'applied' AND r.status = 'open'",
);

fn round(row: &Row<'_>) -> Result<Round, Error> {
    let mut c = row.cells();
    let mut read = Round {
        id: c.take()?,
        title: c.take()?,
        year: c.take()?,
        from: c.take()?,
        until: c.take()?,
        keep_days: c.take()?,
        note: c.take()?,
        status: c.take()?,
        people: c.take()?,
        total: c.take()?,
        paid: c.take()?,
        notice: None,
        closed: None,
        purged: None,
        version: 0,
    };
    let (from, until): (Option<Date>, Option<Date>) = (c.take()?, c.take()?);
    read.notice = from.zip(until);
    read.closed = c.take()?;
    read.purged = c.take()?;
    read.version = c.take()?;
    Ok(read)
}

fn child(row: &Row<'_>) -> Result<Child, Error> {
    let mut c = row.cells();
    Ok(Child {
        id: c.take()?,
        round: c.take()?,
        member: c.take()?,
        name: c.take()?,
        body: c.take()?,
        stage: c.take()?,
        consent: c.take()?,
        way: c.take()?,
        amount: c.take()?,
        status: c.take()?,
        why: c.take()?,
        version: c.take()?,
    })
}

pub(in super::super) fn add(act: &Act<'_>, new: &Round) -> Result<(), Error> {
    act.run(
        ADD,
        &[
            &act.union(),
            &new.id,
            &new.title,
            &new.year,
            &new.from,
            &new.until,
            &new.keep_days,
            &new.note,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

/// Writes a round anew, at the version that was seen.
pub(in super::super) fn put(act: &Act<'_>, to: &Round) -> Reply<()> {
    let (from, until) = to.notice.unzip();
    act.run_fresh(
        PUT,
        &[
            &act.union(),
            &to.id,
            &to.version,
            &to.title,
            &to.from,
            &to.until,
            &to.keep_days,
            &to.note,
            &to.status,
            &to.people,
            &to.total,
            &to.paid,
            &from,
            &until,
            &to.closed,
        ],
    )
}

/// Counts a change of the list, at the version that was seen if one was.
pub(super) fn touch(act: &Act<'_>, id: RoundId, seen: Option<i64>) -> Reply<()> {
    act.run_fresh(TOUCH, &[&act.union(), &id, &seen])
}

/// How many applications of a member live in a round.
pub(super) fn living(read: &Reader, union: UnionId, id: RoundId, member: MemberId) -> Result<i64, Error> {
    read.one(LIVING, &[&union, &id, &member], |row| row.get(0))
}

pub(in super::super) fn get(read: &Reader, union: UnionId, id: RoundId) -> Result<Round, Error> {
    read.one(GET, &[&union, &id], round)
}

/// The rounds, the latest first.
pub(in super::super) fn list(read: &Reader, union: UnionId) -> Result<Vec<Round>, Error> {
    read.rows(LIST, &[&union], round)
}

/// How many applications wait for an amount or a no.
pub(in super::super) fn to_decide(read: &Reader, union: UnionId) -> Result<i64, Error> {
    read.one(TO_DECIDE, &[&union], |row| row.get(0))
}

pub(in super::super) fn add_child(act: &Act<'_>, new: &Child, secret: &Secret) -> Result<(), Error> {
    let union = act.union();
    let plain = format!(
        "{}\n{}",
        secret.name.replace('\n', " "),
        secret.school.replace('\n', " ")
    );
    let sealed = act.writer().seal(CHILD.at(union, new.id), plain.as_bytes())?;
    act.run(
        ADD_CHILD,
        &[
            &union,
            &new.id,
            &new.round,
            &new.member,
            &new.body,
            &new.stage,
            &sealed,
            &new.consent,
            &new.way,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

pub(in super::super) fn one(read: &Reader, union: UnionId, id: ChildId) -> Result<Child, Error> {
    read.one(ONE, &[&union, &id], child)
}

/// The applications of a round, as they came.
pub(in super::super) fn children(read: &Reader, union: UnionId, id: RoundId) -> Result<Vec<Child>, Error> {
    read.rows(CHILDREN, &[&union, &id], child)
}

/// A member's applications, the latest first.
pub(in super::super) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Child>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], child)
}

/// What is said of a child; nothing once it was deleted, or if its key is lost.
pub(in super::super) fn secret(read: &Reader, union: UnionId, id: ChildId) -> Result<Option<Secret>, Error> {
    let kept: Option<Vec<u8>> = read.one(SECRET, &[&union, &id], |row| row.get(0))?;
    let Some(kept) = kept else { return Ok(None) };
    let Some(plain) = read.open_if_held(CHILD.at(union, id), &kept)? else {
        return Ok(None);
    };
    let mut parts = plain.text()?.split('\n').map(str::to_owned);
    Ok(Some(Secret {
        name: parts.next().unwrap_or_default(),
        school: parts.next().unwrap_or_default(),
    }))
}

/// Writes where an application stands, at the version that was seen.
pub(in super::super) fn set_child(act: &Act<'_>, to: &Child) -> Reply<()> {
    act.run_fresh(
        SET_CHILD,
        &[&act.union(), &to.id, &to.version, &to.status, &to.amount, &to.why],
    )
}

/// The rounds that have ended and still keep what they know of children.
pub(super) fn to_purge(read: &Reader, union: UnionId) -> Result<Vec<Round>, Error> {
    read.rows(TO_PURGE, &[&union], round)
}

/// Deletes what a round knows of children; of how many.
pub(super) fn purge(w: &Writer, union: UnionId, id: RoundId, today: Date) -> Result<i64, Error> {
    let children = w.run(PURGE, &[&union, &id, &CHILD_DELETED])?;
    w.run(PURGED, &[&union, &id, &today])?;
    Ok(i64::try_from(children).unwrap_or(i64::MAX))
}
