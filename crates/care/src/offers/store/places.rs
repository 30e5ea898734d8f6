//! Places: each is a row. Whoever signs up tries a few places at random by their key, which touches no other place, so that
//! many at once rarely meet; only when these are taken are the rest looked through, and whoever finds none says so in the
//! slot, after which nobody looks any more.

use ::store::{Bind, Error, Param, Reader, Sql, Writer};
use kernel::UnionId;

use crate::offers::model::{Slot, SlotId};

const ADD: Sql = Sql::union("INSERT INTO offer_place (union_id, slot_id, number, taken) VALUES ($1, $2, $3, 0)");
/// The one statement by which a place is taken: only a free one.
const TAKE: Sql =
    Sql::union("UPDATE offer_place SET taken = 1 WHERE union_id = $1 AND slot_id = $2 AND number = $3 AND taken = 0");
const LEAVE: Sql = Sql::union("UPDATE offer_place SET taken = 0 WHERE union_id = $1 AND slot_id = $2 AND number = $3");
const FREE: Sql = Sql::union(
    "SELECT number FROM offer_place WHERE union_id = $1 AND slot_id = $2 AND taken = 0 ORDER BY number LIMIT 1",
);
const FREE_COUNT: Sql =
    Sql::union("SELECT COUNT(*) FROM offer_place WHERE union_id = $1 AND slot_id = $2 AND taken = 0");
const LAST: Sql = Sql::union("SELECT COALESCE(MAX(number), 0) FROM offer_place WHERE union_id = $1 AND slot_id = $2");
const FREE_LAST: Sql = Sql::union(
    "SELECT number FROM offer_place WHERE union_id = $1 AND slot_id = $2 AND taken = 0 ORDER BY number DESC LIMIT $3",
);
const DROP: Sql =
    Sql::union("DELETE FROM offer_place WHERE union_id = $1 AND slot_id = $2 AND number = $3 AND taken = 0");
const FULL: Sql = Sql::union("UPDATE offer_slot SET is_full = $3 WHERE union_id = $1 AND id = $2 AND is_full <> $3");
const PLACES: Sql = Sql::union(
    "UPDATE offer_slot SET places = $4, version = version + 1 WHERE union_id = $1 AND id = $2 AND version = $3",
);

/// How many places are tried at random before the rest are looked through.
const TRIES: usize = 4;

/// Takes a free place of a slot, if there is one; its number. `chance` says where to try first.
pub(in crate::offers) fn take(w: &Writer, union: UnionId, slot: &Slot, chance: [u8; 8]) -> Result<Option<i64>, Error> {
    if slot.full || slot.places == 0 {
        return Ok(None);
    }
    for pair in chance.chunks(2).take(TRIES) {
        let at = pair.iter().fold(0_i64, |n, byte| n * 256 + i64::from(*byte));
        let number = 1 + at % slot.places;
        if w.run(TAKE, &[&union, &slot.id, &number])? > 0 {
            return Ok(Some(number));
        }
    }
    if let Some(number) = w.opt(FREE, &[&union, &slot.id], |row| row.get(0))?
        && w.run(TAKE, &[&union, &slot.id, &number])? > 0
    {
        return Ok(Some(number));
    }
    set_full(w, union, slot.id, true)?;
    Ok(None)
}

/// Lets a place be free again.
pub(in crate::offers) fn leave(w: &Writer, union: UnionId, slot: SlotId, number: i64) -> Result<(), Error> {
    w.run(LEAVE, &[&union, &slot, &number])?;
    set_full(w, union, slot, false)
}

pub(in crate::offers) fn set_full(w: &Writer, union: UnionId, slot: SlotId, full: bool) -> Result<(), Error> {
    w.run(FULL, &[&union, &slot, &full]).map(drop)
}

/// Adds so many places after the last one.
pub(in crate::offers) fn add(w: &Writer, union: UnionId, slot: SlotId, count: i64) -> Result<(), Error> {
    let last: i64 = w.one(LAST, &[&union, &slot], |row| row.get(0))?;
    let rows = (1..=count).map(|n| {
        let number = last + n;
        let bound: [&dyn Bind; 3] = [&union, &slot, &number];
        bound
            .iter()
            .map(|v| v.bind().into_owned())
            .collect::<Vec<Param<'static>>>()
    });
    w.load(ADD, rows).map(drop)
}

/// Takes so many free places away, the last ones first. The caller has seen that there are as many.
pub(in crate::offers) fn remove(w: &Writer, union: UnionId, slot: SlotId, count: i64) -> Result<(), Error> {
    let numbers: Vec<i64> = w.rows(FREE_LAST, &[&union, &slot, &count], |row| row.get(0))?;
    for number in numbers {
        w.run(DROP, &[&union, &slot, &number])?;
    }
    Ok(())
}

pub(in crate::offers) fn free(read: &Reader, union: UnionId, slot: SlotId) -> Result<i64, Error> {
    read.one(FREE_COUNT, &[&union, &slot], |row| row.get(0))
}

/// Writes how many places a slot has, if nobody else moved them; whether it did.
pub(in crate::offers) fn set(w: &Writer, union: UnionId, slot: &Slot, places: i64) -> Result<bool, Error> {
    Ok(w.run(PLACES, &[&union, &slot.id, &slot.version, &places])? > 0)
}
