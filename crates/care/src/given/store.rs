//! What was given, in the store.

use std::collections::BTreeMap;

use ::store::{Bind, Error, Param, Reader, Row, Sql, Writer};
use facts::Span;
use kernel::{Instant, UnionId};
use org::MemberId;
use rustc_hash::FxHashMap;
use web::Record;

use super::model::{BatchId, GivenId, Kind, Line, Sum};

const ADD: Sql = Sql::union(
    "INSERT INTO given (union_id, id, batch_id, member_id, day, kind, amount, what, record_kind, record_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const TAKE_BACK: Sql = Sql::union(
    "UPDATE given SET taken_back_at = $4
     WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 AND taken_back_at IS NULL RETURNING id",
);
const TAKE_BACK_FROM: Sql = Sql::union(
    "UPDATE given SET taken_back_at = $5
     WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 AND member_id = $4 AND taken_back_at IS NULL RETURNING id",
);
const SO_FAR: Sql = Sql::union(
    "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM given
     WHERE union_id = $1 AND member_id = $2 AND kind = $3 AND day >= $4 AND day <= $5 AND taken_back_at IS NULL",
);
const SO_FAR_OF_ALL: Sql = Sql::union(
    "SELECT member_id, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM given
     WHERE union_id = $1 AND kind = $2 AND day >= $3 AND day <= $4 AND taken_back_at IS NULL GROUP BY member_id",
);
const BY_KIND: Sql = Sql::union(
    "SELECT kind, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM given
     WHERE union_id = $1 AND day >= $2 AND day <= $3 AND taken_back_at IS NULL GROUP BY kind",
);
const OF_MEMBER: Sql = Sql::union(
    "SELECT id, member_id, day, kind, amount, what, record_kind, record_id FROM given
     WHERE union_id = $1 AND member_id = $2 AND taken_back_at IS NULL ORDER BY day DESC, id DESC",
);
const OF_RECORD: Sql = Sql::union(
    "SELECT id, member_id, day, kind, amount, what, record_kind, record_id FROM given
     WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 AND taken_back_at IS NULL ORDER BY id",
);
const ALL: Sql = Sql::union(
    "SELECT id, member_id, day, kind, amount, what, record_kind, record_id, batch_id, taken_back_at FROM given
     WHERE union_id = $1 ORDER BY batch_id, id",
);

pub(super) fn add(w: &Writer, union: UnionId, batch: BatchId, lines: &[Line]) -> Result<(), Error> {
    let rows = lines.iter().map(|line| {
        let record: kernel::Id<()> = kernel::Id::new(line.record_id);
        let bound: [&dyn Bind; 10] = [
            &union,
            &line.id,
            &batch,
            &line.member,
            &line.day,
            &line.kind,
            &line.amount,
            &line.what,
            &line.record_kind,
            &record,
        ];
        bound
            .iter()
            .map(|value| value.bind().into_owned())
            .collect::<Vec<Param<'static>>>()
    });
    w.load(ADD, rows).map(drop)
}

/// Takes lines back; gives their ids.
pub(super) fn take_back(
    w: &Writer,
    union: UnionId,
    record: Record,
    member: Option<MemberId>,
    at: Instant,
) -> Result<Vec<GivenId>, Error> {
    let id: kernel::Id<()> = kernel::Id::new(record.id);
    match member {
        None => w.rows(TAKE_BACK, &[&union, &record.kind, &id, &at], |row| row.get(0)),
        Some(member) => w.rows(TAKE_BACK_FROM, &[&union, &record.kind, &id, &member, &at], |row| {
            row.get(0)
        }),
    }
}

pub(super) fn so_far(read: &Reader, union: UnionId, member: MemberId, kind: Kind, span: Span) -> Result<Sum, Error> {
    read.one(SO_FAR, &[&union, &member, &kind, &span.from, &span.until], |row| {
        Ok(Sum {
            times: row.get(0)?,
            amount: row.get(1)?,
        })
    })
}

pub(super) fn so_far_of_all(
    read: &Reader,
    union: UnionId,
    kind: Kind,
    span: Span,
) -> Result<FxHashMap<MemberId, Sum>, Error> {
    let mut found = FxHashMap::default();
    read.each(SO_FAR_OF_ALL, &[&union, &kind, &span.from, &span.until], |row| {
        let sum = Sum {
            times: row.get(1)?,
            amount: row.get(2)?,
        };
        found.insert(row.get(0)?, sum);
        Ok(())
    })?;
    Ok(found)
}

pub(super) fn by_kind(read: &Reader, union: UnionId, span: Span) -> Result<BTreeMap<Kind, Sum>, Error> {
    let rows = read.rows(BY_KIND, &[&union, &span.from, &span.until], |row| {
        let sum = Sum {
            times: row.get(1)?,
            amount: row.get(2)?,
        };
        Ok((row.get(0)?, sum))
    })?;
    Ok(rows.into_iter().collect())
}

fn line(row: &Row<'_>) -> Result<Line, Error> {
    let mut c = row.cells();
    Ok(Line {
        id: c.take()?,
        member: c.take()?,
        day: c.take()?,
        kind: c.take()?,
        amount: c.take()?,
        what: c.take()?,
        record_kind: c.take()?,
        record_id: c.take::<kernel::Id<()>>()?.raw(),
    })
}

pub(super) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Line>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], line)
}

pub(super) fn of_record(read: &Reader, union: UnionId, record: Record) -> Result<Vec<Line>, Error> {
    let id: kernel::Id<()> = kernel::Id::new(record.id);
    read.rows(OF_RECORD, &[&union, &record.kind, &id], line)
}

/// A line with the batch it was given in, and whether it was taken back.
pub(super) struct Kept {
    pub batch: BatchId,
    pub line: Line,
    pub back: bool,
}

/// Every line of a union, by batch.
pub(super) fn all(read: &Reader, union: UnionId) -> Result<Vec<Kept>, Error> {
    read.rows(ALL, &[&union], |row| {
        Ok(Kept {
            line: line(row)?,
            batch: row.get(8)?,
            back: row.get::<Option<Instant>>(9)?.is_some(),
        })
    })
}
