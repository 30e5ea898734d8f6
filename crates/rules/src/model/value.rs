//! What a rule sets: an amount, a share, a number, a list, or a formula out of a closed set; and what it comes to for a case.

use std::collections::BTreeMap;

use kernel::Money;

use super::{
    key::{DIBAO, Key, TRAINING_FEE, TRAVEL_MEAL},
    place::keyed,
    ratio::{Exact, Ratio},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

keyed! {
    /// What a share is of, or what a formula counts.
    Base {
        /// Who takes part.
        Participants = "participants", "参加人数";
        /// The union's income of the year.
        YearIncome = "year_income", "当年经费收入";
        /// What of this year's contribution stays with the union.
        KeptFunds = "kept_funds", "当年留用经费";
        /// This year's dues.
        DuesIncome = "dues_income", "当年会费收入";
        /// Members.
        Members = "members", "会员人数";
        /// Who should come to a meeting.
        ShouldAttend = "should_attend", "应到会人数";
        /// All delegates.
        AllDelegates = "all_delegates", "全体代表";
        /// All members or delegates.
        AllMembers = "all_members", "全体会员或代表";
        /// Who has come.
        Present = "present", "到会人数";
        /// Valid votes.
        Valid = "valid", "有效票";
        /// Workers of the unit.
        Workers = "workers", "职工人数";
        /// Staff of the school.
        Staff = "staff", "教职工人数";
        /// Those who elect one delegate.
        Constituency = "constituency", "选区职工人数";
        /// Seats to be filled.
        Seats = "seats", "应选人数";
        /// What a family earns in a year.
        FamilyIncome = "family_income", "家庭年收入";
        /// The monthly wage on which dues are reckoned.
        Wage = "wage", "月工资";
        /// All wages of the unit in a month.
        Payroll = "payroll", "全部职工工资总额";
        /// The employer's contribution.
        Contribution = "contribution", "拨缴经费";
    }
}

impl Base {
    /// Whether it is an amount in fen; the others are counts.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(
            self,
            Base::YearIncome
                | Base::KeptFunds
                | Base::DuesIncome
                | Base::FamilyIncome
                | Base::Wage
                | Base::Payroll
                | Base::Contribution
        )
    }
}

keyed! {
    /// A local standard that other rules name: a rule of its own, by place and day.
    Standard {
        /// 当地低保标准 a person and month.
        Dibao = "dibao", "当地低保标准";
        /// 当地差旅费伙食补助标准 a day.
        TravelMeal = "travel_meal", "当地差旅费伙食补助标准";
        /// 当地财政培训讲课费标准.
        TrainingFee = "training_fee", "当地财政培训讲课费标准";
    }
}

impl Standard {
    /// The key under which its figure stands.
    #[must_use]
    pub fn figure(self) -> &'static Key {
        match self {
            Standard::Dibao => &DIBAO,
            Standard::TravelMeal => &TRAVEL_MEAL,
            Standard::TrainingFee => &TRAINING_FEE,
        }
    }
}

/// What a rule sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An amount.
    Money(Money),
    /// A number of people, times, days, months.
    Number(i64),
    /// A share.
    Share {
        /// How much.
        ratio: Ratio,
        /// Of what.
        of: Base,
    },
    /// Names, by their keys or as written.
    List(Vec<String>),
    /// Whether it may be.
    Flag(bool),
    /// Something to be reckoned.
    Formula(Formula),
}

/// The closed set of formulas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// So many times a local standard: 12 × 低保.
    Times {
        /// How many times.
        times: Ratio,
        /// Which standard.
        standard: Standard,
    },
    /// An amount for each of those counted: 400 元 a head.
    PerHead {
        /// For one.
        amount: Money,
        /// Who is counted.
        of: Base,
    },
    /// The larger of a number and a share: max(30, 5 %).
    Larger {
        /// The number.
        least: i64,
        /// The share.
        share: Ratio,
        /// Of what.
        of: Base,
    },
    /// More than are counted, by a share, at least by one: seats + max(1, ⌈5 %⌉).
    Extra {
        /// The share.
        share: Ratio,
        /// Of what.
        of: Base,
    },
    /// From least to most, by how many are counted.
    Bands {
        /// What is counted.
        of: Base,
        /// The bands, from small to large.
        bands: Vec<Band>,
    },
    /// So many, and so many more for each further so many, by how many are counted.
    Rising {
        /// What is counted.
        of: Base,
        /// The steps, from small to large.
        steps: Vec<Step>,
    },
    /// A share of an amount whose part below a unit is dropped first: 0.5 % of the wage without what is below 10 元.
    Dropping {
        /// The share.
        share: Ratio,
        /// Of what.
        of: Base,
        /// The unit.
        drop: Money,
    },
}

/// Numbers from first to last: from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// From so many on.
    pub first: i64,
    /// Until so many; none without end.
    pub last: Option<i64>,
    /// At least.
    pub least: i64,
    /// At most; none without limit.
    pub most: Option<i64>,
}

