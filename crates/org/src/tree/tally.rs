//! What unions count: one row a union and month, written by the union's own count and summed up the tree. Whoever stands
//! above reads these rows, with the day of the count beside them, and never the members.

use std::collections::HashMap;

use kernel::{Date, Instant, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader, Row, Sql, Writer};

use super::model::UnionKind;
use crate::rates::{self, Share};

// the states of those who work: [`crate::Status::works`]
const MEMBERS: Sql = Sql::union(
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN sex = 'female' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM member_version
     WHERE union_id = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2) AND replaced_at IS NULL
       AND status IN ('active', 'moving')",
);
const WOMEN: Sql =
    Sql::union("SELECT COUNT(*) FROM member WHERE union_id = $1 AND status IN ('active', 'moving') AND sex = 'female'");
const BODIES: Sql = Sql::union(
    "SELECT COUNT(*) FROM body WHERE union_id = $1 AND kind IN ('branch', 'group') AND from_day <= $2
       AND (until_day IS NULL OR until_day >= $2)",
);
const CHAIR: Sql = Sql::union(
    "SELECT b.term_until, m.name FROM body b
     LEFT JOIN post p ON p.union_id = b.union_id AND p.body_id = b.id AND p.until_day IS NULL
     LEFT JOIN holding h ON h.union_id = b.union_id AND h.post_id = p.id AND h.from_day <= $2
       AND (h.ended_on IS NULL OR h.ended_on > $2)
     LEFT JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     WHERE b.union_id = $1 AND b.kind = 'committee' AND b.from_day <= $2 AND (b.until_day IS NULL OR b.until_day >= $2)
     ORDER BY p.rank, h.from_day, h.id LIMIT 1",
);
const KEEP: Sql = Sql::house(
    "INSERT INTO union_tally (union_id, month, counted_on, members, women, workers, bodies, chair, term_until, all_unions,
       all_members, all_women, all_workers, all_bodies, told, committees, overdue, all_told, all_covered, all_committees,
       all_overdue)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $4, $5, $6, $7, $10, $11, $12, $10, $13, $11, $12)
     ON CONFLICT (union_id, month) DO UPDATE SET counted_on = excluded.counted_on,
       all_members = union_tally.all_members - union_tally.members + excluded.members, members = excluded.members,
       all_women = union_tally.all_women - union_tally.women + excluded.women, women = excluded.women,
       all_workers = union_tally.all_workers - union_tally.workers + excluded.workers, workers = excluded.workers,
       all_bodies = union_tally.all_bodies - union_tally.bodies + excluded.bodies, bodies = excluded.bodies,
       all_told = union_tally.all_told - union_tally.told + excluded.told, told = excluded.told,
       all_covered = union_tally.all_covered - union_tally.told * union_tally.members + excluded.all_covered,
       all_committees = union_tally.all_committees - union_tally.committees + excluded.committees,
       committees = excluded.committees,
       all_overdue = union_tally.all_overdue - union_tally.overdue + excluded.overdue, overdue = excluded.overdue,
       chair = excluded.chair, term_until = excluded.term_until",
    "each union gives its own figures to those above it",
);
/// What the unions that stood directly below on a day count, each by its newest row up to the month.
const SUMS: Sql = Sql::house(
    "SELECT CAST(COALESCE(SUM(t.all_unions), 0) AS BIGINT), CAST(COALESCE(SUM(t.all_members), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.all_women), 0) AS BIGINT), CAST(COALESCE(SUM(t.all_workers), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.all_bodies), 0) AS BIGINT), CAST(COALESCE(SUM(t.all_told), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.all_covered), 0) AS BIGINT), CAST(COALESCE(SUM(t.all_committees), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.all_overdue), 0) AS BIGINT)
     FROM union_edge e JOIN union_tally t ON t.union_id = e.union_id
       AND t.month = (SELECT MAX(x.month) FROM union_tally x WHERE x.union_id = e.union_id AND x.month <= $2)
     WHERE e.parent_id = $1 AND e.from_day <= $3 AND (e.until_day IS NULL OR e.until_day >= $3)",
    "the figures of unions are summed up the tree",
);
const LIFT: Sql = Sql::house(
    "UPDATE union_tally SET all_unions = 1 + $3, all_members = members + $4, all_women = women + $5,
       all_workers = workers + $6, all_bodies = bodies + $7, all_told = told + $8, all_covered = told * members + $9,
       all_committees = committees + $10, all_overdue = overdue + $11 WHERE union_id = $1 AND month = $2",
    "the figures of unions are summed up the tree",
);
const COUNTED: Sql = Sql::house(
    "SELECT counted_on FROM union_tally WHERE union_id = $1 AND month = $2",
    "when a union of the tree was counted",
);
const CONFIRM: Sql = Sql::house(
    "UPDATE union_tally SET confirmed_at = $3, confirmed_by = $4, confirmed_members = members,
       confirmed_workers = CASE WHEN told = 1 THEN workers ELSE NULL END WHERE union_id = $1 AND month = $2",
    "a union stands by the figures that it gives to those above it",
);
const OF: Sql = Sql::house(
    "SELECT month, counted_on, members, women, workers, bodies, chair, term_until, all_unions, all_members, all_women, all_workers,
       all_bodies, told, committees, overdue, all_told, all_covered, all_committees, all_overdue,
       confirmed_at, confirmed_by, confirmed_members, confirmed_workers
     FROM union_tally WHERE union_id = $1 AND month <= $2 ORDER BY month DESC LIMIT 1",
    "each union gives its own figures to those above it",
);
const BRANCHES: Sql = Sql::house(
    "SELECT t.month, t.counted_on, t.members, t.women, t.workers, t.bodies, t.chair, t.term_until, t.all_unions, t.all_members,
       t.all_women, t.all_workers, t.all_bodies, t.told, t.committees, t.overdue, t.all_told, t.all_covered, t.all_committees, t.all_overdue,
       t.confirmed_at, t.confirmed_by, t.confirmed_members, t.confirmed_workers, e.union_id, e.name, e.kind, n.path
     FROM union_edge e JOIN union_node n ON n.union_id = e.union_id LEFT JOIN union_tally t ON t.union_id = e.union_id
       AND t.month = (SELECT MAX(x.month) FROM union_tally x WHERE x.union_id = e.union_id AND x.month <= $3)
     WHERE e.parent_id = $1 AND e.from_day <= $2 AND (e.until_day IS NULL OR e.until_day >= $2)
     ORDER BY e.name, e.union_id LIMIT $4 OFFSET $5",
    "the unions below one, as they stood on a day, with the figures they gave",
);
const DOWN: Sql = Sql::house(
    "WITH RECURSIVE down (union_id, parent_id, name, kind, depth) AS (
       SELECT e.union_id, e.parent_id, e.name, e.kind, CAST(1 AS BIGINT) FROM union_edge e
       WHERE e.parent_id = $1 AND e.from_day <= $2 AND (e.until_day IS NULL OR e.until_day >= $2)
       UNION ALL SELECT e.union_id, e.parent_id, e.name, e.kind, d.depth + 1 FROM union_edge e JOIN down d ON e.parent_id = d.union_id
       WHERE e.from_day <= $2 AND (e.until_day IS NULL OR e.until_day >= $2) AND d.depth < $4)
     SELECT t.month, t.counted_on, t.members, t.women, t.workers, t.bodies, t.chair, t.term_until, t.all_unions, t.all_members,
       t.all_women, t.all_workers, t.all_bodies, t.told, t.committees, t.overdue, t.all_told, t.all_covered, t.all_committees, t.all_overdue,
       t.confirmed_at, t.confirmed_by, t.confirmed_members, t.confirmed_workers, d.union_id, d.name, d.kind, n.path, d.parent_id, d.depth
     FROM down d JOIN union_node n ON n.union_id = d.union_id LEFT JOIN union_tally t ON t.union_id = d.union_id
       AND t.month = (SELECT MAX(x.month) FROM union_tally x WHERE x.union_id = d.union_id AND x.month <= $3)
     LIMIT $5",
    "everything below a union, as it stood on a day, with the figures given",
);
const HOW_MANY: Sql = Sql::house(
    "SELECT COUNT(*) FROM union_edge WHERE parent_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2)",
    "how many unions stood below one on a day",
);
const UNITS: Sql = Sql::house(
    "WITH RECURSIVE down (union_id, kind) AS (
       SELECT e.union_id, e.kind FROM union_edge e
       WHERE e.parent_id = $1 AND e.from_day <= $2 AND (e.until_day IS NULL OR e.until_day >= $2)
       UNION ALL SELECT e.union_id, e.kind FROM union_edge e JOIN down d ON e.parent_id = d.union_id
       WHERE e.from_day <= $2 AND (e.until_day IS NULL OR e.until_day >= $2))
     SELECT COUNT(*) FROM down WHERE kind IN ('grassroots', 'joint')",
    "how many unions of places of work stood below one on a day",
);

