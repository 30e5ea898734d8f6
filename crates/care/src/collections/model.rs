//! A collection, its gifts and payouts, and what may become of them. No SQL, no clock.

use kernel::{Date, Id, Money};
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Refusal, Stop};

/// The kind of a collection's id.
pub enum Collecting {}
/// The id of a collection.
pub type CollectionId = Id<Collecting>;
/// The kind of a gift's id.
pub enum Giving {}
/// The id of a gift.
pub type GiftId = Id<Giving>;
/// The kind of a payout's id.
pub enum Paying {}
/// The id of a payout.
pub type PayoutId = Id<Paying>;

/// Most of one gift or payout: more is a slip of the pen.
pub const MOST: Money = Money::from_fen(10_000_000_000);

/// For whom it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// 个人.
    Person,
    /// 事项.
    Cause,
}
::store::kept_by_key!(Whom, "for whom a collection is", Person "person", Cause "cause");

/// How a gift came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 现金.
    Cash,
    /// 转账.
    Transfer,
}
::store::kept_by_key!(Way, "how a gift came", Cash "cash", Transfer "transfer");

impl Way {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("collections.way.{}", self.key())
    }
}

/// What becomes of the remainder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 专款留用: kept for the same purpose.
    Kept,
    /// 转入另一次募捐.
    Passed,
    /// 转入困难帮扶金.
    Aid,
    /// 退还捐款人.
    Returned,
}
::store::kept_by_key!(Decision, "what becomes of a remainder", Kept "kept", Passed "passed", Aid "aid", Returned "returned");

impl Decision {
    /// The word key of its name.
    #[must_use]
    pub fn word(self) -> String {
        format!("collections.decision.{}", self.key())
    }
}

/// How a collection ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ending {
    /// On which day.
    pub on: Date,
    /// What was left.
    pub remainder: Money,
    /// What becomes of it; none if nothing was left.
    pub decision: Option<Decision>,
    /// The collection it goes to.
    pub to: Option<CollectionId>,
    /// Why.
    pub why: String,
}

/// A collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Collection {
    /// Its id.
    pub id: CollectionId,
    /// What it is called.
    pub title: String,
    /// What it is for, as it is published.
    pub purpose: String,
    /// For whom.
    pub whom: Whom,
    /// The person, if it is a member of the union; for those who manage it alone.
    #[serde(skip)]
    pub member: Option<MemberId>,
    /// The person's name, masked.
    pub masked: Option<String>,
    /// How much is wished for.
    pub target: Option<Money>,
    /// Gifts are taken from this day on.
    pub from: Date,
    /// And until this day.
    pub until: Date,
    /// Who answers for it.
    pub owner: MemberId,
    /// By name.
    pub owner_name: String,
    /// How it ended, if it did.
    pub ended: Option<Ending>,
    /// Its version.
    pub version: i64,
}

/// A gift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gift {
    /// Its id.
    pub id: GiftId,
    /// To which collection.
    pub collection: CollectionId,
    /// The giver, if a member who gave by name.
    pub member: Option<MemberId>,
    /// The giver's name, if not a member.
    pub name: Option<String>,
    /// The giver's group when it was given.
    pub body: Option<BodyId>,
    /// Whether the giver agreed that their name is published.
    pub consent: bool,
    /// How much.
    pub amount: Money,
    /// How it came.
    pub way: Way,
    /// On which day.
    pub day: Date,
    /// Who received it.
    pub received_by: MemberId,
    /// When and why it was taken back.
    pub back: Option<(Date, String)>,
    /// Its version.
    pub version: i64,
}

/// Where a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayoutStatus {
    /// 已申请.
    Asked,
    /// 已支付.
    Paid,
    /// 已撤销.
    Withdrawn,
}
::store::kept_by_key!(PayoutStatus, "a state of a payout", Asked "asked", Paid "paid", Withdrawn "withdrawn");

/// Money that goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Payout {
    /// Its id.
    pub id: PayoutId,
    /// Out of which collection.
    pub collection: CollectionId,
    /// How much.
    pub amount: Money,
    /// To which member.
    pub member: Option<MemberId>,
    /// To whom, if not a member.
    pub payee: Option<String>,
    /// What for, as it is published.
    pub what: String,
    /// On which day it was asked for.
    pub asked: Date,
    /// Where it stands.
    pub status: PayoutStatus,
    /// On which day it was paid.
    pub paid: Option<Date>,
    /// Why it was withdrawn.
    pub why: Option<String>,
    /// Its version.
    pub version: i64,
}

