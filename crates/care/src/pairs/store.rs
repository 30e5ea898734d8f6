//! Pairs, helpers and cards in the store.

use ::store::{Error, Reader, Row, Sql, secret::Sealed};
use kernel::{Date, UnionId};
use org::MemberId;
use web::{Act, Reply};

use super::model::{Card, CardId, Ending, Outcome, Pair, PairId, Told};

/// The column of what a pair is to reach.
pub(super) const GOALS: Sealed = Sealed::of_union("pair", "goals", "id");
/// The column of what stands on a card.
pub(super) const CARD: Sealed = Sealed::of_union("pair_card", "sealed", "id");
/// What stands between the parts of a card.
const APART: char = '\u{1f}';

macro_rules! pairs {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.sort, p.member_id, COALESCE(m.name, p.helped), p.from_on, p.until_on, p.every_days,
               (SELECT MAX(c.day) FROM pair_card c WHERE c.union_id = $1 AND c.pair_id = p.id AND c.back_on IS NULL),
               (SELECT COUNT(*) FROM pair_card c WHERE c.union_id = $1 AND c.pair_id = p.id AND c.back_on IS NULL),
               p.ended_on, p.result, p.why, p.version
             FROM pair p LEFT JOIN member m ON m.union_id = p.union_id AND m.id = p.member_id WHERE p.union_id = $1",
            $rest
        )
    };
}
macro_rules! cards {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.pair_id, c.day, c.helper_id, m.name, c.back_on, c.back_why
             FROM pair_card c JOIN member m ON m.union_id = c.union_id AND m.id = c.helper_id WHERE c.union_id = $1",
            $rest
        )
    };
}

const ADD: Sql = Sql::union(
    "INSERT INTO pair (union_id, id, sort, member_id, helped, goals, from_on, until_on, every_days, status, made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $10, $11, 1)",
);
const EDIT: Sql = Sql::union(
    "UPDATE pair SET goals = $4, until_on = $5, every_days = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'running'",
);
const END: Sql = Sql::union(
    "UPDATE pair SET status = 'ended', ended_on = $4, result = $5, why = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND status = 'running'",
);
const GET: Sql = Sql::union(pairs!(" AND p.id = $2"));
/// Most pairs of a list.
pub(super) const MOST: u16 = 500;
const LIST: Sql = Sql::union(pairs!(" ORDER BY p.status DESC, p.until_on DESC, p.id DESC LIMIT $2"));
const RUNNING: Sql = Sql::union(pairs!(" AND p.status = 'running' ORDER BY p.id"));
const ALL: Sql = Sql::union(pairs!(" ORDER BY p.id"));
const HELPS: Sql = Sql::union(pairs!(
    " AND EXISTS (SELECT 1 FROM pair_helper h WHERE h.union_id = $1 AND h.pair_id = p.id AND h.member_id = $2)
      ORDER BY p.status DESC, p.until_on DESC, p.id DESC LIMIT 200"
));
const IS_HELPED: Sql = Sql::union(pairs!(
    " AND p.member_id = $2 ORDER BY p.status DESC, p.id DESC LIMIT 50"
));
const GOALS_OF: Sql = Sql::union("SELECT goals FROM pair WHERE union_id = $1 AND id = $2");
const HELPERS: Sql = Sql::union(
    "SELECT h.member_id, m.name FROM pair_helper h JOIN member m ON m.union_id = h.union_id AND m.id = h.member_id
     WHERE h.union_id = $1 AND h.pair_id = $2 ORDER BY h.place",
);
const ADD_HELPER: Sql =
    Sql::union("INSERT INTO pair_helper (union_id, pair_id, member_id, place) VALUES ($1, $2, $3, $4)");
