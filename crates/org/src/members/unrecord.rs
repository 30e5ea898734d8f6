//! Taking back what an import recorded, as if it had never been.
//!
//! Nothing in the register is ever deleted, with this one exception: members whom an import brought in by mistake (the
//! wrong file, another union's roster) go again with all that is kept of them, since a union has no business keeping
//! the identity numbers of people who are not its members. Only those go whom nobody has touched since. What was
//! recorded stays in the log of events, which names no person, and the act's event tells what the recording still
//! holds, so that verify finds the register sound.

use ::store::{Error, Reader, Sql, Writer};
use kernel::UnionId;
use web::Reply;

use super::{
    field::Particulars,
    history::{self, Course, Head, RecordingId, Trace},
    model::{By, Cannot},
    record::Seen,
    store,
};
use crate::MemberId;

/// Members whose first row the recording wrote, with whether anything was recorded of them later.
const BROUGHT: Sql = Sql::union(
    "SELECT v.member_id, m.name, m.version,
       (SELECT COUNT(*) FROM member_version o WHERE o.union_id = $1 AND o.member_id = v.member_id AND o.number > 1)
     FROM member_version v JOIN member m ON m.union_id = v.union_id AND m.id = v.member_id
     WHERE v.union_id = $1 AND v.recording_id = $2 AND v.number = 1 ORDER BY v.member_id",
);
const PLACES: Sql = Sql::union(
    "DELETE FROM identity_place WHERE union_id = $1 AND blind IN (
       SELECT s.blind FROM member_sealed s WHERE s.union_id = $1 AND s.member_id = $2)",
);
const SEALED: Sql = Sql::union("DELETE FROM member_sealed WHERE union_id = $1 AND member_id = $2");
const VERSIONS: Sql = Sql::union("DELETE FROM member_version WHERE union_id = $1 AND member_id = $2");
const MEMBER: Sql = Sql::union("DELETE FROM member WHERE union_id = $1 AND id = $2");
const STANDS: Sql = Sql::house(
    "SELECT COUNT(*) FROM stand WHERE union_id = $1 AND member_id = $2",
    "the stands of accounts are kept for the installation; asked of one union and member",
);
/// The rows of a member with who wrote and who replaced them.
const LATER: Sql = Sql::union(
    "SELECT COUNT(*) FROM member_version WHERE union_id = $1 AND member_id = $2
       AND ((recording_id <> $3 AND number > (SELECT MIN(o.number) FROM member_version o
              WHERE o.union_id = $1 AND o.member_id = $2 AND o.recording_id = $3))
         OR (recording_id = $3 AND replaced_at IS NOT NULL))",
);
const BEFORE: Sql = Sql::union(
    "SELECT number FROM member_version WHERE union_id = $1 AND member_id = $2
       AND (replaced_by = $3 OR (replaced_at IS NULL AND recording_id <> $3)) ORDER BY valid_from",
);

/// A member whom a recording brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Who.
    pub id: MemberId,
    /// The name now.
    pub name: String,
    /// Whether nothing was recorded of them since.
    pub untouched: bool,
}

/// The members whom a recording brought in and who are still there.
///
/// # Errors
/// The store's.
pub fn brought(read: &Reader, union: UnionId, recording: RecordingId) -> Result<Vec<Brought>, Error> {
    let mut all = read.rows(BROUGHT, &[&union, &recording], |row| {
        let (version, later): (i64, i64) = (row.get(2)?, row.get(3)?);
        Ok(Brought {
            id: row.get(0)?,
            name: row.get(1)?,
            untouched: version == 1 && later == 0,
        })
    })?;
    for member in all.iter_mut().filter(|m| m.untouched) {
        let stands: i64 = read.one(STANDS, &[&union, &member.id], |row| row.get(0))?;
        member.untouched = stands == 0;
    }
    Ok(all)
}

/// Takes members out of the register whom a recording brought in: see [`brought`] for who may go. The trace tells what
/// the recording still holds. The constraint `foreign_key` says that something else names one of them (a post, a task).
///
/// # Errors
/// The store's.
pub fn unrecord(w: &Writer, union: UnionId, recording: RecordingId, members: &[MemberId]) -> Result<Trace, Error> {
    for id in members {
        for sql in [PLACES, SEALED, VERSIONS, MEMBER] {
            w.run(sql, &[&union, id])?;
        }
    }
    let (rows, digest) = history::digest_of(w, union, recording)?;
    Ok(Trace {
        recording,
        rows,
        digest,
    })
}

/// What was first recorded of a member.
///
/// # Errors
/// The store's; `Missing` if there is no such member.
pub fn first(read: &Reader, union: UnionId, member: MemberId) -> Result<Particulars, Error> {
    let spans = history::spans(read, union, member, &[1])?;
    let first = spans.into_iter().next().ok_or(Error::Missing)?;
    Ok(first.is.particulars)
}

/// Makes a member's course again what it was before a recording changed it.
///
/// # Errors
/// [`Cannot::Stale`] if something was recorded since, or the version is another; the store's.
pub fn restore(w: &Writer, seen: Seen, recording: RecordingId, by: &By<'_>) -> Reply<Trace> {
    let later: i64 = w.one(LATER, &[&seen.union, &seen.id, &recording], |row| row.get(0))?;
    if later > 0 {
        return Err(Cannot::Stale.into());
    }
    let numbers: Vec<i64> = w.rows(BEFORE, &[&seen.union, &seen.id, &recording], |row| row.get(0))?;
    let spans = history::spans(w, seen.union, seen.id, &numbers)?;
    let Some(after) = Course::of(spans) else {
        return Err(Cannot::Nothing.into());
    };
    if !store::sync(w, (seen.union, seen.id, seen.version), &after, false, by.basis)? {
        return Err(Cannot::Stale.into());
    }
    let undone = history::record(w, seen.union, by, "taken_back")?;
    let head = Head {
        union: seen.union,
        member: seen.id,
        number: 0,
        at: by.at,
        recording: undone,
    };
    let before = history::lines(w, seen.union, seen.id)?;
    Ok(history::keep(w, &head, &before, &after)?)
}
