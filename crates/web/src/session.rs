//! Accounts and sessions: a random token in a cookie, its digest in the store.

use kernel::{Instant, Lang, UnionId};
use store::{Asked, Reader, Row, Sql, Writer};

use crate::{access::AccountId, second};

/// A session is over when nothing was asked for so long.
pub const IDLE_MS: i64 = 2 * 60 * 60 * 1000;
/// A session is over after so long in any case.
pub const LIFE_MS: i64 = 14 * 60 * 60 * 1000;
/// `seen_at` is written at most so often.
pub const TOUCH_MS: i64 = 60 * 1000;
/// An act that weighs heavily asks for the password again after so long (等保2.0: 重要操作再次鉴别).
pub const PROVED_MS: i64 = 10 * 60 * 1000;
/// The cookie's name.
pub const COOKIE: &str = "zhijia";

const BY_TOKEN: Sql = Sql::house(
    "SELECT s.account_id, s.looking_at, s.created_at, s.seen_at, a.lang, s.id, s.proved_at, s.second_due,
       CASE WHEN f.since IS NULL THEN 0 ELSE 1 END
     FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN second_factor f ON f.account_id = s.account_id
     WHERE s.token = $1 AND a.status = 'active'",
    "a session is found before its union is known",
);
const OPEN: Sql = Sql::house(
    "INSERT INTO session (token, id, account_id, looking_at, created_at, seen_at, proved_at, second_due, agent, address)
     VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)",
    "sessions belong to the installation",
);
const TOUCH: Sql = Sql::house(
    "UPDATE session SET seen_at = $2 WHERE token = $1",
    "sessions belong to the installation",
);
const LOOK: Sql = Sql::house(
    "UPDATE session SET looking_at = $2 WHERE token = $1",
    "sessions belong to the installation",
);
const PROVED: Sql = Sql::house(
    "UPDATE session SET proved_at = $2 WHERE token = $1",
    "sessions belong to the installation",
);
const CLOSE: Sql = Sql::house(
    "DELETE FROM session WHERE account_id = $1 AND id = $2",
    "a person ends sessions of their own account",
);
const CLOSE_ALL: Sql = Sql::house(
    "DELETE FROM session WHERE account_id = $1",
    "all sessions of one account",
);
const OF_ACCOUNT: Sql = Sql::house(
    "SELECT id, created_at, seen_at, agent, address FROM session WHERE account_id = $1 AND seen_at > $2 AND created_at > $3
     AND second_due IS NULL
     ORDER BY seen_at DESC LIMIT 100",
    "a person lists sessions of their own account",
);
const SWEEP: Sql = Sql::house(
    "DELETE FROM session WHERE seen_at < $1 OR created_at < $2",
    "old sessions are swept by one job",
);

/// The kind of a session's public id.
pub enum Session {}
/// The public id of a session, for the list; the token itself is never shown again.
pub type SessionId = kernel::Id<Session>;

/// A living session.
#[derive(Clone, Debug)]
pub struct Living {
    /// Its public id.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// The union looked at.
    pub looking_at: UnionId,
    /// When the token was last seen, at most [`TOUCH_MS`] ago or to be written now.
    pub seen_at: Instant,
    /// When the password was last given.
    pub proved_at: Option<Instant>,
    /// Whether the second factor is still asked for: the session opens nothing yet.
    pub half: bool,
    /// Whether the account has a second factor.
    pub second: bool,
    /// The account's language.
    pub lang: Lang,
}

/// A line of the list of one's own sessions.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct SessionLine {
    /// The public id.
    pub id: SessionId,
    /// Signed in at.
    pub created_at: Instant,
    /// Last seen at.
    pub seen_at: Instant,
    /// What the browser calls itself.
    pub agent: String,
    /// From which address.
    pub address: String,
}

/// The digest under which a token is kept.
#[must_use]
pub fn digest(token: &str) -> [u8; 32] {
    *blake3::hash(token.as_bytes()).as_bytes()
}

/// The language as kept.
#[must_use]
pub fn lang_of(tag: &str) -> Lang {
    if tag == "en" { Lang::En } else { Lang::Zh }
}

/// The session behind a token, if it lives; also one whose second factor is still asked for.
///
/// # Errors
/// The store's.
pub(crate) fn find(read: &Reader, token: &str, now: Instant) -> Result<Option<Living>, store::Error> {
    living(ask(read, digest(token))?, now)
}

/// A session and when it was opened, as the store has it.
type Kept = (Instant, Living);