/// Numbers from first to last: so many, and so many more for each further so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// From so many on.
    pub first: i64,
    /// Until so many; none without end.
    pub last: Option<i64>,
    /// How many at first.
    pub start: i64,
    /// How many more.
    pub add: i64,
    /// For each so many; none if it does not rise.
    pub each: Option<i64>,
}

/// A figure of a local standard, and whether the rule it comes from is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// In fen.
    pub amount: i64,
    /// Whether it is confirmed: what rests on an unconfirmed figure can only warn.
    pub confirmed: bool,
}

/// What is known when a value is reckoned: amounts in fen, counts in ones.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What was counted or paid.
    pub bases: BTreeMap<Base, i64>,
    /// Local standards of that place and day.
    pub standards: BTreeMap<Standard, Figure>,
}

/// What is missing to reckon a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nobody said how many or how much that is.
    Base(Base),
    /// No figure of this local standard is on file for the place and day.
    Standard(Standard),
    /// The rule says nothing for so many.
    Band(i64),
    /// The figures are too large.
    Size,
}

/// What a value comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A number: fen or ones.
    Exact(Exact),
    /// From least to most.
    Range(i64, Option<i64>),
    /// These names.
    Names(Vec<String>),
    /// Whether it may be.
    Flag(bool),
}

impl Value {
    /// What it comes to, and whether everything it rests on is confirmed.
    ///
    /// # Errors
    /// What is missing.
    pub fn reckon(&self, known: &Known) -> Result<(Limit, bool), Missing> {
        let sure = |limit| Ok((limit, true));
        match self {
            Value::Money(amount) => sure(Limit::Exact(Exact::whole(amount.fen()))),
            Value::Number(n) => sure(Limit::Exact(Exact::whole(*n))),
            Value::Share { ratio, of } => sure(Limit::Exact(ratio.of(known.base(*of)?))),
            Value::List(names) => sure(Limit::Names(names.clone())),
            Value::Flag(may) => sure(Limit::Flag(*may)),
            Value::Formula(formula) => formula.reckon(known),
        }
    }
    /// What a formula counts or a share is of.
    #[must_use]
    pub fn base(&self) -> Option<Base> {
        match self {
            Value::Share { of, .. } => Some(*of),
            Value::Formula(formula) => match formula {
                Formula::Times { .. } => None,
                Formula::PerHead { of, .. }
                | Formula::Larger { of, .. }
                | Formula::Extra { of, .. }
                | Formula::Bands { of, .. }
                | Formula::Rising { of, .. }
                | Formula::Dropping { of, .. } => Some(*of),
            },
            _ => None,
        }
    }
    /// The local standard it rests on.
    #[must_use]
    pub fn standard(&self) -> Option<Standard> {
        match self {
            Value::Formula(Formula::Times { standard, .. }) => Some(*standard),
            _ => None,
        }
    }
}

impl Known {
    fn base(&self, base: Base) -> Result<i64, Missing> {
        self.bases.get(&base).copied().ok_or(Missing::Base(base))
    }
}

impl Formula {
    fn reckon(&self, known: &Known) -> Result<(Limit, bool), Missing> {
        let exact = |limit: Exact| Ok((Limit::Exact(limit), true));
        match self {
            Formula::Times { times, standard } => {
                let figure = known.standards.get(standard).ok_or(Missing::Standard(*standard))?;
                Ok((Limit::Exact(times.of(figure.amount)), figure.confirmed))
            }
            Formula::PerHead { amount, of } => {
                let all = amount.times(known.base(*of)?).ok_or(Missing::Size)?;
                exact(Exact::whole(all.fen()))
            }
            Formula::Larger { least, share, of } => exact(share.of(known.base(*of)?).max(Exact::whole(*least))),
            Formula::Extra { share, of } => {
                let base = known.base(*of)?;
                let extra = share.of(base).ceil().ok_or(Missing::Size)?.max(1);
                exact(Exact::whole(base.checked_add(extra).ok_or(Missing::Size)?))
            }
            Formula::Bands { of, bands } => {
                let n = known.base(*of)?;
                let band = bands.iter().find(|b| within(n, b.first, b.last));
                let band = band.ok_or(Missing::Band(n))?;
                Ok((Limit::Range(band.least, band.most), true))
            }
            Formula::Rising { of, steps } => {
                let n = known.base(*of)?;
                let step = steps.iter().find(|s| within(n, s.first, s.last));
                let step = step.ok_or(Missing::Band(n))?;
                let times = step.each.map_or(0, |each| (n - step.first) / each.max(1));
                let more = step
                    .add
                    .checked_mul(times)
                    .and_then(|more| more.checked_add(step.start));
                exact(Exact::whole(more.ok_or(Missing::Size)?))
            }
            Formula::Dropping { share, of, drop } => {
                let (amount, unit) = (known.base(*of)?, drop.fen().max(1));
                exact(share.of(amount - amount.rem_euclid(unit)))
            }
        }
    }
}

fn within(n: i64, first: i64, last: Option<i64>) -> bool {
    first <= n && last.is_none_or(|last| n <= last)
}
