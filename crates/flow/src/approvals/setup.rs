//! Who decides: steps by kind and amount, as data of a union. No SQL, no clock.

use std::{borrow::Cow, fmt, str::FromStr};

use kernel::Money;
use org::{MemberId, PostId, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Most rules of a union.
pub const RULES: usize = 60;
/// Most steps of a rule.
pub const STEPS: usize = 4;
/// Most that a step names.
pub const SEATS: usize = 12;
/// Most people that a step needs.
pub const NEEDED: i64 = 9;
/// Up to this amount one step is enough, if the union has not said otherwise: 1,000 yuan.
pub const SMALL: Money = Money::from_fen(100_000);

/// Who may decide at a step. As text `role:chair`, `post:…`, `member:…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Seat {
    /// Whoever holds the role for the whole union.
    Role(Role),
    /// Whoever holds the post.
    Post(PostId),
    /// One person.
    Member(MemberId),
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Seat::Role(role) => write!(f, "role:{}", role.key()),
            Seat::Post(post) => write!(f, "post:{post}"),
            Seat::Member(member) => write!(f, "member:{member}"),
        }
    }
}

/// Not a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSeat;

impl fmt::Display for NoSeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody who could decide")
    }
}

impl FromStr for Seat {
    type Err = NoSeat;
    fn from_str(text: &str) -> Result<Self, NoSeat> {
        let (kind, rest) = text.split_once(':').ok_or(NoSeat)?;
        match kind {
            "role" => Role::of_key(rest)
                .filter(|role| DECIDERS.contains(role))
                .map(Seat::Role)
                .ok_or(NoSeat),
            "post" => rest.parse().map(Seat::Post).map_err(|_| NoSeat),
            "member" => rest.parse().map(Seat::Member).map_err(|_| NoSeat),
            _ => Err(NoSeat),
        }
    }
}

impl Serialize for Seat {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Seat {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
impl JsonSchema for Seat {
    fn schema_name() -> Cow<'static, str> {
        "Seat".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^(role|post|member):" })
    }
}

/// The roles that can be named in a step. Auditors read and decide nothing.
pub const DECIDERS: [Role; 4] = [Role::Chair, Role::ViceChair, Role::Officer, Role::Treasurer];

/// A step: who may decide, and how many of them have to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StepPlan {
    /// Who.
    pub who: Vec<Seat>,
    /// How many people.
    pub needed: i64,
}

/// The steps for amounts up to a limit, of one kind or of all that have no rules of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// The kind; none is all others.
    pub kind: Option<String>,
    /// Up to this amount, itself included; none is without a limit.
    pub up_to: Option<Money>,
    /// One after the other.
    pub steps: Vec<StepPlan>,
}

/// All rules of a union.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Setup {
    /// They.
    pub rules: Vec<Rule>,
}

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It has no step.
    NoStep,
    /// A step names nobody, or too many.
    Nobody,
    /// A step needs nobody, or too many.
    Needed,
    /// There are too many rules.
    TooMany,
    /// The rule without a limit of all kinds must stay.
    Last,
}

impl Default for Setup {
    /// What comes with the program: up to 1,000 yuan, or without an amount, the chair or a vice chair; above, the chair and
    /// then one more of the committee.
    fn default() -> Self {
        let step = |roles: &[Role]| StepPlan {
            who: roles.iter().copied().map(Seat::Role).collect(),
            needed: 1,
        };
        let rule = |up_to, steps| Rule {
            kind: None,
            up_to,
            steps,
        };
        Setup {
            rules: vec![
                rule(Some(SMALL), vec![step(&[Role::Chair, Role::ViceChair])]),
                rule(
                    None,
                    vec![
                        step(&[Role::Chair]),
                        step(&[Role::ViceChair, Role::Officer, Role::Treasurer]),
                    ],
                ),
            ],
        }
    }
}

impl Rule {
    /// Whether it could be kept.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), Flaw> {
        if self.steps.is_empty() || self.steps.len() > STEPS {
            return Err(Flaw::NoStep);
        }
        for step in &self.steps {
            if step.who.is_empty() || step.who.len() > SEATS {
                return Err(Flaw::Nobody);
            }
            if !(1..=NEEDED).contains(&step.needed) {
                return Err(Flaw::Needed);
            }
        }
        Ok(())
    }
    /// Where it stands among the others: kinds of their own first, small amounts first.
    fn place(&self) -> (bool, Option<String>, i64) {
        let limit = self.up_to.map_or(i64::MAX, Money::fen);
        (self.kind.is_none(), self.kind.clone(), limit)
    }
    /// Whether it speaks of the same cases.
    fn same_place(&self, other: &Rule) -> bool {
        self.kind == other.kind && self.up_to == other.up_to
    }
}

