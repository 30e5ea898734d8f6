//! Collections, gifts and payouts in the store.

use ::store::{Error, Reader, Row, Sql, secret::Sealed};
use flow::payments;
use kernel::{Money, UnionId};
use org::{BodyId, MemberId};
use web::{Act, Record, Reply};

use super::{
    PAYOUT,
    model::{Collection, CollectionId, Ending, Gift, GiftId, Payout, PayoutId, PayoutStatus, Purse, Whom},
};

/// The column of the person's name.
pub(super) const PERSON: Sealed = Sealed::of_union("collection", "person", "id");

macro_rules! collections {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.title, c.purpose, c.whom, c.member_id, c.masked, c.target, c.from_on, c.until_on, c.owner_id, m.name,
               c.closed_on, c.remainder, c.decision, c.to_id, c.why, c.version
             FROM collection c JOIN member m ON m.union_id = c.union_id AND m.id = c.owner_id WHERE c.union_id = $1",
            $rest
        )
    };
}
macro_rules! gifts {
    ($rest:literal) => {
        concat!(
            "SELECT id, collection_id, member_id, name, body_id, consent, amount, way, day, received_by, back_on, back_why, version
             FROM collection_gift WHERE union_id = $1",
            $rest
        )
    };
}
macro_rules! payouts {
    ($rest:literal) => {
        concat!(
            "SELECT id, collection_id, amount, member_id, payee, what, asked_on, status, paid_on, why, version
             FROM collection_payout WHERE union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO collection (union_id, id, title, purpose, whom, member_id, masked, person, target, from_on, until_on, owner_id,
       status, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', $13, $14, 1)",
);
const EDIT: Sql = Sql::union(
    "UPDATE collection SET title = $4, purpose = $5, target = $6, from_on = $7, until_on = $8, owner_id = $9, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'open'",
);
const END: Sql = Sql::union(
    "UPDATE collection SET status = 'closed', closed_on = $4, remainder = $5, decision = $6, to_id = $7, why = $8,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'open'",
);
const REOPEN: Sql = Sql::union(
    "UPDATE collection SET status = 'open', closed_on = NULL, remainder = NULL, decision = NULL, to_id = NULL, why = NULL,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'closed'",
);
/// One after the other: whoever binds money of a collection waits for whoever was first.
const HOLD: Sql =
    Sql::union("UPDATE collection SET version = version + 1 WHERE union_id = $1 AND id = $2 AND status = 'open'");
const GET: Sql = Sql::union(collections!(" AND c.id = $2"));
/// Most collections of a list.
pub(super) const MOST: u16 = 200;
const LIST: Sql = Sql::union(collections!(
    " ORDER BY c.status DESC, c.until_on DESC, c.id DESC LIMIT $2"
));
const ALL: Sql = Sql::union(collections!(" ORDER BY c.id"));
const NAME: Sql = Sql::union("SELECT person FROM collection WHERE union_id = $1 AND id = $2");
const ADD_GIFT: Sql = Sql::union(
    "INSERT INTO collection_gift (union_id, id, collection_id, member_id, name, body_id, consent, amount, way, day, received_by,
       made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
);
const GIFT: Sql = Sql::union(gifts!(" AND id = $2"));
const GIFTS: Sql = Sql::union(gifts!(" AND collection_id = $2 ORDER BY day, id"));
const OF_MEMBER: Sql = Sql::union(gifts!(
    " AND member_id = $2 AND back_on IS NULL ORDER BY day DESC, id DESC LIMIT 500"
));
const ALL_GIFTS: Sql = Sql::union(gifts!(" ORDER BY id"));
const TAKE_BACK: Sql = Sql::union(
    "UPDATE collection_gift SET back_on = $4, back_why = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND back_on IS NULL",
);
const CONSENT: Sql = Sql::union(
    "UPDATE collection_gift SET consent = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND member_id = $3 AND back_on IS NULL",
);
const SAME: Sql = Sql::union(
    "SELECT COUNT(*) FROM collection_gift
     WHERE union_id = $1 AND collection_id = $2 AND member_id = $3 AND day = $4 AND amount = $5 AND back_on IS NULL",
);
const GIVEN: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM collection_gift
     WHERE union_id = $1 AND collection_id = $2 AND back_on IS NULL",
);
const COUNTS: Sql = Sql::union(
    "SELECT COUNT(*), COUNT(DISTINCT member_id) FROM collection_gift
     WHERE union_id = $1 AND collection_id = $2 AND back_on IS NULL",
);
const GROUPS: Sql = Sql::union(
    "SELECT body_id, COUNT(DISTINCT member_id), CAST(SUM(amount) AS BIGINT) FROM collection_gift
     WHERE union_id = $1 AND collection_id = $2 AND back_on IS NULL AND member_id IS NOT NULL GROUP BY body_id",
);
const PASSED: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(remainder), 0) AS BIGINT) FROM collection
     WHERE union_id = $1 AND to_id = $2 AND status = 'closed' AND decision = 'passed'",
);
const TO_AID: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(remainder), 0) AS BIGINT) FROM collection
     WHERE union_id = $1 AND status = 'closed' AND decision = 'aid'",
);
const PAID: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM collection_payout
     WHERE union_id = $1 AND collection_id = $2 AND status = 'paid'",
);
const GONE: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(remainder), 0) AS BIGINT) FROM collection
     WHERE union_id = $1 AND id = $2 AND status = 'closed' AND decision IN ('passed', 'aid', 'returned')",
);
const ADD_PAYOUT: Sql = Sql::union(
    "INSERT INTO collection_payout (union_id, id, collection_id, amount, member_id, payee, what, asked_on, status, made_at, made_by,
       version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $10, 1)",
);
const ONE_PAYOUT: Sql = Sql::union(payouts!(" AND id = $2"));
const PAYOUTS: Sql = Sql::union(payouts!(" AND collection_id = $2 ORDER BY asked_on, id"));
const ALL_PAYOUTS: Sql = Sql::union(payouts!(" ORDER BY id"));
const SET_PAYOUT: Sql = Sql::union(
    "UPDATE collection_payout SET status = $4, paid_on = $5, why = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const MEMBERS: Sql = Sql::union("SELECT COUNT(*) FROM member WHERE union_id = $1 AND status IN ('active', 'moving')");
const ENDED_SOON: Sql =
    Sql::union("SELECT COUNT(*) FROM collection WHERE union_id = $1 AND status = 'open' AND until_on < $2");

fn collection(row: &Row<'_>) -> Result<Collection, Error> {
    let mut c = row.cells();
    let mut read = Collection {
        id: c.take()?,
        title: c.take()?,
        purpose: c.take()?,
        whom: c.take()?,
        member: c.take()?,
        masked: c.take()?,
        target: c.take()?,
        from: c.take()?,
        until: c.take()?,
        owner: c.take()?,
        owner_name: c.take()?,
        ended: None,
        version: 0,
    };
    let (on, remainder, decision, to, why) = (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
    read.version = c.take()?;
    if let (Some(on), Some(remainder), Some(why)) = (on, remainder, why) {
        read.ended = Some(Ending {
            on,
            remainder,
            decision,
            to,
            why,
        });
    }
    Ok(read)
}

fn gift(row: &Row<'_>) -> Result<Gift, Error> {
    let mut c = row.cells();
    let mut read = Gift {
        id: c.take()?,
        collection: c.take()?,
        member: c.take()?,
        name: c.take()?,
        body: c.take()?,
        consent: c.take::<i64>()? == 1,
        amount: c.take()?,
        way: c.take()?,
        day: c.take()?,
        received_by: c.take()?,
        back: None,
        version: 0,
    };
    let (on, why) = (c.take()?, c.take()?);
    read.version = c.take()?;
    if let (Some(on), Some(why)) = (on, why) {
        read.back = Some((on, why));
    }
    Ok(read)
}

fn payout(row: &Row<'_>) -> Result<Payout, Error> {
    let mut c = row.cells();
    Ok(Payout {
        id: c.take()?,
        collection: c.take()?,
        amount: c.take()?,
        member: c.take()?,
        payee: c.take()?,
        what: c.take()?,
        asked: c.take()?,
        status: c.take()?,
        paid: c.take()?,
        why: c.take()?,
        version: c.take()?,
    })
}

/// Keeps a new collection, with the whole name of the person.
pub(super) fn add(act: &Act<'_>, new: &Collection, name: Option<&str>) -> Result<(), Error> {
    let union = act.union();
    let sealed = name.filter(|_| new.whom == Whom::Person);
    let sealed = sealed.map(|name| act.writer().seal(PERSON.at(union, new.id), name.as_bytes()));
    act.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.title,
            &new.purpose,
            &new.whom,
            &new.member,
            &new.masked,
            &sealed.transpose()?,
            &new.target,
            &new.from,
            &new.until,
            &new.owner,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

/// Writes anew what may be changed of a collection, at the version that was seen.
pub(super) fn edit(act: &Act<'_>, to: &Collection) -> Reply<()> {
    act.run_fresh(
        EDIT,
        &[
            &act.union(),
            &to.id,
            &to.version,
            &to.title,
            &to.purpose,
            &to.target,
            &to.from,
            &to.until,
            &to.owner,
        ],
    )
}

/// Ends a collection, at the version that was seen.
pub(super) fn end(act: &Act<'_>, id: CollectionId, version: i64, ending: &Ending) -> Reply<()> {
    act.run_fresh(
        END,
        &[
            &act.union(),
            &id,
            &version,
            &ending.on,
            &ending.remainder,
            &ending.decision,
            &ending.to,
            &ending.why,
        ],
    )
}

/// Takes a collection up again, at the version that was seen.
pub(super) fn reopen(act: &Act<'_>, id: CollectionId, version: i64) -> Reply<()> {
    act.run_fresh(REOPEN, &[&act.union(), &id, &version])
}

/// Lets others who bind its money wait until this act is done.
pub(super) fn hold(act: &Act<'_>, id: CollectionId) -> Result<(), Error> {
    act.run(HOLD, &[&act.union(), &id]).map(drop)
}

pub(super) fn get(read: &Reader, union: UnionId, id: CollectionId) -> Result<Collection, Error> {
    read.one(GET, &[&union, &id], collection)
}

/// The collections, those that are open first, at most 200.
pub(super) fn list(read: &Reader, union: UnionId) -> Result<Vec<Collection>, Error> {
    read.rows(LIST, &[&union, &i64::from(MOST)], collection)
}

/// Every collection of a union.
pub(super) fn all(read: &Reader, union: UnionId) -> Result<Vec<Collection>, Error> {
    read.rows(ALL, &[&union], collection)
}

/// The whole name of the person; nothing if its key is lost.
pub(super) fn person(read: &Reader, union: UnionId, id: CollectionId) -> Result<Option<String>, Error> {
    let kept: Option<Vec<u8>> = read.one(NAME, &[&union, &id], |row| row.get(0))?;
    let Some(kept) = kept else { return Ok(None) };
    let plain = read.open_if_held(PERSON.at(union, id), &kept)?;
    plain.map(|plain| Ok(plain.text()?.to_owned())).transpose()
}

pub(super) fn add_gift(act: &Act<'_>, new: &Gift) -> Result<(), Error> {
    act.run(
        ADD_GIFT,
        &[
            &act.union(),
            &new.id,
            &new.collection,
            &new.member,
            &new.name,
            &new.body,
            &i64::from(new.consent),
            &new.amount,
            &new.way,
            &new.day,
            &new.received_by,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

pub(super) fn one_gift(read: &Reader, union: UnionId, id: GiftId) -> Result<Gift, Error> {
    read.one(GIFT, &[&union, &id], gift)
}

/// The gifts of a collection, also those that were taken back, by day.
pub(super) fn gifts(read: &Reader, union: UnionId, id: CollectionId) -> Result<Vec<Gift>, Error> {
    read.rows(GIFTS, &[&union, &id], gift)
}

/// What a member gave by name, the latest first.
pub(super) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Gift>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], gift)
}

/// Every gift of a union.
pub(super) fn all_gifts(read: &Reader, union: UnionId) -> Result<Vec<Gift>, Error> {
    read.rows(ALL_GIFTS, &[&union], gift)
}

/// Whether the same person's gift of the same day and amount is recorded already.
pub(super) fn is_recorded(read: &Reader, union: UnionId, new: &Gift) -> Result<bool, Error> {
    let bound: [&dyn ::store::Bind; 5] = [&union, &new.collection, &new.member, &new.day, &new.amount];
    let count: i64 = read.one(SAME, &bound, |row| row.get(0))?;
    Ok(new.member.is_some() && count > 0)
}

pub(super) fn take_back(act: &Act<'_>, id: GiftId, version: i64, why: &str) -> Reply<()> {
    act.run_fresh(TAKE_BACK, &[&act.union(), &id, &version, &act.today(), &why])
}

/// Whether a giver agrees that their name is published; `false` if the gift is not theirs.
pub(super) fn set_consent(act: &Act<'_>, id: GiftId, member: MemberId, consent: bool) -> Result<bool, Error> {
    Ok(act.run(CONSENT, &[&act.union(), &id, &member, &i64::from(consent)])? > 0)
}

/// How many gifts, and of how many members.
pub(super) fn counts(read: &Reader, union: UnionId, id: CollectionId) -> Result<(i64, i64), Error> {
    read.one(COUNTS, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The members who gave by name, by group: how many, how much.
pub(super) fn by_group(
    read: &Reader,
    union: UnionId,
    id: CollectionId,
) -> Result<Vec<(Option<BodyId>, i64, Money)>, Error> {
    read.rows(GROUPS, &[&union, &id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// How many members are at work.
pub(super) fn members(read: &Reader, union: UnionId) -> Result<i64, Error> {
    read.one(MEMBERS, &[&union], |row| row.get(0))
}

/// How many collections are past their last day and not closed.
pub(super) fn to_close(read: &Reader, union: UnionId, today: kernel::Date) -> Result<i64, Error> {
    read.one(ENDED_SOON, &[&union, &today], |row| row.get(0))
}

/// What the remainders of collections brought to the fund of aid.
pub(super) fn to_aid(read: &Reader, union: UnionId) -> Result<Money, Error> {
    read.one(TO_AID, &[&union], |row| row.get(0))
}

/// What is in a collection's purse.
pub(super) fn purse(read: &Reader, union: UnionId, id: CollectionId) -> Result<Purse, Error> {
    let sum = |sql: Sql| read.one(sql, &[&union, &id], |row| row.get::<Money>(0));
    let mut bound = Money::ZERO;
    for payout in payouts(read, union, id)? {
        if payout.status == PayoutStatus::Asked && counts_still(read, union, payout.id)? {
            bound = bound.plus(payout.amount).unwrap_or(bound);
        }
    }
    Ok(Purse {
        given: sum(GIVEN)?,
        passed: sum(PASSED)?,
        paid: sum(PAID)?,
        gone: sum(GONE)?,
        bound,
    })
}

/// Whether a payout that was asked for may still be paid.
pub(super) fn counts_still(read: &Reader, union: UnionId, id: PayoutId) -> Result<bool, Error> {
    let all = payments::of_record(read, union, &Record::new(PAYOUT, id))?;
    Ok(all.iter().any(|payment| payment.state.counts()))
}

pub(super) fn add_payout(act: &Act<'_>, new: &Payout) -> Result<(), Error> {
    act.run(
        ADD_PAYOUT,
        &[
            &act.union(),
            &new.id,
            &new.collection,
            &new.amount,
            &new.member,
            &new.payee,
            &new.what,
            &new.asked,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

pub(super) fn one_payout(read: &Reader, union: UnionId, id: PayoutId) -> Result<Payout, Error> {
    read.one(ONE_PAYOUT, &[&union, &id], payout)
}

/// The payouts of a collection, by day.
pub(super) fn payouts(read: &Reader, union: UnionId, id: CollectionId) -> Result<Vec<Payout>, Error> {
    read.rows(PAYOUTS, &[&union, &id], payout)
}

/// Every payout of a union.
pub(super) fn all_payouts(read: &Reader, union: UnionId) -> Result<Vec<Payout>, Error> {
    read.rows(ALL_PAYOUTS, &[&union], payout)
}

/// Writes where a payout stands, at the version that was seen.
pub(super) fn set_payout(act: &Act<'_>, to: &Payout) -> Reply<()> {
    act.run_fresh(
        SET_PAYOUT,
        &[&act.union(), &to.id, &to.version, &to.status, &to.paid, &to.why],
    )
}
