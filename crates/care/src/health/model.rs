//! Rounds of health checks: packages, days with places, bookings; and what stands against a booking.

use kernel::{Date, Id, Money};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Stop};

pub use crate::insurance::model::Sex;

/// The kind of a round's id.
pub enum Rounding {}
/// The id of a round.
pub type RoundId = Id<Rounding>;
/// The kind of a package's id.
pub enum Packaged {}
/// The id of a package.
pub type PackageId = Id<Packaged>;
/// The kind of the id of a day with places.
pub enum Placed {}
/// The id of a day with places.
pub type DayId = Id<Placed>;
/// The kind of a booking's id.
pub enum Booked {}
/// The id of a booking.
pub type BookingId = Id<Booked>;
/// The kind of the id of what a member keeps for themselves.
pub enum Noted {}
/// The id of what a member keeps for themselves.
pub type NoteId = Id<Noted>;

/// Most places of a day.
pub const MOST_PLACES: i64 = 2000;

/// Whether people may book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundStatus {
    /// 进行中
    Open,
    /// 已结束
    Closed,
}

impl RoundStatus {
    /// All.
    pub const ALL: &'static [RoundStatus] = &[RoundStatus::Open, RoundStatus::Closed];
    /// Its name in the store.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            RoundStatus::Open => "open",
            RoundStatus::Closed => "closed",
        }
    }
}
::store::keyed!(RoundStatus, "a state of a round");

/// A round of checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Its name.
    pub name: String,
    /// Booking opens on this day.
    pub opens: Date,
    /// The last day on which people may book.
    pub closes: Date,
    /// What people have to know: come fasting, bring the document.
    pub note: Option<String>,
    /// Whether it goes on.
    pub status: RoundStatus,
    /// Version, for acts upon it.
    pub version: i64,
}

impl Round {
    /// Whether people may book on a day.
    #[must_use]
    pub fn takes(&self, day: Date) -> bool {
        self.status == RoundStatus::Open && self.opens <= day && day <= self.closes
    }
}

/// A package (套餐) of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Package {
    /// Its id.
    pub id: PackageId,
    /// Its name.
    pub name: String,
    /// What is looked at.
    pub items: String,
    /// For whom alone it is.
    pub sex: Option<Sex>,
    /// What it costs the union.
    pub price: Money,
}

/// A day at a place, with so many places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckDay {
    /// Its id.
    pub id: DayId,
    /// Where.
    pub place: String,
    /// When.
    pub day: Date,
    /// How many places there are.
    pub places: i64,
    /// How many are free.
    pub free: i64,
    /// How many wait for one.
    pub waiting: i64,
    /// What people type in there to say that they have come; for officers.
    #[serde(skip)]
    pub code: String,
}

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 已预约
    Booked,
    /// 候补
    Waiting,
    /// 已到检
    Attended,
}

impl Status {
    /// All.
    pub const ALL: &'static [Status] = &[Status::Booked, Status::Waiting, Status::Attended];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Status::Booked => "booked",
            Status::Waiting => "waiting",
            Status::Attended => "attended",
        }
    }
}
::store::keyed!(Status, "a state of a booking");

/// Somebody's booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// Of which round.
    pub round: RoundId,
    /// Whose.
    pub member: MemberId,
    /// By name.
    pub name: String,
    /// Their branch or group then.
    pub group: Option<org::BodyId>,
    /// Which package.
    pub package: PackageId,
    /// Which day.
    pub day: DayId,
    /// What it costs.
    pub price: Money,
    /// Where it stands.
    pub status: Status,
    /// When they came.
    pub attended: Option<Date>,
    /// Version, for acts upon it.
    pub version: i64,
}

/// Why somebody cannot book, or come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// The round is not open for booking.
    Closed,
    /// The day is over.
    Over,
    /// The other day is full, and a place on this one is not given up for a wait.
    Full,
    /// The package is for the other sex, or the register does not know theirs.
    OtherSex,
    /// The person works here no more.
    NotActive,
    /// They have come already.
    Attended,
    /// Their place is not sure yet: they wait.
    Waits,
    /// The day of the check is not here.
    Early,
    /// It is booked so already.
    Same,
}

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::Closed => Refusal::new("health.cannot.closed").status(409).into(),
            Cannot::Over => Refusal::field("day", "health.cannot.over").into(),
            Cannot::Full => Refusal::field("day", "health.cannot.full_keeps").status(409).into(),
            Cannot::OtherSex => Refusal::field("package", "health.cannot.other_sex").into(),
            Cannot::NotActive => Refusal::field("member", "health.cannot.not_active").into(),
            Cannot::Attended => Refusal::new("health.cannot.attended").status(409).into(),
            Cannot::Waits => Refusal::new("health.cannot.waits").status(409).into(),
            Cannot::Early => Refusal::new("health.cannot.early").status(409).into(),
            Cannot::Same => Refusal::new("health.cannot.same").status(409).into(),
        }
    }
}

/// Whether somebody may take a package on a day.
///
/// # Errors
/// Why not.
pub fn may_book((works, sex): (bool, Option<Sex>), package: &Package, day: Date, today: Date) -> Result<(), Cannot> {
    if !works {
        return Err(Cannot::NotActive);
    }
    if package.sex.is_some() && package.sex != sex {
        return Err(Cannot::OtherSex);
    }
    if day < today { Err(Cannot::Over) } else { Ok(()) }
}

/// Whether somebody can have come on a day: booked, not before the day.
///
/// # Errors
/// Why not.
pub fn may_attend(status: Status, day: Date, today: Date) -> Result<(), Cannot> {
    match status {
        Status::Attended => Err(Cannot::Attended),
        Status::Waiting => Err(Cannot::Waits),
        Status::Booked if day > today => Err(Cannot::Early),
        Status::Booked => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_womens_package_is_for_women_whose_sex_is_known() {
        let package = Package {
            id: Id::new(uuid::Uuid::nil()),
            name: "女职工套餐".into(),
            items: "两癌筛查".into(),
            sex: Some(Sex::Female),
            price: Money::ZERO,
        };
        let today = day("2026-11-21");
        let book = |sex| may_book((true, sex), &package, today, today);
        assert_eq!(book(Some(Sex::Female)), Ok(()));
        assert_eq!(book(Some(Sex::Male)), Err(Cannot::OtherSex));
        assert_eq!(book(None), Err(Cannot::OtherSex));
        let gone = may_book((false, Some(Sex::Female)), &package, today, today);
        assert_eq!(gone, Err(Cannot::NotActive));
        let late = may_book((true, Some(Sex::Female)), &package, day("2026-11-20"), today);
        assert_eq!(late, Err(Cannot::Over));
    }

    #[test]
    fn nobody_comes_before_the_day_or_twice() {
        let today = day("2026-11-21");
        assert_eq!(may_attend(Status::Booked, day("2026-11-22"), today), Err(Cannot::Early));
        assert_eq!(may_attend(Status::Booked, today, today), Ok(()));
        assert_eq!(may_attend(Status::Attended, today, today), Err(Cannot::Attended));
        assert_eq!(may_attend(Status::Waiting, today, today), Err(Cannot::Waits));
    }
}