/// The figures of a union: its own and those with everything below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// The day of the count.
    pub counted_on: Option<Date>,
    /// Members of its own (在册 and under transfer).
    pub members: i64,
    /// Women among them.
    pub women: i64,
    /// Workers of its unit, members or not, as on file.
    pub workers: i64,
    /// Branches and groups.
    pub bodies: i64,
    /// Who chairs it.
    pub chair: Option<String>,
    /// The last day of its committee's term.
    pub term_until: Option<Date>,
    /// Unions from here down, itself among them.
    pub all_unions: i64,
    /// Members from here down.
    pub all_members: i64,
    /// Women among them.
    pub all_women: i64,
    /// Workers from here down.
    pub all_workers: i64,
    /// Branches and groups from here down.
    pub all_bodies: i64,
    /// Whether its workers are known.
    pub told: bool,
    /// Whether somebody holds a post in its committee.
    pub committee: bool,
    /// Whether its committee's term was over.
    pub overdue: bool,
    /// Unions from here down whose workers are known.
    pub all_told: i64,
    /// Members of those: the rate is of them.
    pub all_covered: i64,
    /// Unions from here down with a committee.
    pub all_committees: i64,
    /// Committees from here down whose term was over.
    pub all_overdue: i64,
    /// What the union stood by, if it confirmed the month.
    pub confirmed: Option<Confirmed>,
}

