//! What the standing rules say to a case.

use std::cmp::Ordering;

use kernel::{Date, Money};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    key::{Key, Kind},
    ratio::{Exact, Ratio},
    resolve::{Resolution, stricter},
    row::{Row, Severity},
    value::{Base, Known, Limit, Missing, Value},
    wording::Wording,
};

/// What is to be done: an amount, a number, names; and what was counted or paid beside it.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// In fen, or in ones.
    pub number: i64,
    /// Names, for what is allowed.
    pub names: Vec<String>,
    /// What was counted or paid, and local standards.
    pub known: Known,
}

impl Case {
    /// An amount.
    #[must_use]
    pub fn money(amount: Money) -> Self {
        Self::number(amount.fen())
    }
    /// A number: people, times, days; a part of a whole, in fen if the whole is an amount.
    #[must_use]
    pub fn number(number: i64) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }
    /// Names, for what is allowed.
    #[must_use]
    pub fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            names: names.into_iter().map(str::to_owned).collect(),
            ..Self::default()
        }
    }
    /// Something forbidden is done.
    #[must_use]
    pub fn done() -> Self {
        Self::number(1)
    }
    /// With what was counted or paid: fen or ones.
    #[must_use]
    pub fn of(mut self, base: Base, whole: i64) -> Self {
        self.known.bases.insert(base, whole);
        self
    }
}

/// What came of holding a case against a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// There is no rule here.
    NoRule,
    /// It keeps to the rules.
    Kept,
    /// Exactly half, where half or more is asked: right by the words, and asked about often.
    Half,
    /// It cannot be reckoned: something is missing.
    Unknown,
    /// It breaks a rule.
    Broken,
}

impl Outcome {
    /// All of them.
    pub const ALL: &'static [Outcome] = &[
        Outcome::NoRule,
        Outcome::Kept,
        Outcome::Half,
        Outcome::Unknown,
        Outcome::Broken,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Outcome::NoRule => "no_rule",
            Outcome::Kept => "kept",
            Outcome::Half => "half",
            Outcome::Unknown => "unknown",
            Outcome::Broken => "broken",
        }
    }
}

/// What one rule says to a case.
#[derive(Clone, Debug)]
pub struct Finding<'a> {
    /// The rule.
    pub row: &'a Row,
    /// What came of it.
    pub outcome: Outcome,
    /// How hard that is.
    pub severity: Severity,
    /// What the rule comes to, if it could be reckoned.
    pub limit: Option<Limit>,
    /// What is missing, if it could not.
    pub missing: Option<Missing>,
}

/// What all rules say to a case.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// The key.
    pub key: &'static Key,
    /// The day of the act.
    pub day: Date,
    /// What came of it.
    pub outcome: Outcome,
    /// How hard that is; nothing where it keeps to the rules or there are none.
    pub severity: Option<Severity>,
    /// The finding that decides: the rule to be kept with the decision.
    pub by: Option<Finding<'a>>,
    /// All findings.
    pub findings: Vec<Finding<'a>>,
}

/// Holds a case against the standing rules.
#[must_use]
pub fn judge<'a>(rules: &Resolution<'a>, case: &Case) -> Verdict<'a> {
    let findings: Vec<Finding<'a>> = rules
        .standing
        .iter()
        .copied()
        .map(|row| find(rules.key, row, case))
        .collect();
    let mut by: Option<&Finding<'a>> = None;
    for finding in &findings {
        if by.is_none_or(|best| weighs_more(rules.key, finding, best, &case.known)) {
            by = Some(finding);
        }
    }
    let by = by.cloned();
    let outcome = by.as_ref().map_or(Outcome::NoRule, |finding| finding.outcome);
    Verdict {
        key: rules.key,
        day: rules.day,
        outcome,
        severity: by
            .as_ref()
            .filter(|finding| finding.outcome > Outcome::Kept)
            .map(|finding| finding.severity),
        by,
        findings,
    }
}

/// What is broken goes before what is kept, the harder before the softer, the confirmed before the other, the stricter
/// before the looser; of equals the first, which is the nearest.
fn weighs_more(key: &Key, one: &Finding<'_>, best: &Finding<'_>, known: &Known) -> bool {
    let weight = |f: &Finding<'_>| {
        let speaks = f.outcome > Outcome::Kept;
        let class = match f.outcome {
            Outcome::Broken | Outcome::Unknown => 2,
            Outcome::Half => 1,
            Outcome::Kept | Outcome::NoRule => 0,
        };
        (class, speaks.then_some(f.severity), f.outcome, f.row.confirmed)
    };
    match weight(one).cmp(&weight(best)) {
        Ordering::Equal => stricter(key, &one.row.value, &best.row.value, known) == Ordering::Greater,
        order => order == Ordering::Greater,
    }
}

/// What one rule says.
fn find<'a>(key: &Key, row: &'a Row, case: &Case) -> Finding<'a> {
    let (limit, sure) = match row.value.reckon(&case.known) {
        Ok(reckoned) => reckoned,
        Err(missing) => {
            return Finding {
                row,
                outcome: Outcome::Unknown,
                // nobody is refused because a figure is not on file, but somebody answers for going on
                severity: row.binds().min(Severity::Reason),
                limit: None,
                missing: Some(missing),
            };
        }
    };
    let outcome = if !keeps(key, row.wording, &limit, case) {
        Outcome::Broken
    } else if is_half(&row.value, row.wording, &limit, case) {
        Outcome::Half
    } else {
        Outcome::Kept
    };
    let binds = if sure {
        row.binds()
    } else {
        row.binds().min(Severity::Warn)
    };
    Finding {
        row,
        outcome,
        severity: if outcome == Outcome::Half {
            binds.min(Severity::Warn)
        } else {
            binds
        },
        limit: Some(limit),
        missing: None,
    }
}

fn keeps(key: &Key, wording: Wording, limit: &Limit, case: &Case) -> bool {
    match limit {
        Limit::Exact(limit) => wording.holds(Exact::whole(case.number).cmp(limit)),
        Limit::Range(least, most) => *least <= case.number && most.is_none_or(|most| case.number <= most),
        Limit::Names(names) => case.names.iter().all(|name| names.contains(name)),
        Limit::Flag(may) => *may || (key.kind == Kind::Flag && case.number == 0),
    }
}

/// 半数以上 on an exact half.
fn is_half(value: &Value, wording: Wording, limit: &Limit, case: &Case) -> bool {
    let half = matches!(value, Value::Share { ratio, .. } if *ratio == Ratio::HALF);
    let met = matches!(limit, Limit::Exact(limit) if *limit == Exact::whole(case.number));
    half && met && wording == Wording::AtLeast
}
