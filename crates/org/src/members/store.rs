//! Members in the store. Every search runs along an index: names, sounds and phone tails of 100,000 members.

use std::collections::HashMap;

use kernel::{Clock, Date, UnionId, pinyin};
use store::{Error, Reader, Row, Sql, Writer};

use super::model::{MemberCard, NewMember, clean_name, digits};
use crate::{BodyId, MemberId};

const ADD: Sql = Sql::union(
    "INSERT INTO member (union_id, id, name, sound, initials, phone, phone_back, twin, number, body_id, status, joined_on,
       left_on, left_why, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'active', $11, NULL, NULL, 1)",
);
const TWINS: Sql = Sql::union(
    "SELECT CAST(COALESCE(MAX(twin) + 1, 0) AS BIGINT) FROM member WHERE union_id = $1 AND name = $2 AND phone = $3",
);
const SAME: Sql = Sql::union(
    "SELECT id FROM member WHERE union_id = $1 AND name = $2 AND phone = $3 AND id <> $4 ORDER BY twin LIMIT 1",
);
const GET: Sql = Sql::union(
    "SELECT id, name, phone, number, body_id, status, joined_on, left_on, left_why, version FROM member
     WHERE union_id = $1 AND id = $2",
);
const TO_CHOOSE: Sql = Sql::union(
    "SELECT m.id, m.name, b.name FROM member m LEFT JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id
     WHERE m.union_id = $1 AND m.status = 'active' ORDER BY m.sound, m.id LIMIT $2",
);
// one row tells that there are too many to choose from
const MANY: Sql =
    Sql::union("SELECT 1 FROM member WHERE union_id = $1 AND status = 'active' ORDER BY sound, id LIMIT 1 OFFSET $2");
const IN_OFFICE: Sql = Sql::union(
    "SELECT m.id, m.name, b.name FROM (
       SELECT h.member_id AS id FROM holding h
       WHERE h.union_id = $1 AND h.from_day <= $2 AND (h.ended_on IS NULL OR h.ended_on > $2)
       UNION SELECT s.member_id FROM stand s WHERE s.union_id = $1 AND s.status = 'active') o
     CROSS JOIN member m LEFT JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id
     WHERE m.union_id = $1 AND m.id = o.id AND m.status = 'active' ORDER BY m.sound, m.id LIMIT 1000",
);
const EDIT: Sql = Sql::union(
    "UPDATE member SET name = $4, sound = $5, initials = $6, phone = $7, phone_back = $8, twin = $9, number = $10,
       body_id = $11, joined_on = $12, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const TWIN: Sql = Sql::union("SELECT twin FROM member WHERE union_id = $1 AND id = $2");
const SET_STATUS: Sql = Sql::union(
    "UPDATE member SET status = $4, left_on = $5, left_why = $6, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const NAMES: Sql = Sql::union("SELECT id, name FROM member WHERE union_id = $1 AND id = $2");

/// Above so many members only those in office are offered for choosing; others are found by typing.
pub const CHOOSE_MAX: i64 = 500;

/// Adds a member. The constraint `member_twin` says that there is one of this name and phone, unless `another`.
///
/// # Errors
/// The store's.
pub fn add_member(w: &Writer, clock: &Clock, union: UnionId, new: NewMember) -> Result<MemberId, Error> {
    let id = clock.id();
    let name = clean_name(&new.name);
    let sound = pinyin::of_name(&name);
    let phone = new.phone.as_deref().map(digits).unwrap_or_default();
    let twin: i64 = if new.another {
        w.one(TWINS, &[&union, &name, &phone], |row| row.get(0))?
    } else {
        0
    };
    let joined = new.joined.unwrap_or_else(|| clock.today());
    let number = new.number.filter(|n| !n.trim().is_empty());
    w.run(
        ADD,
        &[
            &union,
            &id,
            &name,
            &sound.full,
            &sound.initials,
            &phone,
            &backwards(&phone),
            &twin,
            &number,
            &new.group,
            &joined,
        ],
    )?;
    Ok(id)
}

/// The digits from the last to the first, so that a tail is the beginning.
pub(crate) fn backwards(phone: &str) -> String {
    phone.chars().rev().collect()
}

/// The first text that does not begin with `start` any more, for `>= start AND < after`.
pub(crate) fn after(start: &str) -> String {
    format!("{start}\u{10FFFF}")
}

/// The member of this name and phone who is not `but`.
///
/// # Errors
/// The store's.
pub fn same(
    read: &Reader,
    union: UnionId,
    name: &str,
    phone: &str,
    but: Option<MemberId>,
) -> Result<Option<MemberId>, Error> {
    let but = but.unwrap_or(MemberId::new(uuid::Uuid::nil()));
    read.opt(SAME, &[&union, &clean_name(name), &digits(phone), &but], |row| {
        row.get(0)
    })
}

pub(crate) fn card(row: &Row<'_>) -> Result<MemberCard, Error> {
    let mut cells = row.cells();
    Ok(MemberCard {
        id: cells.take()?,
        name: cells.take()?,
        phone: cells.take()?,
        number: cells.take()?,
        group: cells.take()?,
        status: cells.take()?,
        joined: cells.take()?,
        left: cells.take()?,
        why: cells.take()?,
        version: cells.take()?,
    })
}

/// A member.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn get(read: &Reader, union: UnionId, id: MemberId) -> Result<MemberCard, Error> {
    read.one(GET, &[&union, &id], card)
}

/// A member, if there is one.
///
/// # Errors
/// The store's.
pub fn find(read: &Reader, union: UnionId, id: MemberId) -> Result<Option<MemberCard>, Error> {
    read.opt(GET, &[&union, &id], card)
}

fn choice(row: &Row<'_>) -> Result<(MemberId, String), Error> {
    Ok((row.get(0)?, labelled(row.get(1)?, row.get(2)?)))
}

fn labelled(name: String, group: Option<String>) -> String {
    match group {
        Some(group) => format!("{name} · {group}"),
        None => name,
    }
}

/// Members to choose from, as `name · group`, by sound. In a union of more than [`CHOOSE_MAX`] members only those
/// who hold a post or an account; [`find_members`] finds the others.
///
/// # Errors
/// The store's.
pub fn members_to_choose(read: &Reader, union: UnionId, today: Date) -> Result<Vec<(MemberId, String)>, Error> {
    if read.opt(MANY, &[&union, &CHOOSE_MAX], |_| Ok(()))?.is_some() {
        return read.rows(IN_OFFICE, &[&union, &today], choice);
    }
    read.rows(TO_CHOOSE, &[&union, &CHOOSE_MAX], choice)
}

/// Active members found by what was typed, as the list of members finds them; at most 50.
///
/// # Errors
/// The store's.
pub fn find_members(read: &Reader, union: UnionId, typed: &str) -> Result<Vec<(MemberId, String)>, Error> {
    let found = super::list::find(read, union, typed, Some(super::model::Status::Active), None)?;
    Ok(found
        .into_iter()
        .take(50)
        .map(|l| (l.id, labelled(l.name, l.group_name)))
        .collect())
}

/// A pattern for `LIKE … ESCAPE '!'`.
pub(crate) fn containing(text: &str) -> String {
    let safe = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{safe}%")
}

/// The names of some members; those that are not there are left out.
///
/// # Errors
/// The store's.
pub fn member_names(
    read: &Reader,
    union: UnionId,
    ids: impl IntoIterator<Item = MemberId>,
) -> Result<HashMap<MemberId, String>, Error> {
    let mut names = HashMap::new();
    for id in ids {
        if names.contains_key(&id) {
            continue;
        }
        if let Some((id, name)) = read.opt(NAMES, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))? {
            names.insert(id, name);
        }
    }
    Ok(names)
}

