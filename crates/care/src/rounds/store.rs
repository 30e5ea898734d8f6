//! Rounds and their lists in the store.

use std::collections::BTreeMap;

use ::store::{Bind, Error, Param, Reader, Row, Sql, Writer};
use kernel::{Instant, Money, UnionId};
use org::{BodyId, MemberId};
use rustc_hash::FxHashSet;
use web::{AccountId, Reply, View};

use super::model::{Item, Kind, Line, Round, RoundId, State, Who};
use crate::stock::{self, GoodId};

mod people;

pub use people::Progress;
use people::forget_troubles;
pub(super) use people::{
    elsewhere, keep_troubles, mark, progress, promised, strike_hard, strike_open, troubles, unsettled,
};

macro_rules! round {
    ($($rest:literal)+) => {
        concat!(
            "SELECT id, year, kind, festival, occasion, title, day, form, budget, funds, who, worth, state, made_by, listed_by, reason, why,
               version FROM care_round WHERE union_id = $1 ",
            $($rest),+
        )
    };
}

const GET: Sql = Sql::union(round!("AND id = $2"));
const OF_YEAR: Sql = Sql::union(round!("AND year = $2 ORDER BY day DESC, id DESC LIMIT 200"));
const OF_STATE: Sql = Sql::union(round!("AND state = $2 ORDER BY id LIMIT 500"));
const OF_OCCASION: Sql = Sql::union(round!(
    "AND occasion = $2 AND id <> $3 AND state <> 'dropped' ORDER BY id LIMIT 50"
));
const BEFORE: Sql = Sql::union(round!(
    "AND id <> $2 AND state <> 'dropped' ORDER BY day DESC, id DESC LIMIT 50"
));
const YEARS: Sql = Sql::union("SELECT DISTINCT year FROM care_round WHERE union_id = $1 ORDER BY year DESC");
const TITLES: Sql = Sql::union("SELECT id, title FROM care_round WHERE union_id = $1 ORDER BY id DESC LIMIT 2000");
const ADD: Sql = Sql::union(
    "INSERT INTO care_round (union_id, id, year, kind, festival, occasion, title, day, form, budget, funds, who, worth, state,
       made_at, made_by, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', $14, $15, 1)",
);
/// Changes what a round says that has this version and is not approved yet.
pub(super) const EDIT: Sql = Sql::union(
    "UPDATE care_round SET year = $4, kind = $5, festival = $6, occasion = $7, title = $8, day = $9, form = $10, budget = $11,
       funds = $12, worth = $13, state = CASE WHEN state = 'checked' THEN 'listed' ELSE state END, checked_at = NULL,
       checked_by = NULL, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'listed', 'checked')",
);
/// Whether somebody put people on a list, or said why one stays who ought not to: the log tells.
const PUT: Sql = Sql::union(
    "SELECT COUNT(*) FROM event WHERE union_id = $1 AND record_kind = 'round' AND record_id = $2 AND account_id = $3
       AND kind IN ('rounds.listed', 'rounds.added', 'rounds.explained')",
);
/// Keeps who is meant, and that the list was made.
pub(super) const LISTED: Sql = Sql::union(
    "UPDATE care_round SET who = $4, state = 'listed', listed_at = $5, listed_by = $6, checked_at = NULL, checked_by = NULL,
       version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'listed', 'checked')",
);
/// Keeps that the list was checked; of one that is approved, that it was looked at again.
pub(super) const CHECKED: Sql = Sql::union(
    "UPDATE care_round SET state = CASE WHEN state = 'approved' THEN 'approved' ELSE 'checked' END, checked_at = $4,
       checked_by = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state IN ('listed', 'checked', 'approved')",
);
/// Approves a round that has this version and was checked.
pub(super) const APPROVED: Sql = Sql::union(
    "UPDATE care_round SET state = 'approved', approved_at = $4, approved_by = $5, reason = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'checked'",
);
/// Takes the approval back.
pub(super) const REOPENED: Sql = Sql::union(
    "UPDATE care_round SET state = 'checked', approved_at = NULL, approved_by = NULL, reason = NULL, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'approved'",
);
/// Begins to hand out.
pub(super) const HANDING: Sql = Sql::union(
    "UPDATE care_round SET state = 'handing', handing_at = $4, handing_by = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'approved'",
);
/// Ends a round.
pub(super) const CLOSED: Sql = Sql::union(
    "UPDATE care_round SET state = 'closed', closed_at = $4, closed_by = $5, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state = 'handing'",
);
/// Drops a round of which nothing was handed out.
pub(super) const DROPPED: Sql = Sql::union(
    "UPDATE care_round SET state = 'dropped', why = $4, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'listed', 'checked', 'approved')",
);
/// Notes that the list has changed, so that nobody approves another list than the one they saw.
const TOUCH: Sql = Sql::union(
    "UPDATE care_round SET version = version + 1
     WHERE union_id = $1 AND id = $2 AND state IN ('listed', 'checked', 'approved', 'handing')",
);
const ITEMS: Sql = Sql::union(
    "SELECT i.good_id, g.name, g.unit, i.price, i.quantity FROM care_round_item i
     JOIN good g ON g.union_id = i.union_id AND g.id = i.good_id
     WHERE i.union_id = $1 AND i.round_id = $2 ORDER BY i.place, i.good_id",
);
pub(super) const ADD_ITEM: Sql = Sql::union(
    "INSERT INTO care_round_item (union_id, round_id, good_id, place, price, quantity) VALUES ($1, $2, $3, $4, $5, $6)",
);
pub(super) const REMOVE_ITEM: Sql =
    Sql::union("DELETE FROM care_round_item WHERE union_id = $1 AND round_id = $2 AND good_id = $3");
