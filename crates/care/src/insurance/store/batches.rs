//! Batches and who is in them, in the store.

use ::store::{Bind, Error, Param, Reader, Row, Sql, Writer, secret::Sealed};
use kernel::{Date, Instant, Money, UnionId};
use org::{BodyId, MemberId};
use rustc_hash::FxHashSet;
use web::{Act, Reply};

use super::super::model::{Batch, BatchId, Cover, EnrolledId, PlanId, Standing, Status};

/// The column of who has the money after a death.
pub(super) const BENEFICIARY: Sealed = Sealed::of_union("enrolled", "beneficiary", "id");

macro_rules! batches {
    ($rest:literal) => {
        concat!(
            "SELECT id, plan_id, name, as_of, starts_on, ends_on, premium, by_member, by_union, by_employer, renews, status, handed_on,
               why, ahead, version
             FROM enrolment WHERE union_id = $1",
            $rest
        )
    };
}
macro_rules! covers {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.member_id, b.id, b.name, b.status, p.id, p.name, p.kind, p.line_id, b.starts_on, b.ends_on, e.units,
               b.by_member, e.confirmed_at
             FROM enrolled e JOIN enrolment b ON b.union_id = e.union_id AND b.id = e.enrolment_id
             JOIN mutual_plan p ON p.union_id = b.union_id AND p.id = b.plan_id WHERE e.union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO enrolment (union_id, id, plan_id, name, as_of, starts_on, ends_on, premium, by_member, by_union, by_employer, renews,
       status, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'collecting', $13, $14, 1)",
);
const GET: Sql = Sql::union(batches!(" AND id = $2"));
/// Most batches of a list.
pub(in crate::insurance) const MOST: u16 = 500;
const ALL: Sql = Sql::union(batches!(" ORDER BY starts_on DESC, id DESC LIMIT $2"));
const EDIT: Sql = Sql::union(
    "UPDATE enrolment SET name = $4, as_of = $5, starts_on = $6, ends_on = $7, by_member = $8, by_union = $9, by_employer = $10,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'collecting'",
);
const HAND: Sql = Sql::union(
    "UPDATE enrolment SET status = 'handed', handed_on = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'collecting'",
);
const DROP: Sql = Sql::union(
    "UPDATE enrolment SET status = 'dropped', why = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'collecting'",
);
const TOUCH: Sql = Sql::union(
    "UPDATE enrolment SET version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'collecting'",
);
const AHEAD: Sql = Sql::union("UPDATE enrolment SET ahead = $3 WHERE union_id = $1 AND id = $2");
const ENDING: Sql = Sql::union(batches!(
    " AND status = 'handed' AND ends_on >= $2 AND ends_on <= $3 ORDER BY ends_on, id LIMIT 500"
));
// another batch of the line whose cover goes on after this one's end
const RENEWED: Sql = Sql::union(
    "SELECT COUNT(*) FROM enrolment b JOIN mutual_plan p ON p.union_id = b.union_id AND p.id = b.plan_id
     JOIN mutual_plan q ON q.union_id = p.union_id AND q.line_id = p.line_id
     WHERE b.union_id = $1 AND q.id = $2 AND b.status <> 'dropped' AND b.ends_on > $3 AND b.id <> $4",
);

