//! An event in somebody's life, and what cannot be.

use kernel::{Date, Id, Instant};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{AccountId, Refusal};

use crate::visits::reasons::ReasonId;

/// The kind of an event's id.
pub enum LifeEvent {}
/// The id of an event.
pub type EventId = Id<LifeEvent>;

/// How an event was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// By an officer or a group leader.
    Reported,
    /// By the member.
    Own,
    /// By the register.
    Register,
}

impl Source {
    /// All of them.
    pub const ALL: &'static [Source] = &[Source::Reported, Source::Own, Source::Register];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Source::Reported => "reported",
            Source::Own => "own",
            Source::Register => "register",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("visits.source.{}", self.key())
    }
}

::store::keyed!(Source, "how an event was told");

/// An event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Counts its changes.
    pub version: i64,
    /// In whose life.
    pub member: MemberId,
    /// The name.
    pub name: String,
    /// Why one visits.
    pub reason: ReasonId,
    /// The version of the reason.
    pub reason_version: i64,
    /// The reason's name.
    pub reason_name: String,
    /// Whether it tells of health, hardship or trouble.
    pub sensitive: bool,
    /// When it happened, or will.
    pub happened: Date,
    /// When it was known.
    pub known: Date,
    /// How it was told.
    pub source: Source,
    /// More about it, unless it lies sealed.
    pub note: Option<String>,
    /// Whether more about it lies sealed.
    pub sealed: bool,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
    /// Who told of it.
    pub account: AccountId,
    /// By name; none of what the register told.
    pub account_name: Option<String>,
    /// When.
    pub recorded_at: Instant,
}

/// What is told.
#[derive(Clone, Debug)]
pub struct New {
    /// In whose life.
    pub member: MemberId,
    /// Their branch or group.
    pub branch: Option<BodyId>,
    /// Why one visits.
    pub reason: ReasonId,
    /// When it happened, or will.
    pub happened: Date,
    /// When it was known.
    pub known: Date,
    /// How it is told.
    pub source: Source,
    /// Which occasion the register tells of, so that it tells once.
    pub occasion: Option<String>,
    /// More about it.
    pub note: Option<String>,
}

/// So many days ahead something may be told of: an operation, a wedding.
const AHEAD: i32 = 92;
/// So many days back.
const BACK: i32 = 366;
/// Told again within so many days, the same is likely meant.
pub const NEAR: i32 = 14;

/// Refuses days that cannot be.
///
/// # Errors
/// The refusal of the field.
pub fn check_days(happened: Date, known: Date, today: Date) -> Result<(), Refusal> {
    if known > today {
        return Err(Refusal::field("known", "visits.refusal.future"));
    }
    if happened > today.plus_days(AHEAD) {
        return Err(Refusal::field("happened", "visits.refusal.far_ahead").arg("days", AHEAD));
    }
    if happened < today.plus_days(-BACK) {
        return Err(Refusal::field("happened", "visits.refusal.far_back"));
    }
    if happened.days_until(known) < -AHEAD {
        return Err(Refusal::field("known", "visits.refusal.far_ahead").arg("days", AHEAD));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_cannot_be_are_refused() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let check = |happened: &str, known: &str| check_days(day(happened), day(known), day("2026-11-21"));
        assert!(check("2026-11-10", "2026-11-12").is_ok());
        assert!(check("2026-12-10", "2026-11-12").is_ok(), "a wedding to come");
        assert!(check("2026-11-10", "2026-11-22").is_err());
        assert!(check("2027-06-01", "2026-11-21").is_err());
        assert!(check("2024-11-10", "2026-11-21").is_err());
    }
}
