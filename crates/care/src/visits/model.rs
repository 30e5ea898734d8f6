//! A visit: due, made once, or waived; and what cannot be.

use kernel::{Date, Id, Instant, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::State;
use web::{AccountId, Refusal};

use super::reasons::ReasonId;
use crate::events::{EventId, Source};

/// The kind of a visit's id.
pub enum Visiting {}
/// The id of a visit.
pub type VisitId = Id<Visiting>;

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is owed.
    Due,
    /// Somebody went.
    Made,
    /// It is let be, with a reason.
    Waived,
    /// The event was told by mistake.
    Withdrawn,
}

impl Status {
    /// All of them.
    pub const ALL: &'static [Status] = &[Status::Due, Status::Made, Status::Waived, Status::Withdrawn];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Due => "due",
            Status::Made => "made",
            Status::Waived => "waived",
            Status::Withdrawn => "withdrawn",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("visits.status.{}", self.key())
    }
}

::store::keyed!(Status, "a state of a visit");

/// How one went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 走访: to the home or the sickbed.
    Walk,
    /// 电话.
    Call,
    /// 送达: what is given was brought or sent.
    Delivery,
}

impl Way {
    /// All of them.
    pub const ALL: &'static [Way] = &[Way::Walk, Way::Call, Way::Delivery];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Way::Walk => "walk",
            Way::Call => "call",
            Way::Delivery => "delivery",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("visits.way.{}", self.key())
    }
}

::store::keyed!(Way, "a way of visiting");

/// What was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Present {
    /// Nothing.
    None,
    /// 慰问金.
    Money,
    /// 慰问品.
    Goods,
}

impl Present {
    /// All of them.
    pub const ALL: &'static [Present] = &[Present::Money, Present::Goods, Present::None];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Present::None => "none",
            Present::Money => "money",
            Present::Goods => "goods",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("visits.present.{}", self.key())
    }
}

::store::keyed!(Present, "what was given on a visit");

/// Most that a gift on one visit can be.
pub const AMOUNT_MAX: Money = Money::from_fen(10_000_000);

/// What is told of a visit that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// On which day.
    pub day: Date,
    /// How.
    pub way: Way,
    /// Members who went.
    pub visitors: Vec<MemberId>,
    /// Others who went, by name.
    pub others: Vec<String>,
    /// What was given.
    pub present: Present,
    /// What it was, in words.
    pub what: Option<String>,
    /// Its worth.
    pub amount: Money,
    /// Why more is given than the rules say, or fewer went.
    pub reason: Option<String>,
    /// By when what was asked for is answered.
    pub wish_by: Option<Date>,
    /// Who signed for what was given.
    pub signed_by: Option<String>,
}

/// What must be known to tell whether a visit can be.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The first day on which a visit counts for the event.
    pub earliest: Date,
    /// Today.
    pub today: Date,
    /// Whom one went to see.
    pub member: MemberId,
    /// The last day of their membership, if they left; none of those who died, whose family is visited.
    pub left: Option<Date>,
    /// Who records it.
    pub recorder: Option<MemberId>,
    /// How many go at least.
    pub visitors: i64,
}

/// Why a visit cannot be recorded so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// The day is still to come.
    Future,
    /// It lies before what it is for.
    Before(Date),
    /// Whoever is visited is among those who went.
    Oneself,
    /// Whoever is visited records it.
    OwnRecord,
    /// Nobody went.
    Nobody,
    /// Fewer went than is asked for, and nothing says why.
    TooFew(i64),
    /// Something is given to somebody who had left by then.
    Left(Date),
    /// What is given has no worth.
    NoAmount,
    /// Nothing is given, but it has a worth.
    NotGiven,
    /// It is too much to be true.
    TooMuch,
    /// The answer is promised for a day before the visit.
    Answer,
    /// Money was given after a member had died, and nobody signed for it.
    Receiver,
}

