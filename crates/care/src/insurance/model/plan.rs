//! A plan (互助保障计划): its terms, version by version.

use kernel::{Date, Id, Instant, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of a plan's id.
pub enum Planned {}
/// The id of one version of a plan.
pub type PlanId = Id<Planned>;

/// What a plan is against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 意外伤害
    Accident,
    /// 女职工特殊疾病
    Women,
    /// 重大疾病
    Illness,
    /// 住院津贴
    Hospital,
    /// Another one that the local office offers.
    Other,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Kind] = &[Kind::Accident, Kind::Women, Kind::Illness, Kind::Hospital, Kind::Other];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Accident => "accident",
            Kind::Women => "women",
            Kind::Illness => "illness",
            Kind::Hospital => "hospital",
            Kind::Other => "other",
        }
    }
}
::store::keyed!(Kind, "a kind of plan");

/// For whom alone a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 女
    Female,
    /// 男
    Male,
}

impl Sex {
    /// Both.
    pub const ALL: &'static [Sex] = &[Sex::Female, Sex::Male];
    /// Its name in the store and in the register.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }
    /// The one of this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Sex::ALL.iter().copied().find(|sex| sex.key() == key)
    }
}
::store::keyed!(Sex, "a sex");

/// What a version of a plan says (条款).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Terms {
    /// What it is against.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// How long a cover lasts, in months.
    pub months: i64,
    /// What one unit (份) costs for the whole term; zero as long as nobody has entered it.
    pub premium: Money,
    /// How many units one person may have.
    pub most_units: i64,
    /// For whom alone it is.
    pub sex: Option<Sex>,
    /// The least age on the first day, in full years.
    pub age_from: i64,
    /// The greatest age on the first day, in full years.
    pub age_until: i64,
    /// So many days from the first on, illness is not covered yet (等待期); accidents are.
    pub waiting_days: i64,
    /// So many days of a stay are not paid (免赔天数).
    pub free_days: i64,
    /// What a day in hospital pays for a unit; zero if it pays none.
    pub daily: Money,
    /// What an event pays for a unit as a whole; zero if it pays none.
    pub lump: Money,
    /// The most for a unit in a year of the cover.
    pub year_most: Option<Money>,
    /// Within so many days of the event, or of leaving hospital, it has to be claimed.
    pub claim_days: Option<i64>,
    /// Units with fewer workers have to enrol all of them.
    pub all_below: Option<i64>,
    /// What is not covered, in words.
    pub exclusions: Option<String>,
    /// Where it stands: the office's paper.
    pub source: String,
    /// From which day on it may be enrolled in.
    pub from: Date,
    /// The last such day.
    pub until: Option<Date>,
}

/// What cannot stand in terms: the field, and the word key of why.
pub type Wrong = (&'static str, &'static str);

impl Terms {
    /// Everything that cannot be.
    #[must_use]
    pub fn wrong(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        let mut need = |is: bool, field, key| {
            if !is {
                wrong.push((field, key));
            }
        };
        let count = |n: i64, least: i64, most: i64| (least..=most).contains(&n);
        need(count(self.months, 1, 120), "months", "insurance.wrong.months");
        need(count(self.most_units, 1, 100), "most_units", "insurance.wrong.units");
        need(count(self.age_from, 0, 120), "age_from", "insurance.wrong.age");
        need(
            count(self.age_until, self.age_from, 120),
            "age_until",
            "insurance.wrong.age",
        );
        need(
            count(self.waiting_days, 0, 3660),
            "waiting_days",
            "insurance.wrong.days",
        );
        need(count(self.free_days, 0, 366), "free_days", "insurance.wrong.days");
        let days = self.claim_days.is_none_or(|n| count(n, 1, 3660));
        need(days, "claim_days", "insurance.wrong.days");
        let below = self.all_below.is_none_or(|n| count(n, 1, 1_000_000));
        need(below, "all_below", "insurance.wrong.count");
        let money = |m: Money| m >= Money::ZERO;
        need(money(self.premium), "premium", "insurance.wrong.money");
        need(money(self.daily), "daily", "insurance.wrong.money");
        need(money(self.lump), "lump", "insurance.wrong.money");
        let most = self.year_most.is_none_or(|m| m > Money::ZERO);
        need(most, "year_most", "insurance.wrong.money");
        let days = self.until.is_none_or(|until| until >= self.from);
        need(days, "until", "insurance.wrong.until");
        wrong
    }
    /// Whether it says enough to enrol somebody: what it costs and what it pays.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.premium > Money::ZERO && (self.daily > Money::ZERO || self.lump > Money::ZERO)
    }
    /// Whether somebody may be enrolled under it with cover from a day on.
    #[must_use]
    pub fn offers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
    /// The last day of a cover that begins on a day.
    #[must_use]
    pub fn ends(&self, starts: Date) -> Date {
        let months = i32::try_from(self.months).unwrap_or(12);
        starts.plus_months(months).plus_days(-1)
    }
}

/// A version of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// The id of the first version, which all versions of a plan share.
    pub line: PlanId,
    /// Which version: 1, 2, 3.
    pub number: i64,
    /// What it says.
    #[serde(flatten)]
    pub terms: Terms,
    /// When an officer compared it with the office's paper.
    pub confirmed: Option<Instant>,
    /// Version of the entry, for acts upon it.
    pub version: i64,
}

/// The four usual plans with what was read of them. Amounts are those of single places and old years, or missing: nobody
/// can be enrolled before they were compared with the local office's paper.
#[must_use]
pub fn examples(from: Date) -> Vec<Terms> {
    let yuan = |n: i64| Money::from_yuan(n).unwrap_or_default();
    let base = Terms {
        kind: Kind::Accident,
        name: "职工意外伤害互助保障".to_owned(),
        months: 12,
        premium: Money::ZERO,
        most_units: 1,
        sex: None,
        age_from: 16,
        age_until: 60,
        waiting_days: 0,
        free_days: 0,
        daily: Money::ZERO,
        lump: Money::ZERO,
        year_most: None,
        claim_days: None,
        all_below: Some(100),
        exclusions: None,
        source: "示例：保障期一年；金额由各地办事机构规定，请按当地条款填写".to_owned(),
        from,
        until: None,
    };
    let illness = Some("参加前已经患有的疾病；等待期内确诊的疾病".to_owned());
    vec![
        Terms {
            kind: Kind::Women,
            name: "女职工特殊疾病互助保障".to_owned(),
            months: 24,
            premium: yuan(36),
            sex: Some(Sex::Female),
            exclusions: illness.clone(),
            source: "示例：滨州办事处，每人36元保2年，8种疾病，16至60周岁；给付标准请按当地条款填写".to_owned(),
            ..base.clone()
        },
        Terms {
            kind: Kind::Illness,
            name: "职工重大疾病互助保障".to_owned(),
            months: 36,
            premium: yuan(45),
            exclusions: illness.clone(),
            source: "示例：保障期三年，台州每人每年15元；给付标准请按当地条款填写".to_owned(),
            ..base.clone()
        },
        Terms {
            kind: Kind::Hospital,
            name: "职工住院津贴互助保障".to_owned(),
            premium: yuan(60),
            free_days: 3,
            daily: yuan(40),
            year_most: Some(yuan(7200)),
            exclusions: illness,
            source: "示例：北京2011年，每份60元，住院第4天起每天40元，一年最多7200元；请按当地现行条款核对".to_owned(),
            ..base.clone()
        },
        base,
    ]
}
