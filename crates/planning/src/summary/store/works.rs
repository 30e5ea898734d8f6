//! The works worth naming, found by their indexes: a few rows however many works a year has.

use kernel::{Date, Money, UnionId};
use store::{Error, Reader, Row, Sql};

use crate::doing::{Kind, WorkId};

const LARGEST: Sql = Sql::union(
    "SELECT id, day, title, place, people, households, money, result FROM work
     WHERE union_id = $1 AND kind = $2 AND SUBSTR(day, 1, 4) = $3 AND status = 'told' AND people > 0
     ORDER BY people DESC LIMIT $4",
);
const DEAREST: Sql = Sql::union(
    "SELECT id, day, title, place, people, households, money, result FROM work
     WHERE union_id = $1 AND kind = $2 AND SUBSTR(day, 1, 4) = $3 AND status = 'told' AND money > 0
     ORDER BY money DESC LIMIT $4",
);
const TELLING: Sql = Sql::union(
    "SELECT id, day, title, place, people, households, money, result FROM work
     WHERE union_id = $1 AND kind = $2 AND SUBSTR(day, 1, 4) = $3 AND status = 'told' AND result IS NOT NULL
     ORDER BY id DESC LIMIT $4",
);
const BEFORE: Sql = Sql::union(
    "SELECT 1 FROM work WHERE union_id = $1 AND title = $2 AND status = 'told' AND day < $3 ORDER BY day DESC LIMIT 1",
);
const ANY_BEFORE: Sql = Sql::union("SELECT 1 FROM work WHERE union_id = $1 AND day < $2 LIMIT 1");

/// A work as a summary tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Deed {
    pub id: WorkId,
    pub kind: Kind,
    pub day: Date,
    pub title: String,
    pub place: Option<String>,
    pub people: Option<i64>,
    pub households: Option<i64>,
    pub money: Option<Money>,
    pub result: Option<String>,
}

fn deed(row: &Row<'_>, kind: Kind) -> Result<Deed, Error> {
    Ok(Deed {
        id: row.get(0)?,
        kind,
        day: row.get(1)?,
        title: row.get(2)?,
        place: row.get(3)?,
        people: row.get(4)?,
        households: row.get(5)?,
        money: row.get(6)?,
        result: row.get(7)?,
    })
}

/// The largest works of a kind in a year by people, by money and of those whose result was told; each once.
pub(in super::super) fn notable(
    read: &Reader,
    union: UnionId,
    kind: Kind,
    year: i16,
    limit: i64,
) -> Result<Vec<Deed>, Error> {
    let year = year.to_string();
    let mut all: Vec<Deed> = Vec::new();
    for sql in [LARGEST, DEAREST, TELLING] {
        for found in read.rows(sql, &[&union, &kind.key(), &year, &limit], |row| deed(row, kind))? {
            if !all.iter().any(|known| known.id == found.id) {
                all.push(found);
            }
        }
    }
    Ok(all)
}

/// Whether work of this title was recorded before a day.
pub(in super::super) fn was_done_before(read: &Reader, union: UnionId, title: &str, day: Date) -> Result<bool, Error> {
    Ok(read.opt(BEFORE, &[&union, &title, &day], |_| Ok(()))?.is_some())
}

/// Whether any work was recorded before a day.
pub(in super::super) fn any_before(read: &Reader, union: UnionId, day: Date) -> Result<bool, Error> {
    Ok(read.opt(ANY_BEFORE, &[&union, &day], |_| Ok(()))?.is_some())
}
