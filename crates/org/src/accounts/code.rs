//! One-time codes. Only a digest is kept. The code follows from the invitation's id and the session of whoever made
//! it, so that its maker can look at it again while signed in, and nobody can read it out of the database.

use kernel::{Date, Id, Instant, UnionId};
use store::{Error, Reader, Row, Sql, Writer};
use web::AccountId;

use super::model::NewGrant;
use crate::{BodyId, MemberId, role::Role};

/// The kind of an invitation.
pub enum Invitation {}
/// The id of an invitation.
pub type InvitationId = Id<Invitation>;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a code may be used unless said otherwise: a week.
pub const LIFE_DAYS: i64 = 7;
/// The same in milliseconds.
pub const LIFE_MS: i64 = LIFE_DAYS * DAY_MS;
/// Letters and digits of a code that cannot be taken for each other (Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code: 5 bits each, 80 in all.
const LENGTH: usize = 16;

/// The code of an invitation made in a session: four groups of four signs.
#[must_use]
pub fn code(session_token: &str, invitation: InvitationId) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("zhijia org 2026 one-time code");
    hasher.update(session_token.as_bytes()).update(invitation.bytes());
    spelled(hasher.finalize().as_bytes())
}

/// A code that nobody can guess, made of chance.
#[must_use]
pub fn by_chance() -> String {
    spelled(&kernel::clock::random::<32>())
}

/// Whether a text is a code as [`code`] and [`by_chance`] make them, however it is typed.
#[must_use]
pub fn is_code(typed: &str) -> bool {
    let signs = typed.chars().filter(char::is_ascii_alphanumeric).count();
    signs == LENGTH
        && typed
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ' '))
}

fn spelled(bytes: &[u8; 32]) -> String {
    let signs: String = bytes
        .iter()
        .take(LENGTH)
        .map(|byte| char::from(SIGNS[usize::from(byte & 31)]))
        .collect();
    [0, 4, 8, 12].map(|at| &signs[at..at + 4]).join("-")
}

/// The digest of a code as typed: case and dashes do not count, O is 0, I and L are 1.
#[must_use]
pub fn digest(typed: &str) -> [u8; 32] {
    let plain: String = kernel::numerals::half_width(typed)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(LENGTH * 4)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    *blake3::hash(plain.as_bytes()).as_bytes()
}

const ADD: Sql = Sql::house(
    "INSERT INTO invitation (union_id, digest, id, kind, member_id, account_id, role, body_id, until_day, made_by, made_at,
       expires_at, ended_at, ended)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL)",
    "a code is taken up by a stranger, before the union is known",
);
const BY_DIGEST: Sql = Sql::house(
    "SELECT union_id, id, kind, member_id, account_id, role, body_id, until_day, made_by, expires_at, ended, digest
     FROM invitation WHERE digest = $1",
    "a code is taken up by a stranger, before the union is known",
);
const BY_ID: Sql = Sql::house(
    "SELECT union_id, id, kind, member_id, account_id, role, body_id, until_day, made_by, expires_at, ended, digest
     FROM invitation WHERE union_id = $1 AND id = $2",
    "a code is taken up by a stranger, before the union is known",
);
const OPEN: Sql = Sql::house(
    "SELECT union_id, id, kind, member_id, account_id, role, body_id, until_day, made_by, expires_at, ended, digest
     FROM invitation WHERE union_id = $1 AND ended IS NULL AND expires_at > $2 ORDER BY made_at DESC, id DESC LIMIT 1000",
    "a code is taken up by a stranger, before the union is known",
);
const END: Sql = Sql::house(
    "UPDATE invitation SET ended = $3, ended_at = $4 WHERE union_id = $1 AND id = $2 AND ended IS NULL",
    "a code is taken up by a stranger, before the union is known",
);
const END_FOR: Sql = Sql::house(
    "UPDATE invitation SET ended = 'withdrawn', ended_at = $4
     WHERE union_id = $1 AND (member_id = $2 OR account_id = $3) AND ended IS NULL",
    "a code is taken up by a stranger, before the union is known",
);

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A member gets an account with a role.
    Join {
        /// The member.
        member: MemberId,
        /// The role.
        role: Role,
        /// Its place.
        place: Option<BodyId>,
        /// Its last day.
        until: Option<Date>,
    },
    /// An account gets a new password.
    Reset {
        /// The account.
        account: AccountId,
    },
}

impl Purpose {
    /// An invitation to hold a role.
    #[must_use]
    pub const fn join(member: MemberId, new: &NewGrant) -> Self {
        Purpose::Join {
            member,
            role: new.role,
            place: new.place,
            until: new.term.until,
        }
    }
}

