//! Members in the store. Every search runs along an index: names, sounds and phone tails of 100,000 members.

use std::collections::HashMap;

use kernel::{
    Date, UnionId,
    pinyin::{self, Pinyin},
    strokes,
};
use store::{Bind, Error, Param, Reader, Row, Sql, Writer};

use super::{
    field::{Field, Particulars},
    history::Course,
    model::{MemberCard, Status, clean_name, digits},
};
use crate::{BodyId, MemberId};

const ADD: Sql = Sql::union(
    "INSERT INTO member (union_id, id, name, sound, initials, phone, phone_back, twin, number, body_id, status, joined_on,
       sex, born, employment, job_class, retired_on, card, version, strokes)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
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
const TWIN: Sql = Sql::union("SELECT name, phone, twin FROM member WHERE union_id = $1 AND id = $2");
const SYNC: Sql = Sql::union(
    "UPDATE member SET name = $4, sound = $5, initials = $6, phone = $7, phone_back = $8, twin = $9, number = $10,
       body_id = $11, status = $12, joined_on = $13, sex = $14, born = $15, employment = $16, job_class = $17,
       retired_on = $18, card = $19, left_on = $20, left_why = $21, strokes = $22, version = version + 1
     WHERE union_id = $1 AND id = $2 AND version = $3",
);
const NAMED_PHONE: Sql = Sql::union(
    "SELECT id, phone, born, status FROM member WHERE union_id = $1 AND name = $2 AND phone = $3 ORDER BY twin LIMIT 10",
);
const NAMED_BORN: Sql =
    Sql::union("SELECT id, phone, born, status FROM member WHERE union_id = $1 AND name = $2 AND born = $3 LIMIT 10");
const NAMES: Sql = Sql::union("SELECT id, name FROM member WHERE union_id = $1 AND id = $2");

/// Above so many members only those in office are offered for choosing; others are found by typing.
pub const CHOOSE_MAX: i64 = 500;

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

/// A member whose name somebody bears.
#[derive(Clone, Debug)]
pub struct Named {
    /// Who.
    pub id: MemberId,
    /// The phone number; empty if none is known.
    pub phone: String,
    /// The birth date, if known.
    pub born: Option<Date>,
    /// How the membership stands.
    pub status: Status,
}

/// Members of a name and phone number, or else of a name and birth date; at most ten.
///
/// # Errors
/// The store's.
pub fn named(read: &Reader, union: UnionId, name: &str, phone: &str, born: Option<Date>) -> Result<Vec<Named>, Error> {
    let named = |row: &Row<'_>| {
        let mut cells = row.cells();
        Ok(Named {
            id: cells.take()?,
            phone: cells.take()?,
            born: cells.take()?,
            status: cells.take()?,
        })
    };
    let mut all = read.rows(NAMED_PHONE, &[&union, &name, &phone], named)?;
    if let Some(born) = born.filter(|_| all.is_empty() || phone.is_empty()) {
        let mut more = read.rows(NAMED_BORN, &[&union, &name, &born], named)?;
        // any ten: an engine would set up a place to sort them for each question
        more.sort_unstable_by_key(|m| m.id.raw());
        all.extend(more.into_iter().filter(|m| m.phone != phone));
    }
    Ok(all)
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

/// The twin of a name and phone: 0 for the first, counted for those said to be another person.
pub(super) fn twin_of(read: &Reader, union: UnionId, known: &Particulars, another: bool) -> Result<i64, Error> {
    if !another {
        return Ok(0);
    }
    let phone = known.get(Field::Phone).unwrap_or_default();
    read.one(TWINS, &[&union, &known.name(), &phone], |row| row.get(0))
}

/// A line of the quick list as it is written: the columns of [`ADD`].
pub(super) fn quick_row(
    union: UnionId,
    id: MemberId,
    known: &Particulars,
    sound: &Pinyin,
    (since, status): (Date, Status),
    twin: i64,
) -> Vec<Param<'static>> {
    let phone = known.get(Field::Phone).unwrap_or_default();
    let back = backwards(phone);
    let text = |field: Field| known.get(field).map(str::to_owned);
    let values: [&dyn Bind; 20] = [
        &union,
        &id,
        &known.name(),
        &sound.full,
        &sound.initials,
        &phone,
        &back,
        &twin,
        &text(Field::Number),
        &known.group(),
        &status,
        &known.day(Field::Joined).unwrap_or(since),
        &text(Field::Sex),
        &text(Field::Born),
        &text(Field::Employment),
        &text(Field::JobClass),
        &text(Field::Retired),
        &text(Field::Card),
        &1_i64,
        &strokes::key(known.name()),
    ];
    values.iter().map(|value| value.bind().into_owned()).collect()
}

/// Writes lines of the quick list.
pub(super) fn add_quick(w: &Writer, rows: impl IntoIterator<Item = Vec<Param<'static>>>) -> Result<u64, Error> {
    w.load(ADD, rows)
}

/// Writes what the course says of the present into the quick list, if the line has still this version; says whether it
/// had. `another` tells that the new name and phone are those of another person than the one who has them already.
pub(super) fn sync(
    w: &Writer,
    (union, id, version): (UnionId, MemberId, i64),
    course: &Course,
    another: bool,
    why: Option<&str>,
) -> Result<bool, Error> {
    let Some((is, since)) = course.last() else {
        return Err(Error::Wrong("a course without days".to_owned()));
    };
    let known = &is.particulars;
    let phone = known.get(Field::Phone).unwrap_or_default();
    let (name, had, twin): (String, String, i64) =
        w.one(TWIN, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let same = name == known.name() && had == phone;
    let twin = if same { twin } else { twin_of(w, union, known, another)? };
    let sound = pinyin::of_name(known.name());
    let text = |field: Field| known.get(field);
    let left = (!is.status.belongs()).then_some(since);
    let why = why.filter(|_| left.is_some());
    let values: [&dyn Bind; 22] = [
        &union,
        &id,
        &version,
        &known.name(),
        &sound.full,
        &sound.initials,
        &phone,
        &backwards(phone),
        &twin,
        &text(Field::Number),
        &known.group(),
        &is.status,
        &known.day(Field::Joined).or(course.since()),
        &text(Field::Sex),
        &text(Field::Born),
        &text(Field::Employment),
        &text(Field::JobClass),
        &text(Field::Retired),
        &text(Field::Card),
        &left,
        &why,
        &strokes::key(known.name()),
    ];
    Ok(w.run(SYNC, &values)? > 0)
}
