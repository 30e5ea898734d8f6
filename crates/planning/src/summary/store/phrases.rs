//! The union's own ways of saying things, in the store.

use std::collections::HashMap;

use kernel::UnionId;
use store::{Error, Reader, Sql, Writer};

const ALL: Sql = Sql::union("SELECT pattern, body, version FROM summary_phrase WHERE union_id = $1");
const ADD: Sql = Sql::union("INSERT INTO summary_phrase (union_id, pattern, body, version) VALUES ($1, $2, $3, 1)");
/// Writes the ways of a pattern, if it is still the version seen.
pub(in super::super) const SAVE: Sql = Sql::union(
    "UPDATE summary_phrase SET body = $4, version = version + 1 WHERE union_id = $1 AND pattern = $2 AND version = $3",
);
const RESET: Sql =
    Sql::union("DELETE FROM summary_phrase WHERE union_id = $1 AND (CAST($2 AS TEXT) IS NULL OR pattern = $2)");

/// What a union wrote for a pattern.
#[derive(Clone, Debug)]
pub(in super::super) struct Own {
    pub body: String,
    pub version: i64,
}

/// All that a union wrote, by pattern.
pub(in super::super) fn own(read: &Reader, union: UnionId) -> Result<HashMap<String, Own>, Error> {
    let row = |row: &store::Row<'_>| {
        Ok((
            row.get::<String>(0)?,
            Own {
                body: row.get(1)?,
                version: row.get(2)?,
            },
        ))
    };
    Ok(read.rows(ALL, &[&union], row)?.into_iter().collect())
}

/// Adds the ways of a pattern that had none.
pub(in super::super) fn add(w: &Writer, union: UnionId, pattern: &str, body: &str) -> Result<(), Error> {
    w.run(ADD, &[&union, &pattern, &body]).map(drop)
}

/// Goes back to the product's ways of one pattern, or of all. Says how many there were.
pub(in super::super) fn reset(w: &Writer, union: UnionId, pattern: Option<&str>) -> Result<u64, Error> {
    w.run(RESET, &[&union, &pattern])
}