/// What a head receives is worth anew; the list has to be checked again.
pub(super) const WORTH: Sql = Sql::union(
    "UPDATE care_round SET worth = $3, state = CASE WHEN state = 'checked' THEN 'listed' ELSE state END, checked_at = NULL,
       checked_by = NULL, version = version + 1
     WHERE union_id = $1 AND id = $2 AND state IN ('draft', 'listed', 'checked')",
);
const LINES: Sql = Sql::union(
    "SELECT member_id, name, body_id, state, by_hand, why, signed_on, given_on FROM care_round_line
     WHERE union_id = $1 AND round_id = $2 ORDER BY place, member_id",
);
const LINE: Sql = Sql::union(
    "SELECT member_id, name, body_id, state, by_hand, why, signed_on, given_on FROM care_round_line
     WHERE union_id = $1 AND round_id = $2 AND member_id = $3",
);
const PAGE: Sql = Sql::union(
    "SELECT member_id, name, body_id, state, by_hand, why, signed_on, given_on FROM care_round_line l
     WHERE union_id = $1 AND round_id = $2 AND (CAST($3 AS BYTEA) IS NULL OR body_id = $3)
       AND (CAST($4 AS TEXT) IS NULL OR ($4 = 'struck' AND state = 'struck') OR ($4 = 'open' AND state = 'on' AND given_on IS NULL)
         OR ($4 = 'given' AND given_on IS NOT NULL)
         OR ($4 = 'trouble' AND state = 'on' AND EXISTS (SELECT 1 FROM care_round_trouble t WHERE t.union_id = $1
           AND t.round_id = $2 AND t.member_id = l.member_id)))
     ORDER BY place, member_id LIMIT $5 OFFSET $6",
);
const PAGE_COUNT: Sql = Sql::union(
    "SELECT COUNT(*) FROM care_round_line l
     WHERE union_id = $1 AND round_id = $2 AND (CAST($3 AS BYTEA) IS NULL OR body_id = $3)
       AND (CAST($4 AS TEXT) IS NULL OR ($4 = 'struck' AND state = 'struck') OR ($4 = 'open' AND state = 'on' AND given_on IS NULL)
         OR ($4 = 'given' AND given_on IS NOT NULL)
         OR ($4 = 'trouble' AND state = 'on' AND EXISTS (SELECT 1 FROM care_round_trouble t WHERE t.union_id = $1
           AND t.round_id = $2 AND t.member_id = l.member_id)))",
);
const ON_LIST: Sql =
    Sql::union("SELECT member_id FROM care_round_line WHERE union_id = $1 AND round_id = $2 AND state = 'on'");
const LAST_PLACE: Sql = Sql::union(
    "SELECT CAST(COALESCE(MAX(place), 0) AS BIGINT) FROM care_round_line WHERE union_id = $1 AND round_id = $2",
);
const ADD_LINE: Sql = Sql::union(
    "INSERT INTO care_round_line (union_id, round_id, member_id, place, name, body_id, state, by_hand, why)
     VALUES ($1, $2, $3, $4, $5, $6, 'on', $7, $8)",
);
const CLEAR: Sql =
    Sql::union("DELETE FROM care_round_line WHERE union_id = $1 AND round_id = $2 AND by_hand = 0 AND state = 'on'");
