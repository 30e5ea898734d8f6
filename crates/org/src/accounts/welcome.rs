//! Inviting a new member to an account: what comes with being taken in, whoever approved it.

use web::{Act, Refusal, Reply};

use super::{
    Happened,
    code::{self, InvitationId, Purpose},
    model::NewGrant,
    store,
};
use crate::{MemberId, role::Role};

/// How many days a new member has to open an account.
pub const WELCOME_DAYS: i64 = 30;

/// Invites a member who was just taken in to an account with the role of a member; `None` if there is one already. The
/// code is the one behind `digest`, which the member holds; if there is none, one of the actor's session.
///
/// # Errors
/// The store's.
pub fn welcome(act: &Act<'_>, member: MemberId, digest: Option<[u8; 32]>) -> Reply<Option<InvitationId>> {
    if !store::of_member(act, act.union(), member)?.is_empty() {
        return Ok(None);
    }
    let id: InvitationId = act.id();
    let own = act.token().map(|token| code::code(token, id)).unwrap_or_default();
    if digest.is_none() && own.is_empty() {
        return Err(Refusal::forbidden().into());
    }
    let role = Role::MemberRole;
    let new = code::New {
        id,
        code: &own,
        purpose: Purpose::join(member, &NewGrant::whole(role, act.today())),
        by: act.actor().account,
        at: act.now(),
    };
    let digest = digest.unwrap_or_else(|| code::digest(&own));
    code::add_digest(
        act.writer(),
        act.union(),
        &new,
        &digest,
        WELCOME_DAYS * 24 * 60 * 60 * 1000,
    )?;
    act.note(&Happened::Invited {
        invitation: id,
        member,
        role,
    })?;
    Ok(Some(id))
}
