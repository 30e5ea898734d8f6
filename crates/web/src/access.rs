//! Who acts, and what they may do.

use std::collections::BTreeMap;

use kernel::{Id, Lang, UnionId};
use serde::Serialize;

/// The kind of an account: somebody who can sign in.
pub enum Account {}
/// The id of an account.
pub type AccountId = Id<Account>;

/// Something a role allows, such as `plan.write`. Declared by the commons; roles are sets of powers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Power(pub &'static str);

/// For which part of a union a power is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// For the whole union.
    Whole,
    /// For these bodies, as plain ids, and what lies below them.
    Bodies(Vec<uuid::Uuid>),
}

/// The powers somebody holds in the union they look at, each with the part of it for which it is held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Powers(BTreeMap<Power, Extent>);

impl Powers {
    /// Whether the power is among them, be it for the whole union or a part.
    #[must_use]
    pub fn has(&self, power: Power) -> bool {
        self.0.contains_key(&power)
    }
    /// For which part of the union the power is held.
    #[must_use]
    pub fn extent(&self, power: Power) -> Option<&Extent> {
        self.0.get(&power)
    }
    /// All of them, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = Power> {
        self.0.keys().copied()
    }
    /// Keeps those for which `stays` says so.
    pub(crate) fn retain(&mut self, stays: impl Fn(Power) -> bool) {
        self.0.retain(|power, _| stays(*power));
    }
    fn add(&mut self, power: Power, body: Option<uuid::Uuid>) {
        let extent = self.0.entry(power).or_insert(Extent::Bodies(Vec::new()));
        match (&mut *extent, body) {
            (Extent::Bodies(bodies), Some(body)) if !bodies.contains(&body) => bodies.push(body),
            (Extent::Bodies(_), None) => *extent = Extent::Whole,
            _ => {}
        }
    }
}

/// Held for the whole union.
impl FromIterator<Power> for Powers {
    fn from_iter<I: IntoIterator<Item = Power>>(iter: I) -> Self {
        iter.into_iter().map(|power| (power, None)).collect()
    }
}

/// Each held for a body, or for the whole union where none is named.
impl FromIterator<(Power, Option<uuid::Uuid>)> for Powers {
    fn from_iter<I: IntoIterator<Item = (Power, Option<uuid::Uuid>)>>(iter: I) -> Self {
        let mut powers = Self::default();
        for (power, body) in iter {
            powers.add(power, body);
        }
        powers
    }
}

/// The rule at a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Open to strangers.
    Anyone,
    /// Whoever has signed in and stands in a union.
    SignedIn,
    /// Only with this power in the union looked at.
    May(Power),
}

/// Where an account stands: its union today, its name there and its powers.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The union looked at.
    pub union: UnionId,
    /// Its name.
    pub union_name: String,
    /// All unions in which the account holds anything, for the switcher.
    pub unions: Vec<(UnionId, String)>,
    /// The person's name.
    pub name: String,
    /// The member record of this person in this union, as plain id, if there is one.
    pub member: Option<uuid::Uuid>,
    /// What they may do here today.
    pub powers: Powers,
    /// Whether one of their roles asks for a second factor.
    pub second_due: bool,
}

/// Who makes the request. A stranger has the nil account, the nil union (which has no rows) and no powers.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account, or nil.
    pub account: AccountId,
    /// The union looked at, or nil.
    pub union: UnionId,
    /// Where and as whom.
    pub standing: Option<Standing>,
    /// The language of the answer.
    pub lang: Lang,
}

impl Actor {
    /// Somebody who has not signed in.
    #[must_use]
    pub fn stranger(lang: Lang) -> Self {
        Self {
            account: Id::new(uuid::Uuid::nil()),
            union: Id::new(uuid::Uuid::nil()),
            standing: None,
            lang,
        }
    }
    /// Whether there is an account behind it.
    #[must_use]
    pub fn signed_in(&self) -> bool {
        self.standing.is_some()
    }
    /// Whether the actor holds the power in the union looked at.
    #[must_use]
    pub fn may(&self, power: Power) -> bool {
        self.standing.as_ref().is_some_and(|s| s.powers.has(power))
    }
    /// The name shown and recorded.
    #[must_use]
    pub fn name(&self) -> &str {
        self.standing.as_ref().map_or("", |s| &s.name)
    }
    /// Whether the rule lets this actor in.
    #[must_use]
    pub fn passes(&self, rule: Access) -> bool {
        match rule {
            Access::Anyone => true,
            Access::SignedIn => self.signed_in(),
            Access::May(power) => self.may(power),
        }
    }
}
