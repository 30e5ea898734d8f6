//! Who answers for visiting a member: who leads the member's group, or else an officer.

use ::store::{Error, Reader};
use kernel::{Date, UnionId};
use org::{
    BodyId, MemberId, Role,
    accounts::store::{Granted, accounts, grants},
    bodies::posts,
};
use rustc_hash::FxHashMap;

/// Who leads which group, and which officers there are, on a day.
pub(super) struct Leaders {
    groups: Vec<(BodyId, MemberId)>,
    heads: Vec<(BodyId, MemberId)>,
    officers: Vec<MemberId>,
}

impl Leaders {
    /// Those of a union on a day.
    pub(super) fn load(read: &Reader, union: UnionId, today: Date) -> Result<Self, Error> {
        let mut members = FxHashMap::default();
        for account in accounts(read, union, None)?.into_iter().filter(|a| a.active) {
            members.extend(account.member.map(|m| (account.id, m)));
        }
        let all = grants(read, union, None)?;
        let held = |g: &&Granted| {
            g.revoked.is_none() && g.term.from <= today && g.term.until.is_none_or(|until| until >= today)
        };
        let (mut groups, mut officers) = (Vec::new(), Vec::new());
        for role in [Role::Officer, Role::ViceChair, Role::Chair] {
            for grant in all.iter().filter(held).filter(|g| g.role == role && g.place.is_none()) {
                officers.extend(members.get(&grant.account).copied());
            }
        }
        for grant in all.iter().filter(held).filter(|g| g.role == Role::GroupLeader) {
            groups.extend(grant.place.zip(members.get(&grant.account).copied()));
        }
        Ok(Self {
            groups,
            heads: heads(read, union, today)?,
            officers,
        })
    }
    /// Who visits a member: never the member.
    pub(super) fn of(&self, member: MemberId, group: Option<BodyId>) -> Option<MemberId> {
        let here = self.groups.iter().chain(&self.heads);
        let leader = here.filter(|(body, _)| Some(*body) == group).map(|(_, m)| *m);
        leader.chain(self.officers.iter().copied()).find(|m| *m != member)
    }
    /// Who settles whom to visit in a season.
    pub(super) fn officer(&self) -> Option<MemberId> {
        self.officers.first().copied()
    }
}

/// Who holds the first post of each body.
fn heads(read: &Reader, union: UnionId, today: Date) -> Result<Vec<(BodyId, MemberId)>, Error> {
    let holders = posts::holders(read, union, None, false)?;
    let mut heads = Vec::new();
    for post in posts::posts(read, union, None, today)? {
        let first = holders.iter().find(|h| h.post == post.id).map(|h| h.member);
        if !heads.iter().any(|(body, _)| *body == post.body) {
            heads.extend(first.map(|m| (post.body, m)));
        }
    }
    Ok(heads)
}
