//! A rule: one row of a sheet, or of a union's own.

use kernel::{Date, Id};

use super::{
    key::{Key, Kind, Sense},
    place::{Place, UnitKind, Who, keyed},
    value::Value,
    wording::Wording,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of a rule's id.
pub enum Rule {}
/// The id of a rule.
pub type RuleId = Id<Rule>;

keyed! {
    /// How hard a rule is.
    Severity {
        /// Good to know.
        Inform = "inform", "提示";
        /// It is said.
        Warn = "warn", "提醒";
        /// It is said, and going on needs a reason.
        Reason = "reason", "须说明理由";
        /// It is refused.
        Block = "block", "不得";
    }
}

keyed! {
    /// How well a rule is known.
    Evidence {
        /// The statute's text was read.
        Law = "law", "法律条文";
        /// The document, or a page that reports it, was read.
        Seen = "seen", "见过文件或报道";
        /// A page of low authority reports it.
        Weak = "weak", "仅见转载";
        /// General knowledge.
        General = "general", "通行做法";
        /// General knowledge with real doubt.
        Doubtful = "doubtful", "存疑";
        /// Whoever entered it has the document.
        Entered = "entered", "录入人持有文件";
    }
}

/// A rule as decisions see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: RuleId,
    /// What it is about.
    pub key: &'static Key,
    /// Where it holds; none while the place it comes from is not known.
    pub place: Option<Place>,
    /// For which kinds of units; empty for all.
    pub kinds: Vec<UnitKind>,
    /// What it sets.
    pub value: Value,
    /// How that is compared.
    pub wording: Wording,
    /// Where it stands: document, number, article.
    pub basis: String,
    /// How hard it is, once confirmed.
    pub severity: Severity,
    /// It takes the place of rules farther away instead of standing beside them.
    pub replaces: bool,
    /// A union may set its own figure instead.
    pub delegates: bool,
    /// From this day on; none while the day is not known: it is not in force.
    pub from: Option<Date>,
    /// Until the day before this one.
    pub until: Option<Date>,
    /// Whether a second person confirmed it. What is not confirmed can only warn.
    pub confirmed: bool,
    /// A corrected rule took its place: it never was right.
    pub corrected: bool,
}

/// Why a rule does not fit its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The wording does not go with the key.
    Wording,
    /// The last day is not after the first.
    Days,
}

impl Row {
    /// How hard it is in fact.
    #[must_use]
    pub fn binds(&self) -> Severity {
        if self.confirmed {
            self.severity
        } else {
            self.severity.min(Severity::Warn)
        }
    }
    /// Whether it speaks of a day, as it stands.
    #[must_use]
    pub fn on(&self, day: Date) -> bool {
        self.from.is_some_and(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
    /// Whether it is for units of this kind.
    #[must_use]
    pub fn is_for(&self, who: &Who) -> bool {
        self.kinds.is_empty() || self.kinds.iter().any(|kind| who.kinds.contains(kind))
    }
    /// How far away it stands.
    #[must_use]
    pub fn distance(&self) -> usize {
        self.place.as_ref().map_or(usize::MAX, Place::distance)
    }
    /// Whether it and another speak of the same: key, place, a kind of unit and a day in common.
    #[must_use]
    pub fn overlaps(&self, other: &Row) -> bool {
        let same = self.key == other.key && self.place == other.place && !self.corrected && !other.corrected;
        let kinds = match (self.kinds.is_empty(), other.kinds.is_empty()) {
            (true, true) => true,
            (false, false) => self.kinds.iter().any(|kind| other.kinds.contains(kind)),
            _ => false,
        };
        let (Some(from), Some(of_other)) = (self.from, other.from) else {
            return false;
        };
        let days = self.until.is_none_or(|until| of_other < until) && other.until.is_none_or(|until| from < until);
        same && kinds && days
    }
    /// Whether it is a rule at all.
    ///
    /// # Errors
    /// What does not go together.
    pub fn fits(&self) -> Result<(), Unfit> {
        if !wordings(self.key).contains(&self.wording) {
            return Err(Unfit::Wording);
        }
        match (self.from, self.until) {
            (Some(from), Some(until)) if until <= from => Err(Unfit::Days),
            (None, Some(_)) => Err(Unfit::Days),
            _ => Ok(()),
        }
    }
}

/// The wordings that go with a key; the first is the usual one.
#[must_use]
pub fn wordings(key: &Key) -> &'static [Wording] {
    match (key.kind, key.sense) {
        (Kind::List(..) | Kind::Flag, _) | (_, Sense::Allowed) => &[Wording::Only],
        (_, Sense::Most) => &[Wording::NotMore, Wording::Below],
        (_, Sense::Least) => &[Wording::AtLeast, Wording::Above],
        (_, Sense::Nearest) => &[
            Wording::Is,
            Wording::NotMore,
            Wording::Below,
            Wording::AtLeast,
            Wording::Above,
        ],
    }
}