const ADD_PERSON: Sql = Sql::union(
    "INSERT INTO enrolled (union_id, id, enrolment_id, member_id, body_id, units) VALUES ($1, $2, $3, $4, $5, $6)",
);
const REMOVE: Sql = Sql::union("DELETE FROM enrolled WHERE union_id = $1 AND enrolment_id = $2 AND member_id = $3");
const INSURED: Sql = Sql::union(
    "SELECT e.member_id, m.name, m.number, m.sex, e.body_id, e.units, e.confirmed_at
     FROM enrolled e JOIN member m ON m.union_id = e.union_id AND m.id = e.member_id
     WHERE e.union_id = $1 AND e.enrolment_id = $2 ORDER BY m.sound, m.id",
);
const SUMS: Sql = Sql::union(
    "SELECT body_id, COUNT(*), CAST(SUM(units) AS BIGINT) FROM enrolled WHERE union_id = $1 AND enrolment_id = $2 GROUP BY body_id",
);
const COUNTED: Sql = Sql::union("SELECT COUNT(*) FROM enrolled WHERE union_id = $1 AND enrolment_id = $2");
const COVERED: Sql = Sql::union(
    "SELECT e.member_id FROM mutual_plan p JOIN enrolment b ON b.union_id = p.union_id AND b.plan_id = p.id
     JOIN enrolled e ON e.union_id = b.union_id AND e.enrolment_id = b.id
     WHERE p.union_id = $1 AND p.line_id = $2 AND b.id <> $3 AND b.status <> 'dropped' AND b.starts_on <= $5 AND b.ends_on >= $4",
);
const COVER: Sql = Sql::union(covers!(" AND e.id = $2"));
const COVERS_OF: Sql = Sql::union(covers!(
    " AND e.member_id = $2 AND b.status <> 'dropped' ORDER BY b.starts_on DESC, e.id LIMIT 200"
));
const COVERS_ON: Sql = Sql::union(
    "SELECT p.line_id, e.member_id FROM enrolment b JOIN enrolled e ON e.union_id = b.union_id AND e.enrolment_id = b.id
     JOIN mutual_plan p ON p.union_id = b.union_id AND p.id = b.plan_id
     WHERE b.union_id = $1 AND b.status = 'handed' AND b.starts_on <= $2 AND b.ends_on >= $2",
);
const OF_LINE: Sql =
    Sql::union("SELECT COUNT(*) FROM enrolled WHERE union_id = $1 AND enrolment_id = $2 AND member_id = $3");
const SET_BENEFICIARY: Sql =
    Sql::union("UPDATE enrolled SET beneficiary = $3, confirmed_at = $4 WHERE union_id = $1 AND id = $2");
const SEALED: Sql = Sql::union("SELECT beneficiary FROM enrolled WHERE union_id = $1 AND id = $2");

fn batch_of(row: &Row<'_>) -> Result<Batch, Error> {
    let mut c = row.cells();
    let (id, plan, name, as_of) = (c.take()?, c.take()?, c.take()?, c.take()?);
    let (starts, ends, premium) = (c.take()?, c.take()?, c.take()?);
    let (by_member, by_union, by_employer, renews) = (c.take()?, c.take()?, c.take()?, c.take()?);
    let (status, handed, why): (Status, Option<Date>, Option<String>) = (c.take()?, c.take()?, c.take()?);
    let wrong = || Error::Wrong("a batch without what belongs to its state".to_owned());
    let standing = match status {
        Status::Collecting => Standing::Collecting,
        Status::Handed => Standing::Handed(handed.ok_or_else(wrong)?),
        Status::Dropped => Standing::Dropped(why.ok_or_else(wrong)?),
    };
    Ok(Batch {
        id,
        plan,
        name,
        as_of,
        starts,
        ends,
        premium,
        by_member,
        by_union,
        by_employer,
        renews,
        standing,
        ahead: c.take()?,
        version: c.take()?,
    })
}

