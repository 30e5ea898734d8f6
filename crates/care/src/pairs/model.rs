//! A pair and its cards. No SQL, no clock.

use kernel::{Date, Id};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Stop};

/// The kind of a pair's id.
pub enum Pairing {}
/// The id of a pair.
pub type PairId = Id<Pairing>;
/// The kind of a card's id.
pub enum Meeting {}
/// The id of a card.
pub type CardId = Id<Meeting>;

/// Most helpers of a pair.
pub const MOST_HELPERS: usize = 10;

/// What a pair is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// 帮扶.
    Aid,
    /// 帮教.
    Guide,
}
::store::kept_by_key!(Sort, "what a pair is for", Aid "aid", Guide "guide");

impl Sort {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("pairs.sort.{}", self.key())
    }
}

/// What came of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 目标达到.
    Reached,
    /// 部分达到.
    Partly,
    /// 没有达到.
    Missed,
}
::store::kept_by_key!(Outcome, "what came of a pair", Reached "reached", Partly "partly", Missed "missed");

impl Outcome {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("pairs.result.{}", self.key())
    }
}

/// How a pair ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ending {
    /// On which day.
    pub on: Date,
    /// What came of it.
    pub result: Outcome,
    /// In words.
    pub why: String,
}

/// A pair, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pair {
    /// Its id.
    pub id: PairId,
    /// What it is for.
    pub sort: Sort,
    /// Whom it helps, if a member.
    pub member: Option<MemberId>,
    /// Whom it helps, by name: the member, or a group.
    pub helped: String,
    /// From when on.
    pub from: Date,
    /// Until when.
    pub until: Date,
    /// They should meet every so many days.
    pub every: i64,
    /// The day of the last card.
    pub last: Option<Date>,
    /// How many cards.
    pub cards: i64,
    /// How it ended, if it did.
    pub ended: Option<Ending>,
    /// Its version.
    pub version: i64,
}

/// Why something cannot be done with a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It has ended.
    Ended,
    /// The day lies outside its days.
    Day(Date, Date),
}

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::Ended => Refusal::new("pairs.refusal.ended").status(409).into(),
            Cannot::Day(from, until) => Refusal::field("day", "pairs.refusal.day")
                .arg("from", from)
                .arg("until", until)
                .into(),
        }
    }
}

impl Pair {
    /// The day by which they should meet next: so many days after the last time, or after the beginning; never later than its
    /// last day.
    #[must_use]
    pub fn due(&self) -> Date {
        let days = i32::try_from(self.every).unwrap_or(i32::MAX);
        self.last.unwrap_or(self.from).plus_days(days).min(self.until)
    }
    /// Whether a card of a day is taken: not before it began, not of a day to come, as long as it runs.
    ///
    /// # Errors
    /// If it is not.
    pub fn takes(&self, day: Date, today: Date) -> Result<(), Cannot> {
        if self.ended.is_some() {
            return Err(Cannot::Ended);
        }
        if day < self.from || day > today {
            return Err(Cannot::Day(self.from, today));
        }
        Ok(())
    }
}

/// What stands on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What was talked of.
    pub talk: String,
    /// What was wanted.
    pub want: String,
    /// What help was given.
    pub help: String,
}

/// A card, without what is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// Of which pair.
    pub pair: PairId,
    /// On which day.
    pub day: Date,
    /// Who went.
    pub helper: MemberId,
    /// By name.
    pub helper_name: String,
    /// When and why it was taken back.
    pub back: Option<(Date, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn pair(last: Option<&str>) -> Pair {
        Pair {
            id: Id::NIL,
            sort: Sort::Aid,
            member: None,
            helped: "青年教师".into(),
            from: day("2026-03-01"),
            until: day("2026-11-30"),
            every: 30,
            last: last.map(day),
            cards: 0,
            ended: None,
            version: 1,
        }
    }

    #[test]
    fn they_meet_so_many_days_after_the_last_time_and_never_after_the_end() {
        assert_eq!(pair(None).due(), day("2026-03-31"));
        assert_eq!(pair(Some("2026-06-10")).due(), day("2026-07-10"));
        assert_eq!(pair(Some("2026-11-20")).due(), day("2026-11-30"));
    }

    #[test]
    fn a_card_lies_between_the_beginning_and_today() {
        let (one, today) = (pair(None), day("2026-11-21"));
        assert_eq!(one.takes(day("2026-03-01"), today), Ok(()));
        assert_eq!(one.takes(today, today), Ok(()));
        for bad in ["2026-02-28", "2026-11-22"] {
            assert_eq!(one.takes(day(bad), today), Err(Cannot::Day(one.from, today)), "{bad}");
        }
        let ended = Pair {
            ended: Some(Ending {
                on: today,
                result: Outcome::Reached,
                why: "x".into(),
            }),
            ..one
        };
        assert_eq!(ended.takes(today, today), Err(Cannot::Ended));
    }
}
