//! Counts of workers in the store, and the members that are set beside them.

use std::collections::BTreeMap;

use kernel::{Date, Instant, UnionId};
use store::{Cells, Error, Reader, Row, Sql, Writer};
use web::AccountId;

use super::model::{CountId, Share, Told, Workers, kind_at};
use crate::BodyId;

const ADD: Sql = Sql::union(
    "INSERT INTO worker_count (union_id, id, body_id, from_day, total, women, staff, contract, dispatched, part_time, platform,
       units, source, recorded_at, account_id, replaces)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
);
const ALL: Sql = Sql::union(
    "SELECT c.id, c.body_id, c.from_day, c.total, c.women, c.staff, c.contract, c.dispatched, c.part_time, c.platform, c.units,
       c.source, c.recorded_at, a.name, c.replaces, c.replaced_at, b.name, c.replaced_why
     FROM worker_count c LEFT JOIN account a ON a.id = c.account_id LEFT JOIN account b ON b.id = c.replaced_by
     WHERE c.union_id = $1 ORDER BY c.from_day DESC, c.recorded_at DESC, CASE WHEN c.replaced_at IS NULL THEN 0 ELSE 1 END, c.id DESC",
);
const REPLACE: Sql = Sql::union(
    "UPDATE worker_count SET replaced_at = $3, replaced_by = $4, replaced_why = $5
     WHERE union_id = $1 AND id = $2 AND replaced_at IS NULL",
);
const WHOLE: Sql = Sql::union(
    "SELECT total, women, staff, contract, dispatched, part_time, platform, units, from_day FROM worker_count
     WHERE union_id = $1 AND body_id IS NULL AND replaced_at IS NULL AND from_day <= $2
     ORDER BY from_day DESC, recorded_at DESC LIMIT 1",
);
const MIRROR: Sql = Sql::house(
    "UPDATE union_node SET workers = $2, women_workers = $3 WHERE union_id = $1",
    "what is believed of a union today stands in the tree",
);
// the states of those who work: [`crate::Status::works`]
const MEMBERS: Sql = Sql::union(
    "SELECT body_id, employment, COUNT(*) FROM member_version
     WHERE union_id = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2) AND replaced_at IS NULL
       AND status IN ('active', 'moving')
     GROUP BY body_id, employment",
);

fn workers(c: &mut Cells<'_>) -> Result<Workers, Error> {
    Ok(Workers {
        total: c.take()?,
        women: c.take()?,
        kinds: [c.take()?, c.take()?, c.take()?, c.take()?, c.take()?],
        units: c.take()?,
    })
}

fn told(row: &Row<'_>) -> Result<Told, Error> {
    let mut c = row.cells();
    Ok(Told {
        id: c.take()?,
        place: c.take()?,
        from: c.take()?,
        workers: workers(&mut c)?,
        source: c.take()?,
        at: c.take()?,
        by: c.take()?,
        replaces: c.take()?,
        replaced: match c.take::<Option<Instant>>()? {
            Some(at) => Some((
                at,
                c.take::<Option<String>>()?.unwrap_or_default(),
                c.take::<Option<String>>()?.unwrap_or_default(),
            )),
            None => None,
        },
    })
}

/// Keeps a count of workers.
///
/// # Errors
/// The store's.
pub fn add(w: &Writer, union: UnionId, new: &Told, by: AccountId) -> Result<(), Error> {
    let [staff, contract, dispatched, part_time, platform] = new.workers.kinds;
    w.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.place,
            &new.from,
            &new.workers.total,
            &new.workers.women,
            &staff,
            &contract,
            &dispatched,
            &part_time,
            &platform,
            &new.workers.units,
            &new.source,
            &new.at,
            &by,
            &new.replaces,
        ],
    )
    .map(drop)
}

/// Says that a count no longer stands, and why; whether it still did.
///
/// # Errors
/// The store's.
pub fn replace(
    w: &Writer,
    union: UnionId,
    id: CountId,
    (at, by, why): (Instant, AccountId, &str),
) -> Result<bool, Error> {
    Ok(w.run(REPLACE, &[&union, &id, &at, &by, &why])? > 0)
}

