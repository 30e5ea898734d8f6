//! What the rules say to everybody on a list, person by person: loaded once, held against each.

use kernel::{Date, Lang, Money};
use org::{MemberId, Status};
use rules::{Case, Rules, Severity, key};
use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Reply, View};

use super::{
    model::{Kind, Line, Retired, Round},
    store,
    who::Person,
};
use crate::given;

/// What is wrong with somebody on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Not in the register, or no member, on the day of the list.
    NoMember,
    /// Died.
    Died,
    /// Was a member then and has left since.
    Left,
    /// Retired: festival goods are for members at work.
    Retired,
    /// Another on the list bears the same name and phone number.
    Double,
    /// On the list of another round for the same festival.
    Once,
    /// Over the cap of a festival.
    EachCap,
    /// Over the cap of a year.
    YearCap,
}

impl Code {
    /// All of them.
    pub const ALL: &'static [Code] = &[
        Code::NoMember,
        Code::Died,
        Code::Left,
        Code::Retired,
        Code::Double,
        Code::Once,
        Code::EachCap,
        Code::YearCap,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Code::NoMember => "no_member",
            Code::Died => "died",
            Code::Left => "left",
            Code::Retired => "retired",
            Code::Double => "double",
            Code::Once => "once",
            Code::EachCap => "each_cap",
            Code::YearCap => "year_cap",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("rounds.trouble.{}", self.key())
    }
}

::store::keyed!(Code, "a trouble of a list");

/// How much a trouble weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It is said.
    Warn,
    /// Whoever stays on the list needs a reason.
    Reason,
    /// They are struck.
    Block,
}

impl Weight {
    /// All of them.
    pub const ALL: &'static [Weight] = &[Weight::Warn, Weight::Reason, Weight::Block];
    /// Its name in the store and in word keys. Their order as texts is from the hardest to the softest.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Weight::Warn => "warn",
            Weight::Reason => "reason",
            Weight::Block => "block",
        }
    }
    /// Of what a rule said; nothing if that is only good to know.
    #[must_use]
    pub const fn of(severity: Severity) -> Option<Self> {
        match severity {
            Severity::Inform => None,
            Severity::Warn => Some(Weight::Warn),
            Severity::Reason => Some(Weight::Reason),
            Severity::Block => Some(Weight::Block),
        }
    }
}

::store::keyed!(Weight, "the weight of a trouble");

/// What is wrong with somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Trouble {
    /// With whom.
    pub member: MemberId,
    /// What.
    pub code: Code,
    /// How much it weighs.
    pub weight: Weight,
    /// What they would have received in all.
    pub amount: Option<Money>,
    /// The other round.
    pub other: Option<String>,
}

/// The caps that hold for a round.
pub(super) struct Caps {
    each: Rules,
    year: Rules,
}

impl Caps {
    /// Loads them for the day of a round.
    pub(super) fn load(view: &View<'_>, round: &Round) -> Reply<Self> {
        let rules = |key| rules::rules_for(view, view.union(), round.day, key);
        let mut each = rules(&key::FESTIVAL_EACH)?;
        if round.festival.as_deref() == Some("spring") {
            let spring = rules(&key::FESTIVAL_SPRING)?;
            if !spring.resolution().standing.is_empty() {
                each = spring;
            }
        }
        Ok(Self {
            each,
            year: rules(&key::FESTIVAL_YEAR)?,
        })
    }
    /// The rules of a cap.
    pub(super) fn of(&self, code: Code) -> Option<&Rules> {
        match code {
            Code::EachCap => Some(&self.each),
            Code::YearCap => Some(&self.year),
            _ => None,
        }
    }
    /// What the rule says to an amount, in words.
    pub(super) fn says(&self, lang: Lang, trouble: &Trouble) -> Option<String> {
        self.of(trouble.code)?.judge(&Case::money(trouble.amount?)).says(lang)
    }
}

/// What rules said to amounts, asked once for each.
struct Asked<'a> {
    rules: &'a Rules,
    known: FxHashMap<Money, Option<Weight>>,
}

impl<'a> Asked<'a> {
    fn new(rules: &'a Rules) -> Self {
        Self {
            rules,
            known: FxHashMap::default(),
        }
    }
    fn weight(&mut self, amount: Money) -> Option<Weight> {
        let rules = self.rules;
        *self
            .known
            .entry(amount)
            .or_insert_with(|| rules.judge(&Case::money(amount)).severity.and_then(Weight::of))
    }
}

