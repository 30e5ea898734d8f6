//! Goods, purchases and movements in the store.

use std::collections::BTreeMap;

use ::store::{Bind, Error, Param, Reader, Row, Sql, Writer};
use kernel::{Instant, Money, UnionId};
use web::AccountId;

use super::model::{Bought, Entry, GoodId, GoodLine, MoveId, Moved, PurchaseId, PurchaseRow};
use crate::rounds::RoundId;

const GOODS: Sql = Sql::union("SELECT id, name, unit FROM good WHERE union_id = $1 ORDER BY name, unit LIMIT 2000");
const NAMED: Sql = Sql::union("SELECT id FROM good WHERE union_id = $1 AND name = $2 AND unit = $3");
const ADD_GOOD: Sql = Sql::union("INSERT INTO good (union_id, id, name, unit) VALUES ($1, $2, $3, $4)");
const ADD_PURCHASE: Sql = Sql::union(
    "INSERT INTO purchase (union_id, id, round_id, supplier, invoice, day, total, state, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'kept', $8, $9, 1)",
);
const ADD_LINE: Sql = Sql::union(
    "INSERT INTO purchase_line (union_id, purchase_id, good_id, quantity, price) VALUES ($1, $2, $3, $4, $5)",
);
const PURCHASE: Sql = Sql::union(
    "SELECT id, round_id, supplier, invoice, day, total, why, version FROM purchase WHERE union_id = $1 AND id = $2",
);
/// Most purchases of a list.
pub(super) const MOST: u16 = 200;
const PURCHASES: Sql = Sql::union(
    "SELECT id, round_id, supplier, invoice, day, total, why, version FROM purchase
     WHERE union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR round_id = $2) ORDER BY day DESC, id DESC LIMIT $3",
);
const LINES: Sql = Sql::union(
    "SELECT good_id, quantity, price FROM purchase_line WHERE union_id = $1 AND purchase_id = $2 ORDER BY good_id",
);
/// The price of goods when they were last bought: for the round $3 before all else.
const PRICE: Sql = Sql::union(
    "SELECT l.price FROM purchase_line l JOIN purchase p ON p.union_id = l.union_id AND p.id = l.purchase_id
     WHERE l.union_id = $1 AND l.good_id = $2 AND p.state = 'kept'
     ORDER BY CASE WHEN p.round_id = $3 THEN 0 ELSE 1 END, p.day DESC, p.id DESC LIMIT 1",
);
/// Cancels a purchase that has this version and was not cancelled before.
pub(super) const CANCEL: Sql = Sql::union(
    "UPDATE purchase SET state = 'cancelled', why = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'kept'",
);
const ADD_MOVE: Sql = Sql::union(
    "INSERT INTO stock_move (union_id, id, good_id, round_id, way, quantity, day, why, purchase_id, at, account_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
);
const BALANCES: Sql = Sql::union(
    "SELECT good_id, CAST(SUM(quantity) AS BIGINT) FROM stock_move
     WHERE union_id = $1 AND ((CAST($2 AS BYTEA) IS NULL AND round_id IS NULL) OR round_id = $2) GROUP BY good_id",
);
const EVERYWHERE: Sql = Sql::union(
    "SELECT round_id, good_id, CAST(SUM(quantity) AS BIGINT) FROM stock_move WHERE union_id = $1
     GROUP BY round_id, good_id HAVING SUM(quantity) <> 0",
);
const ENTRIES: Sql = Sql::union(
    "SELECT s.id, s.good_id, s.round_id, s.way, s.quantity, s.day, s.why, s.purchase_id, s.at, a.name
     FROM stock_move s LEFT JOIN account a ON a.id = s.account_id
     WHERE s.union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR s.good_id = $2) AND (CAST($3 AS BYTEA) IS NULL OR s.round_id = $3)
     ORDER BY s.id DESC LIMIT $4 OFFSET $5",
);
const GIVEN: Sql = Sql::union(
    "SELECT s.id, s.good_id, s.round_id, s.way, s.quantity, s.day, s.why, s.purchase_id, s.at, a.name
     FROM stock_move s LEFT JOIN account a ON a.id = s.account_id WHERE s.union_id = $1 AND s.id = $2 AND s.way = 'given'",
);
const COUNT: Sql = Sql::union(
    "SELECT COUNT(*) FROM stock_move s WHERE s.union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR s.good_id = $2)
       AND (CAST($3 AS BYTEA) IS NULL OR s.round_id = $3)",
);
const ALL_MOVES: Sql = Sql::union(
    "SELECT id, good_id, round_id, way, quantity, day, why, purchase_id FROM stock_move WHERE union_id = $1 ORDER BY id",
);

fn good(row: &Row<'_>) -> Result<GoodLine, Error> {
    Ok(GoodLine {
        id: row.get(0)?,
        name: row.get(1)?,
        unit: row.get(2)?,
    })
}

/// All kinds of goods, by name.
pub(crate) fn goods(read: &Reader, union: UnionId) -> Result<Vec<GoodLine>, Error> {
    read.rows(GOODS, &[&union], good)
}

