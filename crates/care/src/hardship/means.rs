//! The test of means (困难认定): is a household in hardship, and how deep. Pure, exact, and told step by step.
//!
//! ```text
//! a head and month = (annual income − rigid costs) ÷ 12 ÷ household
//! deep      below what the rule says of the local minimum, usually once
//! relative  below what the other rule says, usually twice
//! sudden    costs and losses of a year above a share of the year's income, after a blow
//! ```
//!
//! Nothing is rounded on the way: both sides of a comparison are multiplied instead of divided. A household with a loss is
//! reckoned with the loss as it is.

use std::fmt::Write;

use kernel::{Date, Money};
use rules::model::{
    ratio::{Exact, Ratio},
    wording::Wording,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How deep the hardship is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 意外致困
    Sudden,
    /// 相对困难
    Relative,
    /// 深度困难
    Deep,
}

impl Category {
    /// All, the lightest first.
    pub const ALL: &'static [Category] = &[Category::Sudden, Category::Relative, Category::Deep];
    /// Its name in forms and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Category::Sudden => "sudden",
            Category::Relative => "relative",
            Category::Deep => "deep",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("hardship.category.{}", self.key())
    }
}

/// What somebody earns.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Earning {
    /// Whose.
    pub who: String,
    /// In a month.
    pub month: Money,
}

/// A cost of a year that cannot be avoided.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Cost {
    /// Which kind.
    pub kind: String,
    /// Whose.
    pub whose: String,
    /// In a year.
    pub amount: Money,
    /// What proves it.
    pub evidence: String,
}

/// What the test is made of.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct Household {
    /// Of each member: their number is the household's.
    pub earnings: Vec<Earning>,
    /// Other income of a year; below zero for a loss.
    pub other: Money,
    /// Costs.
    pub costs: Vec<Cost>,
    /// What a blow destroyed, in the year.
    pub losses: Money,
    /// Whether there was a blow: illness, disaster, accident.
    pub sudden: bool,
    /// What excludes it.
    pub excluded: Vec<String>,
}

/// A rule of the test, as it stood on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleUsed {
    /// Its key.
    pub key: String,
    /// Its id.
    pub rule: String,
    /// What it says.
    pub value: String,
    /// Where it is written.
    pub basis: String,
    /// Whether a second person has confirmed it.
    pub confirmed: bool,
}

/// An amount a head and month that the test compares with.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The rule.
    pub rule: RuleUsed,
    /// How it compares.
    pub wording: Wording,
    /// What it comes to, in fen.
    pub limit: Exact,
}

/// The share of income at which costs and losses are a blow.
#[derive(Clone, Debug)]
pub struct Blow {
    /// The rule.
    pub rule: RuleUsed,
    /// How it compares.
    pub wording: Wording,
    /// The share.
    pub ratio: Ratio,
}

/// What the test holds a household against.
#[derive(Clone, Debug)]
pub struct Yardsticks {
    /// The local minimum of the day, a head and month.
    pub minimum: (RuleUsed, Money),
    /// 深度困难
    pub deep: Bar,
    /// 相对困难
    pub relative: Bar,
    /// 意外致困; none where the place has no such rule.
    pub blow: Option<Blow>,
}

/// What a step of the test is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// What one member earns in a year.
    Earns,
    /// Other income.
    Other,
    /// Income of the year.
    Income,
    /// One cost.
    Cost,
    /// All costs.
    Costs,
    /// What is left.
    Left,
    /// A head and month.
    Head,
    /// The local minimum.
    Minimum,
    /// Below the bar of deep hardship?
    Deep,
    /// Below the bar of relative hardship?
    Relative,
    /// A blow?
    Blow,
    /// Something excludes it.
    Excluded,
}

impl What {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            What::Earns => "hardship.test.earns",
            What::Other => "hardship.test.other",
            What::Income => "hardship.test.income",
            What::Cost => "hardship.test.cost",
            What::Costs => "hardship.test.costs",
            What::Left => "hardship.test.left",
            What::Head => "hardship.test.head",
            What::Minimum => "hardship.test.minimum",
            What::Deep => "hardship.test.deep",
            What::Relative => "hardship.test.relative",
            What::Blow => "hardship.test.blow",
            What::Excluded => "hardship.test.excluded",
        }
    }
}