/// What came in, what went out, what is bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Purse {
    /// What was given, and not taken back.
    pub given: Money,
    /// The remainders of other collections that were passed to it.
    pub passed: Money,
    /// What was paid out.
    pub paid: Money,
    /// What went elsewhere when it ended: to another collection, to the fund of aid, back to those who gave it.
    pub gone: Money,
    /// What was asked for and neither paid nor refused.
    pub bound: Money,
}

impl Purse {
    /// What is left in the purse; below zero in debt.
    #[must_use]
    pub fn remainder(&self) -> Money {
        let given = self.given.plus(self.passed);
        given
            .and_then(|sum| sum.minus(self.paid)?.minus(self.gone))
            .unwrap_or_default()
    }
    /// What may still be asked for.
    #[must_use]
    pub fn free(&self) -> Money {
        self.remainder().minus(self.bound).unwrap_or_default()
    }
    /// Whether so much may be asked for.
    ///
    /// # Errors
    /// Why not.
    pub fn pay(&self, amount: Money) -> Result<(), Cannot> {
        if amount <= Money::ZERO {
            Err(Cannot::Amount)
        } else if amount > self.free() {
            Err(Cannot::Above(self.free()))
        } else {
            Ok(())
        }
    }
}

/// Why something cannot be done with a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cannot {
    /// It has ended.
    Closed,
    /// An amount is not above zero, or far too large.
    Amount,
    /// More than what is there.
    Above(Money),
    /// More was paid out than given.
    Debt(Money),
    /// A payout is not paid yet.
    Unpaid,
    /// Nothing was said about the remainder.
    Undecided(Money),
    /// The day lies outside its days.
    Day(Date, Date),
    /// It went on already, so that its end stands.
    Stands,
}

impl From<Cannot> for Stop {
    fn from(cannot: Cannot) -> Self {
        match cannot {
            Cannot::Closed => Refusal::new("collections.refusal.closed").status(409).into(),
            Cannot::Amount => Refusal::field("amount", "collections.refusal.amount").into(),
            Cannot::Above(free) => Refusal::field("amount", "collections.refusal.above")
                .arg("free", free)
                .into(),
            Cannot::Debt(debt) => Refusal::new("collections.refusal.debt")
                .arg("debt", debt)
                .status(409)
                .into(),
            Cannot::Unpaid => Refusal::new("collections.refusal.unpaid").status(409).into(),
            Cannot::Undecided(left) => Refusal::field("decision", "collections.refusal.undecided")
                .arg("left", left)
                .into(),
            Cannot::Day(from, until) => Refusal::field("day", "collections.refusal.day")
                .arg("from", from)
                .arg("until", until)
                .into(),
            Cannot::Stands => Refusal::new("collections.refusal.stands").status(409).into(),
        }
    }
}

/// Whether an amount can be a gift.
///
/// # Errors
/// If it is not above zero, or far too large.
pub fn gift_amount(amount: Money) -> Result<(), Cannot> {
    if amount <= Money::ZERO || amount > MOST {
        return Err(Cannot::Amount);
    }
    Ok(())
}

impl Collection {
    /// Whether gifts, payouts and changes are still taken.
    ///
    /// # Errors
    /// If it has ended.
    pub const fn open(&self) -> Result<(), Cannot> {
        match self.ended {
            None => Ok(()),
            Some(_) => Err(Cannot::Closed),
        }
    }
    /// Whether a gift of a day is taken: within its days, and not of a day to come.
    ///
    /// # Errors
    /// If it is not.
    pub fn takes(&self, day: Date, today: Date) -> Result<(), Cannot> {
        self.open()?;
        let last = self.until.min(today);
        if day < self.from || day > last {
            return Err(Cannot::Day(self.from, last.max(self.from)));
        }
        Ok(())
    }
    /// How it ends.
    ///
    /// # Errors
    /// In debt, while a payout is unpaid, or with a remainder of which nothing is said.
    pub fn end(
        &self,
        purse: &Purse,
        on: Date,
        (decision, to): (Option<Decision>, Option<CollectionId>),
        why: String,
    ) -> Result<Ending, Cannot> {
        self.open()?;
        let remainder = purse.remainder();
        if remainder < Money::ZERO {
            return Err(Cannot::Debt(Money::ZERO.minus(remainder).unwrap_or_default()));
        }
        if purse.bound > Money::ZERO {
            return Err(Cannot::Unpaid);
        }
        let left = remainder > Money::ZERO;
        if left && decision.is_none() {
            return Err(Cannot::Undecided(remainder));
        }
        let decision = decision.filter(|_| left);
        Ok(Ending {
            on,
            remainder,
            decision,
            to: to.filter(|_| decision == Some(Decision::Passed)),
            why,
        })
    }
    /// Taken up again: only what was kept for the same purpose, ended with nothing left, or whose remainder was to go back to
    /// those who gave it and is not paid (`paid`).
    ///
    /// # Errors
    /// If its remainder went elsewhere, or it has not ended.
    pub fn reopen(&self, paid: bool) -> Result<(), Cannot> {
        match self.ended.as_ref().map(|ended| ended.decision) {
            Some(None | Some(Decision::Kept)) => Ok(()),
            Some(Some(Decision::Returned)) if !paid => Ok(()),
            _ => Err(Cannot::Stands),
        }
    }
}

