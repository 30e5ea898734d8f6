//! Lists that are signed, in the store.

use std::collections::HashMap;

use ::store::{Bind, Error, Reader, Row, Sql};
use kernel::{Date, Money, UnionId, text::cut};
use org::{BodyId, MemberId};
use uuid::Uuid;
use web::{Act, Record};

use super::model::{Becomes, LineState, NewReceipt, OneLine, ReceiptId, ReceiptLine, TITLE};

const ADD: Sql = Sql::union(
    "INSERT INTO receipt (union_id, id, record_kind, record_id, title, state, count_lines, total, made_at, made_by, made_name)
     VALUES ($1, $2, $3, $4, $5, 'live', $6, $7, $8, $9, $10)",
);
const ADD_LINE: Sql = Sql::union(
    "INSERT INTO receipt_line (union_id, receipt_id, number, member_id, body_id, what, amount, state, way, on_day, at, account_id,
       fetched_by, why)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', NULL, NULL, NULL, NULL, NULL, NULL)",
);
const EVERYBODY: Sql = Sql::union("SELECT id, sound, body_id FROM member WHERE union_id = $1");
const SOMEBODY: Sql = Sql::union("SELECT id, sound, body_id FROM member WHERE union_id = $1 AND id = $2");
macro_rules! heads {
    ($where:literal) => {
        concat!(
            "SELECT r.id, r.title, CASE WHEN r.state = 'cancelled' THEN 1 ELSE 0 END, r.made_at, r.made_name, r.count_lines, r.total,
               (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_line s WHERE s.union_id = $1 AND s.receipt_id = r.id AND s.state = 'signed'),
               (SELECT CAST(COUNT(*) AS BIGINT) FROM receipt_line n WHERE n.union_id = $1 AND n.receipt_id = r.id AND n.state = 'returned')
             FROM receipt r WHERE r.union_id = $1 AND ",
            $where
        )
    };
}
const OF_RECORD: Sql = Sql::union(heads!(
    "r.record_kind = $2 AND r.record_id = $3 ORDER BY r.id DESC LIMIT 50"
));
const GET: Sql = Sql::union(heads!("r.id = $2"));
const LISTED: Sql = Sql::union(heads!("r.id IS NOT NULL ORDER BY r.id DESC LIMIT $2 OFFSET $3"));
const COUNT: Sql = Sql::union("SELECT CAST(COUNT(*) AS BIGINT) FROM receipt WHERE union_id = $1");
/// Lists with lines of one group: asked for each group that somebody leads.
const OF_GROUP: Sql = Sql::union(
    "SELECT DISTINCT receipt_id FROM receipt_line WHERE union_id = $1 AND body_id = $2 ORDER BY receipt_id DESC LIMIT 200",
);
const RECORD_OF: Sql = Sql::union("SELECT record_kind, record_id FROM receipt WHERE union_id = $1 AND id = $2");
const CANCEL: Sql = Sql::union(
    "UPDATE receipt SET state = 'cancelled' WHERE union_id = $1 AND id = $2 AND state = 'live'
       AND NOT EXISTS (SELECT 1 FROM receipt_line l WHERE l.union_id = $1 AND l.receipt_id = $2 AND l.state = 'signed')",
);
const LIVE_OF_RECORD: Sql =
    Sql::union("SELECT id FROM receipt WHERE union_id = $1 AND record_kind = $2 AND record_id = $3 AND state = 'live'");
/// Lines $3 to $4 become something else, unless they are no longer what they were ($5).
const BECOME: Sql = Sql::union(
    "UPDATE receipt_line SET state = $6, way = $7, on_day = $8, at = $9, account_id = $10, fetched_by = $11, why = $12
     WHERE union_id = $1 AND receipt_id = $2 AND number >= $3 AND number <= $4 AND state = $5
       AND EXISTS (SELECT 1 FROM receipt r WHERE r.union_id = $1 AND r.id = $2 AND r.state = 'live')",
);
macro_rules! lines {
    ($where:literal) => {
        concat!(
            "SELECT l.number, l.member_id, m.name, l.body_id, l.what, l.amount, l.state, l.way, l.on_day, l.at, l.fetched_by, l.why
             FROM receipt_line l JOIN member m ON m.union_id = l.union_id AND m.id = l.member_id
             WHERE l.union_id = $1 AND l.receipt_id = $2 AND ",
            $where
        )
    };
}
const LINES: Sql = Sql::union(lines!(
    "(CAST($3 AS TEXT) IS NULL OR l.state = $3) AND (CAST($4 AS BYTEA) IS NULL OR l.body_id = $4) AND l.number > $5
     ORDER BY l.number LIMIT $6"
));
const OF_MEMBER: Sql = Sql::union(lines!("l.member_id = $3"));
/// How the lines of each group stand: group, state, how many, what they add up to.
const GROUPS: Sql = Sql::union(
    "SELECT body_id, state, CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM receipt_line
     WHERE union_id = $1 AND receipt_id = $2 GROUP BY body_id, state",
);
const MINE: Sql = Sql::union(
    "SELECT r.id, r.title, r.made_at, l.what, l.amount, l.state, l.way, l.on_day, l.fetched_by FROM receipt_line l
     JOIN receipt r ON r.union_id = l.union_id AND r.id = l.receipt_id AND r.state = 'live'
     WHERE l.union_id = $1 AND l.member_id = $2 ORDER BY r.id DESC LIMIT 200",
);