/// The price of goods when they were last bought, for this round before all else.
pub(super) fn price(
    read: &Reader,
    union: UnionId,
    good: GoodId,
    round: Option<RoundId>,
) -> Result<Option<Money>, Error> {
    read.opt(PRICE, &[&union, &good, &round], |row| row.get(0))
}

pub(super) fn named(read: &Reader, union: UnionId, name: &str, unit: &str) -> Result<Option<GoodId>, Error> {
    read.opt(NAMED, &[&union, &name, &unit], |row| row.get(0))
}

pub(super) fn add_good(w: &Writer, union: UnionId, good: &GoodLine) -> Result<(), Error> {
    w.run(ADD_GOOD, &[&union, &good.id, &good.name, &good.unit]).map(drop)
}

pub(super) fn add_purchase(
    w: &Writer,
    union: UnionId,
    p: &PurchaseRow,
    lines: &[Bought],
    (by, at): (AccountId, Instant),
) -> Result<(), Error> {
    w.run(
        ADD_PURCHASE,
        &[
            &union,
            &p.id,
            &p.round,
            &p.supplier,
            &p.invoice,
            &p.day,
            &p.total,
            &at,
            &by,
        ],
    )?;
    for line in lines {
        w.run(ADD_LINE, &[&union, &p.id, &line.good, &line.quantity, &line.price])?;
    }
    Ok(())
}

fn purchase_row(row: &Row<'_>) -> Result<PurchaseRow, Error> {
    let mut c = row.cells();
    Ok(PurchaseRow {
        id: c.take()?,
        round: c.take()?,
        supplier: c.take()?,
        invoice: c.take()?,
        day: c.take()?,
        total: c.take()?,
        why: c.take()?,
        version: c.take()?,
    })
}

pub(super) fn purchase(read: &Reader, union: UnionId, id: PurchaseId) -> Result<PurchaseRow, Error> {
    read.one(PURCHASE, &[&union, &id], purchase_row)
}

/// The purchases for a round, or all: the latest first, at most [`MOST`].
pub(crate) fn purchases(read: &Reader, union: UnionId, round: Option<RoundId>) -> Result<Vec<PurchaseRow>, Error> {
    read.rows(PURCHASES, &[&union, &round, &i64::from(MOST)], purchase_row)
}

pub(super) fn lines(read: &Reader, union: UnionId, id: PurchaseId) -> Result<Vec<Bought>, Error> {
    read.rows(LINES, &[&union, &id], |row| {
        Ok(Bought {
            good: row.get(0)?,
            quantity: row.get(1)?,
            price: row.get::<Money>(2)?,
        })
    })
}

pub(super) fn add_moves(
    w: &Writer,
    union: UnionId,
    moves: &[Moved],
    (by, at): (AccountId, Instant),
) -> Result<(), Error> {
    let rows = moves.iter().map(|m| {
        let bound: [&dyn Bind; 11] = [
            &union,
            &m.id,
            &m.good,
            &m.round,
            &m.way,
            &m.quantity,
            &m.day,
            &m.why,
            &m.purchase,
            &at,
            &by,
        ];
        bound
            .iter()
            .map(|value| value.bind().into_owned())
            .collect::<Vec<Param<'static>>>()
    });
    w.load(ADD_MOVE, rows).map(drop)
}

/// What lies at a round, or in the union's own store: goods without any are left out or zero.
pub(crate) fn balances(read: &Reader, union: UnionId, round: Option<RoundId>) -> Result<BTreeMap<GoodId, i64>, Error> {
    let rows = read.rows(BALANCES, &[&union, &round], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// What lies anywhere.
pub(super) fn everywhere(read: &Reader, union: UnionId) -> Result<Vec<(Option<RoundId>, GoodId, i64)>, Error> {
    read.rows(EVERYWHERE, &[&union], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

fn moved(row: &Row<'_>) -> Result<Moved, Error> {
    let mut c = row.cells();
    Ok(Moved {
        id: c.take()?,
        good: c.take()?,
        round: c.take()?,
        way: c.take()?,
        quantity: c.take()?,
        day: c.take()?,
        why: c.take()?,
        purchase: c.take()?,
    })
}

fn entry(row: &Row<'_>) -> Result<Entry, Error> {
    Ok(Entry {
        moved: moved(row)?,
        at: row.get(8)?,
        by: row.get(9)?,
    })
}

/// Goods that were given to a person.
pub(super) fn given(read: &Reader, union: UnionId, id: MoveId) -> Result<Entry, Error> {
    read.one(GIVEN, &[&union, &id], entry)
}

/// The movements, the latest first; how many there are in all.
pub(super) fn entries(
    read: &Reader,
    union: UnionId,
    (good, round): (Option<GoodId>, Option<RoundId>),
    (size, page): (i64, i64),
) -> Result<(Vec<Entry>, i64), Error> {
    let skip = size.saturating_mul(page.saturating_sub(1).max(0));
    let found = read.rows(ENTRIES, &[&union, &good, &round, &size, &skip], entry)?;
    let all = read.one(COUNT, &[&union, &good, &round], |row| row.get(0))?;
    Ok((found, all))
}

/// Every movement.
pub(super) fn all(read: &Reader, union: UnionId) -> Result<Vec<Moved>, Error> {
    read.rows(ALL_MOVES, &[&union], moved)
}
