//! What is known of the people on a list: trouble, signatures, and what other rounds give them.

use ::store::{Error, Reader, Sql, Writer};
use kernel::{Money, UnionId};
use org::{BodyId, MemberId};
use rustc_hash::FxHashMap;

use super::own;
use crate::rounds::{checks::Trouble, model::RoundId};

const CLEAR_ONE: Sql =
    Sql::union("DELETE FROM care_round_trouble WHERE union_id = $1 AND round_id = $2 AND member_id = $3");
const ADD_TROUBLE: Sql = Sql::union(
    "INSERT INTO care_round_trouble (union_id, round_id, member_id, code, weight, amount, other)
     VALUES ($1, $2, $3, $4, $5, $6, $7)",
);
const TROUBLES: Sql = Sql::union(
    "SELECT t.member_id, t.code, t.weight, t.amount, t.other FROM care_round_trouble t
     WHERE t.union_id = $1 AND t.round_id = $2 AND (CAST($3 AS BYTEA) IS NULL OR t.member_id = $3)
     ORDER BY t.member_id, t.code",
);
const STRIKE_OPEN: Sql = Sql::union(
    "UPDATE care_round_line SET state = 'struck', why = $3
     WHERE union_id = $1 AND round_id = $2 AND state = 'on' AND given_on IS NULL",
);
const STRIKE_HARD: Sql = Sql::union(
    "UPDATE care_round_line SET state = 'struck', why = $3 WHERE union_id = $1 AND round_id = $2 AND state = 'on'
       AND given_on IS NULL AND member_id IN (SELECT t.member_id FROM care_round_trouble t
         WHERE t.union_id = $1 AND t.round_id = $2 AND t.weight = 'block')",
);
/// Marks many at once: the lines are there, so that only what is to be kept of the conflict is written.
const GIVEN_ON: Sql = Sql::union(
    "INSERT INTO care_round_line (union_id, round_id, member_id, place, name, state, by_hand, signed_on, given_on)
     VALUES ($1, $2, $3, 0, '', 'on', 0, $4, $5)
     ON CONFLICT (union_id, round_id, member_id) DO UPDATE SET signed_on = excluded.signed_on, given_on = excluded.given_on",
);
const PROGRESS: Sql = Sql::union(
    "SELECT body_id, SUM(CASE WHEN state = 'on' THEN 1 ELSE 0 END), SUM(CASE WHEN state = 'struck' THEN 1 ELSE 0 END),
       SUM(CASE WHEN given_on IS NOT NULL THEN 1 ELSE 0 END)
     FROM care_round_line WHERE union_id = $1 AND round_id = $2 GROUP BY body_id",
);
const UNSETTLED: Sql = Sql::union(
    "SELECT COALESCE(SUM(CASE WHEN weight = 'block' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN weight = 'reason' AND why IS NULL THEN 1 ELSE 0 END), 0), COUNT(*) FROM (
       SELECT t.member_id, MIN(t.weight) AS weight, MIN(l.why) AS why FROM care_round_trouble t
       JOIN care_round_line l ON l.union_id = t.union_id AND l.round_id = t.round_id AND l.member_id = t.member_id
       WHERE t.union_id = $1 AND t.round_id = $2 AND l.state = 'on' GROUP BY t.member_id) x",
);
/// What others of these rounds give to people, of those that have a list and are not dropped.
const ELSEWHERE: Sql = Sql::union(
    "SELECT l.member_id, r.worth, r.title FROM care_round r
     JOIN care_round_line l ON l.union_id = r.union_id AND l.round_id = r.id
     WHERE r.union_id = $1 AND r.occasion = $2 AND r.id <> $3 AND r.state NOT IN ('draft', 'dropped') AND l.state = 'on'
       AND (r.state <> 'closed' OR l.given_on IS NOT NULL)",
);
/// What other rounds of the year promised and have not given yet.
const PROMISED: Sql = Sql::union(
    "SELECT l.member_id, CAST(SUM(r.worth) AS BIGINT) FROM care_round r
     JOIN care_round_line l ON l.union_id = r.union_id AND l.round_id = r.id
     WHERE r.union_id = $1 AND r.year = $2 AND r.id <> $3 AND r.kind = 'festival' AND r.state IN ('approved', 'handing')
       AND l.state = 'on' AND l.given_on IS NULL GROUP BY l.member_id",
);
const CLEAR_TROUBLES: Sql = Sql::union("DELETE FROM care_round_trouble WHERE union_id = $1 AND round_id = $2");

