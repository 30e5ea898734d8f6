//! Granting and revoking roles, disabling and enabling accounts.

use kernel::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{AccountId, Act, Done, Refusal, Reply, Stop, View};

use super::{
    Happened,
    model::{By, NewGrant},
    store::{self, GrantId, Line},
};
use crate::{BodyId, MemberId, bodies, role::Role, standing, term::Term};

/// Who acts, with the roles held for the whole union.
pub(super) fn by(view: &View<'_>) -> Reply<By> {
    let held = standing::held(view, view.union(), view.actor().account, view.today())?;
    Ok(By {
        account: view.actor().account,
        roles: held
            .into_iter()
            .filter(|(_, place)| place.is_none())
            .map(|(role, _)| role)
            .collect(),
    })
}

/// An account that stands in this union; absent otherwise.
pub(super) fn known(view: &View<'_>, id: AccountId) -> Reply<Line> {
    store::accounts(view, view.union(), Some(id))?
        .pop()
        .ok_or_else(|| Refusal::missing().into())
}

/// The roles an account holds or will hold.
pub(super) fn held(view: &View<'_>, id: AccountId) -> Reply<Vec<(Role, Option<BodyId>)>> {
    let all = store::grants(view, view.union(), Some(id))?;
    let today = view.today();
    let living = all
        .iter()
        .filter(|g| g.revoked.is_none() && g.term.until.is_none_or(|until| until >= today));
    Ok(living.map(|g| (g.role, g.place)).collect())
}

/// A place and a term as typed.
pub(super) fn new_grant(
    view: &View<'_>,
    role: Role,
    place: Option<BodyId>,
    from: Option<Date>,
    until: Option<Date>,
) -> Reply<NewGrant> {
    if let Some(place) = place {
        let body = bodies::store::find(view, view.union(), place)?;
        if !body.is_some_and(|b| b.kind.has_members() && b.until.is_none()) {
            return Err(Refusal::field("place", "org.members.group_unknown").into());
        }
    }
    let from = from.unwrap_or_else(|| view.today());
    let term = Term::new(from, until).ok_or_else(|| Stop::from(Refusal::field("until", "org.term_order")))?;
    if until.is_some_and(|until| until < view.today()) {
        return Err(Refusal::field("until", "org.accounts.term_past").into());
    }
    Ok(NewGrant { role, place, term })
}

/// A role to be granted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct GrantRole {
    id: AccountId,
    role: Role,
    place: Option<BodyId>,
    from: Option<Date>,
    until: Option<Date>,
}

/// Grants a role for a place and a term.
pub(super) fn grant(act: &mut Act<'_>, form: GrantRole) -> Reply<Done> {
    known(act, form.id)?;
    let new = new_grant(act, form.role, form.place, form.from, form.until)?;
    by(act)?.may_grant(Some(form.id), &new, &held(act, form.id)?)?;
    let by = act.actor().account;
    let grant = store::grant(act.writer(), act.clock(), act.union(), form.id, &new, Some(by))?;
    act.note(&Happened::Granted {
        account: form.id,
        grant,
        role: new.role,
        place: new.place,
        from: new.term.from,
        until: new.term.until,
    })?;
    Ok(Done::to(format!("/accounts/{}", form.id))
        .record(form.id)
        .say("org.accounts.granted"))
}

/// A role to be taken away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct RevokeRole {
    id: AccountId,
    grant: GrantId,
}

/// Takes a role away; the last chair's cannot be taken.
pub(super) fn revoke(act: &mut Act<'_>, form: RevokeRole) -> Reply<Done> {
    known(act, form.id)?;
    let all = store::grants(act, act.union(), Some(form.id))?;
    let grant = all
        .iter()
        .find(|g| g.id == form.grant && g.revoked.is_none())
        .ok_or_else(Refusal::missing)?;
    by(act)?.may_touch([grant.role])?;
    if grant.role == Role::Chair {
        keep_a_chair(act, form.id)?;
    }
    if !store::revoke(act.writer(), act.union(), form.grant, act.actor().account, act.now())? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Revoked {
        account: form.id,
        grant: form.grant,
        role: grant.role,
    })?;
    Ok(Done::to(format!("/accounts/{}", form.id))
        .record(form.id)
        .say("org.accounts.revoked"))
}

/// Refuses if this account is the last chair's: nobody could grant roles any more.
fn keep_a_chair(act: &Act<'_>, account: AccountId) -> Reply<()> {
    if store::other_chairs(act, act.union(), account, act.today())? == 0 {
        return Err(Refusal::new("org.accounts.last_chair").status(409).into());
    }
    Ok(())
}

/// Which account.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    pub(super) id: AccountId,
}

/// Disables an account; not one's own, and not the last chair's.
pub(super) fn disable(act: &mut Act<'_>, form: This) -> Reply<Done> {
    known(act, form.id)?;
    if form.id == act.actor().account {
        return Err(Refusal::new("org.accounts.not_own_disable").status(403).into());
    }
    stop(act, form.id, &held(act, form.id)?)?;
    act.note(&Happened::Disabled { account: form.id })?;
    Ok(Done::to(format!("/accounts/{}", form.id))
        .record(form.id)
        .say("org.accounts.disabled"))
}

fn stop(act: &Act<'_>, account: AccountId, held: &[(Role, Option<BodyId>)]) -> Reply<()> {
    by(act)?.may_touch(held.iter().map(|(role, _)| *role))?;
    unseat(act, account, held)
}

/// Ends the standing of an account here, unless it is the last chair's.
fn unseat(act: &Act<'_>, account: AccountId, held: &[(Role, Option<BodyId>)]) -> Reply<()> {
    if held.contains(&(Role::Chair, None)) {
        keep_a_chair(act, account)?;
    }
    store::set_standing(act.writer(), act.union(), account, false)?;
    Ok(())
}

/// Lets a disabled account sign in again.
pub(super) fn enable(act: &mut Act<'_>, form: This) -> Reply<Done> {
    known(act, form.id)?;
    by(act)?.may_touch(held(act, form.id)?.into_iter().map(|(role, _)| role))?;
    store::set_standing(act.writer(), act.union(), form.id, true)?;
    act.note(&Happened::Enabled { account: form.id })?;
    Ok(Done::to(format!("/accounts/{}", form.id))
        .record(form.id)
        .say("org.accounts.enabled"))
}

/// Whoever leaves the union gives up account and roles here; the last chair cannot. Also by the program itself, when
/// another union's answer lets a member go.
///
/// # Errors
/// A refusal for one's own account and for the last chair; the store's.
pub fn leave(act: &Act<'_>, member: MemberId) -> Reply<()> {
    for account in store::of_member(act, act.union(), member)? {
        if account == act.actor().account {
            return Err(Refusal::new("org.accounts.not_own_disable").status(403).into());
        }
        let held = held(act, account)?;
        if act.actor().account.raw().is_nil() {
            unseat(act, account, &held)?;
        } else {
            stop(act, account, &held)?;
        }
        store::revoke_all(act.writer(), act.union(), account, act.actor().account, act.now())?;
        act.note(&Happened::Disabled { account })?;
    }
    Ok(())
}

/// Refuses if the member is the last chair of the union, who has to hand the office over before leaving.
///
/// # Errors
/// The refusal; the store's.
pub fn may_leave(act: &Act<'_>, member: MemberId) -> Reply<()> {
    for account in store::of_member(act, act.union(), member)? {
        if held(act, account)?.contains(&(Role::Chair, None)) {
            keep_a_chair(act, account)?;
        }
    }
    Ok(())
}
