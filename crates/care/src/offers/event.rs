//! What happens in offers. No event tells anything of a child but that there is one.

use kernel::{Date, Money};
use org::MemberId;
use serde::Serialize;
use web::{Event, Record};

use super::{
    KIND, OFFER, SIGNUP,
    model::{Bearer, KindId, Offer, OfferId, OfferStatus, Signup, SignupId, SlotId, Status},
};

/// Where a sign-up stands after something happened to it.
#[derive(Serialize)]
pub(super) struct Stood<'a> {
    pub signup: SignupId,
    pub offer: OfferId,
    pub slot: SlotId,
    pub member: MemberId,
    pub status: Status,
    pub place: Option<i64>,
    pub picked: Option<Date>,
    pub version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'a str>,
}

impl<'a> Stood<'a> {
    pub(super) fn of(s: &'a Signup) -> Self {
        Self {
            signup: s.id,
            offer: s.offer,
            slot: s.slot,
            member: s.member,
            status: s.status,
            place: s.place,
            picked: s.picked,
            version: s.version,
            why: s.why.as_deref(),
        }
    }
}

/// What happened.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Happened<'a> {
    /// A kind of offers was added, changed or ended.
    Kind {
        kind: KindId,
        name: &'a str,
        children: bool,
        ended: bool,
    },
    /// An offer was made or changed.
    Told {
        offer: OfferId,
        title: &'a str,
        opens: Date,
        closes: Date,
        until: Date,
        per_member: i64,
        bearer: Bearer,
        cost: Money,
        children: bool,
        keep_days: i64,
        status: OfferStatus,
        version: i64,
    },
    /// A slot has so many places now.
    Places {
        offer: OfferId,
        slot: SlotId,
        places: i64,
        version: i64,
    },
    /// Somebody signed up.
    Signed(Stood<'a>),
    /// Somebody gave up, or was no member any more.
    GaveUp(Stood<'a>),
    /// Somebody moved up from the line.
    MovedUp(Stood<'a>),
    /// Something was picked up, or it was not, or that was wrong.
    Picked(Stood<'a>),
    /// What was kept of children was deleted.
    Forgotten { offer: OfferId, children: u64 },
}

impl<'a> Happened<'a> {
    pub(super) fn told(o: &'a Offer) -> Self {
        Happened::Told {
            offer: o.id,
            title: &o.title,
            opens: o.opens,
            closes: o.closes,
            until: o.until,
            per_member: o.per_member,
            bearer: o.bearer,
            cost: o.cost,
            children: o.children.is_some(),
            keep_days: o.keep_days,
            status: o.status,
            version: o.version,
        }
    }
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::Kind { .. } => "offer_kind.told",
            Happened::Told { .. } => "offer.told",
            Happened::Places { .. } => "offer.places",
            Happened::Signed(_) => "offer_signup.signed",
            Happened::GaveUp(_) => "offer_signup.gave_up",
            Happened::MovedUp(_) => "offer_signup.moved_up",
            Happened::Picked(_) => "offer_signup.picked",
            Happened::Forgotten { .. } => "offer.forgotten",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::Kind { kind, .. } => Record::new(KIND, *kind),
            Happened::Told { offer, .. } | Happened::Places { offer, .. } | Happened::Forgotten { offer, .. } => {
                Record::new(OFFER, *offer)
            }
            Happened::Signed(s) | Happened::GaveUp(s) | Happened::MovedUp(s) | Happened::Picked(s) => {
                Record::new(SIGNUP, s.signup)
            }
        }
    }
}