/// A step of the test, as it is shown, printed and kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What it is about.
    pub what: What,
    /// Whose, or which: a name, a kind of cost, a question.
    pub who: String,
    /// How it is reckoned: `3000.00 × 12`, `48000.00 < 800.00 × 12 × 3`.
    pub formula: String,
    /// What it comes to, in yuan; half a fen is rounded away from zero, and only for the eye.
    pub amount: String,
    /// Where a comparison holds or not.
    pub holds: Option<bool>,
    /// What proves it: a receipt, a rule.
    pub basis: String,
}

/// What came of the test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Means {
    /// The day whose rules and minimum were used.
    pub day: Date,
    /// Step by step.
    pub steps: Vec<Step>,
    /// How many the household is.
    pub size: i64,
    /// What is left of a year.
    pub left: Money,
    /// A head and month, rounded for the eye.
    pub head: Money,
    /// How deep; none if it is not in hardship by the test.
    pub category: Option<Category>,
    /// The household told of no income at all.
    pub no_income: bool,
    /// The year's income is a loss.
    pub loss: bool,
    /// The rules used.
    pub rules: Vec<RuleUsed>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The local minimum of the day is not on file.
    Minimum,
    /// There is no rule for deep or relative hardship.
    Rule,
    /// The amounts are too large.
    Size,
}

/// An amount as a formula has it.
fn yuan(amount: Money) -> String {
    amount.to_string().replace(',', "")
}

/// A part as a whole number of fen, rounded half away from zero.
fn rounded(fen: i64, parts: i64) -> i64 {
    let half = parts / 2;
    if fen < 0 {
        (fen - half) / parts
    } else {
        (fen + half) / parts
    }
}

/// Steps as they are told.
#[derive(Default)]
struct Telling(Vec<Step>);

impl Telling {
    fn tell(&mut self, what: What, who: &str, formula: String, amount: Money, basis: &str) {
        self.0.push(Step {
            what,
            who: who.to_owned(),
            formula,
            amount: yuan(amount),
            holds: None,
            basis: basis.to_owned(),
        });
    }
    fn compare(&mut self, what: What, formula: String, limit: Money, holds: bool, rule: &RuleUsed) {
        self.0.push(Step {
            what,
            who: rule.value.clone(),
            formula,
            amount: yuan(limit),
            holds: Some(holds),
            basis: rule.basis.clone(),
        });
    }
}

/// The sum of amounts, and how it is written.
fn sum(amounts: &[Money]) -> Option<(Money, String)> {
    let mut all = Money::ZERO;
    let mut formula = String::new();
    for (n, amount) in amounts.iter().enumerate() {
        all = all.plus(*amount)?;
        let gap = if n == 0 { "" } else { " + " };
        // writing to a text cannot fail
        let _ = write!(formula, "{gap}{}", yuan(*amount));
    }
    if amounts.is_empty() {
        formula.push('0');
    }
    Some((all, formula))
}

/// The sign of a wording in a formula.
const fn sign(wording: Wording) -> &'static str {
    match wording {
        Wording::NotMore => "≤",
        Wording::Below => "<",
        Wording::AtLeast => "≥",
        Wording::Above => ">",
        Wording::Is | Wording::Only => "=",
    }
}

