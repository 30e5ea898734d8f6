//! Who has signed: for the systems that count what was signed for.

use ::store::{Error, Reader, Sql};
use kernel::{Date, Id, UnionId};
use org::MemberId;
use web::Record;

const SIGNED: Sql = Sql::union(
    "SELECT l.member_id, l.on_day FROM receipt r JOIN receipt_line l ON l.union_id = r.union_id AND l.receipt_id = r.id
     WHERE r.union_id = $1 AND r.record_kind = $2 AND r.record_id = $3 AND r.state = 'live' AND l.state = 'signed'",
);

/// Everybody who has signed for what a record gives them, and for which day.
///
/// # Errors
/// The store's.
pub fn signed(read: &Reader, union: UnionId, record: &Record) -> Result<Vec<(MemberId, Date)>, Error> {
    let id: Id<()> = Id::new(record.id);
    read.rows(SIGNED, &[&union, &record.kind, &id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}
