//! Accounts and refused sign-ins in the store.

use kernel::{Instant, Lang};
use store::{Reader, Row, Sql, Writer};

use crate::{access::AccountId, reply::Refusal};

/// After so many failures in a row an account rests (等保2.0 practice: 5).
pub const ACCOUNT_FAILURES: i64 = 5;
/// After so many failures in a row an address rests; a school shares one address.
pub const ADDRESS_FAILURES: i64 = 30;
/// How long the rest lasts, in milliseconds.
pub const REST_MS: i64 = 15 * 60 * 1000;

const BY_KEY: Sql = Sql::house(
    "SELECT id, name, password, status FROM account WHERE sign_key = $1",
    "an account is found before its union is known",
);
const BY_ID: Sql = Sql::house(
    "SELECT id, name, password, status, sign_name FROM account WHERE id = $1",
    "accounts belong to the installation",
);
const ADD: Sql = Sql::house(
    "INSERT INTO account (id, sign_key, sign_name, name, password, status, lang, created_at)
     VALUES ($1, $2, $3, $4, $5, 'active', $6, $7)",
    "accounts belong to the installation",
);
const SET_PASSWORD: Sql = Sql::house(
    "UPDATE account SET password = $2 WHERE id = $1",
    "accounts belong to the installation",
);
const SET_STATUS: Sql = Sql::house(
    "UPDATE account SET status = $2 WHERE id = $1",
    "accounts belong to the installation",
);
const SET_LANG: Sql = Sql::house(
    "UPDATE account SET lang = $2 WHERE id = $1",
    "accounts belong to the installation",
);
const FAILURES: Sql = Sql::house(
    "SELECT failures, last_at FROM attempt WHERE subject = $1",
    "refused sign-ins come before any union",
);
const FAILED: Sql = Sql::house(
    "INSERT INTO attempt (subject, failures, last_at) VALUES ($1, 1, $2)
     ON CONFLICT (subject) DO UPDATE SET
       failures = CASE WHEN attempt.last_at < $3 THEN 1 ELSE attempt.failures + 1 END, last_at = excluded.last_at",
    "refused sign-ins come before any union",
);
const FORGIVE: Sql = Sql::house(
    "DELETE FROM attempt WHERE subject = $1",
    "refused sign-ins come before any union",
);

/// What signing in needs to know of an account.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its id.
    pub id: AccountId,
    /// The person's name.
    pub name: String,
    /// The password's hash; none until the invitation is taken up.
    pub password: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
}

/// The form under which a sign-in name is unique: trimmed, lower case, full-width letters folded.
#[must_use]
pub fn sign_key(name: &str) -> String {
    name.trim()
        .chars()
        .map(|c| {
            if ('！'..='～').contains(&c) {
                char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
            } else {
                c
            }
        })
        .collect::<String>()
        .to_lowercase()
}

fn known(row: &Row<'_>) -> Result<Known, store::Error> {
    Ok(Known {
        id: row.get(0)?,
        name: row.get(1)?,
        password: row.get(2)?,
        active: row.get::<String>(3)? == "active",
    })
}

/// The account behind a sign-in name.
///
/// # Errors
/// The store's.
pub fn by_name(read: &Reader, sign_name: &str) -> Result<Option<Known>, store::Error> {
    read.opt(BY_KEY, &[&sign_key(sign_name)], known)
}

/// An account and its sign-in name.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn by_id(read: &Reader, id: AccountId) -> Result<(Known, String), store::Error> {
    read.one(BY_ID, &[&id], |row| Ok((known(row)?, row.get(4)?)))
}

/// Adds an account. The constraint `account_sign_key` says that the name is taken.
///
/// # Errors
/// The store's.
pub fn add(
    w: &Writer,
    id: AccountId,
    sign_name: &str,
    name: &str,
    hash: Option<&str>,
    lang: Lang,
    at: Instant,
) -> Result<(), store::Error> {
    w.run(
        ADD,
        &[
            &id,
            &sign_key(sign_name),
            &sign_name.trim(),
            &name,
            &hash,
            &lang.tag(),
            &at,
        ],
    )
    .map(drop)
}

/// Sets the password's hash.
///
/// # Errors
/// The store's.
pub fn set_password(w: &Writer, id: AccountId, hash: &str) -> Result<(), store::Error> {
    w.run(SET_PASSWORD, &[&id, &hash]).map(drop)
}

/// Lets an account sign in, or not.
///
/// # Errors
/// The store's.
pub fn set_active(w: &Writer, id: AccountId, active: bool) -> Result<(), store::Error> {
    w.run(SET_STATUS, &[&id, &if active { "active" } else { "disabled" }])
        .map(drop)
}

/// Sets the account's language.
///
/// # Errors
/// The store's.
pub fn set_lang(w: &Writer, id: AccountId, lang: Lang) -> Result<(), store::Error> {
    w.run(SET_LANG, &[&id, &lang.tag()]).map(drop)
}

/// Under what the failures of a sign-in name are counted.
#[must_use]
pub fn subject(sign_name: &str) -> String {
    format!("name:{}", sign_key(sign_name))
}

/// What somebody is told who has to rest after too many failures.
#[must_use]
pub fn resting() -> Refusal {
    Refusal::new("web.sign_in.rests")
        .arg("minutes", REST_MS / 60_000)
        .status(429)
}

/// Whether a subject rests after too many failures.
///
/// # Errors
/// The store's.
pub fn rests(read: &Reader, subject: &str, limit: i64, now: Instant) -> Result<bool, store::Error> {
    let found = read.opt(FAILURES, &[&subject], |row| {
        Ok((row.get::<i64>(0)?, row.get::<Instant>(1)?))
    })?;
    Ok(found.is_some_and(|(failures, last)| failures >= limit && last.plus_millis(REST_MS) > now))
}

/// Counts a failure; failures older than the rest do not count.
///
/// # Errors
/// The store's.
pub fn failed(w: &Writer, subject: &str, now: Instant) -> Result<(), store::Error> {
    w.run(FAILED, &[&subject, &now, &now.plus_millis(-REST_MS)]).map(drop)
}

/// Forgets the failures of a subject.
///
/// # Errors
/// The store's.
pub fn forgive(w: &Writer, subject: &str) -> Result<(), store::Error> {
    w.run(FORGIVE, &[&subject]).map(drop)
}