fn cover_of(row: &Row<'_>) -> Result<Cover, Error> {
    let mut c = row.cells();
    let (id, member, batch, batch_name, status) = (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
    let (plan, plan_name, kind, line, starts, ends) =
        (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
    let (units, each): (i64, Money) = (c.take()?, c.take()?);
    Ok(Cover {
        id,
        member,
        batch,
        batch_name,
        status,
        plan,
        plan_name,
        kind,
        line,
        starts,
        ends,
        units,
        pays: each.times(units).unwrap_or_default(),
        confirmed: c.take::<Option<Instant>>()?.is_some(),
    })
}

/// Keeps a new batch.
pub(in super::super) fn add_batch(act: &Act<'_>, b: &Batch) -> Result<(), Error> {
    act.run(
        ADD,
        &[
            &act.union(),
            &b.id,
            &b.plan,
            &b.name,
            &b.as_of,
            &b.starts,
            &b.ends,
            &b.premium,
            &b.by_member,
            &b.by_union,
            &b.by_employer,
            &b.renews,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

/// Writes a batch anew whose list may change.
pub(in super::super) fn edit_batch(act: &Act<'_>, version: i64, b: &Batch) -> Reply<()> {
    act.run_fresh(
        EDIT,
        &[
            &act.union(),
            &b.id,
            &version,
            &b.name,
            &b.as_of,
            &b.starts,
            &b.ends,
            &b.by_member,
            &b.by_union,
            &b.by_employer,
        ],
    )
}

/// A batch.
pub(in super::super) fn batch(read: &Reader, union: UnionId, id: BatchId) -> Result<Batch, Error> {
    read.one(GET, &[&union, &id], batch_of)
}

/// All batches, the latest first.
pub(in super::super) fn batches(read: &Reader, union: UnionId) -> Result<Vec<Batch>, Error> {
    read.rows(ALL, &[&union, &i64::from(MOST)], batch_of)
}

/// Handed in on a day.
pub(in super::super) fn hand_in(act: &Act<'_>, id: BatchId, version: i64, on: Date) -> Reply<()> {
    act.run_fresh(HAND, &[&act.union(), &id, &version, &on])
}

/// Cancelled.
pub(in super::super) fn drop_batch(act: &Act<'_>, id: BatchId, version: i64, why: &str) -> Reply<()> {
    act.run_fresh(DROP, &[&act.union(), &id, &version, &why])
}

/// Handed-in batches whose cover ends within these days.
pub(in super::super) fn ending(read: &Reader, union: UnionId, from: Date, until: Date) -> Result<Vec<Batch>, Error> {
    read.rows(ENDING, &[&union, &from, &until], batch_of)
}

/// Whether the plan of a batch has another one whose cover goes on.
pub(in super::super) fn renewed(read: &Reader, union: UnionId, b: &Batch) -> Result<bool, Error> {
    let count: i64 = read.one(RENEWED, &[&union, &b.plan, &b.ends, &b.id], |row| row.get(0))?;
    Ok(count > 0)
}

/// Notes how many days ahead a task was made.
pub(in super::super) fn set_ahead(w: &Writer, union: UnionId, id: BatchId, days: i64) -> Result<(), Error> {
    w.run(AHEAD, &[&union, &id, &days]).map(drop)
}

/// The task to renew a batch is made again: what renewed it was dropped.
pub(in super::super) fn forget_ahead(act: &Act<'_>, id: BatchId) -> Result<(), Error> {
    act.run(AHEAD, &[&act.union(), &id, &None::<i64>]).map(drop)
}

/// Somebody to be enrolled.
pub(in super::super) type New = (EnrolledId, MemberId, Option<BodyId>, i64);

/// Enrols people in a batch that has this version. The constraint `enrolled_once` says that somebody is in it already.
pub(in super::super) fn add_people(act: &Act<'_>, batch: BatchId, version: i64, people: &[New]) -> Reply<()> {
    act.run_fresh(TOUCH, &[&act.union(), &batch, &version])?;
    add_renewed(act, batch, people)?;
    Ok(())
}

/// The same for a batch that was just made.
pub(in super::super) fn add_renewed(act: &Act<'_>, batch: BatchId, people: &[New]) -> Result<(), Error> {
    let union = act.union();
    let rows = people.iter().map(|(id, member, body, units)| {
        let bound: [&dyn Bind; 6] = [&union, id, &batch, member, body, units];
        bound
            .iter()
            .map(|value| value.bind().into_owned())
            .collect::<Vec<Param<'static>>>()
    });
    act.writer().load(ADD_PERSON, rows).map(drop)
}

/// Takes somebody off a list that may change; whether they were on it.
pub(in super::super) fn remove(act: &Act<'_>, batch: BatchId, version: i64, member: MemberId) -> Reply<bool> {
    act.run_fresh(TOUCH, &[&act.union(), &batch, &version])?;
    Ok(act.run(REMOVE, &[&act.union(), &batch, &member])? > 0)
}

/// A line of a batch's list.
#[derive(Clone, Debug)]
pub(in super::super) struct Insured {
    pub member: MemberId,
    pub name: String,
    pub number: Option<String>,
    pub sex: Option<String>,
    pub group: Option<BodyId>,
    pub units: i64,
    pub confirmed: bool,
}

/// The list of a batch, in the order of names.
pub(in super::super) fn insured(read: &Reader, union: UnionId, id: BatchId) -> Result<Vec<Insured>, Error> {
    read.rows(INSURED, &[&union, &id], |row| {
        let mut c = row.cells();
        Ok(Insured {
            member: c.take()?,
            name: c.take()?,
            number: c.take()?,
            sex: c.take()?,
            group: c.take()?,
            units: c.take()?,
            confirmed: c.take::<Option<Instant>>()?.is_some(),
        })
    })
}

/// People and units of a batch by branch or group.
pub(in super::super) fn sums(
    read: &Reader,
    union: UnionId,
    id: BatchId,
) -> Result<Vec<(Option<BodyId>, i64, i64)>, Error> {
    read.rows(SUMS, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

/// How many are in a batch.
pub(in super::super) fn insured_count(read: &Reader, union: UnionId, id: BatchId) -> Result<i64, Error> {
    read.one(COUNTED, &[&union, &id], |row| row.get(0))
}

/// Whether somebody is in a batch.
pub(in super::super) fn has_line(read: &Reader, union: UnionId, id: BatchId, member: MemberId) -> Result<bool, Error> {
    let count: i64 = read.one(OF_LINE, &[&union, &id, &member], |row| row.get(0))?;
    Ok(count > 0)
}

/// Who is in another batch of a plan whose days touch these.
pub(in super::super) fn covered(
    read: &Reader,
    union: UnionId,
    line: PlanId,
    but: BatchId,
    (starts, ends): (Date, Date),
) -> Result<FxHashSet<MemberId>, Error> {
    let rows: Vec<MemberId> = read.rows(COVERED, &[&union, &line, &but, &starts, &ends], |row| row.get(0))?;
    Ok(rows.into_iter().collect())
}

/// A cover.
pub(in super::super) fn cover(read: &Reader, union: UnionId, id: EnrolledId) -> Result<Cover, Error> {
    read.one(COVER, &[&union, &id], cover_of)
}

/// The covers of a person, the latest first.
pub(in super::super) fn covers_of(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Cover>, Error> {
    read.rows(COVERS_OF, &[&union, &member], cover_of)
}

/// Who is covered on a day, by plan.
pub(in super::super) fn covers_on(read: &Reader, union: UnionId, day: Date) -> Result<Vec<(PlanId, MemberId)>, Error> {
    read.rows(COVERS_ON, &[&union, &day], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Keeps who has the money after a death.
pub(in super::super) fn set_beneficiary(act: &Act<'_>, id: EnrolledId, who: &str) -> Result<(), Error> {
    let union = act.union();
    let sealed = act.writer().seal(BENEFICIARY.at(union, id), who.as_bytes())?;
    act.run(SET_BENEFICIARY, &[&union, &id, &sealed, &act.now()]).map(drop)
}

/// Who has the money after a death; nothing if nobody was named, or the key is lost.
pub(in super::super) fn beneficiary(read: &Reader, union: UnionId, id: EnrolledId) -> Result<Option<String>, Error> {
    let sealed: Option<Vec<u8>> = read.one(SEALED, &[&union, &id], |row| row.get(0))?;
    let Some(sealed) = sealed else { return Ok(None) };
    let plain = read.open_if_held(BENEFICIARY.at(union, id), &sealed)?;
    plain.map(|plain| Ok(plain.text()?.to_owned())).transpose()
}
