//! Accounts, standings and roles in the store.

use kernel::{Clock, Date, Instant, Lang, UnionId};
use store::{Error, Reader, Row, Sql, Writer};
use web::AccountId;

use super::model::NewGrant;
use crate::{BodyId, MemberId, role::Role, term::Term};

/// The kind of a grant: a role held by an account.
pub enum Grant {}
/// The id of a grant.
pub type GrantId = kernel::Id<Grant>;

const STAND: Sql = Sql::house(
    "INSERT INTO stand (account_id, union_id, member_id, status, since) VALUES ($1, $2, $3, 'active', $4)
     ON CONFLICT (account_id, union_id) DO UPDATE SET member_id = excluded.member_id, status = 'active'",
    "which unions an account stands in is asked before its union is known",
);
const GRANT: Sql = Sql::union(
    "INSERT INTO role_grant (union_id, id, account_id, role, body_id, from_day, until_day, granted_by, revoked_at, revoked_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL)",
);

/// Adds an account for a member of a union, with a role for the whole union from today. The constraint
/// `account_sign_key` says that the sign-in name is taken.
///
/// # Errors
/// The store's; `Missing` if there is no such member.
#[expect(
    clippy::too_many_arguments,
    reason = "called by hand in few places, each argument of its own type"
)]
pub fn add_account(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    member: MemberId,
    sign_name: &str,
    hash: Option<&str>,
    role: Role,
    lang: Lang,
) -> Result<AccountId, Error> {
    let id = clock.id();
    let name = crate::members::store::get(w, union, member)?.name;
    web::door::store::add(w, id, sign_name, &name, hash, lang, clock.now())?;
    stand(w, clock, id, union, Some(member))?;
    grant(w, clock, union, id, &NewGrant::whole(role, clock.today()), None)?;
    Ok(id)
}

/// Lets an account stand in a union, as a member if one is named.
///
/// # Errors
/// The store's.
pub fn stand(
    w: &Writer,
    clock: &Clock,
    account: AccountId,
    union: UnionId,
    member: Option<MemberId>,
) -> Result<(), Error> {
    w.run(STAND, &[&account, &union, &member, &clock.now()]).map(drop)
}

/// Grants a role to an account that stands in the union.
///
/// # Errors
/// The store's.
pub fn grant(
    w: &Writer,
    clock: &Clock,
    union: UnionId,
    account: AccountId,
    new: &NewGrant,
    by: Option<AccountId>,
) -> Result<GrantId, Error> {
    let id = clock.id();
    w.run(
        GRANT,
        &[
            &union,
            &id,
            &account,
            &new.role,
            &new.place,
            &new.term.from,
            &new.term.until,
            &by,
        ],
    )?;
    Ok(id)
}

const ACCOUNTS: Sql = Sql::union(
    "SELECT s.account_id, a.sign_name, COALESCE(m.name, a.name), s.member_id,
       CASE WHEN s.status = 'active' AND a.status = 'active' THEN 1 ELSE 0 END,
       CASE WHEN a.password IS NULL THEN 0 ELSE 1 END
     FROM stand s JOIN account a ON a.id = s.account_id
     LEFT JOIN member m ON m.union_id = s.union_id AND m.id = s.member_id
     WHERE s.union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR s.account_id = $2)
     ORDER BY COALESCE(m.sound, a.sign_key), s.account_id LIMIT 2000",
);
const GRANTS: Sql = Sql::union(
    "SELECT g.id, g.account_id, g.role, g.body_id, b.name, g.from_day, g.until_day, g.revoked_at
     FROM role_grant g LEFT JOIN body b ON b.union_id = g.union_id AND b.id = g.body_id
     WHERE g.union_id = $1 AND (CAST($2 AS BYTEA) IS NULL OR g.account_id = $2)
     ORDER BY g.from_day, g.id LIMIT 5000",
);
const REVOKE: Sql = Sql::union(
    "UPDATE role_grant SET revoked_at = $3, revoked_by = $4 WHERE union_id = $1 AND id = $2 AND revoked_at IS NULL",
);
const REVOKE_ALL: Sql = Sql::union(
    "UPDATE role_grant SET revoked_at = $3, revoked_by = $4
     WHERE union_id = $1 AND account_id = $2 AND revoked_at IS NULL",
);
const OTHER_CHAIRS: Sql = Sql::union(
    "SELECT COUNT(*) FROM role_grant g
     JOIN stand s ON s.union_id = g.union_id AND s.account_id = g.account_id AND s.status = 'active'
     JOIN account a ON a.id = g.account_id AND a.status = 'active'
     WHERE g.union_id = $1 AND g.role = 'chair' AND g.body_id IS NULL AND g.revoked_at IS NULL
       AND g.from_day <= $2 AND (g.until_day IS NULL OR g.until_day >= $2) AND g.account_id <> $3",
);
const WITHOUT: Sql = Sql::union(
    "SELECT m.id, m.name, b.name FROM member m LEFT JOIN body b ON b.union_id = m.union_id AND b.id = m.body_id
     WHERE m.union_id = $1 AND m.status = 'active'
       AND (CAST($2 AS BYTEA) IS NULL OR m.body_id IN (
         SELECT g.id FROM body g WHERE g.union_id = $1 AND (g.id = $2 OR g.parent_id = $2)))
       AND NOT EXISTS (SELECT 1 FROM stand s WHERE s.union_id = $1 AND s.member_id = m.id AND s.status = 'active')
       AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.union_id = $1 AND i.member_id = m.id AND i.ended IS NULL
         AND i.expires_at > $3)
     ORDER BY m.sound, m.id LIMIT $4",
);
const OF_MEMBER: Sql =
    Sql::union("SELECT s.account_id FROM stand s WHERE s.union_id = $1 AND s.member_id = $2 AND s.status = 'active'");
