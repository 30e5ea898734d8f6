//! A round, its list and how both become. No SQL, no clock.

use std::collections::{BTreeMap, BTreeSet};

use facts::{Measure, Unit, measures};
use kernel::{Date, Festival, Id, Lang, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{AccountId, Refusal};

use crate::{given, stock::GoodId};

/// The kind of a round's id.
pub enum RoundKind {}
/// The id of a round.
pub type RoundId = Id<RoundKind>;

/// Most people on a list.
pub const MOST: usize = 100_000;
/// Most kinds of goods in a round.
pub const ITEMS: usize = 20;

/// 节日慰问人次
pub const TIMES: Measure = Measure {
    key: "round.person_times",
    zh: "节日慰问人次",
    en: "Festival gifts",
    unit: Unit::PersonTimes,
    field: "care",
};
/// 节日慰问金额
pub const MONEY: Measure = Measure {
    key: "round.money",
    zh: "节日慰问金额",
    en: "Worth of festival gifts",
    unit: Unit::Money,
    field: "care",
};
/// 送清凉人次
pub const COOL_TIMES: Measure = Measure {
    key: "round.cool_person_times",
    zh: "送清凉人次",
    en: "People brought coolness",
    unit: Unit::PersonTimes,
    field: "care",
};
/// 送清凉金额
pub const COOL_MONEY: Measure = Measure {
    key: "round.cool_money",
    zh: "送清凉金额",
    en: "Worth of coolness brought",
    unit: Unit::Money,
    field: "care",
};

/// What a round is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 节日慰问
    Festival,
    /// 送清凉
    Cool,
    /// 送温暖
    Warm,
    /// 慰问劳模
    ModelWorker,
    /// 慰问一线职工
    FrontLine,
    /// 慰问退休职工
    Retired,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Kind] = &[
        Kind::Festival,
        Kind::Cool,
        Kind::Warm,
        Kind::ModelWorker,
        Kind::FrontLine,
        Kind::Retired,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Festival => "festival",
            Kind::Cool => "cool",
            Kind::Warm => "warm",
            Kind::ModelWorker => "model_worker",
            Kind::FrontLine => "front_line",
            Kind::Retired => "retired",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("rounds.kind.{}", self.key())
    }
    /// As what a person received it.
    #[must_use]
    pub const fn given(self) -> given::Kind {
        match self {
            Kind::Festival => given::Kind::Festival,
            Kind::Cool | Kind::Warm | Kind::FrontLine => given::Kind::Season,
            Kind::ModelWorker => given::Kind::ModelWorker,
            Kind::Retired => given::Kind::Visit,
        }
    }
    /// Under which measures it counts: people, and money.
    #[must_use]
    pub fn measures(self) -> (&'static Measure, &'static Measure) {
        match self {
            Kind::Festival => (&TIMES, &MONEY),
            Kind::Cool => (&COOL_TIMES, &COOL_MONEY),
            Kind::Warm | Kind::ModelWorker | Kind::FrontLine | Kind::Retired => {
                (&measures::VISIT_PERSON_TIMES, &measures::VISIT_MONEY)
            }
        }
    }
}

::store::keyed!(Kind, "a kind of round");

/// In which form it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 实物
    Goods,
    /// 实名提货凭证: named goods at a named shop, on the person's name.
    Voucher,
    /// 现金: never taken; listed so that whoever asks is told why.
    Cash,
    /// 购物卡: never taken.
    Card,
    /// 代金券: never taken.
    Coupon,
}

impl Form {
    /// All of them; those that may be kept first.
    pub const ALL: &'static [Form] = &[Form::Goods, Form::Voucher, Form::Cash, Form::Card, Form::Coupon];
    /// Its name in the store, in word keys and in the rules.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Form::Goods => "goods",
            Form::Voucher => "voucher",
            Form::Cash => "cash",
            Form::Card => "card",
            Form::Coupon => "coupon",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("rounds.form.{}", self.key())
    }
    /// Whether it is as good as money.
    #[must_use]
    pub const fn is_money(self) -> bool {
        matches!(self, Form::Cash | Form::Card | Form::Coupon)
    }
}