/// Holds a household against the yardsticks of a day.
///
/// # Errors
/// If amounts are too large to be reckoned.
pub fn weigh(home: &Household, by: &Yardsticks, day: Date) -> Result<Means, NoAnswer> {
    let mut told = Telling::default();
    let income = income(home, &mut told).ok_or(NoAnswer::Size)?;
    let costs = costs(home, &mut told).ok_or(NoAnswer::Size)?;
    let left = income.minus(costs).ok_or(NoAnswer::Size)?;
    let formula = format!("{} - {}", yuan(income), yuan(costs));
    told.tell(What::Left, "", formula, left, "");
    let size = i64::try_from(home.earnings.len().max(1)).map_err(|_| NoAnswer::Size)?;
    let parts = size.checked_mul(12).ok_or(NoAnswer::Size)?;
    let head = Money::from_fen(rounded(left.fen(), parts));
    told.tell(What::Head, "", format!("{} ÷ 12 ÷ {size}", yuan(left)), head, "");
    told.tell(What::Minimum, "", String::new(), by.minimum.1, &by.minimum.0.basis);
    let mut rules = vec![by.minimum.0.clone(), by.deep.rule.clone(), by.relative.rule.clone()];
    let deep = below(What::Deep, left, size, &by.deep, &mut told)?;
    let relative = below(What::Relative, left, size, &by.relative, &mut told)?;
    let spent = costs.plus(home.losses).ok_or(NoAnswer::Size)?;
    let blow = match &by.blow {
        Some(blow) if home.sudden => {
            rules.push(blow.rule.clone());
            is_blow(income, (costs, home.losses, spent), blow, &mut told)?
        }
        _ => false,
    };
    let found = [
        (deep, Category::Deep),
        (relative, Category::Relative),
        (blow, Category::Sudden),
    ];
    let found = found.into_iter().find(|(is, _)| *is).map(|(_, category)| category);
    for question in &home.excluded {
        told.tell(What::Excluded, question, String::new(), Money::ZERO, "");
    }
    Ok(Means {
        day,
        steps: told.0,
        size,
        left,
        head,
        category: found.filter(|_| home.excluded.is_empty()),
        no_income: income == Money::ZERO,
        loss: income.fen() < 0,
        rules,
    })
}

fn income(home: &Household, told: &mut Telling) -> Option<Money> {
    let mut all = Vec::new();
    for one in &home.earnings {
        let year = one.month.times(12)?;
        told.tell(What::Earns, &one.who, format!("{} × 12", yuan(one.month)), year, "");
        all.push(year);
    }
    told.tell(What::Other, "", String::new(), home.other, "");
    all.push(home.other);
    let (income, formula) = sum(&all)?;
    told.tell(What::Income, "", formula, income, "");
    Some(income)
}

fn costs(home: &Household, told: &mut Telling) -> Option<Money> {
    for cost in &home.costs {
        let who = if cost.whose.is_empty() {
            cost.kind.clone()
        } else {
            format!("{} {}", cost.kind, cost.whose)
        };
        told.tell(What::Cost, &who, String::new(), cost.amount, &cost.evidence);
    }
    let all: Vec<Money> = home.costs.iter().map(|cost| cost.amount).collect();
    let (costs, formula) = sum(&all)?;
    told.tell(What::Costs, "", formula, costs, "");
    Some(costs)
}

/// Whether what is left of a year keeps below a bar a head and month, for so many heads.
fn below(what: What, left: Money, size: i64, bar: &Bar, told: &mut Telling) -> Result<bool, NoAnswer> {
    let heads = i32::try_from(size).map_err(|_| NoAnswer::Size)?;
    let months = heads.checked_mul(12).ok_or(NoAnswer::Size)?;
    let year = bar.limit.times(months);
    let holds = bar.wording.holds(Exact::whole(left.fen()).cmp(&year));
    let (each, year) = (whole(bar.limit)?, whole(year)?);
    let formula = format!("{} {} {} × 12 × {size}", yuan(left), sign(bar.wording), yuan(each));
    told.compare(what, formula, year, holds, &bar.rule);
    Ok(holds)
}

fn is_blow(
    income: Money,
    (costs, losses, spent): (Money, Money, Money),
    blow: &Blow,
    told: &mut Telling,
) -> Result<bool, NoAnswer> {
    let share = blow.ratio.of(income.fen());
    let holds = blow.wording.holds(Exact::whole(spent.fen()).cmp(&share));
    let formula = format!(
        "{} + {} {} {} × {}",
        yuan(costs),
        yuan(losses),
        sign(blow.wording),
        yuan(income),
        blow.ratio
    );
    told.compare(What::Blow, formula, whole(share)?, holds, &blow.rule);
    Ok(holds)
}

/// An exact amount in whole fen, for the eye.
fn whole(exact: Exact) -> Result<Money, NoAnswer> {
    exact.floor().map(Money::from_fen).ok_or(NoAnswer::Size)
}

#[cfg(test)]
#[path = "means_tests.rs"]
mod tests;
