//! Who else is in a story: members without an account, officers of one branch, somebody who comes again on a later day.

use org::{BodyId, BodyKind, MemberId, NewMember, Role, accounts::model::NewGrant};
use store::{Error, Sql};
use web::{AccountId, inside::Client};

use crate::Story;

impl Story {
    /// A branch, or a group below another body.
    ///
    /// # Panics
    /// If the store fails.
    #[must_use]
    pub fn body(&self, name: &str, parent: Option<BodyId>) -> BodyId {
        let (clock, union, name) = (self.clock.clone(), self.union, name.to_owned());
        let kind = if parent.is_some() {
            BodyKind::Group
        } else {
            BodyKind::Branch
        };
        let made: Result<BodyId, Error> = self
            .store
            .write(move |w| org::add_body(w, &clock, union, kind, &name, parent));
        made.expect("a body")
    }
    /// A member of a body, or of none, who has no account.
    ///
    /// # Panics
    /// If the store fails.
    #[must_use]
    pub fn somebody(&self, name: &str, body: Option<BodyId>) -> MemberId {
        let (clock, union, name) = (self.clock.clone(), self.union, name.to_owned());
        let made: Result<MemberId, Error> = self.store.write(move |w| {
            let mut new = NewMember {
                name: name.clone(),
                ..NewMember::default()
            };
            new.group = body;
            org::add_member(w, &clock, union, new)
        });
        made.expect("a member")
    }
    /// Somebody who has signed in and holds this role for one branch or group, and besides it the member's alone.
    ///
    /// # Panics
    /// If the store fails.
    #[must_use]
    pub fn local(&self, role: Role, body: BodyId) -> (Client, MemberId) {
        let (client, member) = self.member(Role::MemberRole);
        self.grant(member, role, Some(body));
        (client, member)
    }
    /// Grants somebody a role from today, for a body or for the whole union, under each account they have.
    ///
    /// # Panics
    /// If the store fails.
    pub fn grant(&self, member: MemberId, role: Role, body: Option<BodyId>) {
        let (clock, union) = (self.clock.clone(), self.union);
        let granted: Result<(), Error> = self.store.write(move |w| {
            let mut grant = NewGrant::whole(role, clock.now().day());
            grant.place = body;
            for account in org::accounts::store::of_member(w, union, member)? {
                org::accounts::store::grant(w, &clock, union, account, &grant, None)?;
            }
            Ok(())
        });
        granted.expect("a grant");
    }
    /// Somebody at the doors again, on a later day.
    ///
    /// # Panics
    /// If they have no account.
    #[must_use]
    pub fn back(&self, member: MemberId) -> Client {
        self.enter(self.account(member))
    }
    /// The account of a member.
    fn account(&self, member: MemberId) -> AccountId {
        let union = self.union;
        let accounts: Result<Vec<AccountId>, Error> =
            self.store.read(|r| org::accounts::store::of_member(r, union, member));
        *accounts.expect("accounts").first().expect("an account")
    }
    /// Changes rows as somebody with another tool would: the statement takes the union alone. Something must have changed.
    ///
    /// # Panics
    /// If nothing did.
    pub fn by_hand(&self, sql: Sql) {
        let union = self.union;
        let done: Result<u64, Error> = self.store.write(move |w| w.run(sql, &[&union]));
        assert!(done.expect("a change") > 0, "nothing was changed");
    }
}
