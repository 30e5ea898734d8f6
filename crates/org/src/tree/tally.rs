//! What unions count: one row a union and month, written by the union's own count and summed up the tree. Whoever stands
//! above reads these rows, with the day of the count beside them, and never the members.

use std::collections::HashMap;

use kernel::{Date, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Reader, Row, Sql, Writer};

use super::model::UnionKind;

const MEMBERS: Sql = Sql::union("SELECT COUNT(*) FROM member WHERE union_id = $1 AND status IN ('active', 'moving')");
const WOMEN: Sql =
    Sql::union("SELECT COUNT(*) FROM member WHERE union_id = $1 AND status IN ('active', 'moving') AND sex = 'female'");
const BODIES: Sql = Sql::union(
    "SELECT COUNT(*) FROM body WHERE union_id = $1 AND kind IN ('branch', 'group') AND from_day <= $2
       AND (until_day IS NULL OR until_day >= $2)",
);
const CHAIR: Sql = Sql::union(
    "SELECT b.term_until, m.name FROM body b
     LEFT JOIN post p ON p.union_id = b.union_id AND p.body_id = b.id AND p.until_day IS NULL
     LEFT JOIN holding h ON h.union_id = b.union_id AND h.post_id = p.id AND h.ended_on IS NULL AND h.from_day <= $2
     LEFT JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     WHERE b.union_id = $1 AND b.kind = 'committee' AND b.until_day IS NULL
     ORDER BY p.rank, h.from_day, h.id LIMIT 1",
);
const WORKERS: Sql = Sql::house(
    "SELECT COALESCE(workers, 0) FROM union_node WHERE union_id = $1",
    "what is on file about a union stands in the tree",
);
const KEEP: Sql = Sql::house(
    "INSERT INTO union_tally (union_id, month, counted_on, members, women, workers, bodies, chair, term_until, all_unions,
       all_members, all_women, all_workers, all_bodies)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $4, $5, $6, $7)
     ON CONFLICT (union_id, month) DO UPDATE SET counted_on = excluded.counted_on,
       all_members = union_tally.all_members - union_tally.members + excluded.members, members = excluded.members,
       all_women = union_tally.all_women - union_tally.women + excluded.women, women = excluded.women,
       all_workers = union_tally.all_workers - union_tally.workers + excluded.workers, workers = excluded.workers,
       all_bodies = union_tally.all_bodies - union_tally.bodies + excluded.bodies, bodies = excluded.bodies,
       chair = excluded.chair, term_until = excluded.term_until",
    "each union gives its own figures to those above it",
);
/// What the living unions directly below count, each by its newest row up to the month.
const SUMS: Sql = Sql::house(
    "SELECT CAST(COALESCE(SUM(t.all_unions), 0) AS BIGINT), CAST(COALESCE(SUM(t.all_members), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.all_women), 0) AS BIGINT), CAST(COALESCE(SUM(t.all_workers), 0) AS BIGINT),
       CAST(COALESCE(SUM(t.all_bodies), 0) AS BIGINT)
     FROM union_node n JOIN union_tally t ON t.union_id = n.union_id
       AND t.month = (SELECT MAX(x.month) FROM union_tally x WHERE x.union_id = n.union_id AND x.month <= $2)
     WHERE n.parent_id = $1 AND n.until_day IS NULL",
    "the figures of unions are summed up the tree",
);
const LIFT: Sql = Sql::house(
    "UPDATE union_tally SET all_unions = 1 + $3, all_members = members + $4, all_women = women + $5,
       all_workers = workers + $6, all_bodies = bodies + $7 WHERE union_id = $1 AND month = $2",
    "the figures of unions are summed up the tree",
);
const OF: Sql = Sql::house(
    "SELECT month, counted_on, members, women, workers, bodies, chair, term_until, all_unions, all_members, all_women, all_workers,
       all_bodies
     FROM union_tally WHERE union_id = $1 AND month <= $2 ORDER BY month DESC LIMIT 1",
    "each union gives its own figures to those above it",
);
const BRANCHES: Sql = Sql::house(
    "SELECT t.month, t.counted_on, t.members, t.women, t.workers, t.bodies, t.chair, t.term_until, t.all_unions, t.all_members,
       t.all_women, t.all_workers, t.all_bodies, e.union_id, e.name, e.kind, n.path
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
       t.all_women, t.all_workers, t.all_bodies, d.union_id, d.name, d.kind, n.path, d.parent_id, d.depth
     FROM down d JOIN union_node n ON n.union_id = d.union_id LEFT JOIN union_tally t ON t.union_id = d.union_id
       AND t.month = (SELECT MAX(x.month) FROM union_tally x WHERE x.union_id = d.union_id AND x.month <= $3)
     LIMIT $5",
    "everything below a union, as it stood on a day, with the figures given",
);
const HOW_MANY: Sql = Sql::house(
    "SELECT COUNT(*) FROM union_edge WHERE parent_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2)",
    "how many unions stood below one on a day",
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
    }))
}

/// How many members of a union are on file as women.
///
/// # Errors
/// The store's.
pub fn women(read: &Reader, union: UnionId) -> Result<i64, Error> {
    read.one(WOMEN, &[&union], |row| row.get(0))
}

/// Counts a union today and keeps its row of this month.
///
/// # Errors
/// The store's.
pub fn count(w: &Writer, union: UnionId, today: Date) -> Result<(), Error> {
    let members: i64 = w.one(MEMBERS, &[&union], |row| row.get(0))?;
    let women = women(w, union)?;
    let bodies: i64 = w.one(BODIES, &[&union, &today], |row| row.get(0))?;
    let workers: i64 = w.one(WORKERS, &[&union], |row| row.get(0))?;
    let (until, chair): (Option<Date>, Option<String>) = w
        .opt(CHAIR, &[&union, &today], |row| Ok((row.get(0)?, row.get(1)?)))?
        .unwrap_or_default();
    w.run(
        KEEP,
        &[
            &union,
            &month_of(today),
            &today,
            &members,
            &women,
            &workers,
            &bodies,
            &chair,
            &until,
        ],
    )
    .map(drop)
}

/// Sums what lies directly below a union into its row of a month. From the leaves up, this makes the whole tree's sums.
///
/// # Errors
/// The store's.
pub fn lift(w: &Writer, union: UnionId, month: &str) -> Result<(), Error> {
    let sums: [i64; 5] = w.one(SUMS, &[&union, &month], |row| {
        Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
    })?;
    let [unions, members, women, workers, bodies] = sums;
    w.run(LIFT, &[&union, &month, &unions, &members, &women, &workers, &bodies])
        .map(drop)
}

/// Brings a union's figures, and the sums of all above it, up to today: after an act on the tree.
///
/// # Errors
/// The store's.
pub fn refresh(w: &Writer, union: UnionId, today: Date) -> Result<(), Error> {
    let month = month_of(today);
    let mut up: Vec<UnionId> = super::store::above(w, union)?.into_iter().map(|node| node.id).collect();
    up.push(union);
    for id in up.into_iter().rev() {
        count(w, id, today)?;
        lift(w, id, &month)?;
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
        id: row.get(13)?,
        name: row.get(14)?,
        kind: row.get(15)?,
        path: row.get(16)?,
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
        Ok((row.get::<UnionId>(17)?, row.get::<i64>(18)?, branch(row)?))
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