const COUNT_BY_GROUP: Sql =
    Sql::union("SELECT body_id, COUNT(*) FROM member WHERE union_id = $1 AND status = 'active' GROUP BY body_id");

/// How many active members each branch or group has; `None` for those in none.
///
/// # Errors
/// The store's.
pub fn count_by_group(read: &Reader, union: UnionId) -> Result<HashMap<Option<BodyId>, i64>, Error> {
    Ok(read
        .rows(COUNT_BY_GROUP, &[&union], |row| Ok((row.get(0)?, row.get(1)?)))?
        .into_iter()
        .collect())
}

/// Members for a form's choice: those found by what was typed, or the usual ones if nothing was.
///
/// # Errors
/// The store's.
pub fn choose(view: &web::View<'_>, typed: &str) -> Result<Vec<(MemberId, String)>, Error> {
    if typed.trim().is_empty() {
        members_to_choose(view, view.union(), view.today())
    } else {
        find_members(view, view.union(), typed)
    }
}

/// Changes a member's particulars if the record is still the one seen; says whether it was. The constraint
/// `member_twin` says that there is one of this name and phone, unless `another`.
///
/// # Errors
/// The store's.
pub fn edit(w: &Writer, union: UnionId, seen: &MemberCard, to: &NewMember) -> Result<bool, Error> {
    let name = clean_name(&to.name);
    let sound = pinyin::of_name(&name);
    let phone = to.phone.as_deref().map(digits).unwrap_or_default();
    let same_as_before = name == seen.name && phone == seen.phone;
    let twin: i64 = if same_as_before {
        w.one(TWIN, &[&union, &seen.id], |row| row.get(0))?
    } else if to.another {
        w.one(TWINS, &[&union, &name, &phone], |row| row.get(0))?
    } else {
        0
    };
    let (back, joined) = (backwards(&phone), to.joined.unwrap_or(seen.joined));
    let number = to.number.as_deref().filter(|n| !n.trim().is_empty());
    let touched = w.run(
        EDIT,
        &[
            &union,
            &seen.id,
            &seen.version,
            &name,
            &sound.full,
            &sound.initials,
            &phone,
            &back,
            &twin,
            &number,
            &to.group,
            &joined,
        ],
    )?;
    Ok(touched > 0)
}

/// How a membership shall stand.
#[derive(Clone, Debug)]
pub struct StatusChange {
    /// The state.
    pub status: super::model::Status,
    /// The last day, for those who leave.
    pub left: Option<Date>,
    /// Why, for those who leave.
    pub why: Option<String>,
}

/// Sets how a membership stands if the record has this version; says whether it had.
///
/// # Errors
/// The store's.
pub fn set_status(w: &Writer, union: UnionId, id: MemberId, version: i64, to: &StatusChange) -> Result<bool, Error> {
    Ok(w.run(SET_STATUS, &[&union, &id, &version, &to.status, &to.left, &to.why])? > 0)
}
