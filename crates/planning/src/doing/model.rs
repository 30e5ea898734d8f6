//! Work done: what it says, what it counts, how it is corrected. No SQL, no clock.

use facts::Measure;
use flow::TaskId;
use kernel::{Date, Id, Instant, Money, Text};
use org::BodyId;
use schemars::JsonSchema;
use serde::Serialize;
use web::{AccountId, Refusal};

use super::kinds::Kind;

/// The kind of a work's id.
pub enum Work {}
/// The id of work done.
pub type WorkId = Id<Work>;

/// Most people, events, households or pieces that one record may count.
pub const FIGURE_MAX: u32 = 1_000_000;

/// What is told of work done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Told {
    /// What kind of work.
    pub kind: Kind,
    /// On which day.
    pub day: Date,
    /// What was done.
    pub title: String,
    /// Where.
    pub place: Option<String>,
    /// The branch or group it counts for.
    pub branch: Option<BodyId>,
    /// How often: 场, 期, 次.
    pub events: Option<i64>,
    /// How many people.
    pub people: Option<i64>,
    /// How many households.
    pub households: Option<i64>,
    /// How many pieces.
    pub items: Option<i64>,
    /// What it cost or gave.
    pub money: Option<Money>,
    /// What came of it.
    pub result: Option<String>,
}

/// A record of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: WorkId,
    /// The task it closed, if any.
    pub task: Option<TaskId>,
    /// What is told.
    pub told: Told,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
    /// Who recorded it.
    pub account: AccountId,
    /// When.
    pub recorded_at: Instant,
    /// Counts its changes.
    pub version: i64,
}

/// Why work cannot be recorded so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// The day is still to come.
    Future,
    /// Nothing is counted at all.
    NoFigure,
    /// A figure is too large to be true.
    TooLarge(&'static str),
    /// This kind of work does not count that.
    NotCounted(&'static str),
}

impl From<Cannot> for Refusal {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::Future => Refusal::field("day", "planning.refusal.future"),
            Cannot::NoFigure => Refusal::new("planning.refusal.no_figure"),
            Cannot::TooLarge(field) => Refusal::field(field, "planning.refusal.too_large").arg("max", FIGURE_MAX),
            Cannot::NotCounted(field) => Refusal::field(field, "planning.refusal.not_counted"),
        }
    }
}

/// The figures as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    /// How often.
    pub events: Option<u32>,
    /// How many people.
    pub people: Option<u32>,
    /// How many households.
    pub households: Option<u32>,
    /// How many pieces.
    pub items: Option<u32>,
    /// Money.
    pub money: Option<Money>,
}

/// What is told in words.
#[derive(Clone, Debug)]
pub struct Words {
    /// What was done.
    pub title: Text<200>,
    /// Where.
    pub place: Option<Text<200>>,
    /// What came of it.
    pub result: Option<Text<4000>>,
}

impl Told {
    /// Work as it is told on `today`.
    ///
    /// # Errors
    /// A day to come, no figure, a figure that this kind does not count or that is too large.
    pub fn new(
        kind: Kind,
        day: Date,
        today: Date,
        branch: Option<BodyId>,
        words: Words,
        f: Figures,
    ) -> Result<Self, Cannot> {
        if day > today {
            return Err(Cannot::Future);
        }
        let counts = kind.counts();
        let figure = |name, measure: Option<&Measure>, n: Option<u32>| match (n, measure) {
            (Some(n), _) if n > FIGURE_MAX => Err(Cannot::TooLarge(name)),
            (Some(n), None) if n > 0 => Err(Cannot::NotCounted(name)),
            (n, _) => Ok(n.filter(|n| *n > 0).map(i64::from)),
        };
        let told = Self {
            kind,
            day,
            title: words.title.into_string(),
            place: words.place.map(Text::into_string),
            branch,
            events: figure("events", counts.events, f.events)?,
            people: figure("people", counts.people, f.people)?,
            households: figure("households", counts.households, f.households)?,
            items: figure("items", counts.items, f.items)?,
            money: f.money.filter(|m| m.fen() > 0),
            result: words.result.map(Text::into_string),
        };
        if told.money.is_some() && counts.money.is_none() {
            return Err(Cannot::NotCounted("money"));
        }
        if told.postings().is_empty() {
            return Err(Cannot::NoFigure);
        }
        Ok(told)
    }

    /// What goes into the register.
    #[must_use]
    pub fn postings(&self) -> Vec<(&'static Measure, i64)> {
        let counts = self.kind.counts();
        let pairs = [
            (counts.events, self.events),
            (counts.people, self.people),
            (counts.households, self.households),
            (counts.items, self.items),
            (counts.money, self.money.map(Money::fen)),
        ];
        pairs
            .into_iter()
            .filter_map(|(measure, n)| Some((measure?, n?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(kind: Kind, day: &str, f: Figures) -> Result<Told, Cannot> {
        let words = Words {
            title: Text::new("看望住院教师").unwrap(),
            place: None,
            result: None,
        };
        Told::new(
            kind,
            day.parse().unwrap(),
            "2026-11-21".parse().unwrap(),
            None,
            words,
            f,
        )
    }

    #[test]
    fn figures_become_postings_of_the_kind() {
        let f = Figures {
            people: Some(3),
            money: Some(Money::from_fen(60_000)),
            ..Figures::default()
        };
        let visit = told(Kind::Visit, "2026-11-20", f).unwrap();
        let posted: Vec<(&str, i64)> = visit.postings().iter().map(|(m, n)| (m.key, *n)).collect();
        assert_eq!(posted, [("visit.person_times", 3), ("visit.money", 60_000)]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let people = |n| Figures {
            people: Some(n),
            ..Figures::default()
        };
        assert_eq!(told(Kind::Visit, "2026-11-22", people(1)), Err(Cannot::Future));
        assert_eq!(
            told(Kind::Visit, "2026-11-21", Figures::default()),
            Err(Cannot::NoFigure)
        );
        assert_eq!(
            told(Kind::Visit, "2026-11-21", people(FIGURE_MAX + 1)),
            Err(Cannot::TooLarge("people"))
        );
        assert_eq!(
            told(Kind::Disclosure, "2026-11-21", people(5)),
            Err(Cannot::NotCounted("people"))
        );
    }
}