/// The people of the register, of the day of the list and of today.
pub(super) struct People<'a> {
    /// As of the day of the list.
    pub then: &'a FxHashMap<MemberId, Person>,
    /// As of today, if that is later.
    pub now: Option<&'a FxHashMap<MemberId, Person>>,
}

fn weighed(member: MemberId, code: Code, weight: Weight) -> Trouble {
    Trouble {
        member,
        code,
        weight,
        amount: None,
        other: None,
    }
}

/// How somebody stands in the register.
fn standing(round: &Round, line: &Line, people: &People<'_>) -> Option<Trouble> {
    let status = |all: &FxHashMap<MemberId, Person>| all.get(&line.member).map(|p| p.status);
    let then = status(people.then);
    let now = people.now.map_or(then, status);
    let found = |code, weight| Some(weighed(line.member, code, weight));
    match (then, now) {
        (Some(Status::Died), _) | (_, Some(Status::Died)) => found(Code::Died, Weight::Block),
        (then, _) if !then.is_some_and(Status::belongs) => found(Code::NoMember, Weight::Block),
        (_, now) if !now.is_some_and(Status::belongs) => found(Code::Left, Weight::Reason),
        (Some(Status::Kept), _) if round.kind == Kind::Festival && round.who.retired == Retired::Without => {
            found(Code::Retired, Weight::Reason)
        }
        _ => None,
    }
}

/// Those of the same name and phone number as somebody before them on the list.
fn doubles<'a>(lines: &[&'a Line], people: &People<'_>) -> Vec<&'a Line> {
    let mut seen: FxHashMap<(&str, &str), MemberId> = FxHashMap::default();
    let mut found = Vec::new();
    for line in lines {
        let Some(person) = people.then.get(&line.member) else {
            continue;
        };
        let Some(phone) = person.phone.as_deref() else { continue };
        if seen.insert((person.name.as_str(), phone), line.member).is_some() {
            found.push(*line);
        }
    }
    found
}

/// Everything that is wrong with those on a list.
pub(super) fn find(
    view: &View<'_>,
    (round, caps): (&Round, &Caps),
    lines: &[Line],
    people: &People<'_>,
) -> Reply<Vec<Trouble>> {
    let on: Vec<&Line> = lines.iter().filter(|line| !line.struck).collect();
    let mut found: Vec<Trouble> = on.iter().filter_map(|line| standing(round, line, people)).collect();
    let double = |line: &Line| weighed(line.member, Code::Double, Weight::Reason);
    found.extend(doubles(&on, people).into_iter().map(double));
    if let Some(occasion) = &round.occasion {
        festival(view, (round, caps), occasion, &on, &mut found)?;
    }
    Ok(found)
}

/// The caps of a festival and of the year, over all systems.
fn festival(
    view: &View<'_>,
    (round, caps): (&Round, &Caps),
    occasion: &str,
    on: &[&Line],
    found: &mut Vec<Trouble>,
) -> Reply<()> {
    let union = view.union();
    let span = year_of(round.day)?;
    let elsewhere = store::elsewhere(view, union, occasion, round.id)?;
    let promised = store::promised(view, union, round.year, round.id)?;
    let given = given::so_far_of_all(view, union, given::Kind::Festival, span)?;
    let (mut each, mut year) = (Asked::new(&caps.each), Asked::new(&caps.year));
    for line in on {
        let member = line.member;
        let (of_this, other) = elsewhere
            .get(&member)
            .map_or((Money::ZERO, None), |(sum, title)| (*sum, Some(title)));
        if other.is_some() {
            found.push(Trouble {
                other: other.cloned(),
                ..weighed(member, Code::Once, Weight::Reason)
            });
        }
        let over = |code, amount: Money, weight: Option<Weight>| {
            weight.map(|weight| Trouble {
                amount: Some(amount),
                ..weighed(member, code, weight)
            })
        };
        let sum = of_this.plus(round.worth).unwrap_or(round.worth);
        found.extend(over(Code::EachCap, sum, each.weight(sum)));
        let had = given.get(&member).map_or(Money::ZERO, |sum| sum.amount);
        let to_come = promised.get(&member).copied().unwrap_or_default();
        let all = had.plus(to_come).and_then(|sum| sum.plus(round.worth));
        let all = all.unwrap_or(round.worth);
        found.extend(over(Code::YearCap, all, year.weight(all)));
    }
    Ok(())
}

/// The year of a day.
pub(super) fn year_of(day: Date) -> Reply<facts::Span> {
    Ok(facts::Span::year(day.year()).map_err(web::Fault::other)?)
}
