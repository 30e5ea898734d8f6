//! Feeds in the store.

use kernel::{Instant, Lang, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Error, Reader, Row, Sql, Writer};
use web::AccountId;

use super::link::FeedId;

const OF_ACCOUNT: Sql = Sql::union(
    "SELECT id, account_id, scope, digest, lang, made_at FROM calendar_feed WHERE union_id = $1 AND account_id = $2",
);
const BY_DIGEST: Sql = Sql::union(
    "SELECT id, account_id, scope, digest, lang, made_at FROM calendar_feed WHERE union_id = $1 AND digest = $2",
);
const PUT: Sql = Sql::union(
    "INSERT INTO calendar_feed (union_id, account_id, scope, id, digest, lang, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (union_id, account_id, scope) DO UPDATE SET
       id = excluded.id, digest = excluded.digest, lang = excluded.lang, made_at = excluded.made_at",
);
const REVOKE: Sql =
    Sql::union("DELETE FROM calendar_feed WHERE union_id = $1 AND account_id = $2 AND scope = $3 RETURNING id");

/// Which tasks a feed has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scope {
    /// What one answers for and helps with.
    Own,
    /// All of the union's.
    All,
}

impl Scope {
    pub const fn key(self) -> &'static str {
        match self {
            Scope::Own => "own",
            Scope::All => "all",
        }
    }
}

/// A feed as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub id: FeedId,
    pub account: AccountId,
    pub scope: Scope,
    pub digest: Vec<u8>,
    pub lang: Lang,
    pub made_at: Instant,
}

fn kept(row: &Row<'_>) -> Result<Kept, Error> {
    let scope = match row.get::<String>(2)?.as_str() {
        "own" => Scope::Own,
        "all" => Scope::All,
        other => return Err(Error::Wrong(format!("a feed cannot have {other}"))),
    };
    Ok(Kept {
        id: row.get(0)?,
        account: row.get(1)?,
        scope,
        digest: row.get(3)?,
        lang: web::session::lang_of(&row.get::<String>(4)?),
        made_at: row.get(5)?,
    })
}

/// The feeds of an account, at most one of each scope.
pub(super) fn of_account(read: &Reader, union: UnionId, account: AccountId) -> Result<Vec<Kept>, Error> {
    read.rows(OF_ACCOUNT, &[&union, &account], kept)
}

/// The feed behind a link.
pub(super) fn by_digest(read: &Reader, union: UnionId, digest: &[u8]) -> Result<Option<Kept>, Error> {
    read.opt(BY_DIGEST, &[&union, &digest], kept)
}

/// Keeps a feed in the place of the one before.
pub(super) fn put(w: &Writer, union: UnionId, new: &Kept) -> Result<(), Error> {
    let (scope, lang) = (new.scope.key(), new.lang.tag());
    w.run(
        PUT,
        &[&union, &new.account, &scope, &new.id, &new.digest, &lang, &new.made_at],
    )
    .map(drop)
}

/// Takes a feed away; says which it was.
pub(super) fn revoke(w: &Writer, union: UnionId, account: AccountId, scope: Scope) -> Result<Option<FeedId>, Error> {
    w.opt(REVOKE, &[&union, &account, &scope.key()], |row| row.get(0))
}
