//! Spans of days, both ends included.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Date;

/// Days from `from` to `to`, both included; `from` is never after `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "Ends")]
pub struct Span {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

#[derive(Deserialize, schemars::JsonSchema)]
struct Ends {
    from: Date,
    to: Date,
}
impl TryFrom<Ends> for Span {
    type Error = &'static str;
    fn try_from(ends: Ends) -> Result<Self, Self::Error> {
        Span::new(ends.from, ends.to).ok_or("the span ends before it begins")
    }
}

impl Span {
    /// From one day to another; `None` if it would end before it begins.
    #[must_use]
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }
    /// The span of one day.
    #[must_use]
    pub const fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }
    /// Whether the day lies within.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
    /// Whether all of `other` lies within.
    #[must_use]
    pub fn covers(self, other: Span) -> bool {
        self.from <= other.from && other.to <= self.to
    }
    /// The days in both, if any.
    #[must_use]
    pub fn overlap(self, other: Span) -> Option<Span> {
        Span::new(self.from.max(other.from), self.to.min(other.to))
    }
    /// How many days, at least 1.
    #[must_use]
    pub fn days(self) -> i32 {
        self.from.days_until(self.to).saturating_add(1)
    }
    /// The days one by one.
    pub fn iter(self) -> impl Iterator<Item = Date> {
        (0..self.days()).map(move |n| self.from.plus_days(n))
    }
}

impl fmt::Display for Span {
    /// `2026-10-11..2026-10-20`, or the day alone if it is one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            self.from.fmt(f)
        } else {
            write!(f, "{}..{}", self.from, self.to)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Option<Span> {
        Span::new(from.parse().unwrap(), to.parse().unwrap())
    }

    #[test]
    fn ends_are_included_and_ordered() {
        let october = span("2026-10-01", "2026-10-31").unwrap();
        assert_eq!(october.days(), 31);
        assert_eq!(october.iter().count(), 31);
        assert!(october.contains(october.from) && october.contains(october.to));
        assert_eq!(span("2026-10-02", "2026-10-01"), None);
        assert_eq!(
            october.overlap(span("2026-10-20", "2026-11-05").unwrap()),
            span("2026-10-20", "2026-10-31")
        );
        assert_eq!(october.overlap(span("2026-11-01", "2026-11-05").unwrap()), None);
        assert!(serde_json::from_str::<Span>(r#"{"from":"2026-10-02","to":"2026-10-01"}"#).is_err());
    }
}
