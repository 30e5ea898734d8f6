//! Bodies, posts and holdings in the store.

use std::collections::HashMap;

use kernel::{Clock, Date, Instant, UnionId};
use store::{Error, Reader, Row, Sql, Writer};

use super::model::{BodyKind, BodyLine, NewBody};
use crate::{BodyId, bodies::posts, term::Term};

const ADD: Sql = Sql::union(
    "INSERT INTO body (union_id, id, kind, name, parent_id, from_day, until_day, term_from, term_until, version)
     VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8, 1)",
);
const GET: Sql = Sql::union(
    "SELECT id, kind, name, parent_id, from_day, until_day, term_from, term_until, version FROM body
     WHERE union_id = $1 AND id = $2",
);
const LIVING: Sql = Sql::union(
    "SELECT id, kind, name, parent_id, from_day, until_day, term_from, term_until, version FROM body
     WHERE union_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) ORDER BY name, id LIMIT 5000",
);
// the kinds of [`BodyKind::has_members`]
const TO_CHOOSE: Sql = Sql::union(
    "SELECT id, name, parent_id FROM body WHERE union_id = $1 AND kind IN ('branch', 'group')
       AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) LIMIT 5000",
);
const NAMES: Sql = Sql::union("SELECT id, name FROM body WHERE union_id = $1");
const EDIT: Sql = Sql::union(
    "UPDATE body SET name = $4, parent_id = $5, term_from = $6, term_until = $7, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND until_day IS NULL",
);
const END: Sql = Sql::union(
    "UPDATE body SET until_day = $3, version = version + 1 WHERE union_id = $1 AND id = $2 AND until_day IS NULL",
);
const NAMED: Sql = Sql::union(
    "SELECT id FROM body WHERE union_id = $1 AND name = $2 AND until_day IS NULL
       AND ((parent_id IS NULL AND CAST($3 AS BYTEA) IS NULL) OR parent_id = $3) AND id <> $4 LIMIT 1",
);
const BUSY: Sql = Sql::union(
    "SELECT (SELECT COUNT(*) FROM body c WHERE c.union_id = $1 AND c.parent_id = $2 AND c.until_day IS NULL)
       + (SELECT COUNT(*) FROM member m WHERE m.union_id = $1 AND m.body_id = $2 AND m.status IN ('active', 'moving', 'kept'))
       + (SELECT COUNT(*) FROM holding h JOIN post p ON p.union_id = h.union_id AND p.id = h.post_id
          WHERE h.union_id = $1 AND p.body_id = $2 AND h.ended_on IS NULL)",
);

pub(crate) fn body(row: &Row<'_>) -> Result<BodyLine, Error> {
    let mut cells = row.cells();
    let (id, kind, name, parent) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let (from, until) = (cells.take()?, cells.take()?);
    let (term_from, term_until): (Option<Date>, Option<Date>) = (cells.take()?, cells.take()?);
    Ok(BodyLine {
        id,
        kind,
        name,
        parent,
        from,
        until,
        term: term_from.map(|from| Term {
            from,
            until: term_until,
        }),
        version: cells.take()?,
    })
}

/// A body.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: BodyId) -> Result<BodyLine, Error> {
    read.one(GET, &[&union, &id], body)
}

/// A body, if there is one.
///
/// # Errors
/// The store's.
pub fn find(read: &Reader, union: UnionId, id: BodyId) -> Result<Option<BodyLine>, Error> {
    read.opt(GET, &[&union, &id], body)
}

/// The bodies that live on a day, in the order of their kinds and then names; at most 5,000.
///
/// # Errors
/// The store's.
pub fn living(read: &Reader, union: UnionId, today: Date) -> Result<Vec<BodyLine>, Error> {
    let mut all = read.rows(LIVING, &[&union, &today], body)?;
    all.sort_by_key(|b| b.kind);
    Ok(all)
}

/// Founds a body today, with the posts usual for its kind.
///
/// # Errors
/// The store's.
pub fn add_body(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    kind: BodyKind,
    name: &str,
    parent: Option<BodyId>,
) -> Result<BodyId, Error> {
    let new = NewBody {
        parent,
        ..NewBody::new(kind, name)
    };
    insert(w, clock, union, &new)
}