const SET_STAND: Sql = Sql::union("UPDATE stand SET status = $3 WHERE union_id = $1 AND account_id = $2");
const ELSEWHERE: Sql = Sql::house(
    "SELECT COUNT(*) FROM stand WHERE account_id = $1 AND union_id <> $2 AND status = 'active'",
    "whether an account stands in another union as well",
);

/// An account as it stands in a union.
#[derive(Clone, Debug)]
pub struct Line {
    /// The account.
    pub id: AccountId,
    /// The sign-in name.
    pub sign_name: String,
    /// The person's name.
    pub name: String,
    /// The member.
    pub member: Option<MemberId>,
    /// Whether it may sign in here.
    pub active: bool,
    /// Whether it has a password.
    pub ready: bool,
}

/// The accounts that stand in a union (at most 2,000), or one of them.
///
/// # Errors
/// The store's.
pub fn accounts(read: &Reader, union: UnionId, one: Option<AccountId>) -> Result<Vec<Line>, Error> {
    read.rows(ACCOUNTS, &[&union, &one], |row| {
        let mut cells = row.cells();
        Ok(Line {
            id: cells.take()?,
            sign_name: cells.take()?,
            name: cells.take()?,
            member: cells.take()?,
            active: cells.take()?,
            ready: cells.take()?,
        })
    })
}

/// A role as it was granted.
#[derive(Clone, Debug)]
pub struct Granted {
    /// The grant.
    pub id: GrantId,
    /// To whom.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// Its place.
    pub place: Option<BodyId>,
    /// The place's name.
    pub place_name: Option<String>,
    /// From when until when.
    pub term: Term,
    /// When it was taken away.
    pub revoked: Option<Instant>,
}

fn granted(row: &Row<'_>) -> Result<Granted, Error> {
    let mut cells = row.cells();
    Ok(Granted {
        id: cells.take()?,
        account: cells.take()?,
        role: cells.take()?,
        place: cells.take()?,
        place_name: cells.take()?,
        term: Term {
            from: cells.take()?,
            until: cells.take()?,
        },
        revoked: cells.take()?,
    })
}

/// The roles granted in a union, or to one account of it, also past ones.
///
/// # Errors
/// The store's.
pub fn grants(read: &Reader, union: UnionId, account: Option<AccountId>) -> Result<Vec<Granted>, Error> {
    read.rows(GRANTS, &[&union, &account], granted)
}

/// Takes a role away; says whether it was held.
///
/// # Errors
/// The store's.
pub fn revoke(w: &Writer, union: UnionId, id: GrantId, by: AccountId, at: Instant) -> Result<bool, Error> {
    Ok(w.run(REVOKE, &[&union, &id, &at, &by])? > 0)
}

/// Takes all roles of an account away.
///
/// # Errors
/// The store's.
pub fn revoke_all(w: &Writer, union: UnionId, account: AccountId, by: AccountId, at: Instant) -> Result<u64, Error> {
    w.run(REVOKE_ALL, &[&union, &account, &at, &by])
}

/// How many others hold the chair's role today and can sign in.
///
/// # Errors
/// The store's.
pub fn other_chairs(read: &Reader, union: UnionId, but: AccountId, today: Date) -> Result<i64, Error> {
    read.one(OTHER_CHAIRS, &[&union, &today, &but], |row| row.get(0))
}

/// The account of a member, if it has one that stands here.
///
/// # Errors
/// The store's.
pub fn of_member(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<AccountId>, Error> {
    read.rows(OF_MEMBER, &[&union, &member], |row| row.get(0))
}

/// A member who has no account.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Without {
    /// The member.
    pub id: MemberId,
    /// Their name.
    pub name: String,
    /// Their group.
    pub group: Option<String>,
}

/// Members of a union, or of one group and those below it, who have neither an account nor a code that may still be used;
/// by the sound of their names.
///
/// # Errors
/// The store's.
pub fn without_account(
    read: &Reader,
    union: UnionId,
    group: Option<BodyId>,
    now: Instant,
    most: usize,
) -> Result<Vec<Without>, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    read.rows(WITHOUT, &[&union, &group, &now, &most], |row| {
        Ok(Without {
            id: row.get(0)?,
            name: row.get(1)?,
            group: row.get(2)?,
        })
    })
}

/// Whether an account stands in another union too.
///
/// # Errors
/// The store's.
pub fn stands_elsewhere(read: &Reader, union: UnionId, account: AccountId) -> Result<bool, Error> {
    Ok(read.one(ELSEWHERE, &[&account, &union], |row| row.get::<i64>(0))? > 0)
}

/// Lets an account stand in a union, or not. An account that stands nowhere else is disabled with it, and all its
/// sessions end.
///
/// # Errors
/// The store's.
pub fn set_standing(w: &Writer, union: UnionId, account: AccountId, stands: bool) -> Result<(), Error> {
    w.run(
        SET_STAND,
        &[&union, &account, &if stands { "active" } else { "stopped" }],
    )?;
    if stands {
        return web::door::store::set_active(w, account, true);
    }
    if !stands_elsewhere(w, union, account)? {
        web::door::store::set_active(w, account, false)?;
        web::session::close_all(w, account)?;
    }
    Ok(())
}