/// Asks for the session behind the digest of a token.
pub(crate) fn ask(read: &Reader, digest: [u8; 32]) -> Result<Asked<'_, Kept>, store::Error> {
    read.ask(BY_TOKEN, &[&digest.as_slice()], |row| {
        let created: Instant = row.get(2)?;
        let living = Living {
            account: row.get(0)?,
            looking_at: row.get(1)?,
            seen_at: row.get(3)?,
            lang: lang_of(&row.get::<String>(4)?),
            id: row.get(5)?,
            proved_at: row.get(6)?,
            half: row.get::<Option<i64>>(7)?.is_some(),
            second: row.get(8)?,
        };
        Ok((created, living))
    })
}

/// The session that was asked for, if it lives.
pub(crate) fn living(asked: Asked<'_, Kept>, now: Instant) -> Result<Option<Living>, store::Error> {
    let found = asked.opt()?;
    let life = |s: &Living| if s.half { second::PATIENCE_MS } else { LIFE_MS };
    Ok(found
        .filter(|(created, s)| created.plus_millis(life(s)) > now && s.seen_at.plus_millis(IDLE_MS) > now)
        .map(|(_, living)| living))
}

/// What somebody who opens a session has shown of themselves.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// The password, just now. Whoever came by an outside identity gives it before anything that weighs heavily.
    pub password: bool,
    /// Whether the second factor is still asked for: until then the session opens nothing.
    pub half: bool,
}

impl Shown {
    /// The password, and no second factor is due.
    pub const PASSWORD: Self = Self {
        password: true,
        half: false,
    };
}

/// Opens a session, as `agent` from `address`, and gives the token for the cookie.
///
/// # Errors
/// The store's.
pub fn open(
    w: &Writer,
    account: AccountId,
    union: UnionId,
    now: Instant,
    (agent, address): (&str, &str),
    shown: Shown,
) -> Result<String, store::Error> {
    let token = hex(&kernel::clock::random::<32>());
    let id: SessionId = kernel::clock::fresh(now);
    let agent: String = agent.chars().take(200).collect();
    let proved = shown.password.then_some(now);
    let second_due = shown.half.then_some(1_i64);
    w.run(
        OPEN,
        &[
            &digest(&token).as_slice(),
            &id,
            &account,
            &union,
            &now,
            &proved,
            &second_due,
            &agent,
            &address,
        ],
    )?;
    Ok(token)
}

/// Notes that the token was seen.
///
/// # Errors
/// The store's.
pub fn touch(w: &Writer, token: &str, now: Instant) -> Result<(), store::Error> {
    w.run(TOUCH, &[&digest(token).as_slice(), &now]).map(drop)
}

/// Notes that the password was given again.
///
/// # Errors
/// The store's.
pub fn proved(w: &Writer, token: &str, now: Instant) -> Result<(), store::Error> {
    w.run(PROVED, &[&digest(token).as_slice(), &now]).map(drop)
}

/// Looks at another union from now on. The caller has checked that the account stands there.
///
/// # Errors
/// The store's.
pub fn look_at(w: &Writer, token: &str, union: UnionId) -> Result<(), store::Error> {
    w.run(LOOK, &[&digest(token).as_slice(), &union]).map(drop)
}

/// Ends one session of an account; says whether there was one.
///
/// # Errors
/// The store's.
pub fn close(w: &Writer, account: AccountId, id: SessionId) -> Result<bool, store::Error> {
    Ok(w.run(CLOSE, &[&account, &id])? > 0)
}

/// Ends all sessions of an account: password changed, account disabled.
///
/// # Errors
/// The store's.
pub fn close_all(w: &Writer, account: AccountId) -> Result<u64, store::Error> {
    w.run(CLOSE_ALL, &[&account])
}

/// The living sessions of an account.
///
/// # Errors
/// The store's.
pub fn of_account(read: &Reader, account: AccountId, now: Instant) -> Result<Vec<SessionLine>, store::Error> {
    let (idle, life) = (now.plus_millis(-IDLE_MS), now.plus_millis(-LIFE_MS));
    read.rows(OF_ACCOUNT, &[&account, &idle, &life], |row: &Row<'_>| {
        Ok(SessionLine {
            id: row.get(0)?,
            created_at: row.get(1)?,
            seen_at: row.get(2)?,
            agent: row.get(3)?,
            address: row.get(4)?,
        })
    })
}

/// Removes sessions that are over.
///
/// # Errors
/// The store's.
pub fn sweep(w: &Writer, now: Instant) -> Result<u64, store::Error> {
    w.run(SWEEP, &[&now.plus_millis(-IDLE_MS), &now.plus_millis(-LIFE_MS)])
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
