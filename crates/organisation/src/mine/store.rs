//! Consents, and what happened to an account, in the store.

use kernel::{Id, Instant, UnionId};
use org::{AccountId, MemberId, members::history::RecordingId};
use store::{Error, Reader, Sql, Writer};

use super::consent::Purpose;

/// The kind of a consent.
pub enum Consent {}
/// The id of a consent.
pub type ConsentId = Id<Consent>;

const OF_MEMBER: Sql = Sql::union(
    "SELECT purpose, version, given_at, withdrawn_at FROM member_consent
     WHERE union_id = $1 AND member_id = $2 ORDER BY given_at DESC, id DESC LIMIT 200",
);
const GIVE: Sql = Sql::union(
    "INSERT INTO member_consent (union_id, id, member_id, purpose, version, given_at, withdrawn_at)
     VALUES ($1, $2, $3, $4, $5, $6, NULL)",
);
const WITHDRAW: Sql = Sql::union(
    "UPDATE member_consent SET withdrawn_at = $4
     WHERE union_id = $1 AND member_id = $2 AND purpose = $3 AND withdrawn_at IS NULL",
);
const OF_ACCOUNT: Sql = Sql::union(
    "SELECT e.at, e.kind, a.name FROM event e LEFT JOIN account a ON a.id = e.account_id
     WHERE e.union_id = $1 AND e.record_kind = 'account' AND e.record_id = $2 ORDER BY e.id DESC LIMIT 300",
);

const BY_TOKEN: Sql = Sql::union(
    "SELECT e.body FROM event e
     WHERE e.union_id = $1 AND e.record_kind = 'member' AND e.record_id = $2 AND e.body LIKE '{\"_token\":%'
     ORDER BY e.id DESC LIMIT 1000",
);

/// What an event on a member tells of what it recorded.
#[derive(serde::Deserialize)]
struct Told {
    recording: Option<RecordingId>,
}

/// The recordings of a member that were made through an access token, with the token's name.
pub(super) fn by_token(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<(RecordingId, String)>, Error> {
    let bodies: Vec<String> = read.rows(BY_TOKEN, &[&union, &member], |row| row.get(0))?;
    let told = |body: String| {
        let recording = serde_json::from_str::<Told>(&body).ok()?.recording?;
        Some((recording, web::event::through(&body)?.name))
    };
    Ok(bodies.into_iter().filter_map(told).collect())
}

/// A consent as it was given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub purpose: Purpose,
    pub version: i64,
    pub given: Instant,
    pub withdrawn: Option<Instant>,
}

/// All consents of a member, the latest first.
pub(super) fn consents(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Given>, Error> {
    let rows = read.rows(OF_MEMBER, &[&union, &member], |row| {
        Ok((row.get::<String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    rows.into_iter()
        .map(|(key, version, given, withdrawn)| {
            let purpose = Purpose::of_key(&key).ok_or_else(|| Error::Wrong(format!("a consent to {key}")))?;
            Ok(Given {
                purpose,
                version,
                given,
                withdrawn,
            })
        })
        .collect()
}

/// Keeps a consent.
pub(super) fn give(
    w: &Writer,
    union: UnionId,
    id: ConsentId,
    member: MemberId,
    purpose: Purpose,
    at: Instant,
) -> Result<(), Error> {
    let version = super::consent::VERSION;
    w.run(GIVE, &[&union, &id, &member, &purpose.key(), &version, &at])
        .map(drop)
}

/// Takes a consent back; says whether there was one.
pub(super) fn withdraw(
    w: &Writer,
    union: UnionId,
    member: MemberId,
    purpose: Purpose,
    at: Instant,
) -> Result<bool, Error> {
    Ok(w.run(WITHDRAW, &[&union, &member, &purpose.key(), &at])? > 0)
}

/// What happened to an account in a union: when, what, by whom.
pub(super) fn of_account(
    read: &Reader,
    union: UnionId,
    account: AccountId,
) -> Result<Vec<(Instant, String, Option<String>)>, Error> {
    read.rows(OF_ACCOUNT, &[&union, &account], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}
