//! Sign-ups in the store.

use ::store::{Error, Reader, Row, Sql, Writer};
use kernel::{Date, UnionId};
use org::MemberId;

use crate::offers::model::{OfferId, Signup, SignupId, SlotId, Status};

macro_rules! signups {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.offer_id, s.slot_id, s.member_id, m.name, s.body_id, s.nth, s.place, s.status, s.since, s.on_paper, s.made_by,
               s.code, s.picked_on, s.why, s.version
             FROM offer_signup s JOIN member m ON m.union_id = s.union_id AND m.id = s.member_id WHERE s.union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO offer_signup (union_id, id, offer_id, slot_id, member_id, body_id, nth, place, status, since, on_paper, made_by,
       code, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
);
const SET: Sql = Sql::union(
    "UPDATE offer_signup SET status = $4, nth = $5, place = $6, picked_on = $7, why = $8, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const ONE: Sql = Sql::union(signups!(" AND s.id = $2"));
const OF_OFFER: Sql = Sql::union(signups!(" AND s.offer_id = $2 ORDER BY s.slot_id, s.since, s.id"));
const OF_MEMBER: Sql = Sql::union(signups!(
    " AND s.member_id = $2 ORDER BY s.since DESC, s.id DESC LIMIT 200"
));
const OF_MEMBER_HERE: Sql = Sql::union(signups!(
    " AND s.offer_id = $2 AND s.member_id = $3 ORDER BY s.nth, s.id"
));
const BY_CODE: Sql = Sql::union(signups!(" AND s.offer_id = $2 AND s.code = $3"));
const NEXT: Sql = Sql::union(signups!(
    " AND s.slot_id = $2 AND s.status = 'waiting' ORDER BY s.since, s.id LIMIT 1"
));
const BEFORE: Sql = Sql::union(
    "SELECT COUNT(*) FROM offer_signup WHERE union_id = $1 AND slot_id = $2 AND status = 'waiting'
       AND (since < $3 OR (since = $3 AND id < $4))",
);
/// Those who have a place or wait, and are no members any more.
const OF_LEAVERS: Sql = Sql::union(
    "SELECT s.id FROM offer_signup s JOIN offer o ON o.union_id = s.union_id AND o.id = s.offer_id
     JOIN member m ON m.union_id = s.union_id AND m.id = s.member_id
     WHERE s.union_id = $1 AND s.status IN ('placed', 'waiting') AND o.status = 'open' AND o.until_day >= $2
       AND m.status NOT IN ('active', 'moving', 'kept') ORDER BY s.since, s.id",
);

fn signup(row: &Row<'_>) -> Result<Signup, Error> {
    let mut c = row.cells();
    Ok(Signup {
        id: c.take()?,
        offer: c.take()?,
        slot: c.take()?,
        member: c.take()?,
        name: c.take()?,
        group: c.take()?,
        nth: c.take()?,
        place: c.take()?,
        status: c.take()?,
        since: c.take()?,
        on_paper: c.take()?,
        by: c.take()?,
        code: c.take()?,
        picked: c.take()?,
        why: c.take()?,
        version: c.take()?,
    })
}

/// Keeps a sign-up. The constraint `offer_signup_once` says that the member has that many already.
pub(in crate::offers) fn add(w: &Writer, union: UnionId, s: &Signup) -> Result<(), Error> {
    w.run(
        ADD,
        &[
            &union,
            &s.id,
            &s.offer,
            &s.slot,
            &s.member,
            &s.group,
            &s.nth,
            &s.place,
            &s.status,
            &s.since,
            &s.on_paper,
            &s.by,
            &s.code,
        ],
    )
    .map(drop)
}

/// Writes where a sign-up stands now, over the version it was read with; whether nobody else had changed it.
pub(in crate::offers) fn set(w: &Writer, union: UnionId, s: &Signup, seen: i64) -> Result<bool, Error> {
    let rows = w.run(
        SET,
        &[&union, &s.id, &seen, &s.status, &s.nth, &s.place, &s.picked, &s.why],
    )?;
    Ok(rows > 0)
}

pub(in crate::offers) fn get(read: &Reader, union: UnionId, id: SignupId) -> Result<Signup, Error> {
    read.one(ONE, &[&union, &id], signup)
}

/// All of an offer, by slot, in the order of the line.
pub(in crate::offers) fn of_offer(read: &Reader, union: UnionId, offer: OfferId) -> Result<Vec<Signup>, Error> {
    read.rows(OF_OFFER, &[&union, &offer], signup)
}

pub(in crate::offers) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Signup>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], signup)
}

/// What a member has in an offer, also what was given up.
pub(in crate::offers) fn here(
    read: &Reader,
    union: UnionId,
    offer: OfferId,
    member: MemberId,
) -> Result<Vec<Signup>, Error> {
    read.rows(OF_MEMBER_HERE, &[&union, &offer, &member], signup)
}

pub(in crate::offers) fn by_code(
    read: &Reader,
    union: UnionId,
    offer: OfferId,
    code: &str,
) -> Result<Option<Signup>, Error> {
    read.opt(BY_CODE, &[&union, &offer, &code], signup)
}

/// Who has waited longest for a place of a slot.
pub(in crate::offers) fn next(read: &Reader, union: UnionId, slot: SlotId) -> Result<Option<Signup>, Error> {
    read.opt(NEXT, &[&union, &slot], signup)
}

/// Which number somebody has in line, the first being 1; none if they do not wait.
pub(in crate::offers) fn in_line(read: &Reader, union: UnionId, s: &Signup) -> Result<Option<i64>, Error> {
    if s.status != Status::Waiting {
        return Ok(None);
    }
    let before: i64 = read.one(BEFORE, &[&union, &s.slot, &s.since, &s.id], |row| row.get(0))?;
    Ok(Some(before + 1))
}

/// Sign-ups of those who are no members any more, of offers that are not over.
pub(in crate::offers) fn of_leavers(read: &Reader, union: UnionId, today: Date) -> Result<Vec<SignupId>, Error> {
    read.rows(OF_LEAVERS, &[&union, &today], |row| row.get(0))
}
