//! What happens to collections. No name stands in an event.

use kernel::{Date, Money};
use serde::Serialize;
use web::{Event, Record};

use super::{
    GIFT, KIND, PAYOUT,
    model::{CollectionId, Ending, Gift, GiftId, Payout, PayoutId},
};

/// A gift as the log tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub(super) struct GiftTold {
    pub gift: GiftId,
    pub collection: CollectionId,
    pub member: Option<org::MemberId>,
    pub amount: Money,
    pub day: Date,
}

impl From<&Gift> for GiftTold {
    fn from(gift: &Gift) -> Self {
        Self {
            gift: gift.id,
            collection: gift.collection,
            member: gift.member,
            amount: gift.amount,
            day: gift.day,
        }
    }
}

/// What happened.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Happened<'a> {
    /// It was begun.
    Made {
        collection: CollectionId,
        target: Option<Money>,
        from: Date,
        until: Date,
    },
    /// What is said of it was changed.
    Edited { collection: CollectionId, until: Date },
    /// It ended.
    Closed {
        collection: CollectionId,
        version: i64,
        #[serde(flatten)]
        ending: &'a Ending,
    },
    /// It was taken up again.
    Reopened {
        collection: CollectionId,
        version: i64,
        why: &'a str,
    },
    /// Gifts were recorded.
    Given {
        collection: CollectionId,
        gifts: &'a [GiftTold],
    },
    /// A gift was taken back.
    TakenBack {
        gift: GiftId,
        collection: CollectionId,
        why: &'a str,
    },
    /// A giver said whether their name is published.
    Consented { gift: GiftId, consent: bool },
    /// A payout was asked for, paid, unpaid, withdrawn: the event's kind says which.
    Payout {
        #[serde(skip)]
        did: &'static str,
        payout: PayoutId,
        version: i64,
        amount: Money,
        status: &'static str,
    },
    /// The remainder was paid back to those who gave it, or had not been after all.
    Returned { collection: CollectionId, on: Option<Date> },
}

impl Happened<'_> {
    /// What happened to a payout, with the version it has then.
    pub(super) fn payout(did: &'static str, payout: &Payout, version: i64) -> Self {
        Happened::Payout {
            did,
            payout: payout.id,
            version,
            amount: payout.amount,
            status: payout.status.key(),
        }
    }
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Made { .. } => "collection.made",
            Happened::Edited { .. } => "collection.edited",
            Happened::Closed { .. } => "collection.closed",
            Happened::Reopened { .. } => "collection.reopened",
            Happened::Given { .. } => "collection.given",
            Happened::TakenBack { .. } => "collection.gift_back",
            Happened::Consented { .. } => "collection.consented",
            Happened::Payout { did, .. } => did,
            Happened::Returned { .. } => "collection.returned",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Made { collection, .. }
            | Happened::Edited { collection, .. }
            | Happened::Closed { collection, .. }
            | Happened::Reopened { collection, .. }
            | Happened::Returned { collection, .. }
            | Happened::Given { collection, .. } => Record::new(KIND, *collection),
            Happened::TakenBack { gift, .. } | Happened::Consented { gift, .. } => Record::new(GIFT, *gift),
            Happened::Payout { payout, .. } => Record::new(PAYOUT, *payout),
        }
    }
}
