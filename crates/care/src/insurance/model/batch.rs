//! A batch of enrolment (期别): one plan, one span of cover, one list; and who fits into it.

use kernel::{Date, Id, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Kind, PlanId, Sex, Terms};

/// The kind of a batch's id.
pub enum Enrolling {}
/// The id of a batch.
pub type BatchId = Id<Enrolling>;
/// The kind of the id of somebody's line in a batch.
pub enum InBatch {}
/// The id of somebody's line in a batch.
pub type EnrolledId = Id<InBatch>;

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 登记中: the list may change.
    Collecting,
    /// 已报送: handed in; nobody leaves it any more.
    Handed,
    /// 已取消, before it was handed in.
    Dropped,
}

impl Status {
    /// All.
    pub const ALL: &'static [Status] = &[Status::Collecting, Status::Handed, Status::Dropped];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Collecting => "collecting",
            Status::Handed => "handed",
            Status::Dropped => "dropped",
        }
    }
}
::store::keyed!(Status, "a state of a batch");

/// Where a batch stands, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The list may change.
    Collecting,
    /// Handed in on a day.
    Handed(Date),
    /// Cancelled, and why.
    Dropped(String),
}

impl Standing {
    /// Without what belongs to it.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Standing::Collecting => Status::Collecting,
            Standing::Handed(_) => Status::Handed,
            Standing::Dropped(_) => Status::Dropped,
        }
    }
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// The version of the plan.
    pub plan: PlanId,
    /// Its name: 2026年第1期.
    pub name: String,
    /// The register is asked as of this day.
    pub as_of: Date,
    /// The first day of the cover.
    pub starts: Date,
    /// The last day of the cover.
    pub ends: Date,
    /// What one unit costs.
    pub premium: Money,
    /// What the person pays of it.
    pub by_member: Money,
    /// What the union pays of it.
    pub by_union: Money,
    /// What the employer pays of it.
    pub by_employer: Money,
    /// The batch that it renews.
    pub renews: Option<BatchId>,
    /// Where it stands.
    pub standing: Standing,
    /// How many days ahead of its end a task was made last.
    pub ahead: Option<i64>,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Batch {
    /// Whether the parts make the premium.
    #[must_use]
    pub fn sums(&self) -> bool {
        let parts = [self.by_member, self.by_union, self.by_employer];
        let sum = parts.iter().try_fold(Money::ZERO, |sum, part| sum.plus(*part));
        parts.iter().all(|part| *part >= Money::ZERO) && sum == Some(self.premium)
    }
    /// Whether its cover holds on a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.standing.status() == Status::Handed && self.starts <= day && day <= self.ends
    }
}

/// Somebody's cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cover {
    /// The line in the batch.
    pub id: EnrolledId,
    /// Whose.
    pub member: MemberId,
    /// The batch.
    pub batch: BatchId,
    /// The batch by name.
    pub batch_name: String,
    /// Where the batch stands.
    pub status: Status,
    /// The version of the plan.
    pub plan: PlanId,
    /// The plan by name.
    pub plan_name: String,
    /// What it is against.
    pub kind: Kind,
    /// What its versions share.
    pub line: PlanId,
    /// The first day.
    pub starts: Date,
    /// The last day.
    pub ends: Date,
    /// How many units.
    pub units: i64,
    /// What the person pays for all units.
    pub pays: Money,
    /// Whether they said who shall have it after their death.
    pub confirmed: bool,
}

impl Cover {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.status == Status::Handed && self.starts <= day && day <= self.ends
    }
}

/// Somebody of the register, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: MemberId,
    /// The sex, if known.
    pub sex: Option<Sex>,
    /// The birthday, if known.
    pub born: Option<Date>,
    /// Whether they work: those who retired are not taken.
    pub works: bool,
    /// The branch or group.
    pub group: Option<BodyId>,
}

/// Why somebody cannot be enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// Retired, or without work.
    Retired,
    /// The plan is for the other sex.
    OtherSex,
    /// The register does not know the sex.
    NoSex,
    /// The register does not know the birthday.
    NoBirth,
    /// Too young on the first day.
    TooYoung,
    /// Too old on the first day.
    TooOld,
    /// Covered by the same plan on days of this batch, or enrolled in another batch of it.
    Covered,
}

