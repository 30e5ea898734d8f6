//! Plans, groups, quotas and earlier journeys in the store.

pub(super) mod entries;

use std::collections::BTreeMap;

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Instant, Money, UnionId};
use org::{BodyId, MemberId};
use web::{AccountId, Act, Reply};

use super::model::{Group, GroupId, Past, PastId, Plan, PlanId, PlanStatus};

macro_rules! plans {
    ($rest:literal) => {
        concat!(
            "SELECT id, year, title, body, opens_on, closes_on, places, status, version FROM recuperation WHERE union_id = $1",
            $rest
        )
    };
}
macro_rules! groups {
    ($rest:literal) => {
        concat!(
            "SELECT g.id, g.plan_id, g.destination, g.lodging, g.from_day, g.until_day, g.leader_id, m.name, g.places, g.taken, g.cost, g.version
             FROM recuperation_group g LEFT JOIN member m ON m.union_id = g.union_id AND m.id = g.leader_id WHERE g.union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO recuperation (union_id, id, year, title, body, opens_on, closes_on, places, status, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, 1)",
);
const PLAN: Sql = Sql::union(plans!(" AND id = $2"));
const PLANS: Sql = Sql::union(plans!(" ORDER BY year DESC, opens_on DESC, id DESC LIMIT 200"));
const STEP: Sql = Sql::union(
    "UPDATE recuperation SET status = $4, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);
const CHANGE: Sql = Sql::union(
    "UPDATE recuperation SET closes_on = $4, places = $5, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);
const ADD_GROUP: Sql = Sql::union(
    "INSERT INTO recuperation_group (union_id, id, plan_id, destination, lodging, from_day, until_day, leader_id, places, taken, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 1)",
);
const GROUP: Sql = Sql::union(groups!(" AND g.id = $2"));
const GROUPS: Sql = Sql::union(groups!(" AND g.plan_id = $2 ORDER BY g.from_day, g.id"));
/// The one statement by which a place of a group becomes firm: only while there is one.
const TAKE: Sql =
    Sql::union("UPDATE recuperation_group SET taken = taken + 1 WHERE union_id = $1 AND id = $2 AND taken < places");
const LEAVE: Sql =
    Sql::union("UPDATE recuperation_group SET taken = taken - 1 WHERE union_id = $1 AND id = $2 AND taken > 0");
const COST: Sql = Sql::union(
    "UPDATE recuperation_group SET cost = $4, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);
const CHANGE_GROUP: Sql = Sql::union(
    "UPDATE recuperation_group SET lodging = $4, from_day = $5, until_day = $6, leader_id = $7, places = $8, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const QUOTAS: Sql = Sql::union("SELECT body_id, places FROM recuperation_quota WHERE union_id = $1 AND plan_id = $2");
const QUOTA: Sql = Sql::union(
    "INSERT INTO recuperation_quota (union_id, plan_id, body_id, places) VALUES ($1, $2, $3, $4)
     ON CONFLICT (union_id, plan_id, body_id) DO UPDATE SET places = excluded.places",
);
const NO_QUOTA: Sql =
    Sql::union("DELETE FROM recuperation_quota WHERE union_id = $1 AND plan_id = $2 AND body_id = $3");
const ADD_PAST: Sql = Sql::union(
    "INSERT INTO recuperation_past (union_id, id, member_id, year, place, at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
/// Most earlier journeys of a list.
pub(super) const MOST_PAST: u16 = 1000;
const PAST: Sql = Sql::union(
    "SELECT p.id, p.member_id, m.name, p.year, p.place FROM recuperation_past p
     JOIN member m ON m.union_id = p.union_id AND m.id = p.member_id
     WHERE p.union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR p.member_id = $2) ORDER BY p.year DESC, m.sound, p.id LIMIT $3",
);
const ONE_PAST: Sql = Sql::union(
    "SELECT p.id, p.member_id, m.name, p.year, p.place FROM recuperation_past p
     JOIN member m ON m.union_id = p.union_id AND m.id = p.member_id WHERE p.union_id = $1 AND p.id = $2",
);
const WENT: Sql = Sql::union(
    "SELECT e.member_id, m.name, r.year, g.destination FROM recuperation_entry e
     JOIN recuperation r ON r.union_id = e.union_id AND r.id = e.plan_id
     JOIN recuperation_group g ON g.union_id = e.union_id AND g.id = e.group_id
     JOIN member m ON m.union_id = e.union_id AND m.id = e.member_id
     WHERE e.union_id = $1 AND e.status = 'went' AND e.member_id = $2 ORDER BY r.year DESC",
);
const LAST_PAST: Sql = Sql::union(
    "SELECT p.member_id, MAX(p.year) FROM recuperation_past p
     JOIN recuperation_entry here ON here.union_id = p.union_id AND here.member_id = p.member_id
     WHERE p.union_id = $1 AND here.plan_id = $2 GROUP BY p.member_id",
);
const LAST_WENT: Sql = Sql::union(
    "SELECT e.member_id, MAX(r.year) FROM recuperation_entry e
     JOIN recuperation r ON r.union_id = e.union_id AND r.id = e.plan_id
     JOIN recuperation_entry here ON here.union_id = e.union_id AND here.member_id = e.member_id
     WHERE e.union_id = $1 AND here.plan_id = $2 AND e.status = 'went' AND e.plan_id <> $2 GROUP BY e.member_id",
);
/// When those who signed up joined, as the register believes now.
const JOINED: Sql = Sql::union(
    "SELECT v.member_id, v.joined FROM recuperation_entry e
     JOIN member_version v ON v.union_id = e.union_id AND v.member_id = e.member_id
     WHERE e.union_id = $1 AND e.plan_id = $2 AND v.replaced_at IS NULL AND v.valid_until IS NULL AND v.joined IS NOT NULL",
);
const NAMED: Sql = Sql::union(
    "SELECT id FROM member WHERE union_id = $1 AND name = $2 AND status IN ('active', 'moving', 'kept') ORDER BY id LIMIT 2",
);
const NUMBERED: Sql = Sql::union(
    "SELECT id FROM member WHERE union_id = $1 AND number = $2 AND status IN ('active', 'moving', 'kept') ORDER BY id LIMIT 2",
);
const DROP_PAST: Sql = Sql::union("DELETE FROM recuperation_past WHERE union_id = $1 AND id = $2");

fn plan_of(row: &Row<'_>) -> Result<Plan, Error> {
    let mut c = row.cells();
    Ok(Plan {
        id: c.take()?,
        year: c.take()?,
        title: c.take()?,
        text: c.take()?,
        opens: c.take()?,
        closes: c.take()?,
        places: c.take()?,
        status: c.take()?,
        version: c.take()?,
    })
}

fn group_of(row: &Row<'_>) -> Result<Group, Error> {
    let mut c = row.cells();
    Ok(Group {
        id: c.take()?,
        plan: c.take()?,
        destination: c.take()?,
        lodging: c.take()?,
        from: c.take()?,
        until: c.take()?,
        leader: c.take()?,
        leader_name: c.take()?,
        places: c.take()?,
        taken: c.take()?,
        cost: c.take()?,
        version: c.take()?,
    })
}

fn past_of(row: &Row<'_>) -> Result<Past, Error> {
    Ok(Past {
        id: row.get(0)?,
        member: row.get(1)?,
        name: row.get(2)?,
        year: row.get(3)?,
        place: row.get(4)?,
    })
}

pub(super) fn add(w: &Writer, union: UnionId, p: &Plan, (at, by): (Instant, AccountId)) -> Result<(), Error> {
    let row: [&dyn ::store::Bind; 10] = [
        &union, &p.id, &p.year, &p.title, &p.text, &p.opens, &p.closes, &p.places, &at, &by,
    ];
    w.run(ADD, &row).map(drop)
}

pub(super) fn plan(read: &Reader, union: UnionId, id: PlanId) -> Result<Plan, Error> {
    read.one(PLAN, &[&union, &id], plan_of)
}

pub(super) fn plans(read: &Reader, union: UnionId) -> Result<Vec<Plan>, Error> {
    read.rows(PLANS, &[&union], plan_of)
}

/// Brings a plan to a step, if nobody else changed it since it was seen.
pub(super) fn step(act: &Act<'_>, id: PlanId, version: i64, to: PlanStatus) -> Reply<()> {
    act.run_fresh(STEP, &[&act.union(), &id, &version, &to])
}

/// Writes what changed of a plan, over the version that was seen.
pub(super) fn change(act: &Act<'_>, to: &Plan, seen: i64) -> Reply<()> {
    act.run_fresh(CHANGE, &[&act.union(), &to.id, &seen, &to.closes, &to.places])
}

/// Writes what changed of a group, over the version that was seen.
pub(super) fn change_group(act: &Act<'_>, to: &Group, seen: i64) -> Reply<()> {
    let row: [&dyn ::store::Bind; 8] = [
        &act.union(),
        &to.id,
        &seen,
        &to.lodging,
        &to.from,
        &to.until,
        &to.leader,
        &to.places,
    ];
    act.run_fresh(CHANGE_GROUP, &row)
}

pub(super) fn add_group(w: &Writer, union: UnionId, g: &Group) -> Result<(), Error> {
    let row: [&dyn ::store::Bind; 9] = [
        &union,
        &g.id,
        &g.plan,
        &g.destination,
        &g.lodging,
        &g.from,
        &g.until,
        &g.leader,
        &g.places,
    ];
    w.run(ADD_GROUP, &row).map(drop)
}

pub(super) fn group(read: &Reader, union: UnionId, id: GroupId) -> Result<Group, Error> {
    read.one(GROUP, &[&union, &id], group_of)
}

pub(super) fn groups(read: &Reader, union: UnionId, plan: PlanId) -> Result<Vec<Group>, Error> {
    read.rows(GROUPS, &[&union, &plan], group_of)
}

/// Makes a place of a group firm; whether there was one.
pub(super) fn take(w: &Writer, union: UnionId, group: GroupId) -> Result<bool, Error> {
    Ok(w.run(TAKE, &[&union, &group])? > 0)
}

pub(super) fn leave(w: &Writer, union: UnionId, group: GroupId) -> Result<(), Error> {
    w.run(LEAVE, &[&union, &group]).map(drop)
}

pub(super) fn set_cost(act: &Act<'_>, id: GroupId, version: i64, cost: Option<Money>) -> Reply<()> {
    act.run_fresh(COST, &[&act.union(), &id, &version, &cost])
}

pub(super) fn quotas(read: &Reader, union: UnionId, plan: PlanId) -> Result<BTreeMap<BodyId, i64>, Error> {
    let rows = read.rows(QUOTAS, &[&union, &plan], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

pub(super) fn set_quota(
    w: &Writer,
    union: UnionId,
    plan: PlanId,
    body: BodyId,
    places: Option<i64>,
) -> Result<(), Error> {
    match places {
        Some(places) => w.run(QUOTA, &[&union, &plan, &body, &places]),
        None => w.run(NO_QUOTA, &[&union, &plan, &body]),
    }
    .map(drop)
}

/// Keeps a journey of an earlier year. The constraint `recuperation_past_once` says that it is known.
pub(super) fn add_past(
    w: &Writer,
    union: UnionId,
    (id, member, year): (PastId, MemberId, i64),
    place: &str,
    (at, by): (Instant, AccountId),
) -> Result<(), Error> {
    w.run(ADD_PAST, &[&union, &id, &member, &year, &place, &at, &by])
        .map(drop)
}

/// Journeys of earlier years that were entered: of one, or the latest of all.
pub(super) fn past(read: &Reader, union: UnionId, of: Option<MemberId>) -> Result<Vec<Past>, Error> {
    read.rows(PAST, &[&union, &of, &i64::from(MOST_PAST)], past_of)
}

/// One of them.
pub(super) fn one_past(read: &Reader, union: UnionId, id: PastId) -> Result<Past, Error> {
    read.one(ONE_PAST, &[&union, &id], past_of)
}

/// All journeys of somebody, the latest first.
pub(super) fn history(read: &Reader, union: UnionId, of: MemberId) -> Result<Vec<Past>, Error> {
    let mut all = read.rows(WENT, &[&union, &of], |row| {
        Ok(Past {
            id: None,
            member: row.get(0)?,
            name: row.get(1)?,
            year: row.get(2)?,
            place: row.get(3)?,
        })
    })?;
    all.extend(past(read, union, Some(of))?);
    all.sort_by_key(|one| std::cmp::Reverse(one.year));
    Ok(all)
}

/// The year in which each of those who signed up for a plan last went, that plan left out.
pub(super) fn last_years(read: &Reader, union: UnionId, plan: PlanId) -> Result<BTreeMap<MemberId, i64>, Error> {
    let mut last: BTreeMap<MemberId, i64> = BTreeMap::new();
    let mut keep = |row: &Row<'_>| {
        let (member, year): (MemberId, i64) = (row.get(0)?, row.get(1)?);
        let known = last.entry(member).or_insert(year);
        *known = year.max(*known);
        Ok(())
    };
    read.each(LAST_PAST, &[&union, &plan], &mut keep)?;
    read.each(LAST_WENT, &[&union, &plan], &mut keep)?;
    Ok(last)
}

/// When those who signed up for a plan joined, as far as the register knows.
pub(super) fn joined(read: &Reader, union: UnionId, plan: PlanId) -> Result<BTreeMap<MemberId, kernel::Date>, Error> {
    let rows = read.rows(JOINED, &[&union, &plan], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// Members of a name, or else of a number at work; two at most, since that is one too many.
pub(super) fn named(read: &Reader, union: UnionId, name: &str) -> Result<Vec<MemberId>, Error> {
    let found = read.rows(NAMED, &[&union, &name], |row| row.get(0))?;
    if !found.is_empty() {
        return Ok(found);
    }
    read.rows(NUMBERED, &[&union, &name], |row| row.get(0))
}

pub(super) fn drop_past(w: &Writer, union: UnionId, id: PastId) -> Result<bool, Error> {
    Ok(w.run(DROP_PAST, &[&union, &id])? > 0)
}