::store::keyed!(Form, "a form of giving");

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 起草
    Draft,
    /// 已拟名单
    Listed,
    /// 已核对
    Checked,
    /// 已批准
    Approved,
    /// 发放中
    Handing,
    /// 已办结
    Closed,
    /// 已作废
    Dropped,
}

impl State {
    /// All of them, in their order.
    pub const ALL: &'static [State] = &[
        State::Draft,
        State::Listed,
        State::Checked,
        State::Approved,
        State::Handing,
        State::Closed,
        State::Dropped,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Listed => "listed",
            State::Checked => "checked",
            State::Approved => "approved",
            State::Handing => "handing",
            State::Closed => "closed",
            State::Dropped => "dropped",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("rounds.state.{}", self.key())
    }
    /// Whether contents and conditions may still change.
    #[must_use]
    pub const fn open(self) -> bool {
        matches!(self, State::Draft | State::Listed | State::Checked)
    }
    /// Whether single people may be added to the list and struck from it.
    #[must_use]
    pub const fn list_open(self) -> bool {
        matches!(self, State::Listed | State::Checked | State::Approved)
    }
    /// Refuses unless contents and conditions may still change.
    ///
    /// # Errors
    /// The refusal.
    pub fn need_open(self) -> Result<(), Refusal> {
        self.need(self.open())
    }
    /// Refuses unless it holds.
    ///
    /// # Errors
    /// The refusal.
    pub fn need(self, holds: bool) -> Result<(), Refusal> {
        if holds {
            Ok(())
        } else {
            Err(Refusal::new("rounds.refusal.state").status(409))
        }
    }
}

::store::keyed!(State, "a state of a round");

/// The name of festivals that an autonomous region approved: which they are, the title says.
pub const ETHNIC: &str = "ethnic";

/// The festival of a name in forms: one of the calendar, or an approved ethnic one.
#[must_use]
pub fn festival_name(key: &str, lang: Lang) -> Option<String> {
    if key == ETHNIC {
        return ui::words::find(lang, "rounds.ethnic").map(str::to_owned);
    }
    Festival::from_key(key).map(|f| f.name(lang).to_owned())
}

/// How the rules call a festival.
#[must_use]
pub fn festival_rule(key: &str) -> String {
    key.replace('-', "_")
}

/// Which festival of which year is meant by a day: the nearest one. Goods for New Year's Day are given in December.
#[must_use]
pub fn occasion(key: &str, day: Date) -> Option<String> {
    let year = day.year();
    let Some(festival) = Festival::from_key(key) else {
        return (key == ETHNIC).then(|| format!("{key}-{day}"));
    };
    let near = (year - 1..=year + 1).filter_map(|y| Some((festival.date(y)?, y)));
    let (_, of) = near.min_by_key(|(on, _)| on.days_until(day).abs())?;
    Some(format!("{key}-{of}"))
}

/// A kind of goods in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Item {
    /// What.
    pub good: GoodId,
    /// Its name.
    pub name: String,
    /// In what it is counted.
    pub unit: String,
    /// For how much a piece.
    pub price: Money,
    /// How many a head.
    pub quantity: i64,
}

/// What a head receives is worth; none past what amounts can be.
#[must_use]
pub fn worth(items: &[Item]) -> Option<Money> {
    items
        .iter()
        .try_fold(Money::ZERO, |sum, item| sum.plus(item.price.times(item.quantity)?))
}

/// What a head receives, in words: `大米5kg×1袋、菜籽油5L×1桶`; cut to 100 characters.
#[must_use]
pub fn contents(items: &[Item]) -> String {
    let one = |item: &Item| format!("{}×{}{}", item.name, item.quantity, item.unit);
    let all = items.iter().map(one).collect::<Vec<_>>().join("、");
    if all.chars().count() <= 100 {
        return all;
    }
    all.chars().take(99).chain(['…']).collect()
}

/// Which of the retired are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Retired {
    /// Those at work alone.
    #[default]
    Without,
    /// All who are members.
    With,
    /// Those alone whose membership is kept.
    Only,
}

impl Retired {
    /// All of them.
    pub const ALL: &'static [Retired] = &[Retired::Without, Retired::With, Retired::Only];
    /// Its name in forms and word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Retired::Without => "without",
            Retired::With => "with",
            Retired::Only => "only",
        }
    }
}

