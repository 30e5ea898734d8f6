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

/// Begins with the table that leads: SQLite keeps the order of a CROSS JOIN, so that a body or a few found rows are
/// looked up one by one instead of going through all members in the order asked for.
macro_rules! lines {
    ($from:literal, $($rest:literal),+) => {
        concat!(
            "SELECT m.id, m.name, m.sound, m.phone, m.number, m.status, m.joined_on, m.body_id, b.name FROM ",
            $from,
            "member m LEFT JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id WHERE m.union_id = $1 AND ",
            $($rest),+
        )
    };
}
/// A search: what is looked for, narrowed by status and by a body with those below it if they are given.
macro_rules! search {
    ($what:literal) => {
        lines!(
            "",
            $what,
            " AND (CAST($4 AS TEXT) IS NULL OR m.status = $4)
             AND (CAST($5 AS BYTEA) IS NULL OR m.body_id IN (
               SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
             ORDER BY m.sound, m.id LIMIT 100"
        )
    };
}

const ALL: Sql = Sql::union(lines!(
    "",
    "m.status = $2 AND (m.sound, m.id) > ($3, $4) ORDER BY m.sound, m.id LIMIT $5"
));
const OF_GROUP: Sql = Sql::union(lines!(
    "body g CROSS JOIN ",
    "g.union_id = $1 AND (g.id = $6 OR g.parent_id = $6) AND m.body_id = g.id
     AND m.status = $2 AND (m.sound, m.id) > ($3, $4) ORDER BY m.sound, m.id LIMIT $5"
));
const BY_SOUND: Sql = Sql::union(search!("m.sound >= $2 AND m.sound < $3"));
const BY_INITIALS: Sql = Sql::union(search!("m.initials >= $2 AND m.initials < $3"));
const BY_PHONE: Sql = Sql::union(search!("m.phone_back >= $2 AND m.phone_back < $3"));
const BY_NUMBER: Sql = Sql::union(search!("m.number >= $2 AND m.number <= $3"));
const BY_BEGINNING: Sql = Sql::union(search!("m.name >= $2 AND m.name < $3"));
/// Walks along the sounds, whose index knows the names, until it has its lines.
const BY_SURNAME: Sql = Sql::union(search!(
    "m.sound >= $2 AND m.sound < $3 AND m.name >= $6 AND m.name < $7"
));
const BY_PART: Sql = Sql::union(search!("m.name LIKE $2 ESCAPE '!' AND m.name <> $3"));
const COUNT: Sql =
    Sql::union("SELECT COUNT(*) FROM (SELECT 1 AS n FROM member WHERE union_id = $1 AND status = $2 LIMIT $3) c");
const COUNT_OF_GROUP: Sql = Sql::union(
    "SELECT COUNT(*) FROM (SELECT 1 AS n FROM body g CROSS JOIN member m WHERE m.union_id = $1 AND m.status = $2
     AND g.union_id = $1 AND (g.id = $4 OR g.parent_id = $4) AND m.body_id = g.id LIMIT $3) c",
);

/// The list as it was on a day, by what is believed now: along the same index, each member's day looked up by its key.
const ON: Sql = Sql::union(
    "SELECT m.id, v.name, m.sound, COALESCE(v.phone, ''), v.number_at_work, v.status, COALESCE(v.joined, m.joined_on), v.body_id, b.name
     FROM member m CROSS JOIN member_version v LEFT JOIN body b ON b.union_id = v.union_id AND b.id = v.body_id
     WHERE m.union_id = $1 AND (m.sound, m.id) > ($3, $4) AND v.union_id = m.union_id AND v.member_id = m.id
       AND v.replaced_at IS NULL AND v.valid_from <= $6 AND (v.valid_until IS NULL OR v.valid_until > $6) AND v.status = $2
       AND (CAST($7 AS BYTEA) IS NULL OR v.body_id IN (
         SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $7 OR g.parent_id = $7)))
     ORDER BY m.sound, m.id LIMIT $5",
);
const COUNT_ON: Sql = Sql::union(
    "SELECT COUNT(*) FROM (SELECT 1 AS n FROM member_version v
       WHERE v.union_id = $1 AND v.status = $2 AND v.replaced_at IS NULL AND v.valid_from <= $4
         AND (v.valid_until IS NULL OR v.valid_until > $4)
         AND (CAST($5 AS BYTEA) IS NULL OR v.body_id IN (
           SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
       LIMIT $3) c",
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

/// How many lines [`page`] has in all, counted no further than `most`.
///
/// # Errors
/// The store's.
pub fn count(read: &Reader, union: UnionId, status: Status, group: Option<BodyId>, most: i64) -> Result<i64, Error> {
    match group {
        None => read.one(COUNT, &[&union, &status, &most], |row| row.get(0)),
        Some(group) => read.one(COUNT_OF_GROUP, &[&union, &status, &most, &group], |row| row.get(0)),
    }
}

/// Like [`page`], as it was on a day.
///
/// # Errors
/// The store's.
pub fn page_on(
    read: &Reader,
    union: UnionId,
    (status, group, day): (Status, Option<BodyId>, kernel::Date),
    from: &After,
) -> Result<Vec<Line>, Error> {
    let id = MemberId::new(from.1);
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    read.rows(ON, &[&union, &status, &from.0, &id, &most, &day, &group], line)
}

/// How many lines [`page_on`] has in all, counted no further than `most`.
///
/// # Errors
/// The store's.
pub fn count_on(
    read: &Reader,
    union: UnionId,
    (status, group, day): (Status, Option<BodyId>, kernel::Date),
    most: i64,
) -> Result<i64, Error> {
    read.one(COUNT_ON, &[&union, &status, &most, &day, &group], |row| row.get(0))
}

/// Members found by what was typed: the tail of a phone number (four digits or more), the sound of the name or its
/// initials, the beginning of the name, the employer's number; and any part of a Chinese name if none begins so.
/// At most [`FOUND`], in the order of their sound.
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
    if letters.is_empty() {
        return Ok(Vec::new());
    }
    let range = |sql: Sql, from: &str, to: &str| read.rows(sql, &[&union, &from, &to, &status, &group], line);
    let begins = |sql: Sql, with: &str| range(sql, with, &after(with));
    let found = if letters.bytes().all(|b| b.is_ascii_digit()) && letters.len() >= 4 {
        begins(BY_PHONE, &backwards(&letters))?
    } else if letters.bytes().all(|b| b.is_ascii_lowercase()) {
        let mut found = begins(BY_SOUND, &letters)?;
        // One letter begins the sound of all that it begins the initials of.
        if letters.len() > 1 {
            found.extend(begins(BY_INITIALS, &letters)?);
            found.sort_by(|a, b| (&a.sound, a.id).cmp(&(&b.sound, b.id)));
            found.dedup_by_key(|l| l.id);
            found.truncate(FOUND);
        }
        found
    } else {
        match by_surname(read, (union, status, group), &plain)? {
            Some(many) => many,
            None => begins(BY_BEGINNING, &plain)?,
        }
    };
    if !found.is_empty() {
        return Ok(found);
    }
    let mixed = mixed(read, (union, status, group), &letters)?;
    if !mixed.is_empty() {
        return Ok(mixed);
    }
    if letters.is_ascii() {
        return range(BY_NUMBER, &plain, &plain);
    }
    range(BY_PART, &containing(&plain), &plain)
}

/// The first of the many who have a surname that is sounded as it mostly is: nobody waits until all of them are put in order.
/// `None` if more was typed than one character, or if there are not that many.
fn by_surname(
    read: &Reader,
    (union, status, group): (UnionId, Option<Status>, Option<BodyId>),
    typed: &str,
) -> Result<Option<Vec<Line>>, Error> {
    if typed.chars().count() != 1 {
        return Ok(None);
    }
    let sound = kernel::pinyin::of_name(typed).full;
    let (sounds, names) = (after(&sound), after(typed));
    let values: [&dyn store::Bind; 7] = [&union, &sound, &sounds, &status, &group, &typed, &names];
    let found = read.rows(BY_SURNAME, &values, line)?;
    Ok((found.len() >= FOUND).then_some(found))
}

/// All whose name or sound begins so, to be looked through one by one.
const MIXED: Sql = Sql::union(lines!(
    "",
    "m.sound >= $2 AND m.sound < $3 AND (CAST($4 AS TEXT) IS NULL OR m.status = $4)
       AND (CAST($5 AS BYTEA) IS NULL OR m.body_id IN (
         SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
     ORDER BY m.sound, m.id"
));
const MIXED_NAMES: Sql = Sql::union(lines!(
    "",
    "m.name >= $2 AND m.name < $3 AND (CAST($4 AS TEXT) IS NULL OR m.status = $4)
       AND (CAST($5 AS BYTEA) IS NULL OR m.body_id IN (
         SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $5 OR g.parent_id = $5)))
     ORDER BY m.sound, m.id"
));

/// Names typed partly: `zhangw`, `zwei`, `张w`. Chinese characters begin the name, and each syllable of the rest may be
/// cut short.
fn mixed(
    read: &Reader,
    (union, status, group): (UnionId, Option<Status>, Option<BodyId>),
    typed: &str,
) -> Result<Vec<Line>, Error> {
    let head: String = typed.chars().take_while(|c| !c.is_ascii()).collect();
    let tail: String = typed.chars().skip_while(|c| !c.is_ascii()).collect();
    if tail.is_empty() || !tail.bytes().all(|b| b.is_ascii_lowercase()) {
        return Ok(Vec::new());
    }
    let first: String = tail.chars().take(1).collect();
    let (sql, from) = if head.is_empty() {
        (MIXED, first)
    } else {
        (MIXED_NAMES, head.clone())
    };
    let mut found = Vec::new();
    read.each(sql, &[&union, &from, &after(&from), &status, &group], |row| {
        let line = line(row)?;
        let rest = kernel::pinyin::of_name(&line.name);
        let said = if head.is_empty() {
            rest
        } else {
            kernel::pinyin::of_words(line.name.strip_prefix(&head).unwrap_or_default())
        };
        if found.len() < FOUND && cut_short(said.full.as_bytes(), said.initials.as_bytes(), tail.as_bytes()) {
            found.push(line);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Whether what was typed is the beginning of a name whose every syllable may be cut short after its first letter.
/// Where syllables begin is known by their first letters alone, so that every place that fits is tried.
fn cut_short(full: &[u8], initials: &[u8], typed: &[u8]) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, later)) = initials.split_first() else {
        return false;
    };
    if full.first() != Some(first) || typed.first() != Some(first) {
        return false;
    }
    let same = full.iter().zip(typed).take_while(|(a, b)| a == b).count();
    (1..=same).any(|taken| {
        let rest = typed.get(taken..).unwrap_or_default();
        let starts = (taken..=full.len()).filter(|at| full.get(*at) == later.first());
        rest.is_empty()
            || starts
                .into_iter()
                .any(|at| cut_short(full.get(at..).unwrap_or_default(), later, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_by_syllables_cut_short() {
        let fits = |name: &str, typed: &str| {
            let sound = kernel::pinyin::of_name(name);
            cut_short(sound.full.as_bytes(), sound.initials.as_bytes(), typed.as_bytes())
        };
        for typed in ["zhangw", "zwei", "zhw", "zhangwei", "zw", "z"] {
            assert!(fits("张伟", typed), "{typed}");
        }
        for typed in ["zhangweia", "wz", "zg", "zhangl"] {
            assert!(!fits("张伟", typed), "{typed}");
        }
        assert!(fits("欧阳文博", "ouywenb") && fits("欧阳文博", "oyangwbo"));
    }

    #[test]
    fn a_place_in_the_list_reads_back() {
        let place = After("zhangwei".to_owned(), Uuid::from_u128(7));
        assert_eq!(After::read(&place.words()), place);
        for wrong in ["", "zhang", "zhang~7", "~"] {
            assert_eq!(After::read(wrong), After::start());
        }
    }
}