impl Unfit {
    /// All.
    pub const ALL: &'static [Unfit] = &[
        Unfit::Retired,
        Unfit::OtherSex,
        Unfit::NoSex,
        Unfit::NoBirth,
        Unfit::TooYoung,
        Unfit::TooOld,
        Unfit::Covered,
    ];
    /// Its name in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Unfit::Retired => "retired",
            Unfit::OtherSex => "other_sex",
            Unfit::NoSex => "no_sex",
            Unfit::NoBirth => "no_birth",
            Unfit::TooYoung => "too_young",
            Unfit::TooOld => "too_old",
            Unfit::Covered => "covered",
        }
    }
}

/// Full years from a birthday until a day.
fn age(born: Date, on: Date) -> i64 {
    let years = i64::from(on.year()) - i64::from(born.year());
    let had = (on.month(), on.day()) >= (born.month(), born.day());
    if had { years } else { years - 1 }
}

/// Whether somebody may be enrolled with cover from a day on. `covered` tells that they are under the same plan already.
///
/// # Errors
/// Why not.
pub fn fits(terms: &Terms, person: &Person, starts: Date, covered: bool) -> Result<(), Unfit> {
    if !person.works {
        return Err(Unfit::Retired);
    }
    if let Some(sex) = terms.sex {
        match person.sex {
            None => return Err(Unfit::NoSex),
            Some(other) if other != sex => return Err(Unfit::OtherSex),
            Some(_) => {}
        }
    }
    let years = age(person.born.ok_or(Unfit::NoBirth)?, starts);
    if years < terms.age_from {
        return Err(Unfit::TooYoung);
    }
    if years > terms.age_until {
        return Err(Unfit::TooOld);
    }
    if covered { Err(Unfit::Covered) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insurance::model::examples;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn who_fits_is_said_with_the_reason() {
        let women = examples(day("2026-01-01")).remove(0);
        let person = Person {
            id: MemberId::new(uuid::Uuid::nil()),
            sex: Some(Sex::Female),
            born: Some(day("1966-05-02")),
            works: true,
            group: None,
        };
        let on = |p: Person, text: &str| fits(&women, &p, day(text), false);
        assert_eq!(on(person, "2027-05-01"), Ok(()), "sixty until the day before");
        assert_eq!(on(person, "2027-05-02"), Err(Unfit::TooOld));
        let of = |sex, born: &str| Person {
            sex,
            born: Some(day(born)),
            ..person
        };
        assert_eq!(
            on(of(Some(Sex::Male), "1990-01-01"), "2026-06-01"),
            Err(Unfit::OtherSex)
        );
        assert_eq!(on(of(None, "1990-01-01"), "2026-06-01"), Err(Unfit::NoSex));
        assert_eq!(
            on(of(Some(Sex::Female), "2010-06-02"), "2026-06-01"),
            Err(Unfit::TooYoung)
        );
        assert_eq!(on(of(Some(Sex::Female), "2010-06-01"), "2026-06-01"), Ok(()));
        let none = Person { born: None, ..person };
        assert_eq!(on(none, "2026-06-01"), Err(Unfit::NoBirth));
        let retired = Person { works: false, ..person };
        assert_eq!(on(retired, "2026-06-01"), Err(Unfit::Retired));
        assert_eq!(fits(&women, &person, day("2026-06-01"), true), Err(Unfit::Covered));
    }

    #[test]
    fn the_parts_make_the_premium() {
        let yuan = |n| Money::from_yuan(n).unwrap();
        let batch = |a, b, c| Batch {
            id: Id::new(uuid::Uuid::nil()),
            plan: Id::new(uuid::Uuid::nil()),
            name: String::new(),
            as_of: day("2026-01-01"),
            starts: day("2026-01-01"),
            ends: day("2026-12-31"),
            premium: yuan(60),
            by_member: yuan(a),
            by_union: yuan(b),
            by_employer: yuan(c),
            renews: None,
            standing: Standing::Collecting,
            ahead: None,
            version: 1,
        };
        assert!(batch(20, 20, 20).sums() && batch(60, 0, 0).sums());
        assert!(!batch(20, 20, 19).sums() && !batch(80, -20, 0).sums());
        assert!(!batch(60, 0, 0).covers(day("2026-06-01")), "not before it is handed in");
    }

    #[test]
    fn names_lead_back() {
        use ::store::{Column, FromColumn};
        for status in Status::ALL {
            assert_eq!(Status::from_column(Column::Text(status.key())), Ok(*status));
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::from_column(Column::Text(kind.key())), Ok(*kind));
        }
    }
}
