//! Meetings in the store. Who attends, the agenda and decisions stand beside.

use ::store::{Error, Reader, Row as Line, Sql, Writer};
use kernel::{Date, Instant, UnionId};
use org::{BodyId, MemberId};
use web::AccountId;

use super::model::{MeetingId, Row, Rules, Said, Status};

pub(super) mod decisions;
pub(super) mod items;
pub(super) mod papers;
pub(super) mod people;

macro_rules! meetings {
    ($($rest:expr),*) => {
        Sql::union(concat!(
            "SELECT m.id, m.version, m.body_id, m.kind, m.title, m.day, m.starts, m.ends, m.place, m.chair_id, m.recorder_id,
               m.quorum, m.pass, m.base, m.guests, m.copies, b.name, c.name, r.name, m.status, m.why, m.called_at, m.adopted_on,
               m.paper_id, m.published
             FROM meeting m JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id
             JOIN member c ON c.union_id = m.union_id AND c.id = m.chair_id
             LEFT JOIN member r ON r.union_id = m.union_id AND r.id = m.recorder_id
             WHERE m.union_id = $1 ",
            $($rest),*
        ))
    };
}

/// Those that a member may read without the power to: all if $4 is 1, else where $5 has a seat, leads or records, and
/// published ones.
macro_rules! readable {
    () => {
        " AND (CAST($4 AS BIGINT) = 1 OR m.published = 1 OR m.chair_id = $5 OR m.recorder_id = $5
           OR (m.status <> 'draft' AND EXISTS (SELECT 1 FROM meeting_person p
                 WHERE p.union_id = m.union_id AND p.meeting_id = m.id AND p.member_id = $5)))"
    };
}

const GET: Sql = meetings!("AND m.id = $2");
const BETWEEN: Sql = meetings!(
    "AND m.day BETWEEN $2 AND $3 AND (CAST($6 AS BYTEA) IS NULL OR m.body_id = $6)",
    readable!(),
    " ORDER BY m.day DESC, m.starts DESC, m.id DESC LIMIT 500"
);
/// Named so, held there, or with such words on the agenda or in a decision.
const FIND: Sql = meetings!(
    "AND (LOWER(m.title) LIKE $2 ESCAPE '!' OR LOWER(m.place) LIKE $2 ESCAPE '!' OR LOWER(b.name) LIKE $2 ESCAPE '!'
       OR EXISTS (SELECT 1 FROM meeting_item i WHERE i.union_id = m.union_id AND i.meeting_id = m.id
            AND LOWER(i.title) LIKE $2 ESCAPE '!')
       OR EXISTS (SELECT 1 FROM meeting_decision d WHERE d.union_id = m.union_id AND d.meeting_id = m.id
            AND LOWER(d.body) LIKE $2 ESCAPE '!'))",
    readable!(),
    " ORDER BY m.day DESC, m.starts DESC, m.id DESC LIMIT $3"
);
const LAST: Sql = meetings!(
    "AND (CAST($2 AS BYTEA) IS NULL OR m.body_id = $2) AND m.day <= $3 AND m.status <> 'cancelled'
     ORDER BY m.day DESC, m.starts DESC, m.id DESC LIMIT 1"
);
const HELD_BEFORE: Sql = meetings!(
    "AND m.body_id = $2 AND m.day < $3 AND m.status IN ('closed', 'adopted')
     ORDER BY m.day DESC, m.starts DESC, m.id DESC LIMIT 1"
);
const TWIN: Sql =
    meetings!("AND m.body_id = $2 AND m.day = $3 AND m.starts = $4 AND m.status <> 'cancelled' AND m.id <> $5 LIMIT 1");
const NUMBER: Sql = Sql::union(
    "SELECT CAST(COUNT(*) AS BIGINT) FROM meeting WHERE union_id = $1 AND body_id = $2 AND status <> 'cancelled'
       AND day BETWEEN $3 AND $4 AND (day < $4 OR starts <= $5)",
);
const ADD: Sql = Sql::union(
    "INSERT INTO meeting (union_id, id, version, body_id, kind, title, day, starts, ends, place, chair_id, recorder_id, quorum,
       pass, base, guests, copies, status, published, added_at, added_by)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'draft', 0, $17, $18)",
);
/// Writes what is said of a meeting that is still open.
pub(super) const SAY: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, kind = $4, title = $5, day = $6, starts = $7, ends = $8, place = $9, chair_id = $10,
       recorder_id = $11, quorum = $12, pass = $13, base = $14, guests = $15, copies = $16
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('draft', 'called')",
);
/// Its members are told.
pub(super) const CALL: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, status = 'called', called_at = $4
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('draft', 'called')",
);
/// It does not take place.
pub(super) const CANCEL: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, status = 'cancelled', why = $4
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('draft', 'called')",
);
/// Guests and the hour it ended, with the attendance.
pub(super) const ATTEND: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, guests = $4, ends = $5
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('draft', 'called')",
);
/// It is over.
pub(super) const CLOSE: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, status = 'closed', closed_at = $4
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('draft', 'called')",
);
/// It is opened again.
pub(super) const REOPEN: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, status = 'called', why = $4, closed_at = NULL, adopted_on = NULL, paper_id = NULL,
       published = 0
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status IN ('closed', 'adopted')",
);
/// Its minutes are settled.
pub(super) const ADOPT: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, status = 'adopted', adopted_on = $4, paper_id = $5, published = $6
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'closed'",
);
/// All members may read its minutes, or no longer.
pub(super) const PUBLISH: Sql = Sql::union(
    "UPDATE meeting SET version = version + 1, published = $4 WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'adopted'",
);