/// A name as it is published: the first character, the rest hidden.
#[must_use]
pub fn mask(name: &str) -> String {
    let mut letters = name.trim().chars();
    let first: String = letters.next().into_iter().collect();
    format!("{first}{}", "*".repeat(letters.count().clamp(1, 3)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn collection() -> Collection {
        Collection {
            id: Id::NIL,
            title: "x".into(),
            purpose: "x".into(),
            whom: Whom::Cause,
            member: None,
            masked: None,
            target: None,
            from: day("2026-11-01"),
            until: day("2026-11-30"),
            owner: Id::NIL,
            owner_name: "x".into(),
            ended: None,
            version: 1,
        }
    }

    fn purse(given: i64, paid: i64, bound: i64) -> Purse {
        Purse {
            given: Money::from_fen(given),
            passed: Money::ZERO,
            paid: Money::from_fen(paid),
            gone: Money::ZERO,
            bound: Money::from_fen(bound),
        }
    }

    #[test]
    fn a_collection_ends_only_when_nothing_is_owed_and_the_rest_is_decided() {
        let (one, on) = (collection(), day("2026-12-01"));
        let end = |purse: Purse, decision| one.end(&purse, on, (decision, None), "x".into());
        assert_eq!(
            end(purse(100, 150, 0), Some(Decision::Kept)),
            Err(Cannot::Debt(Money::from_fen(50)))
        );
        assert_eq!(end(purse(100, 50, 50), Some(Decision::Kept)), Err(Cannot::Unpaid));
        assert_eq!(
            end(purse(100, 50, 0), None),
            Err(Cannot::Undecided(Money::from_fen(50)))
        );
        let kept = end(purse(100, 50, 0), Some(Decision::Kept)).unwrap();
        assert_eq!(kept.decision, Some(Decision::Kept));
        // nothing is left: there is nothing to decide
        let spent = end(purse(100, 100, 0), Some(Decision::Returned)).unwrap();
        assert_eq!(spent.decision, None);
        let ended = |ending| Collection {
            ended: Some(ending),
            ..collection()
        };
        assert_eq!(ended(kept.clone()).reopen(true), Ok(()));
        assert_eq!(ended(spent).reopen(true), Ok(()));
        assert_eq!(one.reopen(false), Err(Cannot::Stands));
        let gone = Ending {
            decision: Some(Decision::Aid),
            ..kept.clone()
        };
        assert_eq!(ended(gone).reopen(false), Err(Cannot::Stands));
        let back = ended(Ending {
            decision: Some(Decision::Returned),
            ..kept
        });
        assert_eq!((back.reopen(false), back.reopen(true)), (Ok(()), Err(Cannot::Stands)));
    }

    #[test]
    fn gifts_are_taken_on_its_days_alone() {
        let (one, today) = (collection(), day("2026-11-21"));
        assert_eq!(one.takes(day("2026-11-01"), today), Ok(()));
        assert_eq!(one.takes(today, today), Ok(()));
        assert!(one.takes(day("2026-11-22"), today).is_err(), "a day to come");
        assert!(one.takes(day("2026-10-31"), today).is_err(), "before it began");
        assert!(
            one.takes(day("2026-12-01"), day("2026-12-05")).is_err(),
            "after its end"
        );
        for bad in [0, -1, MOST.fen() + 1] {
            assert_eq!(gift_amount(Money::from_fen(bad)), Err(Cannot::Amount));
        }
    }

    #[test]
    fn a_name_shows_its_first_character() {
        assert_eq!(mask("王小明"), "王**");
        assert_eq!(mask("李"), "李*");
        assert_eq!(mask("买买提·吐尔逊"), "买***");
    }

    proptest! {
        #[test]
        fn never_more_is_asked_for_than_is_there(given in 0_i64..1_000, asks in prop::collection::vec(-10_i64..500, 1..20)) {
            let mut now = purse(given, 0, 0);
            for ask in asks {
                let amount = Money::from_fen(ask);
                if now.pay(amount).is_ok() {
                    now.bound = now.bound.plus(amount).unwrap();
                }
                prop_assert!(now.free() >= Money::ZERO && ask > 0 || now.pay(amount).is_err());
            }
            prop_assert!(now.bound <= now.given);
        }
    }
}
