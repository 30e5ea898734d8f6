//! The papers that items of an agenda are about.

use ::store::{Error, Reader, Sql, Writer};
use archive::PaperId;
use kernel::UnionId;

use super::super::model::{ItemId, MeetingId};

const OF: Sql = Sql::union(
    "SELECT item_id, paper_id FROM meeting_item_paper WHERE union_id = $1 AND meeting_id = $2 ORDER BY item_id, place, paper_id",
);
const ADD: Sql = Sql::union(
    "INSERT INTO meeting_item_paper (union_id, item_id, paper_id, meeting_id, place) VALUES ($1, $2, $3, $4, $5)",
);
const CLEAR: Sql = Sql::union("DELETE FROM meeting_item_paper WHERE union_id = $1 AND item_id = $2");

/// Which papers the items of a meeting carry, in their order.
pub(in super::super) fn of(read: &Reader, union: UnionId, meeting: MeetingId) -> Result<Vec<(ItemId, PaperId)>, Error> {
    read.rows(OF, &[&union, &meeting], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Lets an item carry these papers and no others.
pub(in super::super) fn carry(
    w: &Writer,
    union: UnionId,
    (meeting, item): (MeetingId, ItemId),
    papers: &[PaperId],
) -> Result<(), Error> {
    w.run(CLEAR, &[&union, &item])?;
    for (place, paper) in (1_i64..).zip(papers) {
        w.run(ADD, &[&union, &item, paper, &meeting, &place])?;
    }
    Ok(())
}