/// All counts of a union, the newest first, with those that were replaced.
///
/// # Errors
/// The store's.
pub fn all(read: &Reader, union: UnionId) -> Result<Vec<Told>, Error> {
    read.rows(ALL, &[&union], told)
}

/// One count.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn one(read: &Reader, union: UnionId, id: CountId) -> Result<Told, Error> {
    let found = all(read, union)?.into_iter().find(|t| t.id == id);
    found.ok_or(Error::Missing)
}

/// The workers of the whole union on a day, and since when that is told; nothing if it is not.
///
/// # Errors
/// The store's.
pub fn whole(read: &Reader, union: UnionId, on: Date) -> Result<Option<(Workers, Date)>, Error> {
    read.opt(WHOLE, &[&union, &on], |row| {
        let mut c = row.cells();
        Ok((workers(&mut c)?, c.take()?))
    })
}

/// Writes what is believed of the whole union today where today's lists read it.
///
/// # Errors
/// The store's.
pub fn mirror(w: &Writer, union: UnionId, today: Date) -> Result<(), Error> {
    let workers = whole(w, union, today)?.map(|(workers, _)| workers);
    let total = workers.map(|all| all.total);
    let women = workers.and_then(|all| all.women);
    w.run(MIRROR, &[&union, &total, &women]).map(drop)
}

/// Members who work, by group and kind of employment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Members(BTreeMap<(Option<BodyId>, Option<String>), i64>);

impl Members {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.0.values().sum()
    }
    /// Those in any of these groups.
    #[must_use]
    pub fn within(&self, groups: &[BodyId]) -> i64 {
        let here = |place: &Option<BodyId>| place.is_some_and(|place| groups.contains(&place));
        self.0
            .iter()
            .filter(|((place, _), _)| here(place))
            .map(|(_, n)| n)
            .sum()
    }
    /// Those in no group.
    #[must_use]
    pub fn nowhere(&self) -> i64 {
        self.0
            .iter()
            .filter(|((place, _), _)| place.is_none())
            .map(|(_, n)| n)
            .sum()
    }
    /// Those of a kind of employment; `None` for those of whom it is not known.
    #[must_use]
    pub fn of_kind(&self, employment: Option<&str>) -> i64 {
        let kind = |kept: &Option<String>| match kept.as_deref() {
            Some(key) if kind_at(key).is_some() => employment == Some(key),
            _ => employment.is_none(),
        };
        self.0.iter().filter(|((_, kept), _)| kind(kept)).map(|(_, n)| n).sum()
    }
}

/// The members of a union who worked on a day, as the register says now.
///
/// # Errors
/// The store's.
pub fn members(read: &Reader, union: UnionId, on: Date) -> Result<Members, Error> {
    let rows = read.rows(MEMBERS, &[&union, &on], |row| {
        Ok(((row.get(0)?, row.get(1)?), row.get::<i64>(2)?))
    })?;
    Ok(Members(rows.into_iter().collect()))
}

/// The rates of a union on a day: the whole, and each kind of employment in the order of the register's kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Of all workers.
    pub whole: Share,
    /// Of each kind.
    pub kinds: [Share; 5],
}

/// The rates of a union on a day.
///
/// # Errors
/// The store's.
pub fn rates(read: &Reader, union: UnionId, on: Date) -> Result<Rates, Error> {
    let members = members(read, union, on)?;
    let told = whole(read, union, on)?.map(|(workers, _)| workers);
    let mut kinds = [Share::default(); 5];
    for (kind, share) in crate::members::field::EMPLOYMENTS.iter().zip(&mut kinds) {
        share.members = members.of_kind(Some(kind));
        share.workers = told.and_then(|all| all.of_kind(kind));
    }
    Ok(Rates {
        whole: Share {
            members: members.total(),
            workers: told.map(|all| all.total),
        },
        kinds,
    })
}
