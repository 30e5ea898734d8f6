//! Personal access tokens: a program works for a person, in one union, within powers the person chose.
//!
//! The token comes in `Authorization: Bearer`. Only its digest is kept. What it may do is asked anew with every request:
//! the powers its person holds in that union today, and of these the ones the token names. Doors that are for people
//! alone ([`crate::Routes::in_person`], [`crate::Routes::elevated`]) it never opens.

use kernel::{Instant, Lang, UnionId};
use store::{Reader, Row, Sql, Writer};

use crate::{
    access::{AccountId, Power},
    session,
};

/// The kind of a token's public id.
pub enum Token {}
/// The public id of a token, for the list; the token itself is shown once.
pub type TokenId = kernel::Id<Token>;

/// The longest life of a token, in days.
pub const LONGEST_DAYS: i64 = 365;
/// Most living tokens of one account.
pub const MOST: usize = 20;
/// What every token begins with, so that one that was left lying in a file is recognised.
pub const PREFIX: &str = "zj_";
/// Longest text looked up as a token, in bytes.
const LONGEST: usize = 200;

const FIND: Sql = Sql::house(
    "SELECT t.id, t.account_id, t.union_id, t.powers, t.acts, t.seen_at, a.lang, t.name
     FROM access_token t JOIN account a ON a.id = t.account_id
     WHERE t.digest = $1 AND t.ended_at IS NULL AND t.expires_at > $2 AND a.status = 'active'",
    "a token is found before its union is known",
);
const ADD: Sql = Sql::house(
    "INSERT INTO access_token (digest, id, account_id, union_id, name, powers, acts, created_at, expires_at, seen_at, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL)",
    "tokens are found before their union is known",
);
const TOUCH: Sql = Sql::house(
    "UPDATE access_token SET seen_at = $2 WHERE digest = $1",
    "tokens are found before their union is known",
);
const END: Sql = Sql::house(
    "UPDATE access_token SET ended_at = $3 WHERE account_id = $1 AND id = $2 AND ended_at IS NULL",
    "a person ends tokens of their own account",
);
const END_ALL: Sql = Sql::house(
    "UPDATE access_token SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL",
    "all tokens of one account",
);
const OF_ACCOUNT: Sql = Sql::house(
    "SELECT id, union_id, name, powers, acts, created_at, expires_at, seen_at, ended_at, digest
     FROM access_token WHERE account_id = $1 ORDER BY created_at DESC LIMIT 100",
    "a person lists tokens of their own account",
);

/// A living token.
#[derive(Clone, Debug)]
pub struct Living {
    /// Its public id.
    pub id: TokenId,
    /// Whose.
    pub account: AccountId,
    /// The union it is for.
    pub union: UnionId,
    /// The keys of the powers it may use.
    pub powers: Vec<String>,
    /// Whether it may change anything.
    pub acts: bool,
    /// When it was last seen.
    pub seen_at: Option<Instant>,
    /// The account's language.
    pub lang: Lang,
    /// What the person called it.
    pub name: String,
}

impl Living {
    /// Whether the person's power is one of those the token names.
    #[must_use]
    pub fn names(&self, power: Power) -> bool {
        self.powers.iter().any(|key| key == power.0)
    }
}

/// A token as its person sees it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its public id.
    pub id: TokenId,
    /// The union it is for.
    pub union: UnionId,
    /// What it is for.
    pub name: String,
    /// The keys of the powers it may use.
    pub powers: Vec<String>,
    /// Whether it may change anything.
    pub acts: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it may be used.
    pub expires_at: Instant,
    /// When it was last used.
    pub seen_at: Option<Instant>,
    /// When it was withdrawn.
    pub ended_at: Option<Instant>,
    digest: [u8; 32],
}

impl Line {
    /// Whether it may be used.
    #[must_use]
    pub fn lives(&self, now: Instant) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }
    /// Whether this text is the token.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        session::digest(text) == self.digest
    }
}