const DROP_HELPERS: Sql = Sql::union("DELETE FROM pair_helper WHERE union_id = $1 AND pair_id = $2");
const ADD_CARD: Sql = Sql::union(
    "INSERT INTO pair_card (union_id, id, pair_id, day, helper_id, sealed, made_at, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const ONE: Sql = Sql::union(cards!(" AND c.id = $2"));
const CARDS: Sql = Sql::union(cards!(" AND c.pair_id = $2 ORDER BY c.day, c.id LIMIT 1000"));
const ALL_CARDS: Sql = Sql::union(cards!(" ORDER BY c.id"));
const TOLD: Sql = Sql::union("SELECT sealed FROM pair_card WHERE union_id = $1 AND id = $2");
const BACK: Sql =
    Sql::union("UPDATE pair_card SET back_on = $3, back_why = $4 WHERE union_id = $1 AND id = $2 AND back_on IS NULL");

fn pair(row: &Row<'_>) -> Result<Pair, Error> {
    let mut c = row.cells();
    let mut read = Pair {
        id: c.take()?,
        sort: c.take()?,
        member: c.take()?,
        helped: c.take()?,
        from: c.take()?,
        until: c.take()?,
        every: c.take()?,
        last: c.take()?,
        cards: c.take()?,
        ended: None,
        version: 0,
    };
    let (on, result, why): (Option<Date>, Option<Outcome>, Option<String>) = (c.take()?, c.take()?, c.take()?);
    read.version = c.take()?;
    if let (Some(on), Some(result), Some(why)) = (on, result, why) {
        read.ended = Some(Ending { on, result, why });
    }
    Ok(read)
}

fn card(row: &Row<'_>) -> Result<Card, Error> {
    let mut c = row.cells();
    let (id, pair, day, helper, helper_name) = (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
    let (on, why): (Option<Date>, Option<String>) = (c.take()?, c.take()?);
    Ok(Card {
        id,
        pair,
        day,
        helper,
        helper_name,
        back: on.zip(why),
    })
}

/// Keeps a new pair with its helpers.
pub(super) fn add(act: &Act<'_>, new: &Pair, goals: &str, helpers: &[MemberId]) -> Result<(), Error> {
    let union = act.union();
    let sealed = act.writer().seal(GOALS.at(union, new.id), goals.as_bytes())?;
    let group = new.member.is_none().then_some(&new.helped);
    act.run(
        ADD,
        &[
            &union,
            &new.id,
            &new.sort,
            &new.member,
            &group,
            &sealed,
            &new.from,
            &new.until,
            &new.every,
            &act.now(),
            &act.actor().account,
        ],
    )?;
    set_helpers(act, new.id, helpers)
}

fn set_helpers(act: &Act<'_>, id: PairId, helpers: &[MemberId]) -> Result<(), Error> {
    act.run(DROP_HELPERS, &[&act.union(), &id])?;
    for (place, helper) in (0_i64..).zip(helpers) {
        act.run(ADD_HELPER, &[&act.union(), &id, helper, &place])?;
    }
    Ok(())
}

/// Writes a pair anew, at the version that was seen.
pub(super) fn edit(act: &Act<'_>, to: &Pair, goals: &str, helpers: &[MemberId]) -> Reply<()> {
    let union = act.union();
    let sealed = act.writer().seal(GOALS.at(union, to.id), goals.as_bytes())?;
    act.run_fresh(EDIT, &[&union, &to.id, &to.version, &sealed, &to.until, &to.every])?;
    Ok(set_helpers(act, to.id, helpers)?)
}

/// Ends a pair, at the version that was seen.
pub(super) fn end(act: &Act<'_>, id: PairId, version: i64, ending: &Ending) -> Reply<()> {
    act.run_fresh(
        END,
        &[&act.union(), &id, &version, &ending.on, &ending.result, &ending.why],
    )
}

pub(super) fn get(read: &Reader, union: UnionId, id: PairId) -> Result<Pair, Error> {
    read.one(GET, &[&union, &id], pair)
}

/// The pairs, those that run first, at most 500.
pub(super) fn list(read: &Reader, union: UnionId) -> Result<Vec<Pair>, Error> {
    read.rows(LIST, &[&union, &i64::from(MOST)], pair)
}

/// The pairs that run.
pub(super) fn running(read: &Reader, union: UnionId) -> Result<Vec<Pair>, Error> {
    read.rows(RUNNING, &[&union], pair)
}

pub(super) fn all(read: &Reader, union: UnionId) -> Result<Vec<Pair>, Error> {
    read.rows(ALL, &[&union], pair)
}

/// The pairs in which somebody helps, those that run first.
pub(super) fn helps(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Pair>, Error> {
    read.rows(HELPS, &[&union, &member], pair)
}

/// The pairs in which somebody is helped.
pub(super) fn is_helped(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Pair>, Error> {
    read.rows(IS_HELPED, &[&union, &member], pair)
}

/// The helpers of a pair, in their order.
pub(super) fn helpers(read: &Reader, union: UnionId, id: PairId) -> Result<Vec<(MemberId, String)>, Error> {
    read.rows(HELPERS, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What a pair is to reach; nothing if its key is lost.
pub(super) fn goals(read: &Reader, union: UnionId, id: PairId) -> Result<Option<String>, Error> {
    let kept: Vec<u8> = read.one(GOALS_OF, &[&union, &id], |row| row.get(0))?;
    let plain = read.open_if_held(GOALS.at(union, id), &kept)?;
    plain.map(|plain| Ok(plain.text()?.to_owned())).transpose()
}

pub(super) fn add_card(act: &Act<'_>, new: &Card, told: &Told) -> Result<(), Error> {
    let union = act.union();
    let whole = [&told.talk, &told.want, &told.help].map(|part| part.replace(APART, " "));
    let sealed = act
        .writer()
        .seal(CARD.at(union, new.id), whole.join(&APART.to_string()).as_bytes())?;
    act.run(
        ADD_CARD,
        &[
            &union,
            &new.id,
            &new.pair,
            &new.day,
            &new.helper,
            &sealed,
            &act.now(),
            &act.actor().account,
        ],
    )
    .map(drop)
}

pub(super) fn one(read: &Reader, union: UnionId, id: CardId) -> Result<Card, Error> {
    read.one(ONE, &[&union, &id], card)
}

/// The cards of a pair by day, also those that were taken back.
pub(super) fn cards(read: &Reader, union: UnionId, id: PairId) -> Result<Vec<Card>, Error> {
    read.rows(CARDS, &[&union, &id], card)
}

pub(super) fn all_cards(read: &Reader, union: UnionId) -> Result<Vec<Card>, Error> {
    read.rows(ALL_CARDS, &[&union], card)
}

/// What stands on a card; nothing if its key is lost.
pub(super) fn told(read: &Reader, union: UnionId, id: CardId) -> Result<Option<Told>, Error> {
    let kept: Vec<u8> = read.one(TOLD, &[&union, &id], |row| row.get(0))?;
    let Some(plain) = read.open_if_held(CARD.at(union, id), &kept)? else {
        return Ok(None);
    };
    let mut parts = plain.text()?.split(APART).map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    Ok(Some(Told {
        talk: part(),
        want: part(),
        help: part(),
    }))
}

/// Takes a card back; `false` if it was before.
pub(super) fn take_back(act: &Act<'_>, id: CardId, why: &str) -> Result<bool, Error> {
    Ok(act.run(BACK, &[&act.union(), &id, &act.today(), &why])? > 0)
}
