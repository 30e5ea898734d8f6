//! The order of turns, and who goes where by it. Pure: what decides is passed in, and every line says why it stands there.
//!
//! Whoever has never been goes first, then whoever went longest ago, then who joined first, then by the sound of the name. Before them go those with a mark
//! that a rule of the place sets first ([`rules::key::RECUPERATION_FIRST`]), and before and after all of them those whom an
//! officer set there with a reason. Then each gets the first of their wishes where a place is left, as long as their branch and
//! the whole plan have places left.

use std::collections::BTreeMap;

use kernel::Date;
use org::BodyId;
use schemars::JsonSchema;
use serde::Serialize;

use super::model::{EntryId, GroupId, Lift, Mark};

/// Somebody who wishes to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Their sign-up.
    pub id: EntryId,
    /// Their branch or group.
    pub body: Option<BodyId>,
    /// Where they wish to go, the dearest first.
    pub wishes: Vec<GroupId>,
    /// The mark that sets them first by a rule.
    pub mark: Option<Mark>,
    /// An officer's exception.
    pub lift: Option<Lift>,
    /// The year in which they last went.
    pub last: Option<i64>,
    /// When they joined, if the register knows.
    pub joined: Option<Date>,
    /// The sound of their name: what decides where nothing else does.
    pub sound: String,
}

/// What decided where somebody stands, the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// An officer set them there.
    Lift(Lift),
    /// A rule sets their mark first.
    Mark(Mark),
    /// They have never been.
    Never,
    /// They went last in this year.
    Last(i64),
}

impl Candidate {
    /// What decides where they stand.
    #[must_use]
    pub fn because(&self) -> Because {
        match (self.lift, self.mark, self.last) {
            (Some(lift), ..) => Because::Lift(lift),
            (None, Some(mark), _) => Because::Mark(mark),
            (None, None, Some(year)) => Because::Last(year),
            (None, None, None) => Because::Never,
        }
    }
}

/// Puts those who wish to go into the order of turns. Of two of whom nothing else decides, the one goes first who
/// stands first in any list of names, by sound; of two whose names sound alike, the one who signed up first.
pub fn sort(all: &mut [Candidate]) {
    all.sort_by_cached_key(|c| {
        let lift = match c.lift {
            Some(Lift::First) => 0,
            None => 1,
            Some(Lift::Last) => 2,
        };
        // none is before any year; whoever's joining is not known comes after those of whom it is
        (
            lift,
            c.mark.is_none(),
            c.last,
            c.joined.is_none(),
            c.joined,
            c.sound.clone(),
            c.id,
        )
    });
}

/// How many places there are, before anybody gets one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Of the whole plan.
    pub all: i64,
    /// Of each group.
    pub groups: BTreeMap<GroupId, i64>,
    /// Of the branches that have a quota of their own.
    pub bodies: BTreeMap<BodyId, i64>,
}

/// What somebody gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gets {
    /// A place in this group, by their wish of this number.
    Group(GroupId, usize),
    /// Nothing: the groups they wish for are full.
    GroupsFull,
    /// Nothing: their branch has sent as many as it may.
    BranchFull,
    /// Nothing: as many go as may go in all.
    PlanFull,
}

impl Room {
    /// What somebody gets of what is left; it is less after.
    pub fn give(&mut self, to: &Candidate) -> Gets {
        if self.all <= 0 {
            return Gets::PlanFull;
        }
        let branch = to.body.and_then(|body| self.bodies.get_mut(&body));
        if branch.as_ref().is_some_and(|left| **left <= 0) {
            return Gets::BranchFull;
        }
        let left = |group: &GroupId| self.groups.get(group).is_some_and(|left| *left > 0);
        let Some(nth) = to.wishes.iter().position(left) else {
            return Gets::GroupsFull;
        };
        let Some(group) = to.wishes.get(nth).copied() else {
            return Gets::GroupsFull;
        };
        self.all -= 1;
        if let Some(left) = branch {
            *left -= 1;
        }
        if let Some(left) = self.groups.get_mut(&group) {
            *left -= 1;
        }
        Gets::Group(group, nth)
    }
}

/// What each gets, in the order of turns.
#[must_use]
pub fn allot(mut room: Room, all: &[Candidate]) -> Vec<(EntryId, Gets)> {
    all.iter().map(|c| (c.id, room.give(c))).collect()
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
