//! A term: from a day until a day, or open.

use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, State, html};

/// So many days before its end a term is spoken of: time to prepare an election (换届).
const WARN_DAYS: i32 = 90;

/// From a day until a day (both included), or open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Term {
    /// The first day.
    pub from: Date,
    /// The last day, if one is set.
    pub until: Option<Date>,
}

/// What a term's end means today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// No end, or far off.
    Far,
    /// It ends within three months.
    Soon,
    /// It has ended.
    Over,
}

impl Term {
    /// A term without an end.
    #[must_use]
    pub const fn open(from: Date) -> Self {
        Self { from, until: None }
    }
    /// A term, unless it ends before it begins.
    #[must_use]
    pub fn new(from: Date, until: Option<Date>) -> Option<Self> {
        until.is_none_or(|until| until >= from).then_some(Self { from, until })
    }
    /// Whether the day lies in it.
    #[must_use]
    pub fn holds_on(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
    /// What its end means on a day.
    #[must_use]
    pub fn ending(self, today: Date) -> Ending {
        match self.until {
            Some(until) if until < today => Ending::Over,
            Some(until) if today.days_until(until) <= WARN_DAYS => Ending::Soon,
            _ => Ending::Far,
        }
    }
}

/// A term in words, with a badge when it ends.
#[must_use]
pub fn term_words(cx: &Cx, term: Option<Term>, ending: Ending) -> Html {
    let Some(term) = term else { return Html::text("—") };
    let words = match term.until {
        Some(until) => cx.t2(
            "org.term.until",
            "from",
            cx.date_full(term.from),
            "until",
            cx.date_full(until),
        ),
        None => cx.t1("org.term.open", "from", cx.date_full(term.from)),
    };
    let badge = match ending {
        Ending::Far => None,
        Ending::Soon => Some(cx.badge(State::Soon, cx.t("org.term.soon"))),
        Ending::Over => Some(cx.badge(State::Overdue, cx.t("org.term.over"))),
    };
    html!("{} {}", words, badge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn both_ends_belong_to_a_term() {
        let term = Term::new(day("2026-01-01"), Some(day("2026-12-31"))).unwrap();
        assert!(term.holds_on(day("2026-01-01")) && term.holds_on(day("2026-12-31")));
        assert!(!term.holds_on(day("2025-12-31")) && !term.holds_on(day("2027-01-01")));
        assert!(Term::open(day("2026-01-01")).holds_on(day("2099-01-01")));
        assert_eq!(Term::new(day("2026-01-02"), Some(day("2026-01-01"))), None);
    }

    #[test]
    fn the_end_is_told_in_time() {
        let term = Term::new(day("2024-01-01"), Some(day("2026-12-31"))).unwrap();
        assert_eq!(term.ending(day("2026-10-01")), Ending::Far);
        assert_eq!(term.ending(day("2026-10-02")), Ending::Soon);
        assert_eq!(term.ending(day("2026-12-31")), Ending::Soon);
        assert_eq!(term.ending(day("2027-01-01")), Ending::Over);
        assert_eq!(Term::open(day("2024-01-01")).ending(day("2027-01-01")), Ending::Far);
    }
}
