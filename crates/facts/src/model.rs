//! Measures, spans, totals. No SQL, no clock.

use kernel::{Date, Lang};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a quantity counts. Money is kept in fen, rates in ten-thousandths, everything else in ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 人: different persons.
    People,
    /// 人次: a person counts each time.
    PersonTimes,
    /// 户: households.
    Households,
    /// 元: kept in fen.
    Money,
    /// 场: events held.
    Events,
    /// 期: issues, courses, classes.
    Issues,
    /// 件: cases, pieces.
    Items,
    /// %: kept in ten-thousandths; never summed.
    Rate,
}

impl Unit {
    /// The key kept in the store.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Unit::People => "people",
            Unit::PersonTimes => "person_times",
            Unit::Households => "households",
            Unit::Money => "money",
            Unit::Events => "events",
            Unit::Issues => "issues",
            Unit::Items => "items",
            Unit::Rate => "rate",
        }
    }
    /// The unit behind a key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        const ALL: [Unit; 8] = [
            Unit::People,
            Unit::PersonTimes,
            Unit::Households,
            Unit::Money,
            Unit::Events,
            Unit::Issues,
            Unit::Items,
            Unit::Rate,
        ];
        ALL.into_iter().find(|u| u.key() == key)
    }
    /// The word after a number.
    #[must_use]
    pub const fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Unit::People, Lang::Zh) => "人",
            (Unit::People, Lang::En) => "people",
            (Unit::PersonTimes, Lang::Zh) => "人次",
            (Unit::PersonTimes, Lang::En) => "person-times",
            (Unit::Households, Lang::Zh) => "户",
            (Unit::Households, Lang::En) => "households",
            (Unit::Money, Lang::Zh) => "元",
            (Unit::Money, Lang::En) => "yuan",
            (Unit::Events, Lang::Zh) => "场",
            (Unit::Events, Lang::En) => "events",
            (Unit::Issues, Lang::Zh) => "期",
            (Unit::Issues, Lang::En) => "courses",
            (Unit::Items, Lang::Zh) => "件",
            (Unit::Items, Lang::En) => "items",
            (Unit::Rate, _) => "%",
        }
    }
    /// Whether quantities may be added up: everything but rates.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        !matches!(self, Unit::Rate)
    }
    /// As [`Unit::show`], but whole yuan without their two zeros, for tables of many figures: `13,800`.
    #[must_use]
    pub fn brief(self, quantity: i64) -> String {
        let text = self.show(quantity);
        match (self, text.strip_suffix(".00")) {
            (Unit::Money, Some(whole)) => whole.to_owned(),
            _ => text,
        }
    }
    /// A quantity as people read it, without the unit: `92,879.00`, `219`, `97.5`.
    #[must_use]
    pub fn show(self, quantity: i64) -> String {
        match self {
            Unit::Money => kernel::Money::from_fen(quantity).to_string(),
            // a rate that is taken back is negative, also when it is less than one
            Unit::Rate => kernel::Money::from_fen(quantity).to_string(),
            _ => kernel::Money::from_fen(quantity.saturating_mul(100))
                .to_string()
                .trim_end_matches(".00")
                .to_owned(),
        }
    }
}

/// Something that can be counted, declared once by the system that posts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Stable key such as `visit.person_times`.
    pub key: &'static str,
    /// Its Chinese name.
    pub zh: &'static str,
    /// Its English name.
    pub en: &'static str,
    /// What a quantity counts.
    pub unit: Unit,
    /// The field of work: `care`, `culture` …
    pub field: &'static str,
}

/// Days from first to last, both within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Span {
    /// The year from January to December.
    ///
    /// # Errors
    /// If there is no such year.
    pub fn year(year: i16) -> Result<Self, kernel::day::NotADay> {
        Ok(Self {
            from: Date::new(year, 1, 1)?,
            until: Date::new(year, 12, 31)?,
        })
    }
}

impl From<kernel::Period> for Span {
    fn from(period: kernel::Period) -> Self {
        let (from, until) = period.span();
        Self { from, until }
    }
}

/// A sum with what it is the sum of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Total {
    /// The measure's key.
    pub measure: String,
    /// The month `2026-03`, or nothing where months are summed.
    pub month: Option<String>,
    /// The sum: fen for money.
    pub quantity: i64,
    /// How many records are behind it.
    pub records: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_as_people_write_them() {
        assert_eq!(Unit::Money.show(9_287_900), "92,879.00");
        assert_eq!(Unit::Money.brief(9_287_900), "92,879");
        assert_eq!(Unit::Money.brief(186_050), "1,860.50");
        assert_eq!(Unit::Rate.brief(10_000), "100.00");
        assert_eq!(Unit::PersonTimes.show(1219), "1,219");
        assert_eq!(Unit::Rate.show(9750), "97.50");
        assert_eq!(Unit::Rate.show(-50), "-0.50");
        assert!(
            ["people", "money", "rate"]
                .iter()
                .all(|k| Unit::from_key(k).is_some_and(|u| u.key() == *k))
        );
    }
}