/// A month's figures that a union stood by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Confirmed {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: String,
    /// The members at that time.
    pub members: i64,
    /// The workers at that time, if they were known.
    pub workers: Option<i64>,
}

impl Tally {
    /// How many of its own workers are members.
    #[must_use]
    pub fn share(&self) -> Share {
        Share {
            members: self.members,
            workers: self.told.then_some(self.workers),
        }
    }
    /// How many of the workers from here down are members, where the workers are known.
    #[must_use]
    pub fn all_share(&self) -> Share {
        Share {
            members: self.all_covered,
            workers: (self.all_told > 0).then_some(self.all_workers),
        }
    }
    /// Unions from here down whose workers are not known.
    #[must_use]
    pub fn untold(&self) -> i64 {
        self.all_unions.saturating_sub(self.all_told)
    }
}

/// A union as it stood on a day, with its figures.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Branch {
    /// The union.
    pub id: UnionId,
    /// The name it bore.
    pub name: String,
    /// The kind it was.
    pub kind: UnionKind,
    /// Its figures; none if it has never been counted until then.
    pub tally: Option<Tally>,
    /// Where it stands today.
    #[serde(skip)]
    pub path: String,
}

/// The month of a day: `2026-11`.
#[must_use]
pub fn month_of(day: Date) -> String {
    day.to_string().chars().take(7).collect()
}

fn figures(row: &Row<'_>) -> Result<Option<Tally>, Error> {
    let mut c = row.cells();
    if c.take::<Option<String>>()?.is_none() {
        return Ok(None);
    }
    Ok(Some(Tally {
        counted_on: c.take()?,
        members: c.take()?,
        women: c.take()?,
        workers: c.take()?,
        bodies: c.take()?,
        chair: c.take()?,
        term_until: c.take()?,
        all_unions: c.take()?,
        all_members: c.take()?,
        all_women: c.take()?,
        all_workers: c.take()?,
        all_bodies: c.take()?,
        told: c.take::<i64>()? == 1,
        committee: c.take::<i64>()? == 1,
        overdue: c.take::<i64>()? == 1,
        all_told: c.take()?,
        all_covered: c.take()?,
        all_committees: c.take()?,
        all_overdue: c.take()?,
        confirmed: match (c.take()?, c.take()?, c.take()?, c.take()?) {
            (Some(at), Some(by), Some(members), workers) => Some(Confirmed {
                at,
                by,
                members,
                workers,
            }),
            _ => None,
        },
    }))
}

/// How many members of a union are on file as women.
///
/// # Errors
/// The store's.
pub fn women(read: &Reader, union: UnionId) -> Result<i64, Error> {
    read.one(WOMEN, &[&union], |row| row.get(0))
}

