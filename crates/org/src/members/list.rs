//! The list of members: pages run along an index (keyset), searches along those of sounds, names and phone tails.

use kernel::UnionId;
use store::{Error, Reader, Row, Sql};
use uuid::Uuid;

use super::{
    model::{Status, clean_name},
    store::{after, backwards, containing},
};
use crate::{BodyId, MemberId};

/// Lines of a page.
pub const PAGE: usize = 50;
/// Most lines of a search; whoever wants more types more.
pub const FOUND: usize = 100;

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.name, m.sound, m.phone, m.number, m.status, m.joined_on, m.body_id, b.name
             FROM member m LEFT JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id
             WHERE m.union_id = $1 ",
            $rest
        )
    };
}

const ALL: Sql = Sql::union(lines!(
    "AND m.status = $2 AND (m.sound, m.id) > ($3, $4) ORDER BY m.sound, m.id LIMIT $5"
));
const OF_GROUP: Sql = Sql::union(lines!(
    "AND m.status = $2 AND (m.sound, m.id) > ($3, $4)
     AND m.body_id IN (SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $6 OR g.parent_id = $6))
     ORDER BY m.sound, m.id LIMIT $5"
));
const BY_SOUND: Sql = Sql::union(lines!(
    "AND m.id IN (
       SELECT s.id FROM member s WHERE s.union_id = $1 AND s.sound >= $2 AND s.sound < $3
       UNION SELECT s.id FROM member s WHERE s.union_id = $1 AND s.initials >= $2 AND s.initials < $3)
     AND (CAST($4 AS TEXT) IS NULL OR m.status = $4)
     AND (CAST($5 AS BYTEA) IS NULL OR m.body_id IN (
       SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
     ORDER BY m.sound, m.id LIMIT 100"
));
const BY_PHONE: Sql = Sql::union(lines!(
    "AND m.phone_back >= $2 AND m.phone_back < $3 AND (CAST($4 AS TEXT) IS NULL OR m.status = $4)
     AND (CAST($5 AS BYTEA) IS NULL OR m.body_id IN (
       SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
     ORDER BY m.sound, m.id LIMIT 100"
));
const BY_BEGINNING: Sql = Sql::union(lines!(
    "AND m.name >= $2 AND m.name < $3 AND (CAST($4 AS TEXT) IS NULL OR m.status = $4)
     AND (CAST($5 AS BYTEA) IS NULL OR m.body_id IN (
       SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
     ORDER BY m.sound, m.id LIMIT 100"
));
const BY_PART: Sql = Sql::union(lines!(
    "AND (m.name LIKE $2 ESCAPE '!' OR m.number = $3) AND (CAST($4 AS TEXT) IS NULL OR m.status = $4)
     AND (CAST($5 AS BYTEA) IS NULL OR m.body_id IN (
       SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
     ORDER BY m.sound, m.id LIMIT 100"
));
const COUNT: Sql = Sql::union("SELECT COUNT(*) FROM member WHERE union_id = $1 AND status = $2");
const COUNT_OF_GROUP: Sql = Sql::union(
    "SELECT COUNT(*) FROM member m WHERE m.union_id = $1 AND m.status = $2 AND m.body_id IN (
       SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $3 OR g.parent_id = $3))",
);

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// The member.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// Its sound, by which the list is in order.
    pub sound: String,
    /// The phone number.
    pub phone: String,
    /// The employer's number.
    pub number: Option<String>,
    /// How the membership stands.
    pub status: Status,
    /// Since when a member.
    pub joined: kernel::Date,
    /// The branch or group.
    pub group: Option<BodyId>,
    /// Its name.
    pub group_name: Option<String>,
}

fn line(row: &Row<'_>) -> Result<Line, Error> {
    let mut cells = row.cells();
    Ok(Line {
        id: cells.take()?,
        name: cells.take()?,
        sound: cells.take()?,
        phone: cells.take()?,
        number: cells.take()?,
        status: cells.take()?,
        joined: cells.take()?,
        group: cells.take()?,
        group_name: cells.take()?,
    })
}

/// The place in the list after which a page begins, as text for the query: the sound and the id of the last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After(String, Uuid);

impl After {
    /// Before the first line.
    #[must_use]
    pub fn start() -> Self {
        After(String::new(), Uuid::nil())
    }
    /// After a line.
    #[must_use]
    pub fn line(line: &Line) -> Self {
        After(line.sound.clone(), line.id.raw())
    }
    /// Reads what [`After::words`] wrote; anything else is the start.
    #[must_use]
    pub fn read(words: &str) -> Self {
        let read = words
            .split_once('~')
            .and_then(|(sound, id)| Some(After(sound.to_owned(), Uuid::parse_str(id).ok()?)));
        read.unwrap_or_else(Self::start)
    }
    /// As text for the query.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}~{}", self.0, self.1.simple())
    }
}

/// A page of the members of one state, of the whole union or of one body with those below it. One line more than
/// [`PAGE`] comes if there are more.
///
/// # Errors
/// The store's.
pub fn page(
    read: &Reader,
    union: UnionId,
    status: Status,
    group: Option<BodyId>,
    from: &After,
) -> Result<Vec<Line>, Error> {
    let id = MemberId::new(from.1);
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    match group {
        None => read.rows(ALL, &[&union, &status, &from.0, &id, &most], line),
        Some(group) => read.rows(OF_GROUP, &[&union, &status, &from.0, &id, &most, &group], line),
    }
}

/// How many lines [`page`] has in all.
///
/// # Errors
/// The store's.
pub fn count(read: &Reader, union: UnionId, status: Status, group: Option<BodyId>) -> Result<i64, Error> {
    match group {
        None => read.one(COUNT, &[&union, &status], |row| row.get(0)),
        Some(group) => read.one(COUNT_OF_GROUP, &[&union, &status, &group], |row| row.get(0)),
    }
}

/// Members found by what was typed: the tail of a phone number (four digits or more), the sound or its initials,
/// the beginning of the name, and only if none begins so any part of it. At most [`FOUND`].
///
/// # Errors
/// The store's.
pub fn find(
    read: &Reader,
    union: UnionId,
    typed: &str,
    status: Option<Status>,
    group: Option<BodyId>,
) -> Result<Vec<Line>, Error> {
    let plain = clean_name(&kernel::numerals::half_width(typed));
    let letters: String = plain.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let range = |sql: Sql, from: &str| read.rows(sql, &[&union, &from, &after(from), &status, &group], line);
    let found = if letters.len() >= 4 && letters.bytes().all(|b| b.is_ascii_digit()) {
        range(BY_PHONE, &backwards(&letters))?
    } else if !letters.is_empty() && letters.bytes().all(|b| b.is_ascii_lowercase()) {
        range(BY_SOUND, &letters)?
    } else {
        range(BY_BEGINNING, &plain)?
    };
    if !found.is_empty() {
        return Ok(found);
    }
    read.rows(BY_PART, &[&union, &containing(&plain), &plain, &status, &group], line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_reads_back() {
        let place = After("zhangwei".to_owned(), Uuid::from_u128(7));
        assert_eq!(After::read(&place.words()), place);
        for wrong in ["", "zhang", "zhang~7", "~"] {
            assert_eq!(After::read(wrong), After::start());
        }
    }
}