/// A token to be kept.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Its id.
    pub id: TokenId,
    /// Whose.
    pub account: AccountId,
    /// The union it is for.
    pub union: UnionId,
    /// What it is for.
    pub name: &'a str,
    /// The powers it may use.
    pub powers: &'a [Power],
    /// Whether it may change anything.
    pub acts: bool,
    /// Now.
    pub at: Instant,
    /// Until when.
    pub until: Instant,
}

/// The token in an `Authorization` header, if it has one.
#[must_use]
pub fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn keys(text: &str) -> Vec<String> {
    text.split(' ').filter(|k| !k.is_empty()).map(str::to_owned).collect()
}

/// The token behind a text, if it lives.
///
/// # Errors
/// The store's.
pub fn find(read: &Reader, text: &str, now: Instant) -> Result<Option<Living>, store::Error> {
    if !text.starts_with(PREFIX) || text.len() > LONGEST {
        return Ok(None);
    }
    read.opt(FIND, &[&session::digest(text).as_slice(), &now], |row| {
        Ok(Living {
            id: row.get(0)?,
            account: row.get(1)?,
            union: row.get(2)?,
            powers: keys(&row.get::<String>(3)?),
            acts: row.get(4)?,
            seen_at: row.get(5)?,
            lang: session::lang_of(&row.get::<String>(6)?),
            name: row.get(7)?,
        })
    })
}

/// Keeps a new token and gives its text, which nobody can ask for again.
///
/// # Errors
/// The store's.
pub fn add(w: &Writer, new: &New<'_>) -> Result<String, store::Error> {
    let text = format!("{PREFIX}{}", session::hex(&kernel::clock::random::<32>()));
    let powers: Vec<&str> = new.powers.iter().map(|p| p.0).collect();
    w.run(
        ADD,
        &[
            &session::digest(&text).as_slice(),
            &new.id,
            &new.account,
            &new.union,
            &new.name,
            &powers.join(" "),
            &new.acts,
            &new.at,
            &new.until,
        ],
    )?;
    Ok(text)
}

/// Notes that the token was used.
///
/// # Errors
/// The store's.
pub fn touch(w: &Writer, text: &str, now: Instant) -> Result<(), store::Error> {
    w.run(TOUCH, &[&session::digest(text).as_slice(), &now]).map(drop)
}

/// Withdraws one token of an account; says whether it was there.
///
/// # Errors
/// The store's.
pub fn end(w: &Writer, account: AccountId, id: TokenId, now: Instant) -> Result<bool, store::Error> {
    Ok(w.run(END, &[&account, &id, &now])? > 0)
}

/// Withdraws all tokens of an account: somebody else set its password, or it was disabled.
///
/// # Errors
/// The store's.
pub fn end_all(w: &Writer, account: AccountId, now: Instant) -> Result<u64, store::Error> {
    w.run(END_ALL, &[&account, &now])
}

/// The tokens of an account, the latest first, also those that are over.
///
/// # Errors
/// The store's.
pub fn of_account(read: &Reader, account: AccountId) -> Result<Vec<Line>, store::Error> {
    read.rows(OF_ACCOUNT, &[&account], |row: &Row<'_>| {
        Ok(Line {
            id: row.get(0)?,
            union: row.get(1)?,
            name: row.get(2)?,
            powers: keys(&row.get::<String>(3)?),
            acts: row.get(4)?,
            created_at: row.get(5)?,
            expires_at: row.get(6)?,
            seen_at: row.get(7)?,
            ended_at: row.get(8)?,
            digest: row.get(9)?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn a_bearer_is_read_from_its_header() {
        assert_eq!(bearer("Bearer zj_1"), Some("zj_1"));
        assert_eq!(bearer("bearer  zj_1 "), Some("zj_1"));
        assert_eq!(bearer("Basic zj_1"), None);
        assert_eq!(bearer("Bearer"), None);
    }
}