/// The group of somebody and how the name sounds.
pub(super) type Known = HashMap<MemberId, (String, Option<BodyId>)>;

/// Above so many people all members are asked for at once.
const FEW: usize = 300;

/// What is known of those whom lines name; whoever is no member is left out.
pub(super) fn known(read: &Reader, union: UnionId, members: &[MemberId]) -> Result<Known, Error> {
    let mut all = Known::with_capacity(members.len());
    let mut take = |row: &Row<'_>| {
        all.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
        Ok(())
    };
    if members.len() > FEW {
        read.each(EVERYBODY, &[&union], &mut take)?;
    } else {
        for member in members {
            read.each(SOMEBODY, &[&union, member], &mut take)?;
        }
    }
    Ok(all)
}

/// A line as it is kept.
#[derive(Debug)]
pub(super) struct Kept {
    pub number: i64,
    pub member: MemberId,
    pub group: Option<BodyId>,
    pub what: String,
    pub amount: Option<Money>,
}

pub(super) fn add(
    act: &Act<'_>,
    id: ReceiptId,
    new: &NewReceipt<'_>,
    total: Money,
    lines: &[Kept],
) -> Result<(), Error> {
    let union = act.union();
    let record: kernel::Id<Uuid> = kernel::Id::new(new.record.id);
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    act.run(
        ADD,
        &[
            &union,
            &id,
            &new.record.kind,
            &record,
            &cut(new.title, TITLE),
            &count,
            &total,
            &act.now(),
            &act.actor().account,
            &act.actor().name(),
        ],
    )?;
    let rows = lines.iter().map(|line| {
        let values: [&dyn Bind; 7] = [
            &union,
            &id,
            &line.number,
            &line.member,
            &line.group,
            &line.what,
            &line.amount,
        ];
        values.map(|v| v.bind().into_owned())
    });
    act.writer().load(ADD_LINE, rows).map(drop)
}

fn head(row: &Row<'_>) -> Result<ReceiptLine, Error> {
    let mut cells = row.cells();
    let (id, title, cancelled, made_at, made_name) = (
        cells.take()?,
        cells.take()?,
        cells.take()?,
        cells.take()?,
        cells.take()?,
    );
    let (all, amount): (i64, Money) = (cells.take()?, cells.take()?);
    let (signed, returned): (i64, i64) = (cells.take()?, cells.take()?);
    Ok(ReceiptLine {
        id,
        title,
        cancelled,
        made_at,
        made_name,
        all,
        signed,
        open: all - signed - returned,
        returned,
        amount,
    })
}

pub(super) fn get(read: &Reader, union: UnionId, id: ReceiptId) -> Result<ReceiptLine, Error> {
    read.one(GET, &[&union, &id], head)
}

pub(super) fn of_record(read: &Reader, union: UnionId, record: &Record) -> Result<Vec<ReceiptLine>, Error> {
    let id: kernel::Id<Uuid> = kernel::Id::new(record.id);
    read.rows(OF_RECORD, &[&union, &record.kind, &id], head)
}

/// The record a list is about: its kind and id.
pub(super) fn record_of(read: &Reader, union: UnionId, id: ReceiptId) -> Result<(String, Uuid), Error> {
    read.one(RECORD_OF, &[&union, &id], |row| {
        Ok((row.get(0)?, row.get::<ReceiptId>(1)?.raw()))
    })
}

/// All lists, the latest first.
pub(super) fn listed(read: &Reader, union: UnionId, (size, skip): (i64, i64)) -> Result<Vec<ReceiptLine>, Error> {
    read.rows(LISTED, &[&union, &size, &skip], head)
}

pub(super) fn count(read: &Reader, union: UnionId) -> Result<i64, Error> {
    read.one(COUNT, &[&union], |row| row.get(0))
}