/// How far a branch has come.
#[derive(Clone, Copy, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Progress {
    /// The branch or group; none for those in none.
    pub body: Option<BodyId>,
    /// On the list.
    pub on: i64,
    /// Struck.
    pub struck: i64,
    /// Received.
    pub given: i64,
}

/// Keeps what a check found: of everybody, or of one.
pub(in crate::rounds) fn keep_troubles(
    w: &Writer,
    union: UnionId,
    id: RoundId,
    of: Option<MemberId>,
    troubles: &[Trouble],
) -> Result<(), Error> {
    match of {
        None => w.run(CLEAR_TROUBLES, &[&union, &id])?,
        Some(member) => w.run(CLEAR_ONE, &[&union, &id, &member])?,
    };
    let rows = troubles
        .iter()
        .map(|t| own([&union, &id, &t.member, &t.code, &t.weight, &t.amount, &t.other]));
    w.load(ADD_TROUBLE, rows).map(drop)
}

pub(in crate::rounds) fn troubles(
    read: &Reader,
    union: UnionId,
    id: RoundId,
    of: Option<MemberId>,
) -> Result<Vec<Trouble>, Error> {
    read.rows(TROUBLES, &[&union, &id, &of], |row| {
        let mut c = row.cells();
        Ok(Trouble {
            member: c.take()?,
            code: c.take()?,
            weight: c.take()?,
            amount: c.take()?,
            other: c.take()?,
        })
    })
}

/// Strikes everybody who has not signed; says how many.
pub(in crate::rounds) fn strike_open(w: &Writer, union: UnionId, id: RoundId, why: &str) -> Result<u64, Error> {
    w.run(STRIKE_OPEN, &[&union, &id, &why])
}

/// Strikes everybody of whom a rule says no; says how many.
pub(in crate::rounds) fn strike_hard(w: &Writer, union: UnionId, id: RoundId, why: &str) -> Result<u64, Error> {
    w.run(STRIKE_HARD, &[&union, &id, &why])
}

/// Marks what people signed for: the day they signed, and the day it counts for; nothing where it was taken back.
pub(in crate::rounds) fn mark(
    w: &Writer,
    union: UnionId,
    id: RoundId,
    marks: &[(MemberId, Option<kernel::Date>, Option<kernel::Date>)],
) -> Result<(), Error> {
    let rows = marks
        .iter()
        .map(|(member, signed, given)| own([&union, &id, member, signed, given]));
    w.load(GIVEN_ON, rows).map(drop)
}

pub(in crate::rounds) fn progress(read: &Reader, union: UnionId, id: RoundId) -> Result<Vec<Progress>, Error> {
    read.rows(PROGRESS, &[&union, &id], |row| {
        Ok(Progress {
            body: row.get(0)?,
            on: row.get(1)?,
            struck: row.get(2)?,
            given: row.get(3)?,
        })
    })
}

/// People on the list with trouble: those a rule forbids, those a reason is missing for, all.
pub(in crate::rounds) fn unsettled(read: &Reader, union: UnionId, id: RoundId) -> Result<(i64, i64, i64), Error> {
    read.one(UNSETTLED, &[&union, &id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// What other rounds of the same festival give to each: how much in all, and the title of one of them.
pub(in crate::rounds) fn elsewhere(
    read: &Reader,
    union: UnionId,
    occasion: &str,
    but: RoundId,
) -> Result<FxHashMap<MemberId, (Money, String)>, Error> {
    let mut all: FxHashMap<MemberId, (Money, String)> = FxHashMap::default();
    read.each(ELSEWHERE, &[&union, &occasion, &but], |row| {
        let (member, worth): (MemberId, Money) = (row.get(0)?, row.get(1)?);
        let title: String = row.get(2)?;
        let entry = all.entry(member).or_insert((Money::ZERO, title));
        entry.0 = entry.0.plus(worth).unwrap_or(entry.0);
        Ok(())
    })?;
    Ok(all)
}

/// What other festival rounds of the year promised to each and have not given yet.
pub(in crate::rounds) fn promised(
    read: &Reader,
    union: UnionId,
    year: i64,
    but: RoundId,
) -> Result<FxHashMap<MemberId, Money>, Error> {
    let mut all = FxHashMap::default();
    read.each(PROMISED, &[&union, &year, &but], |row| {
        all.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    Ok(all)
}

/// Forgets what the last check found.
pub(in crate::rounds) fn forget_troubles(w: &Writer, union: UnionId, id: RoundId) -> Result<(), Error> {
    w.run(CLEAR_TROUBLES, &[&union, &id]).map(drop)
}