/// Strikes somebody who is on the list and has received nothing.
pub(super) const STRIKE: Sql = Sql::union(
    "UPDATE care_round_line SET state = 'struck', why = $4
     WHERE union_id = $1 AND round_id = $2 AND member_id = $3 AND state = 'on' AND given_on IS NULL",
);
/// Puts somebody back on the list who was struck.
pub(super) const RESTORE: Sql = Sql::union(
    "UPDATE care_round_line SET state = 'on', why = $4, by_hand = 1
     WHERE union_id = $1 AND round_id = $2 AND member_id = $3 AND state = 'struck'",
);
/// Says why somebody stays on the list.
pub(super) const EXPLAIN: Sql = Sql::union(
    "UPDATE care_round_line SET why = $4 WHERE union_id = $1 AND round_id = $2 AND member_id = $3 AND state = 'on'",
);

fn round(row: &Row<'_>) -> Result<Round, Error> {
    let mut c = row.cells();
    Ok(Round {
        id: c.take()?,
        year: c.take()?,
        kind: c.take()?,
        festival: c.take()?,
        occasion: c.take()?,
        title: c.take()?,
        day: c.take()?,
        form: c.take()?,
        budget: c.take()?,
        funds: c.take()?,
        who: serde_json::from_str::<Who>(&c.take::<String>()?)
            .map_err(|e| Error::Wrong(format!("who a round is for: {e}")))?,
        worth: c.take()?,
        state: c.take()?,
        made_by: c.take()?,
        listed_by: c.take()?,
        reason: c.take()?,
        why: c.take()?,
        version: c.take()?,
    })
}

pub(super) fn get(read: &Reader, union: UnionId, id: RoundId) -> Result<Round, Error> {
    read.one(GET, &[&union, &id], round)
}

pub(super) fn of_year(read: &Reader, union: UnionId, year: i64) -> Result<Vec<Round>, Error> {
    read.rows(OF_YEAR, &[&union, &year], round)
}

pub(super) fn of_state(read: &Reader, union: UnionId, state: State) -> Result<Vec<Round>, Error> {
    read.rows(OF_STATE, &[&union, &state], round)
}

/// The other rounds for the same festival of the same year.
pub(super) fn of_occasion(read: &Reader, union: UnionId, occasion: &str, but: RoundId) -> Result<Vec<Round>, Error> {
    read.rows(OF_OCCASION, &[&union, &occasion, &but], round)
}

/// The other rounds, the latest first, at most 50.
pub(super) fn others(read: &Reader, union: UnionId, but: RoundId) -> Result<Vec<Round>, Error> {
    read.rows(BEFORE, &[&union, &but], round)
}

pub(super) fn years(read: &Reader, union: UnionId) -> Result<Vec<i64>, Error> {
    read.rows(YEARS, &[&union], |row| row.get(0))
}