/// Who is meant: all that is said holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Who {
    /// Only those of these branches and groups, with what lies below them; of all if none.
    pub groups: Vec<BodyId>,
    /// Only those of these kinds of employment.
    pub employment: Vec<String>,
    /// Only women, or men.
    pub sex: Option<String>,
    /// Which of the retired.
    pub retired: Retired,
    /// Only those who were members on this day.
    pub joined_until: Option<Date>,
    /// Only those who were on the list of this round.
    pub like: Option<RoundId>,
    /// Nobody by conditions: people are chosen one by one.
    pub by_hand: bool,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// The year it belongs to.
    pub year: i64,
    /// What it is for.
    pub kind: Kind,
    /// Which festival.
    pub festival: Option<String>,
    /// Which festival of which year.
    pub occasion: Option<String>,
    /// What it is called.
    pub title: String,
    /// The day as of which the list is made.
    pub day: Date,
    /// In which form it is given.
    pub form: Form,
    /// What it may cost.
    pub budget: Money,
    /// The union's funds of the year, if told: what shares are held against.
    pub funds: Option<Money>,
    /// Who is meant.
    pub who: Who,
    /// What a head receives is worth.
    pub worth: Money,
    /// How far it has come.
    pub state: State,
    /// Who made it.
    #[serde(skip)]
    pub made_by: AccountId,
    /// Who made its list.
    #[serde(skip)]
    pub listed_by: Option<AccountId>,
    /// Why it goes on where a rule asks for a reason.
    pub reason: Option<String>,
    /// Why it was dropped.
    pub why: Option<String>,
    /// Its version.
    pub version: i64,
}

impl Round {
    /// Whether somebody made the round or its list: they do not approve it.
    #[must_use]
    pub fn is_work_of(&self, account: AccountId) -> bool {
        self.made_by == account || self.listed_by == Some(account)
    }
}

/// Somebody on a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// Who.
    pub member: MemberId,
    /// The name when the list was made.
    pub name: String,
    /// The branch or group then.
    pub body: Option<BodyId>,
    /// Struck from the list.
    pub struck: bool,
    /// Put on it by hand.
    pub by_hand: bool,
    /// Why struck, added, or kept on.
    pub why: Option<String>,
    /// The day on which they signed.
    pub signed_on: Option<Date>,
    /// The day for which it counts.
    pub given_on: Option<Date>,
}

/// What is to be done so that what was given is what was signed for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Signed now: who, in which branch, on which day.
    pub give: Vec<(MemberId, Option<BodyId>, Date)>,
    /// Not signed any more, or on another day.
    pub take: Vec<(MemberId, Option<BodyId>)>,
    /// Signed by whom the list does not know.
    pub strays: usize,
}

impl Reconciled {
    /// Holds what was signed against what was given.
    #[must_use]
    pub fn of(lines: &[Line], signed: &[(MemberId, Date)]) -> Self {
        let mut signed: BTreeMap<MemberId, Date> = signed.iter().copied().collect();
        let mut found = Self::default();
        for line in lines.iter().filter(|line| !line.struck) {
            let now = signed.remove(&line.member);
            if line.signed_on == now {
                continue;
            }
            if line.signed_on.is_some() {
                found.take.push((line.member, line.body));
            }
            if let Some(day) = now {
                found.give.push((line.member, line.body, day));
            }
        }
        found.strays = signed.len();
        found
    }
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.give.is_empty() && self.take.is_empty()
    }
    /// The branches of which something is taken back.
    #[must_use]
    pub fn touched(&self) -> BTreeSet<Option<BodyId>> {
        self.take.iter().map(|(_, body)| *body).collect()
    }
}

/// How many were given something, by day and branch.
pub type Counts = BTreeMap<(Date, Option<BodyId>), i64>;

/// Counts people by day and branch.
#[must_use]
pub fn count(people: impl IntoIterator<Item = (Date, Option<BodyId>)>) -> Counts {
    let mut counts = Counts::new();
    for key in people {
        let n = counts.entry(key).or_default();
        *n = n.saturating_add(1);
    }
    counts
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