fn meeting(line: &Line<'_>) -> Result<Row, Error> {
    let mut c = line.cells();
    let (id, version) = (c.take()?, c.take()?);
    let said = Said {
        body: c.take()?,
        kind: c.take()?,
        title: c.take()?,
        day: c.take()?,
        starts: c.take()?,
        ends: c.take()?,
        place: c.take()?,
        chair: c.take()?,
        recorder: c.take()?,
        rules: Rules {
            quorum: c.take()?,
            pass: c.take()?,
            base: c.take()?,
        },
        guests: c.take()?,
        copies: c.take()?,
    };
    Ok(Row {
        id,
        version,
        said,
        body_name: c.take()?,
        chair_name: c.take()?,
        recorder_name: c.take()?,
        status: c.take::<Status>()?,
        why: c.take()?,
        called_at: c.take()?,
        adopted_on: c.take()?,
        paper: c.take()?,
        published: c.take()?,
    })
}

/// A meeting.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: MeetingId) -> Result<Row, Error> {
    read.one(GET, &[&union, &id], meeting)
}

/// Whose meetings somebody may read: all, or those that concern this member.
#[derive(Clone, Copy, Debug)]
pub struct Eyes {
    /// All of them.
    pub all: bool,
    /// The member who looks.
    pub member: MemberId,
}

/// The meetings of some days that somebody may read, the latest first; at most 500.
///
/// # Errors
/// The store's.
pub fn between(
    read: &Reader,
    union: UnionId,
    (from, until): (Date, Date),
    eyes: Eyes,
    body: Option<BodyId>,
) -> Result<Vec<Row>, Error> {
    read.rows(
        BETWEEN,
        &[&union, &from, &until, &eyes.all, &eyes.member, &body],
        meeting,
    )
}

/// The meetings with these words that somebody may read, the latest first, at most `limit`.
pub(super) fn find(read: &Reader, union: UnionId, words: &str, eyes: Eyes, limit: usize) -> Result<Vec<Row>, Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let words = ::store::containing(words);
    read.rows(FIND, &[&union, &words, &limit, &eyes.all, &eyes.member], meeting)
}

/// The last meeting called by a body, or by any, up to a day.
///
/// # Errors
/// The store's.
pub fn last(read: &Reader, union: UnionId, body: Option<BodyId>, until: Date) -> Result<Option<Row>, Error> {
    read.opt(LAST, &[&union, &body, &until], meeting)
}

/// The last meeting that a body held before a day.
///
/// # Errors
/// The store's.
pub fn held_before(read: &Reader, union: UnionId, body: BodyId, day: Date) -> Result<Option<Row>, Error> {
    read.opt(HELD_BEFORE, &[&union, &body, &day], meeting)
}

/// Another meeting of the body at the same hour.
pub(super) fn twin(read: &Reader, union: UnionId, said: &Said, but: MeetingId) -> Result<Option<Row>, Error> {
    read.opt(TWIN, &[&union, &said.body, &said.day, &said.starts, &but], meeting)
}

/// Which meeting of its body in its year it is, from 1.
pub(super) fn number(read: &Reader, union: UnionId, said: &Said) -> Result<i64, Error> {
    let first = Date::new(said.day.year(), 1, 1).map_err(|_| Error::Wrong(format!("the day {}", said.day)))?;
    read.one(NUMBER, &[&union, &said.body, &first, &said.day, &said.starts], |row| {
        row.get(0)
    })
}

/// Adds a meeting in preparation.
pub(super) fn add(
    w: &Writer,
    union: UnionId,
    id: MeetingId,
    said: &Said,
    at: Instant,
    by: AccountId,
) -> Result<(), Error> {
    let Said { rules, .. } = said;
    w.run(
        ADD,
        &[
            &union,
            &id,
            &said.body,
            &said.kind,
            &said.title,
            &said.day,
            &said.starts,
            &said.ends,
            &said.place,
            &said.chair,
            &said.recorder,
            &rules.quorum,
            &rules.pass,
            &rules.base,
            &said.guests,
            &said.copies,
            &at,
            &by,
        ],
    )
    .map(drop)
}
