//! Kinds and cases of aid in the store.

use ::store::{Error, Reader, Row, Sql, secret::Sealed};
use flow::payments;
use kernel::{Money, UnionId};
use org::MemberId;
use web::{Act, Record, Reply};

use super::{
    KIND,
    model::{Aid, AidId, AidKind, KindId, Sort, Status, usual},
    rounds::held,
};

/// The column of why aid is given.
pub(super) const REASON: Sealed = Sealed::of_union("aid", "reason", "id");

const KINDS: Sql = Sql::union(
    "SELECT id, name, sort, dossier, proof, ended_on, version FROM aid_kind WHERE union_id = $1 ORDER BY id LIMIT 200",
);
const ADD_KIND: Sql = Sql::union(
    "INSERT INTO aid_kind (union_id, id, name, sort, dossier, proof, ended_on, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)",
);
const EDIT_KIND: Sql = Sql::union(
    "UPDATE aid_kind SET name = $4, dossier = $5, proof = $6, ended_on = $7, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
macro_rules! aids {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.year, a.number, a.member_id, m.name, a.kind_id, k.name, a.sort, a.stage, a.dossier_id, a.amount,
               a.asked_on, a.status, a.paid_on, a.why, a.version
             FROM aid a JOIN member m ON m.union_id = a.union_id AND m.id = a.member_id
               JOIN aid_kind k ON k.union_id = a.union_id AND k.id = a.kind_id
             WHERE a.union_id = $1",
            $rest
        )
    };
}
const ADD: Sql = Sql::union(
    "INSERT INTO aid (union_id, id, year, number, member_id, kind_id, sort, stage, dossier_id, reason, amount, asked_on, status,
       made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'asked', $13, $14, 1)",
);
const GET: Sql = Sql::union(aids!(" AND a.id = $2"));
/// Most cases of a list.
pub(super) const MOST: u16 = 1000;
const LIST: Sql = Sql::union(aids!(
    " AND a.year = $2 AND (CAST($3 AS TEXT) IS NULL OR a.sort = $3) ORDER BY a.number DESC LIMIT $4"
));
const PAID: Sql = Sql::union(
    "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM aid
     WHERE union_id = $1 AND year = $2 AND (CAST($3 AS TEXT) IS NULL OR sort = $3) AND status = 'paid'",
);
const OF_MEMBER: Sql = Sql::union(aids!(
    " AND a.member_id = $2 ORDER BY a.asked_on DESC, a.id DESC LIMIT 200"
));
const ALL: Sql = Sql::union(aids!(" ORDER BY a.id"));
const SET: Sql = Sql::union(
    "UPDATE aid SET status = $4, paid_on = $5, why = $6, amount = $7, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const SET_REASON: Sql = Sql::union("UPDATE aid SET reason = $3 WHERE union_id = $1 AND id = $2");
const REASON_OF: Sql = Sql::union("SELECT reason FROM aid WHERE union_id = $1 AND id = $2");

/// The kinds of a union: its own, and those of the usual list that it did not change yet.
pub(super) fn kinds(read: &Reader, union: UnionId) -> Result<Vec<AidKind>, Error> {
    let kept = read.rows(KINDS, &[&union], |row| {
        Ok(AidKind {
            id: row.get(0)?,
            name: row.get(1)?,
            sort: row.get(2)?,
            dossier: row.get::<i64>(3)? == 1,
            proof: row.get(4)?,
            ended: row.get(5)?,
            version: row.get(6)?,
        })
    })?;
    let mut all: Vec<AidKind> = usual(union)
        .into_iter()
        .filter(|usual| kept.iter().all(|kind| kind.id != usual.id))
        .collect();
    all.extend(kept);
    all.sort_by(|a, b| (a.ended.is_some(), a.sort, &a.name).cmp(&(b.ended.is_some(), b.sort, &b.name)));
    Ok(all)
}

pub(super) fn add_kind(act: &Act<'_>, kind: &AidKind) -> Result<(), Error> {
    act.run(
        ADD_KIND,
        &[
            &act.union(),
            &kind.id,
            &kind.name,
            &kind.sort,
            &i64::from(kind.dossier),
            &kind.proof,
            &kind.ended,
        ],
    )
    .map(drop)
}

/// Writes a kind anew, at the version that was seen; one of the usual list is kept for the first time.
pub(super) fn edit_kind(act: &Act<'_>, kind: &AidKind) -> Reply<()> {
    if kind.version == 0 {
        return Ok(add_kind(act, kind)?);
    }
    act.run_fresh(
        EDIT_KIND,
        &[
            &act.union(),
            &kind.id,
            &kind.version,
            &kind.name,
            &i64::from(kind.dossier),
            &kind.proof,
            &kind.ended,
        ],
    )
}

/// A kind, which is kept if it stood in the usual list alone.
pub(super) fn settled_kind(act: &Act<'_>, id: KindId) -> Result<AidKind, Error> {
    let mut all = kinds(act, act.union())?.into_iter();
    let kind = all.find(|kind| kind.id == id).ok_or(Error::Missing)?;
    if kind.version == 0 {
        add_kind(act, &kind)?;
    }
    Ok(kind)
}

fn aid(row: &Row<'_>) -> Result<Aid, Error> {
    let mut c = row.cells();
    Ok(Aid {
        id: c.take()?,
        year: c.take()?,
        number: c.take()?,
        member: c.take()?,
        name: c.take()?,
        kind: c.take()?,
        kind_name: c.take()?,
        sort: c.take()?,
        stage: c.take()?,
        dossier: c.take()?,
        amount: c.take()?,
        asked: c.take()?,
        status: c.take()?,
        paid: c.take()?,
        why: c.take()?,
        version: c.take()?,
    })
}

pub(super) fn add(act: &Act<'_>, new: &Aid, reason: &str) -> Result<(), Error> {
    let union = act.union();
    let sealed = act.writer().seal(REASON.at(union, new.id), reason.as_bytes())?;
    act.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.year,
            &new.number,
            &new.member,
            &new.kind,
            &new.sort,
            &new.stage,
            &new.dossier,
            &sealed,
            &new.amount,
            &new.asked,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

pub(super) fn set_reason(act: &Act<'_>, id: AidId, reason: &str) -> Result<(), Error> {
    let sealed = act.writer().seal(REASON.at(act.union(), id), reason.as_bytes())?;
    act.run(SET_REASON, &[&act.union(), &id, &sealed]).map(drop)
}

pub(super) fn get(read: &Reader, union: UnionId, id: AidId) -> Result<Aid, Error> {
    read.one(GET, &[&union, &id], aid)
}

/// The cases of a year, of one sort or all, the latest first.
pub(super) fn list(read: &Reader, union: UnionId, year: i64, sort: Option<Sort>) -> Result<Vec<Aid>, Error> {
    read.rows(LIST, &[&union, &year, &sort, &i64::from(MOST)], aid)
}

/// What was paid of all cases of a year, of one sort or all, however many the list shows.
pub(super) fn paid(read: &Reader, union: UnionId, year: i64, sort: Option<Sort>) -> Result<Money, Error> {
    read.one(PAID, &[&union, &year, &sort], |row| row.get(0))
}

pub(super) fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Aid>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], aid)
}