impl Setup {
    /// The steps for a case. A kind's own rules come before those of all kinds; of several the one with the lowest limit
    /// that the amount does not pass. Without an amount the lowest limit counts.
    #[must_use]
    pub fn steps(&self, kind: &str, amount: Option<Money>) -> &[StepPlan] {
        let own = self.fitting(Some(kind), amount);
        own.or_else(|| self.fitting(None, amount))
            .map_or(&[], |rule| rule.steps.as_slice())
    }
    fn fitting(&self, kind: Option<&str>, amount: Option<Money>) -> Option<&Rule> {
        let asked = amount.unwrap_or(Money::ZERO);
        self.rules
            .iter()
            .filter(|rule| rule.kind.as_deref() == kind && rule.up_to.is_none_or(|most| asked <= most))
            .min_by_key(|rule| rule.up_to.map_or(i64::MAX, Money::fen))
    }
    /// With a rule added, or put in the place of the one for the same cases.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn with(mut self, rule: Rule) -> Result<Setup, Flaw> {
        rule.check()?;
        self.rules.retain(|other| !other.same_place(&rule));
        self.rules.push(rule);
        self.rules.sort_by_key(Rule::place);
        if self.rules.len() > RULES {
            return Err(Flaw::TooMany);
        }
        Ok(self)
    }
    /// Without a rule. The one for all kinds and amounts stays, so that there are steps for every case.
    ///
    /// # Errors
    /// If it is that one.
    pub fn without(mut self, kind: Option<&str>, up_to: Option<Money>) -> Result<Setup, Flaw> {
        if kind.is_none() && up_to.is_none() {
            return Err(Flaw::Last);
        }
        self.rules
            .retain(|rule| !(rule.kind.as_deref() == kind && rule.up_to == up_to));
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(n: i64) -> Option<Money> {
        Money::from_yuan(n)
    }
    fn one(role: Role) -> Vec<StepPlan> {
        vec![StepPlan {
            who: vec![Seat::Role(role)],
            needed: 1,
        }]
    }

    #[test]
    fn a_thousand_yuan_takes_one_step_and_a_fen_more_takes_two() {
        let setup = Setup::default();
        assert_eq!(setup.steps("payment", yuan(1000)).len(), 1);
        assert_eq!(setup.steps("payment", Some(Money::from_fen(100_001))).len(), 2);
        assert_eq!(setup.steps("leave", None).len(), 1);
    }

    #[test]
    fn a_kind_of_its_own_goes_first_and_falls_back_above_its_limit() {
        let rule = |up_to, role| Rule {
            kind: Some("gift".to_owned()),
            up_to,
            steps: one(role),
        };
        let setup = Setup::default().with(rule(yuan(300), Role::Treasurer)).unwrap();
        assert_eq!(setup.steps("gift", yuan(300)), one(Role::Treasurer));
        assert_eq!(
            setup.steps("gift", yuan(301)),
            Setup::default().steps("payment", yuan(301))
        );
        assert_eq!(
            setup.steps("payment", yuan(300)),
            Setup::default().steps("payment", yuan(300))
        );
        let changed = setup.clone().with(rule(yuan(300), Role::Officer)).unwrap();
        assert_eq!(
            changed.rules.len(),
            setup.rules.len(),
            "the one for the same cases is replaced"
        );
        assert_eq!(changed.steps("gift", None), one(Role::Officer));
        assert_eq!(changed.without(Some("gift"), yuan(300)).unwrap(), Setup::default());
    }

    #[test]
    fn there_are_steps_for_every_case() {
        assert_eq!(Setup::default().without(None, None), Err(Flaw::Last));
        let empty = Rule {
            kind: None,
            up_to: None,
            steps: Vec::new(),
        };
        assert_eq!(Setup::default().with(empty.clone()), Err(Flaw::NoStep));
        let nobody = StepPlan {
            who: Vec::new(),
            needed: 1,
        };
        let rule = Rule {
            steps: vec![nobody],
            ..empty.clone()
        };
        assert_eq!(rule.check(), Err(Flaw::Nobody));
        let rule = Rule {
            steps: vec![StepPlan {
                who: vec![Seat::Role(Role::Chair)],
                needed: 0,
            }],
            ..empty
        };
        assert_eq!(rule.check(), Err(Flaw::Needed));
    }

    #[test]
    fn a_setup_is_kept_as_text_and_read_back() {
        let setup = Setup::default();
        let text = serde_json::to_string(&setup).unwrap();
        assert!(text.contains("role:chair"), "{text}");
        assert_eq!(serde_json::from_str::<Setup>(&text).unwrap(), setup);
        for bad in ["role:auditor", "role:emperor", "post:7", "chair", "member:"] {
            assert_eq!(bad.parse::<Seat>(), Err(NoSeat), "{bad}");
        }
    }
}