/// The lists with lines of a group, the latest first; at most 200.
pub(super) fn of_group(read: &Reader, union: UnionId, group: BodyId) -> Result<Vec<ReceiptId>, Error> {
    read.rows(OF_GROUP, &[&union, &group], |row| row.get(0))
}

/// Calls the record's living list off; says whether there was one, and `None` if somebody has signed.
pub(super) fn cancel(act: &Act<'_>, record: &Record) -> Result<Option<Vec<ReceiptId>>, Error> {
    let union = act.union();
    let of: kernel::Id<Uuid> = kernel::Id::new(record.id);
    let live: Vec<ReceiptId> = act.rows(LIVE_OF_RECORD, &[&union, &record.kind, &of], |row| row.get(0))?;
    for id in &live {
        if act.run(CANCEL, &[&union, id])? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(live))
}

/// Lines become something, if all of them are still open.
pub(super) fn become_these(
    act: &Act<'_>,
    id: ReceiptId,
    (first, last): (i64, i64),
    becomes: &Becomes<'_>,
    on: Date,
) -> Result<u64, Error> {
    let (state, way, fetched_by, why) = becomes.parts();
    act.run(
        BECOME,
        &[
            &act.union(),
            &id,
            &first,
            &last,
            &LineState::Open,
            &state,
            &way,
            &on,
            &act.now(),
            &act.actor().account,
            &fetched_by,
            &why,
        ],
    )
}

/// Opens a line again that was signed or not taken; says whether it was still so.
pub(super) fn open_again(act: &Act<'_>, id: ReceiptId, number: i64, was: LineState) -> Result<bool, Error> {
    let none: Option<i64> = None;
    let touched = act.run(
        BECOME,
        &[
            &act.union(),
            &id,
            &number,
            &number,
            &was,
            &LineState::Open,
            &none,
            &none,
            &none,
            &none,
            &none,
            &none,
        ],
    )?;
    Ok(touched > 0)
}

fn one(row: &Row<'_>) -> Result<OneLine, Error> {
    let mut cells = row.cells();
    Ok(OneLine {
        number: cells.take()?,
        member: cells.take()?,
        name: cells.take()?,
        group: cells.take()?,
        what: cells.take()?,
        amount: cells.take()?,
        state: cells.take()?,
        way: cells.take()?,
        on: cells.take()?,
        at: cells.take()?,
        fetched_by: cells.take()?,
        why: cells.take()?,
    })
}

/// Which lines of a list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Which {
    pub state: Option<LineState>,
    pub group: Option<BodyId>,
}

/// Lines of a list after a number, in the order of their numbers.
pub(super) fn lines(
    read: &Reader,
    union: UnionId,
    id: ReceiptId,
    which: Which,
    (after, most): (i64, i64),
) -> Result<Vec<OneLine>, Error> {
    read.rows(LINES, &[&union, &id, &which.state, &which.group, &after, &most], one)
}

/// The line of a member.
pub(super) fn of_member(
    read: &Reader,
    union: UnionId,
    id: ReceiptId,
    member: MemberId,
) -> Result<Option<OneLine>, Error> {
    read.opt(OF_MEMBER, &[&union, &id, &member], one)
}

/// Lines of a group in a state: group, state, how many, what they add up to.
pub(super) type OfGroup = (Option<BodyId>, LineState, i64, Money);

/// How the lines of each group stand.
pub(super) fn groups(read: &Reader, union: UnionId, id: ReceiptId) -> Result<Vec<OfGroup>, Error> {
    read.rows(GROUPS, &[&union, &id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })
}

/// What is there for one person to receive.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Mine {
    /// The list.
    pub receipt: ReceiptId,
    /// What is handed out.
    pub title: String,
    /// Since when.
    pub made_at: kernel::Instant,
    /// What they get.
    pub what: String,
    /// The amount.
    pub amount: Option<Money>,
    /// Where it stands.
    pub state: LineState,
    /// How it was signed.
    pub way: Option<super::model::SignWay>,
    /// The day.
    pub on: Option<Date>,
    /// Who fetched it.
    pub fetched_by: Option<String>,
}

/// What a member has to receive and has received, the latest first; at most 200.
pub(super) fn mine(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Mine>, Error> {
    read.rows(MINE, &[&union, &member], |row| {
        let mut cells = row.cells();
        Ok(Mine {
            receipt: cells.take()?,
            title: cells.take()?,
            made_at: cells.take()?,
            what: cells.take()?,
            amount: cells.take()?,
            state: cells.take()?,
            way: cells.take()?,
            on: cells.take()?,
            fetched_by: cells.take()?,
        })
    })
}
