//! Who may entrust whom with what.

use kernel::Date;
use web::{AccountId, Refusal};

use crate::{BodyId, role::Role, term::Term};

/// A role to be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    pub const fn whole(role: Role, from: Date) -> Self {
        Self {
            role,
            place: None,
            term: Term::open(from),
        }
    }
}

/// Whoever grants, revokes or disables, and the roles they hold for the whole union.
#[derive(Clone, Debug)]
pub struct By {
    /// The account.
    pub account: AccountId,
    /// Its roles today.
    pub roles: Vec<Role>,
}

impl By {
    /// Whether this is a chair.
    #[must_use]
    pub fn is_chair(&self) -> bool {
        self.roles.contains(&Role::Chair)
    }

    /// Whether they may grant this to somebody who holds `held`. `to` is `None` for somebody without an account yet.
    ///
    /// # Errors
    /// A refusal that says why not: nobody grants themselves; offices of weight are the chair's to give; a role
    /// fits its place; who spends money does not audit it.
    pub fn may_grant(
        &self,
        to: Option<AccountId>,
        new: &NewGrant,
        held: &[(Role, Option<BodyId>)],
    ) -> Result<(), Refusal> {
        if to == Some(self.account) {
            return Err(Refusal::new("org.accounts.not_oneself").status(403));
        }
        if new.role.by_chair_only() && !self.is_chair() {
            return Err(Refusal::field("role", "org.accounts.chair_only").status(403));
        }
        if new.place.is_some() && !new.role.may_be_local() {
            return Err(Refusal::field("place", "org.accounts.whole_only"));
        }
        if new.place.is_none() && new.role == Role::GroupLeader {
            return Err(Refusal::field("place", "org.accounts.place_needed"));
        }
        if held.contains(&(new.role, new.place)) {
            return Err(Refusal::field("role", "org.accounts.held_already"));
        }
        if held.iter().any(|(role, _)| excludes(*role, new.role)) {
            return Err(Refusal::field("role", "org.accounts.auditor_apart"));
        }
        Ok(())
    }

    /// Whether they may confirm a request of somebody for a new password of an account.
    ///
    /// # Errors
    /// A refusal: four eyes, and none of them the person's.
    pub fn may_confirm(&self, asked_by: AccountId, of: AccountId) -> Result<(), Refusal> {
        if self.account == of {
            return Err(Refusal::new("org.accounts.not_own_reset")
                .status(403)
                .next("/me/account"));
        }
        if self.account == asked_by {
            return Err(Refusal::new("org.resets.another_confirms").status(403));
        }
        Ok(())
    }

    /// Whether they may take a role away, disable an account or reset its password, when it holds these roles.
    ///
    /// # Errors
    /// A refusal: what only a chair gives, only a chair takes.
    pub fn may_touch(&self, roles: impl IntoIterator<Item = Role>) -> Result<(), Refusal> {
        if !self.is_chair() && roles.into_iter().any(Role::by_chair_only) {
            return Err(Refusal::new("org.accounts.chair_only_takes").status(403));
        }
        Ok(())
    }
}

/// Whoever leads or keeps the money does not audit it (工会经费审查: the chair, the vice-chair and the treasury do not
/// sit on the audit committee).
fn excludes(one: Role, other: Role) -> bool {
    let spends = |role| matches!(role, Role::Chair | Role::ViceChair | Role::Treasurer);
    (one == Role::Auditor && spends(other)) || (other == Role::Auditor && spends(one))
}

#[cfg(test)]
mod tests {
    use kernel::Id;

    use super::*;

    fn by(n: u128, roles: &[Role]) -> By {
        By {
            account: Id::new(uuid::Uuid::from_u128(n)),
            roles: roles.to_vec(),
        }
    }
    fn whole(role: Role) -> NewGrant {
        NewGrant::whole(role, "2026-01-01".parse().unwrap())
    }
    fn other() -> Option<AccountId> {
        Some(Id::new(uuid::Uuid::from_u128(9)))
    }

    #[test]
    fn nobody_grants_themselves() {
        let chair = by(1, &[Role::Chair]);
        for role in Role::ALL {
            assert!(
                chair.may_grant(Some(chair.account), &whole(*role), &[]).is_err(),
                "{role:?}"
            );
        }
    }

    #[test]
    fn offices_of_weight_are_the_chairs_to_give_and_take() {
        let (chair, admin) = (by(1, &[Role::Chair]), by(2, &[Role::Admin]));
        for role in [Role::Chair, Role::ViceChair, Role::Admin] {
            assert!(chair.may_grant(other(), &whole(role), &[]).is_ok());
            assert!(admin.may_grant(other(), &whole(role), &[]).is_err());
            assert!(admin.may_touch([Role::MemberRole, role]).is_err());
            assert!(chair.may_touch([role]).is_ok());
        }
        assert!(admin.may_grant(other(), &whole(Role::Officer), &[]).is_ok());
        assert!(admin.may_touch([Role::Officer]).is_ok());
    }

    #[test]
    fn four_eyes_see_a_reset_and_none_of_them_the_persons() {
        let chair = by(1, &[Role::Chair]);
        let (asker, person) = (other().unwrap(), Id::new(uuid::Uuid::from_u128(3)));
        assert!(chair.may_confirm(asker, person).is_ok());
        assert!(chair.may_confirm(chair.account, person).is_err());
        assert!(chair.may_confirm(asker, chair.account).is_err());
    }

    #[test]
    fn who_spends_does_not_audit() {
        let chair = by(1, &[Role::Chair]);
        for role in [Role::Chair, Role::ViceChair, Role::Treasurer] {
            assert!(
                chair
                    .may_grant(other(), &whole(Role::Auditor), &[(role, None)])
                    .is_err()
            );
            assert!(
                chair
                    .may_grant(other(), &whole(role), &[(Role::Auditor, None)])
                    .is_err()
            );
        }
        assert!(
            chair
                .may_grant(other(), &whole(Role::Auditor), &[(Role::MemberRole, None)])
                .is_ok()
        );
    }

    #[test]
    fn a_role_fits_its_place_and_is_held_once() {
        let chair = by(1, &[Role::Chair]);
        let place: Option<BodyId> = Some(Id::new(uuid::Uuid::from_u128(5)));
        let here = |role| NewGrant { place, ..whole(role) };
        assert!(chair.may_grant(other(), &here(Role::Treasurer), &[]).is_err());
        assert!(chair.may_grant(other(), &here(Role::GroupLeader), &[]).is_ok());
        assert!(chair.may_grant(other(), &whole(Role::GroupLeader), &[]).is_err());
        assert!(
            chair
                .may_grant(other(), &here(Role::GroupLeader), &[(Role::GroupLeader, place)])
                .is_err()
        );
    }
}