pub(super) fn all(read: &Reader, union: UnionId) -> Result<Vec<Aid>, Error> {
    read.rows(ALL, &[&union], aid)
}

/// Why it is given; nothing if its key is lost.
pub(super) fn reason(read: &Reader, union: UnionId, id: AidId) -> Result<Option<String>, Error> {
    let kept: Vec<u8> = read.one(REASON_OF, &[&union, &id], |row| row.get(0))?;
    let plain = read.open_if_held(REASON.at(union, id), &kept)?;
    plain.map(|plain| Ok(plain.text()?.to_owned())).transpose()
}

/// Writes where a case stands and what it comes to, at the version that was seen.
pub(super) fn set(act: &Act<'_>, to: &Aid) -> Reply<()> {
    act.run_fresh(
        SET,
        &[
            &act.union(),
            &to.id,
            &to.version,
            &to.status,
            &to.paid,
            &to.why,
            &to.amount,
        ],
    )
}

/// What was asked for a member of a sort and may still be paid, in whichever year it was asked for, but for one case: single
/// cases, and what rounds set for the member's children.
pub(super) fn pending(
    read: &Reader,
    union: UnionId,
    (member, sort): (MemberId, Sort),
    but: AidId,
) -> Result<Money, Error> {
    let sum = asked(read, union, (member, sort), but)?;
    if sort != Sort::Schooling {
        return Ok(sum);
    }
    let rounds = held::pending(read, union, member)?;
    Ok(sum.plus(rounds).unwrap_or(sum))
}

/// The same of single cases alone.
pub(super) fn asked(
    read: &Reader,
    union: UnionId,
    (member, sort): (MemberId, Sort),
    but: AidId,
) -> Result<Money, Error> {
    let mut sum = Money::ZERO;
    for aid in of_member(read, union, member)? {
        let open = aid.status == Status::Asked && aid.sort == sort && aid.id != but;
        if open {
            let asked = payments::of_record(read, union, &Record::new(KIND, aid.id))?;
            if asked.iter().any(|payment| payment.state.counts()) {
                sum = sum.plus(aid.amount).unwrap_or(sum);
            }
        }
    }
    Ok(sum)
}
