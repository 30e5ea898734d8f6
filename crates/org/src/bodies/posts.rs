//! Posts and who holds them, in the store.

use kernel::{Clock, Date, UnionId};
use store::{Error, Reader, Row, Sql, Writer};

use crate::{BodyId, MemberId, PostId, term::Term};

/// The kind of a holding: somebody in a post for a term.
pub enum Holding {}
/// The id of a holding.
pub type HoldingId = kernel::Id<Holding>;

/// Most posts of a body.
pub const MOST: i64 = 99;

const ADD_POST: Sql = Sql::union(
    "INSERT INTO post (union_id, id, body_id, rank, title, from_day, until_day, seats, version)
     VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, 1)",
);
const APPOINT: Sql = Sql::union(
    "INSERT INTO holding (union_id, id, post_id, member_id, from_day, until_day, ended_on, ended_why, relative, despite)
     VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, $7, $8)",
);
const FIRST_POST: Sql =
    Sql::union("SELECT id FROM post WHERE union_id = $1 AND body_id = $2 ORDER BY rank, id LIMIT 1");
const POSTS: Sql = Sql::union(
    "SELECT id, body_id, title, rank, seats, duty, version FROM post
     WHERE union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR body_id = $2)
       AND (until_day IS NULL OR until_day > $3) ORDER BY rank, title, id",
);
const POST: Sql = Sql::union(
    "SELECT p.id, p.body_id, p.title, p.rank, p.seats, p.duty, p.version, b.name FROM post p JOIN body b ON b.union_id = p.union_id AND b.id = p.body_id
     WHERE p.union_id = $1 AND p.id = $2 AND p.until_day IS NULL AND b.until_day IS NULL",
);
const HOLDERS: Sql = Sql::union(
    "SELECT h.id, h.post_id, h.member_id, m.name, h.from_day, h.until_day, h.ended_on, h.ended_why, h.relative, h.despite
     FROM holding h JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     JOIN post p ON p.union_id = h.union_id AND p.id = h.post_id
     WHERE h.union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR p.body_id = $2) AND (CAST($3 AS BIGINT) = 1 OR h.ended_on IS NULL)
     ORDER BY h.from_day, m.sound, h.id LIMIT 5000",
);
const HOLDING: Sql = Sql::union(
    "SELECT h.id, h.member_id, m.name, p.title, p.body_id, b.name, h.from_day, h.until_day, h.ended_on
     FROM holding h JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     JOIN post p ON p.union_id = h.union_id AND p.id = h.post_id
     JOIN body b ON b.union_id = p.union_id AND b.id = p.body_id
     WHERE h.union_id = $1 AND h.id = $2",
);
const OF_MEMBER: Sql = Sql::union(
    "SELECT h.id, h.member_id, m.name, p.title, p.body_id, b.name, h.from_day, h.until_day, h.ended_on
     FROM holding h JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     JOIN post p ON p.union_id = h.union_id AND p.id = h.post_id
     JOIN body b ON b.union_id = p.union_id AND b.id = p.body_id
     WHERE h.union_id = $1 AND h.member_id = $2 ORDER BY h.from_day DESC, h.id DESC LIMIT 200",
);
const EDIT_POST: Sql = Sql::union(
    "UPDATE post SET title = $4, rank = $5, seats = $6, duty = $7, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND until_day IS NULL",
);
const ABOLISHED: Sql =
    Sql::union("SELECT id FROM post WHERE union_id = $1 AND body_id = $2 AND title = $3 AND until_day IS NOT NULL");
const REVIVE: Sql = Sql::union(
    "UPDATE post SET until_day = NULL, rank = $3, seats = $4, version = version + 1 WHERE union_id = $1 AND id = $2",
);
const END_POST: Sql = Sql::union(
    "UPDATE post SET until_day = $3, version = version + 1 WHERE union_id = $1 AND id = $2 AND until_day IS NULL",
);
const END_HOLDING: Sql =
    Sql::union("UPDATE holding SET ended_on = $3, ended_why = $4 WHERE union_id = $1 AND id = $2 AND ended_on IS NULL");
const END_OF_MEMBER: Sql = Sql::union(
    "UPDATE holding SET ended_on = CASE WHEN from_day > $3 THEN from_day ELSE $3 END, ended_why = $4
     WHERE union_id = $1 AND member_id = $2 AND ended_on IS NULL",
);

/// Adds a post to a body, or takes up one of this title again that was abolished: rank, title, how many may hold it at a
/// time. The constraint `post_title` says that the body has one of this title.
///
/// # Errors
/// The store's.
pub fn add_post(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    body: BodyId,
    (rank, title, seats): (i64, &str, Option<i64>),
) -> Result<PostId, Error> {
    if let Some(id) = w.opt(ABOLISHED, &[&union, &body, &title], |row| row.get(0))? {
        w.run(REVIVE, &[&union, &id, &rank, &seats])?;
        return Ok(id);
    }
    let id = clock.id();
    w.run(ADD_POST, &[&union, &id, &body, &rank, &title, &clock.today(), &seats])?;
    Ok(id)
}

/// Changes a post that has this version; says whether it had.
///
/// # Errors
/// The store's.
pub fn edit_post(w: &Writer, union: UnionId, to: &PostLine) -> Result<bool, Error> {
    let touched = w.run(
        EDIT_POST,
        &[&union, &to.id, &to.version, &to.title, &to.rank, &to.seats, &to.duty],
    )?;
    Ok(touched > 0)
}

