//! Goods and their movements. No SQL, no clock.

use kernel::{Date, Id, Instant, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rounds::RoundId;

/// The kind of the id of a kind of goods.
pub enum Good {}
/// The id of a kind of goods.
pub type GoodId = Id<Good>;
/// The kind of a purchase's id.
pub enum Purchase {}
/// The id of a purchase.
pub type PurchaseId = Id<Purchase>;
/// The kind of a movement's id.
pub enum Move {}
/// The id of a movement.
pub type MoveId = Id<Move>;

/// Most pieces of one movement.
pub const MOST: i64 = 10_000_000;

/// A kind of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GoodLine {
    /// Its id.
    pub id: GoodId,
    /// Its name: 大米5kg, 粽子提货券.
    pub name: String,
    /// In what it is counted: 袋, 盒, 张.
    pub unit: String,
}

/// How goods come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Bought.
    Bought,
    /// A purchase was cancelled.
    Cancelled,
    /// Handed out to those who signed.
    Handed,
    /// A signature was taken back.
    Back,
    /// From the union's store to a round: arrived.
    TakenIn,
    /// From the union's store to a round: left.
    TakenOut,
    /// From a round to the union's store: arrived.
    KeptIn,
    /// From a round to the union's store: left.
    KeptOut,
    /// Returned to the supplier.
    Returned,
    /// Given to named persons.
    Given,
    /// More was counted than the book says.
    CountedIn,
    /// Less was counted than the book says.
    CountedOut,
}

impl Way {
    /// All of them.
    pub const ALL: &'static [Way] = &[
        Way::Bought,
        Way::Cancelled,
        Way::Handed,
        Way::Back,
        Way::TakenIn,
        Way::TakenOut,
        Way::KeptIn,
        Way::KeptOut,
        Way::Returned,
        Way::Given,
        Way::CountedIn,
        Way::CountedOut,
    ];
    /// Its name in the store and in word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Way::Bought => "bought",
            Way::Cancelled => "cancelled",
            Way::Handed => "handed",
            Way::Back => "back",
            Way::TakenIn => "taken_in",
            Way::TakenOut => "taken_out",
            Way::KeptIn => "kept_in",
            Way::KeptOut => "kept_out",
            Way::Returned => "returned",
            Way::Given => "given",
            Way::CountedIn => "counted_in",
            Way::CountedOut => "counted_out",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("stock.way.{}", self.key())
    }
    /// Whether goods come in by it.
    #[must_use]
    pub const fn comes_in(self) -> bool {
        matches!(
            self,
            Way::Bought | Way::Back | Way::TakenIn | Way::KeptIn | Way::CountedIn
        )
    }
}

::store::keyed!(Way, "a way of goods");

/// What a person may do with goods that lie somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// Return them to the supplier.
    Return,
    /// Keep them for the next round: into the union's store.
    Keep,
    /// Give them to named persons, with a reason.
    Give,
    /// Take them out of the union's store for this round.
    Take,
    /// More than the book says was counted.
    More,
    /// Less than the book says was counted.
    Less,
}

impl Shift {
    /// All of them.
    pub const ALL: &'static [Shift] = &[
        Shift::Keep,
        Shift::Return,
        Shift::Give,
        Shift::Take,
        Shift::More,
        Shift::Less,
    ];
    /// Its name in forms and word keys.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Shift::Return => "return",
            Shift::Keep => "keep",
            Shift::Give => "give",
            Shift::Take => "take",
            Shift::More => "more",
            Shift::Less => "less",
        }
    }
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("stock.shift.{}", self.key())
    }
    /// Whether it needs a reason.
    #[must_use]
    pub const fn needs_why(self) -> bool {
        !matches!(self, Shift::Keep | Shift::Take)
    }
    /// The movements it makes at a round (or in the store, where none is named), and in the store.
    #[must_use]
    pub const fn moves(self) -> (Way, Option<Way>) {
        match self {
            Shift::Return => (Way::Returned, None),
            Shift::Keep => (Way::KeptOut, Some(Way::KeptIn)),
            Shift::Give => (Way::Given, None),
            Shift::Take => (Way::TakenIn, Some(Way::TakenOut)),
            Shift::More => (Way::CountedIn, None),
            Shift::Less => (Way::CountedOut, None),
        }
    }
}

/// A movement as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Moved {
    /// Its id.
    pub id: MoveId,
    /// What moves.
    pub good: GoodId,
    /// Where: a round, or the union's own store.
    pub round: Option<RoundId>,
    /// How.
    pub way: Way,
    /// How many: below zero where they leave.
    pub quantity: i64,
    /// On which day.
    pub day: Date,
    /// Why.
    pub why: Option<String>,
    /// The purchase that brought them.
    pub purchase: Option<PurchaseId>,
}

/// A movement as the book shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry {
    /// The movement.
    #[serde(flatten)]
    pub moved: Moved,
    /// When it was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by: Option<String>,
}

/// A purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PurchaseRow {
    /// Its id.
    pub id: PurchaseId,
    /// For which round.
    pub round: Option<RoundId>,
    /// From whom.
    pub supplier: String,
    /// The number of the invoice.
    pub invoice: Option<String>,
    /// On which day.
    pub day: Date,
    /// What it cost in all.
    pub total: Money,
    /// Why it was cancelled, if it was.
    pub why: Option<String>,
    /// Its version.
    pub version: i64,
}

/// A line of a purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bought {
    /// What.
    pub good: GoodId,
    /// How many.
    pub quantity: i64,
    /// For how much a piece.
    pub price: Money,
}

/// What lines cost in all; none past what amounts can be.
#[must_use]
pub fn total(lines: &[Bought]) -> Option<Money> {
    lines
        .iter()
        .try_fold(Money::ZERO, |sum, line| sum.plus(line.price.times(line.quantity)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_in_and_what_leaves_is_known_by_the_way() {
        for shift in Shift::ALL {
            let (at, store) = shift.moves();
            if let Some(store) = store {
                assert_ne!(at.comes_in(), store.comes_in(), "{shift:?} moves between two places");
            }
        }
        assert_eq!(Way::ALL.iter().filter(|way| way.comes_in()).count(), 5);
    }

    #[test]
    fn lines_add_up() {
        let line = |quantity, fen| Bought {
            good: Id::new(uuid::Uuid::nil()),
            quantity,
            price: Money::from_fen(fen),
        };
        assert_eq!(total(&[line(3, 1050), line(2, 5)]), Some(Money::from_fen(3160)));
        assert_eq!(total(&[line(i64::MAX, 2)]), None);
        assert_eq!(total(&[]), Some(Money::ZERO));
    }
}