/// Counts a union as it stood on a day, by what is known now, and keeps its row of that month. A row that was counted on a
/// later day of the month is not to be counted so.
///
/// # Errors
/// The store's.
pub fn count(w: &Writer, union: UnionId, on: Date) -> Result<(), Error> {
    let (members, women): (i64, i64) = w.one(MEMBERS, &[&union, &on], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let bodies: i64 = w.one(BODIES, &[&union, &on], |row| row.get(0))?;
    let told = rates::store::whole(w, union, on)?.map(|(workers, _)| workers.total);
    let (until, chair): (Option<Date>, Option<String>) = w
        .opt(CHAIR, &[&union, &on], |row| Ok((row.get(0)?, row.get(1)?)))?
        .unwrap_or_default();
    let overdue = until.is_some_and(|until| until < on);
    w.run(
        KEEP,
        &[
            &union,
            &month_of(on),
            &on,
            &members,
            &women,
            &told.unwrap_or(0),
            &bodies,
            &chair,
            &until,
            &i64::from(told.is_some()),
            &i64::from(chair.is_some()),
            &i64::from(overdue),
            &told.map_or(0, |_| members),
        ],
    )
    .map(drop)
}

/// Sums what stood directly below a union on a day into its row of that month. From the leaves up, this makes the whole
/// tree's sums.
///
/// # Errors
/// The store's.
pub fn lift(w: &Writer, union: UnionId, on: Date) -> Result<(), Error> {
    let month = month_of(on);
    let sums: Vec<i64> = w.one(SUMS, &[&union, &month, &on], |row| {
        (0..9).map(|at| row.get::<i64>(at)).collect()
    })?;
    let mut values: Vec<&dyn store::Bind> = vec![&union, &month];
    values.extend(sums.iter().map(|sum| -> &dyn store::Bind { sum }));
    w.run(LIFT, &values).map(drop)
}

/// On which day a union was last counted in the month of a day.
///
/// # Errors
/// The store's.
pub fn counted(read: &Reader, union: UnionId, month_of_day: Date) -> Result<Option<Date>, Error> {
    read.opt(COUNTED, &[&union, &month_of(month_of_day)], |row| row.get(0))
}

/// Notes that a union stands by its figures of the month of a day.
///
/// # Errors
/// The store's.
pub fn confirm(w: &Writer, union: UnionId, on: Date, at: Instant, by: &str) -> Result<bool, Error> {
    Ok(w.run(CONFIRM, &[&union, &month_of(on), &at, &by])? > 0)
}

/// Counts a union anew as it stood on a day, and sums that up through all above it.
///
/// # Errors
/// The store's.
pub fn recount(w: &Writer, union: UnionId, on: Date) -> Result<(), Error> {
    count(w, union, on)?;
    for up in super::store::above(w, union)?.iter().rev() {
        lift(w, up.id, on)?;
    }
    Ok(())
}

/// Brings a union's figures, and the sums of all above it, up to today: after an act on the tree.
///
/// # Errors
/// The store's.
pub fn refresh(w: &Writer, union: UnionId, today: Date) -> Result<(), Error> {
    let mut up: Vec<UnionId> = super::store::above(w, union)?.into_iter().map(|node| node.id).collect();
    up.push(union);
    for id in up.into_iter().rev() {
        count(w, id, today)?;
        lift(w, id, today)?;
    }
    Ok(())
}

/// The figures of a union on a day: those of the newest count of that month or before.
///
/// # Errors
/// The store's.
pub fn of(read: &Reader, union: UnionId, on: Date) -> Result<Option<Tally>, Error> {
    Ok(read.opt(OF, &[&union, &month_of(on)], figures)?.flatten())
}

/// The unions that stood directly below one on a day, by name, with their figures.
///
/// # Errors
/// The store's.
pub fn branches(read: &Reader, union: UnionId, on: Date, limit: i64, offset: i64) -> Result<Vec<Branch>, Error> {
    read.rows(BRANCHES, &[&union, &on, &month_of(on), &limit, &offset], branch)
}

fn branch(row: &Row<'_>) -> Result<Branch, Error> {
    Ok(Branch {
        tally: figures(row)?,
        id: row.get(24)?,
        name: row.get(25)?,
        kind: row.get(26)?,
        path: row.get(27)?,
    })
}

/// Everything that stood below a union on a day, down to a depth, each followed by what stood below it, by name; at most
/// `limit`.
///
/// # Errors
/// The store's.
pub fn down(read: &Reader, union: UnionId, on: Date, depth: i64, limit: i64) -> Result<Vec<(usize, Branch)>, Error> {
    let values: [&dyn store::Bind; 5] = [&union, &on, &month_of(on), &depth, &limit];
    let rows = read.rows(DOWN, &values, |row| {
        Ok((row.get::<UnionId>(28)?, row.get::<i64>(29)?, branch(row)?))
    })?;
    let mut below: HashMap<UnionId, Vec<(usize, Branch)>> = HashMap::new();
    for (parent, depth, branch) in rows {
        let depth = usize::try_from(depth).unwrap_or(usize::MAX);
        below.entry(parent).or_default().push((depth, branch));
    }
    for list in below.values_mut() {
        // the last by name first: they are taken from the end
        list.sort_by(|a, b| b.1.name.cmp(&a.1.name).then_with(|| b.1.id.cmp(&a.1.id)));
    }
    let mut out = Vec::new();
    let mut open = below.remove(&union).unwrap_or_default();
    while let Some((depth, branch)) = open.pop() {
        open.extend(below.remove(&branch.id).unwrap_or_default());
        out.push((depth, branch));
    }
    Ok(out)
}

/// How many unions stood directly below one on a day.
///
/// # Errors
/// The store's.
pub fn how_many(read: &Reader, union: UnionId, on: Date) -> Result<i64, Error> {
    read.one(HOW_MANY, &[&union, &on], |row| row.get(0))
}

/// How many unions of places of work (基层, 联合基层) stood anywhere below one on a day.
///
/// # Errors
/// The store's.
pub fn units(read: &Reader, union: UnionId, on: Date) -> Result<i64, Error> {
    read.one(UNITS, &[&union, &on], |row| row.get(0))
}