/// Abolishes a post that nobody holds; says whether it was there.
///
/// # Errors
/// The store's.
pub fn end_post(w: &Writer, union: UnionId, id: PostId, on: Date) -> Result<bool, Error> {
    Ok(w.run(END_POST, &[&union, &id, &on])? > 0)
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
    appoint_with(w, clock, union, (post, member, term), &Grounds::default())
}

/// What was asked and said when somebody was appointed.
#[derive(Clone, Debug, Default)]
pub struct Grounds {
    /// It was asked, and they are no close relative of the unit's head (工会法 art. 10).
    pub no_relative: bool,
    /// Why they were appointed although a rule advises against it.
    pub despite: Option<String>,
}

/// Puts a member into a post for a term, with what was asked and said.
///
/// # Errors
/// The store's.
pub fn appoint_with(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    (post, member, term): (PostId, MemberId, Term),
    grounds: &Grounds,
) -> Result<HoldingId, Error> {
    let id = clock.id();
    let relative = grounds.no_relative.then_some("no");
    w.run(
        APPOINT,
        &[
            &union,
            &id,
            &post,
            &member,
            &term.from,
            &term.until,
            &relative,
            &grounds.despite,
        ],
    )?;
    Ok(id)
}

/// A post of a body.
#[derive(Clone, Debug)]
pub struct PostLine {
    /// Its id.
    pub id: PostId,
    /// The body it is in.
    pub body: BodyId,
    /// Its title.
    pub title: String,
    /// Its place among the posts of the body, from 1.
    pub rank: i64,
    /// How many may hold it at a time; none: as many as the body wants.
    pub seats: Option<i64>,
    /// Its duties (岗位责任制), one a line.
    pub duty: Option<String>,
    /// Version, for editing.
    pub version: i64,
}

fn post_line(row: &Row<'_>) -> Result<PostLine, Error> {
    let mut cells = row.cells();
    Ok(PostLine {
        id: cells.take()?,
        body: cells.take()?,
        title: cells.take()?,
        rank: cells.take()?,
        seats: cells.take()?,
        duty: cells.take()?,
        version: cells.take()?,
    })
}

/// The posts of a body, or of all, that exist on a day, by rank.
///
/// # Errors
/// The store's.
pub fn posts(read: &Reader, union: UnionId, body: Option<BodyId>, today: Date) -> Result<Vec<PostLine>, Error> {
    read.rows(POSTS, &[&union, &body, &today], post_line)
}

/// A post in which somebody can be put, with its body's id and name.
///
/// # Errors
/// The store's; `Missing` if there is none or its body has ended.
pub fn post(read: &Reader, union: UnionId, id: PostId) -> Result<(PostLine, String), Error> {
    read.one(POST, &[&union, &id], |row| Ok((post_line(row)?, row.get(7)?)))
}

/// Somebody in a post.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The holding.
    pub id: HoldingId,
    /// The post.
    pub post: PostId,
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// The term as appointed.
    pub term: Term,
    /// When and why it ended, if it has.
    pub ended: Option<(Date, String)>,
    /// Whether it was asked that they are no close relative of the unit's head.
    pub no_relative: bool,
    /// Why they were appointed although a rule advises against it.
    pub despite: Option<String>,
}

/// Who holds the posts of a body (or of all bodies), also those who did if `past`.
///
/// # Errors
/// The store's.
pub fn holders(read: &Reader, union: UnionId, body: Option<BodyId>, past: bool) -> Result<Vec<Holder>, Error> {
    read.rows(HOLDERS, &[&union, &body, &past], |row| {
        let mut cells = row.cells();
        Ok(Holder {
            id: cells.take()?,
            post: cells.take()?,
            member: cells.take()?,
            name: cells.take()?,
            term: Term {
                from: cells.take()?,
                until: cells.take()?,
            },
            ended: cells.take::<Option<Date>>()?.zip(cells.take()?),
            no_relative: cells.take::<Option<String>>()?.is_some(),
            despite: cells.take()?,
        })
    })
}

/// A holding with the words around it.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct HoldingLine {
    /// The holding.
    pub id: HoldingId,
    /// Who.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// The post's title.
    pub title: String,
    /// The body.
    pub body: BodyId,
    /// The body's name.
    pub body_name: String,
    /// The term as appointed.
    pub term: Term,
    /// The day it ended, if it has.
    pub ended: Option<Date>,
}

fn holding_line(row: &Row<'_>) -> Result<HoldingLine, Error> {
    let mut cells = row.cells();
    Ok(HoldingLine {
        id: cells.take()?,
        member: cells.take()?,
        name: cells.take()?,
        title: cells.take()?,
        body: cells.take()?,
        body_name: cells.take()?,
        term: Term {
            from: cells.take()?,
            until: cells.take()?,
        },
        ended: cells.take()?,
    })
}

/// A holding.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn holding(read: &Reader, union: UnionId, id: HoldingId) -> Result<HoldingLine, Error> {
    read.one(HOLDING, &[&union, &id], holding_line)
}

/// The posts a member holds and held, the latest first.
///
/// # Errors
/// The store's.
pub fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<HoldingLine>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], holding_line)
}

/// Ends a holding; says whether it had not ended yet.
///
/// # Errors
/// The store's.
pub fn end_holding(w: &Writer, union: UnionId, id: HoldingId, on: Date, why: &str) -> Result<bool, Error> {
    Ok(w.run(END_HOLDING, &[&union, &id, &on, &why])? > 0)
}

/// Ends all that a member holds; says how many.
///
/// # Errors
/// The store's.
pub fn end_all_of(w: &Writer, union: UnionId, member: MemberId, on: Date, why: &str) -> Result<u64, Error> {
    w.run(END_OF_MEMBER, &[&union, &member, &on, &why])
}
