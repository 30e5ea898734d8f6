//! Accounts, standings and roles in the store.

use kernel::{Clock, Lang, UnionId};
use store::{Error, Sql, Writer};
use web::AccountId;

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

/// A role to be granted.
#[derive(Clone, Copy, Debug)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// For one body and what lies below it; for the whole union if not said.
    pub place: Option<BodyId>,
    /// From when until when.
    pub term: Term,
}

impl NewGrant {
    /// A role for the whole union, without an end.
    #[must_use]
    pub const fn whole(role: Role, from: kernel::Date) -> Self {
        Self {
            role,
            place: None,
            term: Term::open(from),
        }
    }
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