impl From<Cannot> for Refusal {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::Future => Refusal::field("day", "visits.refusal.future"),
            Cannot::Before(day) => Refusal::field("day", "visits.refusal.before").arg("day", day),
            Cannot::Oneself => Refusal::field("visitors", "visits.refusal.oneself"),
            Cannot::OwnRecord => Refusal::new("visits.refusal.own_record").status(403),
            Cannot::Nobody => Refusal::field("visitors", "visits.refusal.nobody"),
            Cannot::TooFew(least) => Refusal::field("reason", "visits.refusal.too_few").arg("least", least),
            Cannot::Left(day) => Refusal::field("amount", "visits.refusal.left").arg("day", day),
            Cannot::NoAmount => Refusal::field("amount", "visits.refusal.no_amount"),
            Cannot::NotGiven => Refusal::field("present", "visits.refusal.not_given"),
            Cannot::TooMuch => Refusal::field("amount", "visits.refusal.too_much").arg("most", AMOUNT_MAX),
            Cannot::Answer => Refusal::field("wish_by", "visits.refusal.wish_by"),
            Cannot::Receiver => Refusal::field("signed_by", "visits.refusal.receiver"),
        }
    }
}

impl Told {
    /// How many went.
    #[must_use]
    pub fn people(&self) -> i64 {
        i64::try_from(self.visitors.len() + self.others.len()).unwrap_or(i64::MAX)
    }
    /// Whether it can be.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, known: &Known) -> Result<(), Cannot> {
        if known.recorder == Some(known.member) {
            return Err(Cannot::OwnRecord);
        }
        if self.day > known.today {
            return Err(Cannot::Future);
        }
        if self.day < known.earliest {
            return Err(Cannot::Before(known.earliest));
        }
        if self.visitors.contains(&known.member) {
            return Err(Cannot::Oneself);
        }
        match self.people() {
            0 => return Err(Cannot::Nobody),
            n if self.way == Way::Walk && n < known.visitors && self.reason.is_none() => {
                return Err(Cannot::TooFew(known.visitors));
            }
            _ => {}
        }
        self.check_gift(known)?;
        match self.wish_by {
            Some(by) if by < self.day => Err(Cannot::Answer),
            _ => Ok(()),
        }
    }
    fn check_gift(&self, known: &Known) -> Result<(), Cannot> {
        match (self.present, self.amount.fen()) {
            (Present::None, n) if n != 0 => return Err(Cannot::NotGiven),
            (Present::Money | Present::Goods, n) if n <= 0 => return Err(Cannot::NoAmount),
            _ => {}
        }
        if self.amount > AMOUNT_MAX {
            return Err(Cannot::TooMuch);
        }
        match known.left {
            Some(left) if self.present != Present::None && left <= self.day => Err(Cannot::Left(left)),
            _ => Ok(()),
        }
    }
}

/// A visit as pages and acts read it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// Counts its changes.
    pub version: i64,
    /// What it is for.
    pub event: EventId,
    /// Whom it is for.
    pub member: MemberId,
    /// The name.
    pub name: String,
    /// The branch or group of the member when it became due.
    pub branch: Option<BodyId>,
    /// Its name.
    pub branch_name: Option<String>,
    /// The reason.
    pub reason: ReasonId,
    /// The version of the reason.
    pub reason_version: i64,
    /// The reason's name.
    pub reason_name: String,
    /// Whether it tells of health, hardship or trouble.
    pub sensitive: bool,
    /// Whether a photo is asked for.
    pub photo: bool,
    /// How the event was told.
    pub source: Source,
    /// When it happened.
    pub happened: Date,
    /// When it was known.
    pub known: Date,
    /// By when one goes.
    pub due: Date,
    /// Where it stands.
    pub status: Status,
    /// The task.
    pub task: Option<flow::TaskId>,
    /// What is told of it, if it was made; without who went.
    pub told: Option<Told>,
    /// Whether something was asked for.
    pub wished: bool,
    /// What was asked for, unless it lies sealed.
    pub wish: Option<String>,
    /// The task to answer it.
    pub wish_task: Option<flow::TaskId>,
    /// What was answered, and when.
    pub answered: Option<(String, Date)>,
    /// When the member confirmed what they got.
    pub signed_at: Option<Instant>,
    /// The form by which it was recorded.
    #[serde(skip)]
    pub form: Option<Id<()>>,
    /// Why it was waived or withdrawn.
    pub why: Option<String>,
    /// Who recorded, waived or withdrew it.
    pub account: Option<AccountId>,
    /// By name.
    pub account_name: Option<String>,
    /// When.
    pub recorded_at: Option<Instant>,
}

