//! Sign-ups in the store.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Date, Instant, UnionId};
use org::MemberId;

use crate::recuperation::model::{Entry, EntryId, GroupId, Lift, PlanId};

macro_rules! entries {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.plan_id, e.member_id, m.name, m.sound, e.body_id, e.first_id, e.second_id, e.status, e.group_id, e.standing, e.mark,
               e.lift, e.lift_why, e.why, e.version
             FROM recuperation_entry e JOIN member m ON m.union_id = e.union_id AND m.id = e.member_id WHERE e.union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO recuperation_entry (union_id, id, plan_id, member_id, body_id, first_id, second_id, status, at, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
);
const SET: Sql = Sql::union(
    "UPDATE recuperation_entry SET body_id = $4, first_id = $5, second_id = $6, status = $7, group_id = $8, standing = $9, mark = $10,
       lift = $11, lift_why = $12, why = $13, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);
const ONE: Sql = Sql::union(entries!(" AND e.id = $2"));
const OF_PLAN: Sql = Sql::union(entries!(
    " AND e.plan_id = $2 ORDER BY COALESCE(e.standing, 1000000), m.sound, e.id"
));
const OF_GROUP: Sql = Sql::union(entries!(" AND e.group_id = $2 ORDER BY m.sound, e.id"));
const OF_MEMBER: Sql = Sql::union(entries!(
    " AND e.member_id = $2 ORDER BY e.at DESC, e.id DESC LIMIT 100"
));
const HERE: Sql = Sql::union(entries!(" AND e.plan_id = $2 AND e.member_id = $3"));
const OF_LEAVERS: Sql = Sql::union(
    "SELECT e.id FROM recuperation_entry e JOIN member m ON m.union_id = e.union_id AND m.id = e.member_id
     LEFT JOIN recuperation_group g ON g.union_id = e.union_id AND g.id = e.group_id
     WHERE e.union_id = $1 AND e.status IN ('signed', 'proposed', 'waiting', 'confirmed')
       AND m.status NOT IN ('active', 'moving', 'kept') AND (g.from_day IS NULL OR g.from_day > $2) ORDER BY e.id",
);

fn entry(row: &Row<'_>) -> Result<Entry, Error> {
    let mut c = row.cells();
    let (id, plan, member) = (c.take()?, c.take()?, c.take()?);
    let (name, sound) = (c.take()?, c.take()?);
    let (body, first, second) = (c.take()?, c.take()?, c.take()?);
    let (status, group, standing, mark) = (c.take()?, c.take()?, c.take()?, c.take()?);
    let (lift, why): (Option<Lift>, Option<String>) = (c.take()?, c.take()?);
    Ok(Entry {
        id,
        plan,
        member,
        name,
        sound,
        body,
        first,
        second,
        status,
        group,
        standing,
        mark,
        lift: lift.zip(why),
        why: c.take()?,
        version: c.take()?,
    })
}

/// Keeps a sign-up. The constraint `recuperation_entry_once` says that there is one.
pub(in crate::recuperation) fn add(w: &Writer, union: UnionId, e: &Entry, at: Instant) -> Result<(), Error> {
    let row: [&dyn ::store::Bind; 9] = [
        &union, &e.id, &e.plan, &e.member, &e.body, &e.first, &e.second, &e.status, &at,
    ];
    w.run(ADD, &row).map(drop)
}

/// Writes how a sign-up stands over the version it was read with; whether nobody else had changed it. It bears its new
/// version after.
pub(in crate::recuperation) fn set(w: &Writer, union: UnionId, e: &mut Entry) -> Result<bool, Error> {
    let (lift, why) = e.lift.clone().unzip();
    let row: [&dyn ::store::Bind; 13] = [
        &union,
        &e.id,
        &e.version,
        &e.body,
        &e.first,
        &e.second,
        &e.status,
        &e.group,
        &e.standing,
        &e.mark,
        &lift,
        &why,
        &e.why,
    ];
    let rows = w.run(SET, &row)?;
    e.version += 1;
    Ok(rows > 0)
}

pub(in crate::recuperation) fn get(read: &Reader, union: UnionId, id: EntryId) -> Result<Entry, Error> {
    read.one(ONE, &[&union, &id], entry)
}

/// All of a plan, in the order of turns as far as it was put in order.
pub(in crate::recuperation) fn of_plan(read: &Reader, union: UnionId, plan: PlanId) -> Result<Vec<Entry>, Error> {
    read.rows(OF_PLAN, &[&union, &plan], entry)
}

pub(in crate::recuperation) fn of_group(read: &Reader, union: UnionId, group: GroupId) -> Result<Vec<Entry>, Error> {
    read.rows(OF_GROUP, &[&union, &group], entry)
}

pub(in crate::recuperation) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Entry>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], entry)
}

/// What a member has in a plan.
pub(in crate::recuperation) fn here(
    read: &Reader,
    union: UnionId,
    plan: PlanId,
    member: MemberId,
) -> Result<Option<Entry>, Error> {
    read.opt(HERE, &[&union, &plan, &member], entry)
}

/// Sign-ups of those who are no members any more and have not left with a group.
pub(in crate::recuperation) fn of_leavers(read: &Reader, union: UnionId, today: Date) -> Result<Vec<EntryId>, Error> {
    read.rows(OF_LEAVERS, &[&union, &today], |row| row.get(0))
}