/// An invitation as kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The union.
    pub union: UnionId,
    /// The invitation.
    pub id: InvitationId,
    /// What it is for.
    pub purpose: Purpose,
    /// Who made it.
    pub made_by: AccountId,
    /// Until when it may be used.
    pub expires: Instant,
    /// `used` or `withdrawn`.
    pub ended: Option<String>,
    /// The digest of its code.
    pub digest: [u8; 32],
}

impl Kept {
    /// Whether the code may be used.
    #[must_use]
    pub fn is_open(&self, now: Instant) -> bool {
        self.ended.is_none() && self.expires > now
    }
}

fn kept(row: &Row<'_>) -> Result<Kept, Error> {
    let mut cells = row.cells();
    let (union, id, kind): (_, _, String) = (cells.take()?, cells.take()?, cells.take()?);
    let (member, account, role): (Option<MemberId>, Option<AccountId>, Option<Role>) =
        (cells.take()?, cells.take()?, cells.take()?);
    let (place, until) = (cells.take()?, cells.take()?);
    let purpose = match (kind.as_str(), member, account, role) {
        ("join", Some(member), _, Some(role)) => Purpose::Join {
            member,
            role,
            place,
            until,
        },
        ("reset", _, Some(account), _) => Purpose::Reset { account },
        _ => return Err(Error::Wrong("an invitation for nothing".to_owned())),
    };
    Ok(Kept {
        union,
        id,
        purpose,
        made_by: cells.take()?,
        expires: cells.take()?,
        ended: cells.take()?,
        digest: cells.take()?,
    })
}

/// An invitation to be kept.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Its id.
    pub id: InvitationId,
    /// Its code.
    pub code: &'a str,
    /// What it is for.
    pub purpose: Purpose,
    /// Who makes it.
    pub by: AccountId,
    /// When.
    pub at: Instant,
}

/// Keeps an invitation; earlier ones for the same person are withdrawn.
///
/// # Errors
/// The store's.
pub fn add(w: &Writer, union: UnionId, new: &New<'_>) -> Result<(), Error> {
    add_digest(w, union, new, &digest(new.code), LIFE_MS)
}

/// Keeps an invitation whose code is known only to whoever holds it: here comes its digest, and how long it may be used.
///
/// # Errors
/// The store's.
pub(super) fn add_digest(
    w: &Writer,
    union: UnionId,
    new: &New<'_>,
    digest: &[u8; 32],
    life_ms: i64,
) -> Result<(), Error> {
    let (kind, member, account, role, place, until) = match new.purpose {
        Purpose::Join {
            member,
            role,
            place,
            until,
        } => ("join", Some(member), None, Some(role), place, until),
        Purpose::Reset { account } => ("reset", None, Some(account), None, None, None),
    };
    w.run(END_FOR, &[&union, &member, &account, &new.at])?;
    let expires = new.at.plus_millis(life_ms);
    w.run(
        ADD,
        &[
            &union, digest, &new.id, &kind, &member, &account, &role, &place, &until, &new.by, &new.at, &expires,
        ],
    )?;
    Ok(())
}

/// The invitation behind a code, also an ended one.
///
/// # Errors
/// The store's.
pub fn by_code(read: &Reader, typed: &str) -> Result<Option<Kept>, Error> {
    read.opt(BY_DIGEST, &[&digest(typed)], kept)
}

/// An invitation of a union.
///
/// # Errors
/// The store's; `Missing` if there is none.
pub fn by_id(read: &Reader, union: UnionId, id: InvitationId) -> Result<Kept, Error> {
    read.one(BY_ID, &[&union, &id], kept)
}

/// The invitations of a union that may still be used, the latest first.
///
/// # Errors
/// The store's.
pub fn open(read: &Reader, union: UnionId, now: Instant) -> Result<Vec<Kept>, Error> {
    read.rows(OPEN, &[&union, &now], kept)
}

/// Ends an invitation as `used` or `withdrawn`; says whether it was open.
///
/// # Errors
/// The store's.
pub fn end(w: &Writer, union: UnionId, id: InvitationId, how: &str, at: Instant) -> Result<bool, Error> {
    Ok(w.run(END, &[&union, &id, &how, &at])? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let id = Id::new(uuid::Uuid::from_u128(7));
        let made = code("a token", id);
        assert_eq!(made.len(), 19);
        assert_eq!(digest(&made), digest(&made.to_lowercase().replace('-', " ")));
        assert_eq!(digest("O1IL"), digest("0111"));
        assert_ne!(made, code("another token", id), "another session cannot work it out");
        assert_ne!(made, code("a token", Id::new(uuid::Uuid::from_u128(8))));
    }
}
