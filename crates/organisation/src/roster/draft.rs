//! A row of a roster as it would go into the register, every proposal taken.

use kernel::identity::IdentityNumber;
use org::{
    BodyId, NewMember, Status,
    members::{Field, Particulars},
};

use super::trouble::{Kind, Rules, Trouble};
use kernel::Date;

/// In which group somebody is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// In none that is said.
    #[default]
    None,
    /// In one there is.
    Is(BodyId),
    /// In one to be founded, by its name.
    New(String),
}

/// A row as it would go into the register.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What is known, but for the group.
    pub known: Particulars,
    /// The identity number.
    pub identity: Option<IdentityNumber>,
    /// The group.
    pub group: Group,
    /// The state, if the file says one.
    pub status: Option<Status>,
    /// Really another person than the one of the same name and phone.
    pub another: bool,
}

/// A row that was looked at.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// Its number in the file.
    pub number: i64,
    /// As it would go into the register.
    pub draft: Draft,
    /// The group as the file names it.
    pub group: String,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
    /// What is proposed, in the order of the troubles; empty where the proposal is to leave the place blank.
    pub proposals: Vec<String>,
}

impl Examined {
    /// Adds a trouble for which nothing can be proposed.
    pub fn bad(&mut self, trouble: Trouble) {
        self.troubles.push(trouble);
        self.proposals.push(String::new());
    }
    /// Adds a trouble with what is proposed.
    pub fn mend(&mut self, trouble: Trouble, proposal: impl Into<String>) {
        self.troubles.push(trouble);
        self.proposals.push(proposal.into());
    }
    /// Whether there is a trouble of a kind.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.troubles.iter().any(|t| t.kind == kind)
    }
    /// What is proposed for a trouble of a kind in a column.
    #[must_use]
    pub fn proposal(&self, trouble: &Trouble) -> &str {
        let at = self
            .troubles
            .iter()
            .position(|t| t.kind == trouble.kind && t.column == trouble.column);
        at.and_then(|at| self.proposals.get(at)).map_or("", String::as_str)
    }
}

impl Draft {
    /// The phone number; empty if none is known.
    #[must_use]
    pub fn phone(&self) -> &str {
        self.known.get(Field::Phone).unwrap_or_default()
    }
    /// The group's id, once those to be founded are there.
    #[must_use]
    pub fn group_id(&self, founded: impl Fn(&str) -> Option<BodyId>) -> Option<BodyId> {
        match &self.group {
            Group::None => None,
            Group::Is(id) => Some(*id),
            Group::New(name) => founded(name),
        }
    }
    /// The member to be added.
    #[must_use]
    pub fn into_member(self, rules: &Rules, today: Date, founded: impl Fn(&str) -> Option<BodyId>) -> NewMember {
        let group = self.group_id(founded);
        let joined = self.known.day(Field::Joined).or(rules.joined).unwrap_or(today);
        NewMember {
            identity: self.identity,
            group,
            joined: Some(joined),
            another: self.another,
            status: self.status,
            ..NewMember::of(self.known)
        }
    }
}
