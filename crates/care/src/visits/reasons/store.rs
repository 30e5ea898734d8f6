//! Reasons in the store: the versions of a union's own list; what nobody touched yet is as it comes with the program.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Instant, UnionId};
use web::AccountId;

use super::model::{Reason, ReasonId, Says, cap, seeds};

const NOW: Sql = Sql::union(
    "SELECT id, version, name, begins, season, ahead_days, due_days, visitors, cap_key, kind, photo, receipt, sensitive, ended_on
     FROM visit_reason WHERE union_id = $1 AND replaced_at IS NULL ORDER BY name, id",
);
const AT: Sql = Sql::union(
    "SELECT id, version, name, begins, season, ahead_days, due_days, visitors, cap_key, kind, photo, receipt, sensitive, ended_on
     FROM visit_reason WHERE union_id = $1 AND id = $2 AND version = $3",
);
const VERSIONS: Sql = Sql::union(
    "SELECT id, version, name, begins, season, ahead_days, due_days, visitors, cap_key, kind, photo, receipt, sensitive, ended_on
     FROM visit_reason WHERE union_id = $1 AND id = $2 ORDER BY version DESC",
);
const ADD: Sql = Sql::union(
    "INSERT INTO visit_reason (union_id, id, version, name, begins, season, ahead_days, due_days, visitors, cap_key, kind, photo,
       receipt, sensitive, ended_on, recorded_at, account_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
);
/// Takes the version seen out of force, if it is in force.
pub(super) const REPLACE: Sql = Sql::union(
    "UPDATE visit_reason SET replaced_at = $4 WHERE union_id = $1 AND id = $2 AND version = $3 AND replaced_at IS NULL",
);
const SEASON: Sql = Sql::union("INSERT INTO visit_season (union_id, reason_id, year, task_id) VALUES ($1, $2, $3, $4)");
const ASKED: Sql = Sql::union("SELECT 1 FROM visit_season WHERE union_id = $1 AND reason_id = $2 AND year = $3");

fn reason(row: &Row<'_>) -> Result<Reason, Error> {
    let mut c = row.cells();
    let (id, version, name, begins) = (c.take()?, c.take()?, c.take()?, c.take()?);
    let (season, ahead_days, due_days, visitors) = (c.take()?, c.take()?, c.take()?, c.take()?);
    let key: Option<String> = c.take()?;
    let known = key.map(|name| cap(&name).ok_or_else(|| Error::Wrong(format!("no cap is called {name}"))));
    let says = Says {
        name,
        begins,
        season,
        ahead_days,
        due_days,
        visitors,
        cap: known.transpose()?,
        kind: c.take()?,
        photo: c.take()?,
        receipt: c.take()?,
        sensitive: c.take()?,
    };
    Ok(Reason {
        id,
        version,
        says,
        ended: c.take()?,
    })
}

/// The list as it stands: the union's own, and those that came with the program and were not touched yet, in their order.
///
/// # Errors
/// The store's.
pub fn now(read: &Reader, union: UnionId) -> Result<Vec<Reason>, Error> {
    let mut own = read.rows(NOW, &[&union], reason)?;
    let mut all = Vec::new();
    for seed in seeds() {
        let known = own.iter().position(|r| r.id == seed.id);
        all.push(known.map_or(seed, |at| own.remove(at)));
    }
    all.extend(own);
    Ok(all)
}

/// A reason as it stands.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: ReasonId) -> Result<Reason, Error> {
    now(read, union)?.into_iter().find(|r| r.id == id).ok_or(Error::Missing)
}

/// A reason as it was in a version.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn at(read: &Reader, union: UnionId, (id, version): (ReasonId, i64)) -> Result<Reason, Error> {
    read.one(AT, &[&union, &id, &version], reason)
}

/// All versions of a reason, the latest first; none of one that was not touched yet.
pub(super) fn versions(read: &Reader, union: UnionId, id: ReasonId) -> Result<Vec<Reason>, Error> {
    read.rows(VERSIONS, &[&union, &id], reason)
}

pub(super) fn add(w: &Writer, union: UnionId, new: &Reason, (by, at): (AccountId, Instant)) -> Result<(), Error> {
    let s = &new.says;
    w.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.version,
            &s.name,
            &s.begins,
            &s.season,
            &s.ahead_days,
            &s.due_days,
            &s.visitors,
            &s.cap.map(|key| key.name),
            &s.kind,
            &s.photo,
            &s.receipt,
            &s.sensitive,
            &new.ended,
            &at,
            &by,
        ],
    )
    .map(drop)
}

/// A reason as it stands, of which there is a row from now on, so that records can name its version.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn settled(w: &Writer, union: UnionId, id: ReasonId, by: (AccountId, Instant)) -> Result<Reason, Error> {
    let mut reason = get(w, union, id)?;
    if reason.version == 0 {
        reason.version = 1;
        add(w, union, &reason, by)?;
    }
    Ok(reason)
}

/// Whether the list of a season was asked for in a year.
pub(crate) fn asked(read: &Reader, union: UnionId, id: ReasonId, year: i16) -> Result<bool, Error> {
    Ok(read.opt(ASKED, &[&union, &id, &i64::from(year)], |_| Ok(()))?.is_some())
}

/// Notes that it was.
pub(crate) fn note_asked(w: &Writer, union: UnionId, id: ReasonId, year: i16, task: flow::TaskId) -> Result<(), Error> {
    w.run(SEASON, &[&union, &id, &i64::from(year), &task]).map(drop)
}