/// Founds a body today, with the posts usual for its kind.
///
/// # Errors
/// The store's.
pub fn insert(w: &Writer, clock: &Clock, union: UnionId, new: &NewBody) -> Result<BodyId, Error> {
    let (id, today) = (clock.id(), clock.today());
    let (from, until) = (new.term.map(|t| t.from), new.term.and_then(|t| t.until));
    w.run(
        ADD,
        &[&union, &id, &new.kind, &new.name, &new.parent, &today, &from, &until],
    )?;
    for (rank, (title, seats)) in (1_i64..).zip(new.kind.usual_posts()) {
        posts::add_post(w, clock, union, id, (rank, title, *seats))?;
    }
    Ok(id)
}

/// Branches and groups to choose from, a group with its branch before it.
///
/// # Errors
/// The store's.
pub fn bodies_to_choose(read: &Reader, union: UnionId, today: Date) -> Result<Vec<(BodyId, String)>, Error> {
    type Choice = (BodyId, String, Option<BodyId>);
    let all: Vec<Choice> = read.rows(TO_CHOOSE, &[&union, &today], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    let names: HashMap<BodyId, &str> = all.iter().map(|(id, name, _)| (*id, name.as_str())).collect();
    let with_branch = |(id, name, parent): &Choice| match parent.and_then(|p| names.get(&p)) {
        Some(branch) => (*id, format!("{branch} · {name}")),
        None => (*id, name.clone()),
    };
    let mut out: Vec<_> = all.iter().map(with_branch).collect();
    out.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(out)
}

/// The names of all bodies, also of ended ones.
///
/// # Errors
/// The store's.
pub fn body_names(read: &Reader, union: UnionId) -> Result<HashMap<BodyId, String>, Error> {
    Ok(read
        .rows(NAMES, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?
        .into_iter()
        .collect())
}

/// Changes a body that has this version; says whether it had.
///
/// # Errors
/// The store's.
pub fn edit(w: &Writer, union: UnionId, id: BodyId, version: i64, to: &NewBody) -> Result<bool, Error> {
    let (from, until) = (to.term.map(|t| t.from), to.term.and_then(|t| t.until));
    Ok(w.run(EDIT, &[&union, &id, &version, &to.name, &to.parent, &from, &until])? > 0)
}

/// Ends a body; says whether it had not ended yet.
///
/// # Errors
/// The store's.
pub fn end(w: &Writer, union: UnionId, id: BodyId, on: Date) -> Result<bool, Error> {
    Ok(w.run(END, &[&union, &id, &on])? > 0)
}

/// Whether there is a living body of this name in the same place that is not `but`.
///
/// # Errors
/// The store's.
pub fn is_named(
    read: &Reader,
    union: UnionId,
    name: &str,
    parent: Option<BodyId>,
    but: Option<BodyId>,
) -> Result<bool, Error> {
    let but = but.unwrap_or(BodyId::new(uuid::Uuid::nil()));
    let found: Option<BodyId> = read.opt(NAMED, &[&union, &name, &parent, &but], |row| row.get(0))?;
    Ok(found.is_some())
}

/// How many groups, members and holders a body still has; it can end with none.
///
/// # Errors
/// The store's.
pub fn in_use(read: &Reader, union: UnionId, id: BodyId) -> Result<i64, Error> {
    read.one(BUSY, &[&union, &id], |row| row.get(0))
}

const ENDING: Sql = Sql::union(
    "SELECT id, kind, name, parent_id, from_day, until_day, term_from, term_until, version FROM body
     WHERE union_id = $1 AND term_until IS NOT NULL AND term_until <= $2 AND until_day IS NULL ORDER BY term_until, id LIMIT 500",
);
const NOTICED: Sql = Sql::union(
    "INSERT INTO term_notice (union_id, body_id, term_until, months, at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (union_id, body_id, term_until, months) DO NOTHING",
);

/// The living bodies whose term ends on a day or before, the earliest first.
///
/// # Errors
/// The store's.
pub fn ending(read: &Reader, union: UnionId, by: Date) -> Result<Vec<BodyLine>, Error> {
    read.rows(ENDING, &[&union, &by], body)
}

/// Notes that the end of a body's term was announced so many months ahead; says whether it had not been yet.
///
/// # Errors
/// The store's.
pub fn note_ending(
    w: &Writer,
    union: UnionId,
    id: BodyId,
    until: Date,
    months: i64,
    at: Instant,
) -> Result<bool, Error> {
    Ok(w.run(NOTICED, &[&union, &id, &until, &months, &at])? > 0)
}
