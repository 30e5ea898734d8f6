//! The yardsticks of a day, out of the rules, and the test of a dossier by them.

use kernel::{Date, Money};
use rules::{
    Case, Key, RuleId,
    key::{DIBAO, HARDSHIP_ACCIDENT, HARDSHIP_DEEP, HARDSHIP_EXCLUDED, HARDSHIP_RELATIVE},
    model::{
        row::Row,
        value::{Limit, Value},
        written,
    },
};
use web::{Refusal, Reply, View};

use super::{
    body::Body,
    means::{Bar, Blow, Means, NoAnswer, RuleUsed, Yardsticks, weigh},
};

/// Where the local minimum is entered.
pub(super) const ENTER_MINIMUM: &str = "/rules/own/new?key=standard.dibao";

fn used(row: &Row) -> RuleUsed {
    let id: RuleId = row.id;
    RuleUsed {
        key: row.key.name.to_owned(),
        rule: id.to_string(),
        value: written::write(row.key, &row.value),
        basis: row.basis.clone(),
        confirmed: row.confirmed,
    }
}

/// A rule and what it comes to in fen.
fn bar(view: &View<'_>, day: Date, key: &'static Key) -> Reply<Result<Bar, NoAnswer>> {
    let rules = rules::rules_for(view, view.union(), day, key)?;
    Ok(match rules.named(&Case::default()) {
        None => Err(NoAnswer::Rule),
        Some((row, Ok(Limit::Exact(limit)))) => Ok(Bar {
            rule: used(&row),
            wording: row.wording,
            limit,
        }),
        Some((_, Err(rules::model::value::Missing::Standard(_)))) => Err(NoAnswer::Minimum),
        Some(_) => Err(NoAnswer::Rule),
    })
}

fn yardsticks(view: &View<'_>, day: Date) -> Reply<Result<Yardsticks, NoAnswer>> {
    let Ok(minimum) = bar(view, day, &DIBAO)? else {
        return Ok(Err(NoAnswer::Minimum));
    };
    let Some(amount) = minimum.limit.floor() else {
        return Ok(Err(NoAnswer::Size));
    };
    let (deep, relative) = match (bar(view, day, &HARDSHIP_DEEP)?, bar(view, day, &HARDSHIP_RELATIVE)?) {
        (Ok(deep), Ok(relative)) => (deep, relative),
        (Err(why), _) | (_, Err(why)) => return Ok(Err(why)),
    };
    let blow = rules::rules_for(view, view.union(), day, &HARDSHIP_ACCIDENT)?;
    let blow = blow.named(&Case::default()).and_then(|(row, _)| match row.value {
        Value::Share { ratio, .. } => Some(Blow {
            rule: used(&row),
            wording: row.wording,
            ratio,
        }),
        _ => None,
    });
    Ok(Ok(Yardsticks {
        minimum: (minimum.rule, Money::from_fen(amount)),
        deep,
        relative,
        blow,
    }))
}

/// The test of what a dossier says, by the rules and the minimum of a day.
pub(super) fn test(view: &View<'_>, body: &Body, day: Date) -> Reply<Result<Means, NoAnswer>> {
    let by = match yardsticks(view, day)? {
        Ok(by) => by,
        Err(why) => return Ok(Err(why)),
    };
    let mut home = body.household();
    // every question of the form excludes, unless the place says which do
    let rules = rules::rules_for(view, view.union(), day, &HARDSHIP_EXCLUDED)?;
    if let Some((_, Ok(Limit::Names(names)))) = rules.named(&Case::default()) {
        home.excluded.retain(|question| names.contains(question));
    }
    Ok(weigh(&home, &by, day))
}

impl NoAnswer {
    /// The word key of what is missing and what to do.
    pub(super) const fn word(self) -> &'static str {
        match self {
            NoAnswer::Minimum => "hardship.test.no_minimum",
            NoAnswer::Rule => "hardship.test.no_rule",
            NoAnswer::Size => "hardship.test.no_size",
        }
    }
    /// The refusal to decide without an answer.
    pub(super) fn refusal(self, day: Date) -> Refusal {
        let refusal = Refusal::new(self.word()).arg("day", day);
        match self {
            NoAnswer::Minimum => refusal.next(ENTER_MINIMUM),
            NoAnswer::Rule => refusal.next("/rules/own/new"),
            NoAnswer::Size => refusal,
        }
    }
}

/// How many months or days a rule sets on a day; none where there is no rule.
pub(super) fn number(view: &View<'_>, day: Date, key: &'static Key) -> Reply<Option<i32>> {
    let rules = rules::rules_for(view, view.union(), day, key)?;
    Ok(match rules.named(&Case::default()) {
        Some((_, Ok(Limit::Exact(limit)))) => limit.floor().and_then(|n| i32::try_from(n).ok()),
        _ => None,
    })
}
