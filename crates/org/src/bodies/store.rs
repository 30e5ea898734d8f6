//! Bodies, posts and holdings in the store.

use std::collections::HashMap;

use kernel::{Clock, Date, UnionId};
use store::{Error, Reader, Row, Sql, Writer};

use super::model::{BodyKind, BodyLine, NewBody};
use crate::{BodyId, MemberId, PostId, term::Term};

/// The kind of a holding: somebody in a post for a term.
pub enum Holding {}
/// The id of a holding.
pub type HoldingId = kernel::Id<Holding>;

const ADD: Sql = Sql::union(
    "INSERT INTO body (union_id, id, kind, name, parent_id, from_day, until_day, term_from, term_until, version)
     VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8, 1)",
);
const ADD_POST: Sql = Sql::union(
    "INSERT INTO post (union_id, id, body_id, rank, title, from_day, until_day) VALUES ($1, $2, $3, $4, $5, $6, NULL)",
);
const APPOINT: Sql = Sql::union(
    "INSERT INTO holding (union_id, id, post_id, member_id, from_day, until_day, ended_on, ended_why)
     VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL)",
);
const FIRST_POST: Sql =
    Sql::union("SELECT id FROM post WHERE union_id = $1 AND body_id = $2 ORDER BY rank, id LIMIT 1");
const GET: Sql = Sql::union(
    "SELECT id, kind, name, parent_id, from_day, until_day, term_from, term_until, version FROM body
     WHERE union_id = $1 AND id = $2",
);
const LIVING: Sql = Sql::union(
    "SELECT id, kind, name, parent_id, from_day, until_day, term_from, term_until, version FROM body
     WHERE union_id = $1 AND from_day <= $2 AND (until_day IS NULL OR until_day >= $2) ORDER BY name, id LIMIT 5000",
);
const NAMES: Sql = Sql::union("SELECT id, name FROM body WHERE union_id = $1");

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
    for (rank, title) in (1_i64..).zip(new.kind.usual_posts()) {
        add_post(w, clock, union, id, rank, title)?;
    }
    Ok(id)
}

/// Adds a post to a body. The constraint `post_title` says that the body has one of this title.
///
/// # Errors
/// The store's.
pub fn add_post(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    body: BodyId,
    rank: i64,
    title: &str,
) -> Result<PostId, Error> {
    let id = clock.id();
    w.run(ADD_POST, &[&union, &id, &body, &rank, &title, &clock.today()])?;
    Ok(id)
}

/// The post first in rank: the chair of the committee, the head of a group.
///
/// # Errors
/// The store's; `Missing` if the body has no post.
pub fn first_post(read: &Reader, union: UnionId, body: BodyId) -> Result<PostId, Error> {
    read.one(FIRST_POST, &[&union, &body], |row| row.get(0))
}

/// Puts a member into a post for a term.
///
/// # Errors
/// The store's.
pub fn appoint(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    post: PostId,
    member: MemberId,
    term: Term,
) -> Result<HoldingId, Error> {
    let id = clock.id();
    w.run(APPOINT, &[&union, &id, &post, &member, &term.from, &term.until])?;
    Ok(id)
}

/// Branches and groups to choose from, a group with its branch before it.
///
/// # Errors
/// The store's.
pub fn bodies_to_choose(read: &Reader, union: UnionId, today: Date) -> Result<Vec<(BodyId, String)>, Error> {
    let all = living(read, union, today)?;
    let names: HashMap<BodyId, &str> = all.iter().map(|b| (b.id, b.name.as_str())).collect();
    let with_branch = |b: &BodyLine| match b.parent.and_then(|p| names.get(&p)) {
        Some(branch) => format!("{branch} · {}", b.name),
        None => b.name.clone(),
    };
    let mut out: Vec<_> = all
        .iter()
        .filter(|b| b.kind.has_members())
        .map(|b| (b.id, with_branch(b)))
        .collect();
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