/// The titles of rounds.
pub(crate) fn titles(read: &Reader, union: UnionId) -> Result<BTreeMap<RoundId, String>, Error> {
    let rows = read.rows(TITLES, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// The title of a round.
pub(crate) fn title(view: &View<'_>, id: RoundId) -> Reply<String> {
    Ok(get(view, view.union(), id)?.title)
}

/// Refuses to buy for a round that is over.
pub(crate) fn may_buy(view: &View<'_>, id: RoundId) -> Reply<()> {
    let state = get(view, view.union(), id)?.state;
    Ok(state.need(!matches!(state, State::Closed | State::Dropped))?)
}

/// Refuses to move goods of a round that is closed, and to bring any to one that was dropped.
pub(crate) fn may_move(view: &View<'_>, id: RoundId, comes_in: bool) -> Reply<()> {
    let state = get(view, view.union(), id)?.state;
    Ok(state.need(state != State::Closed && !(comes_in && state == State::Dropped))?)
}

/// What a round is for.
pub(crate) fn kind(view: &View<'_>, id: RoundId) -> Reply<Kind> {
    Ok(get(view, view.union(), id)?.kind)
}

/// How many of some goods a round still needs, at which price.
type Need = (GoodId, i64, Money);

/// What a round still needs of each of its goods, with the planned price, and its title.
pub(crate) fn needs(view: &View<'_>, id: RoundId) -> Reply<(String, Vec<Need>)> {
    let union = view.union();
    let round = get(view, union, id)?;
    let open: i64 = progress(view, union, id)?.iter().map(|p| p.on - p.given).sum();
    let lies = stock::balances(view, union, Some(id))?;
    let needs = items(view, union, id)?.into_iter().map(|item| {
        let there = lies.get(&item.good).copied().unwrap_or_default();
        (
            item.good,
            open.saturating_mul(item.quantity).saturating_sub(there).max(0),
            item.price,
        )
    });
    Ok((round.title, needs.collect()))
}

pub(super) fn add(w: &Writer, union: UnionId, r: &Round, at: Instant) -> Result<(), Error> {
    let who = written(&r.who)?;
    w.run(
        ADD,
        &[
            &union,
            &r.id,
            &r.year,
            &r.kind,
            &r.festival,
            &r.occasion,
            &r.title,
            &r.day,
            &r.form,
            &r.budget,
            &r.funds,
            &who,
            &r.worth,
            &at,
            &r.made_by,
        ],
    )
    .map(drop)
}

/// Who is meant, as it is kept.
pub(super) fn written(who: &Who) -> Result<String, Error> {
    serde_json::to_string(who).map_err(|e| Error::Other(e.to_string()))
}

/// Notes that the list has changed; says whether it may.
pub(super) fn touch(w: &Writer, union: UnionId, id: RoundId) -> Result<bool, Error> {
    Ok(w.run(TOUCH, &[&union, &id])? > 0)
}

pub(super) fn items(read: &Reader, union: UnionId, id: RoundId) -> Result<Vec<Item>, Error> {
    read.rows(ITEMS, &[&union, &id], |row| {
        let mut c = row.cells();
        Ok(Item {
            good: c.take()?,
            name: c.take()?,
            unit: c.take()?,
            price: c.take()?,
            quantity: c.take()?,
        })
    })
}

fn line(row: &Row<'_>) -> Result<Line, Error> {
    let mut c = row.cells();
    Ok(Line {
        member: c.take()?,
        name: c.take()?,
        body: c.take()?,
        struck: c.take::<String>()? == "struck",
        by_hand: c.take()?,
        why: c.take()?,
        signed_on: c.take()?,
        given_on: c.take()?,
    })
}

pub(super) fn lines(read: &Reader, union: UnionId, id: RoundId) -> Result<Vec<Line>, Error> {
    read.rows(LINES, &[&union, &id], line)
}

pub(super) fn one_line(read: &Reader, union: UnionId, id: RoundId, member: MemberId) -> Result<Option<Line>, Error> {
    read.opt(LINE, &[&union, &id, &member], line)
}

/// A page of the list: of a branch, or only the struck, the open, the given, those with trouble; and how many in all.
pub(super) fn page(
    read: &Reader,
    union: UnionId,
    id: RoundId,
    (body, only): (Option<BodyId>, Option<&str>),
    (size, page): (i64, i64),
) -> Result<(Vec<Line>, i64), Error> {
    let skip = size.saturating_mul(page.saturating_sub(1).max(0));
    let found = read.rows(PAGE, &[&union, &id, &body, &only, &size, &skip], line)?;
    let all = read.one(PAGE_COUNT, &[&union, &id, &body, &only], |row| row.get(0))?;
    Ok((found, all))
}

/// Everybody on the list of a round.
pub(super) fn on_list(read: &Reader, union: UnionId, id: RoundId) -> Result<FxHashSet<MemberId>, Error> {
    let mut all = FxHashSet::default();
    read.each(ON_LIST, &[&union, &id], |row| {
        all.insert(row.get(0)?);
        Ok(())
    })?;
    Ok(all)
}

/// Takes everybody off the list who is on it by conditions.
pub(super) fn clear(w: &Writer, union: UnionId, id: RoundId) -> Result<(), Error> {
    forget_troubles(w, union, id)?;
    w.run(CLEAR, &[&union, &id]).map(drop)
}

fn own<const N: usize>(bound: [&dyn Bind; N]) -> Vec<Param<'static>> {
    bound.iter().map(|value| value.bind().into_owned()).collect()
}

/// Somebody to be put on the list.
pub(super) struct NewLine<'a> {
    pub member: MemberId,
    pub name: &'a str,
    pub body: Option<BodyId>,
    pub by_hand: bool,
    pub why: Option<&'a str>,
}

/// Puts people on the list, behind those who are there.
pub(super) fn add_lines<'a>(
    w: &Writer,
    union: UnionId,
    id: RoundId,
    lines: impl IntoIterator<Item = NewLine<'a>>,
) -> Result<u64, Error> {
    let last: i64 = w.one(LAST_PLACE, &[&union, &id], |row| row.get(0))?;
    let rows = lines.into_iter().zip(last.saturating_add(1)..).map(|(line, place)| {
        own([
            &union,
            &id,
            &line.member,
            &place,
            &line.name,
            &line.body,
            &line.by_hand,
            &line.why,
        ])
    });
    w.load(ADD_LINE, rows)
}

/// Who acts, and when: parameters of a transition.
pub(super) fn by(view: &View<'_>) -> (Instant, AccountId) {
    (view.now(), view.actor().account)
}

/// Whether a list, or part of it, is somebody's work: they do not approve it.
pub(super) fn put_on_list(read: &Reader, union: UnionId, id: RoundId, account: AccountId) -> Result<bool, Error> {
    let count: i64 = read.one(PUT, &[&union, &id, &account], |row| row.get(0))?;
    Ok(count > 0)
}