/// Within so many days a visit is due soon.
pub const SOON: i32 = 3;

impl Visit {
    /// How it stands today, for the eye.
    #[must_use]
    pub fn state(&self, today: Date) -> (State, &'static str) {
        match self.status {
            Status::Due if self.due < today => (State::Overdue, "visits.state.late"),
            Status::Due if self.due <= today.plus_days(SOON) => (State::Soon, "visits.state.soon"),
            Status::Due => (State::Due, "visits.state.due"),
            Status::Made => (State::Done, "visits.state.made"),
            Status::Waived => (State::Off, "visits.state.waived"),
            Status::Withdrawn => (State::Off, "visits.state.withdrawn"),
        }
    }
    /// How many days passed from the event until it was known; none of what the register told ahead.
    #[must_use]
    pub fn days_to_know(&self) -> Option<i32> {
        (self.source != Source::Register).then(|| self.happened.days_until(self.known).max(0))
    }
    /// How many days passed from knowing (or from the event, where it was known before) until the visit.
    #[must_use]
    pub fn days_to_visit(&self) -> Option<i32> {
        let day = self.told.as_ref()?.day;
        Some(self.happened.max(self.known).days_until(day).max(0))
    }
}

/// Names as they are typed, one after another.
#[must_use]
pub fn names(typed: &str) -> Vec<String> {
    typed
        .split(['、', '，', ',', ';', '；', '\n', ' ', '　'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    fn who(n: u128) -> MemberId {
        MemberId::new(uuid::Uuid::from_u128(n))
    }
    fn known() -> Known {
        Known {
            earliest: day("2026-11-10"),
            today: day("2026-11-21"),
            member: who(1),
            left: None,
            recorder: Some(who(2)),
            visitors: 2,
        }
    }
    fn told() -> Told {
        Told {
            day: day("2026-11-12"),
            way: Way::Walk,
            visitors: vec![who(2), who(3)],
            others: Vec::new(),
            present: Present::Money,
            what: None,
            amount: Money::from_fen(50_000),
            reason: None,
            wish_by: None,
            signed_by: None,
        }
    }

    #[test]
    fn a_visit_that_was_one_is_recorded() {
        assert_eq!(told().check(&known()), Ok(()));
        let mut called = told();
        (called.way, called.visitors) = (Way::Call, vec![who(2)]);
        assert_eq!(called.check(&known()), Ok(()), "one is enough for a call");
        let mut with_others = told();
        (with_others.visitors, with_others.others) = (vec![who(2)], names("王校长"));
        assert_eq!(with_others.check(&known()), Ok(()));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let refused = |change: fn(&mut Told), cannot| {
            let mut told = told();
            change(&mut told);
            assert_eq!(told.check(&known()), Err(cannot));
        };
        refused(|t| t.day = day("2026-11-22"), Cannot::Future);
        refused(|t| t.day = day("2026-11-09"), Cannot::Before(day("2026-11-10")));
        refused(|t| t.visitors = vec![who(1)], Cannot::Oneself);
        refused(|t| t.visitors = Vec::new(), Cannot::Nobody);
        refused(|t| t.visitors = vec![who(2)], Cannot::TooFew(2));
        refused(|t| t.amount = Money::from_fen(0), Cannot::NoAmount);
        refused(|t| t.present = Present::None, Cannot::NotGiven);
        refused(|t| t.amount = Money::from_fen(20_000_000), Cannot::TooMuch);
        refused(|t| t.wish_by = Some(day("2026-11-01")), Cannot::Answer);
        let own = Known {
            recorder: Some(who(1)),
            ..known()
        };
        assert_eq!(told().check(&own), Err(Cannot::OwnRecord));
        let left = Known {
            left: Some(day("2026-11-11")),
            ..known()
        };
        assert_eq!(told().check(&left), Err(Cannot::Left(day("2026-11-11"))));
        let mut called = told();
        (called.present, called.amount) = (Present::None, Money::from_fen(0));
        assert_eq!(called.check(&left), Ok(()), "a word costs nothing");
    }

    #[test]
    fn names_are_read_as_people_write_them() {
        assert_eq!(names("王校长、李书记，张主任"), ["王校长", "李书记", "张主任"]);
        assert_eq!(names(" , "), Vec::<String>::new());
    }
}
