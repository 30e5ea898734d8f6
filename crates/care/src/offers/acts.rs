//! What officers do with an offer: make it, change it, move its places, close it; and the kinds of offers.

use ::store::OnConstraint;
use kernel::{Date, Money, Text};
use org::{BodyId, bodies};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, Yuan, reveal};

use super::{
    OFFER,
    event::Happened,
    model::{
        Bearer, ForChildren, Kind, KindId, MOST_DAYS, MOST_EACH, MOST_PLACES, MOST_SLOTS, MOST_SPAN, Offer, OfferId,
        OfferStatus, Slot, SlotId,
    },
    show::{self, CHILDREN, LIST},
    signing,
    store::{self, places},
};
use crate::{
    hand::Hand,
    rounds::{Retired, Who},
};

/// An offer as it is typed: new, or changed. Of what is told of children and cost only a new one takes any.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Told {
    id: Option<OfferId>,
    version: Option<i64>,
    kind: KindId,
    title: Text<60>,
    text: Text<2000>,
    opens: Date,
    closes: Date,
    per_member: i64,
    from: Date,
    until: Date,
    place: Text<100>,
    keep_days: i64,
    retired: Retired,
    #[serde(default)]
    groups: Vec<BodyId>,
    #[serde(default)]
    employment: Vec<Text<20>>,
    sex: Option<Text<10>>,
    joined_until: Option<Date>,
    bearer: Option<Bearer>,
    cost: Option<Yuan>,
    places: Option<i64>,
    slot_name: Option<Text<40>>,
    age_from: Option<i64>,
    age_until: Option<i64>,
    consent: Option<Text<1000>>,
}

impl Told {
    fn check(&self, act: &Act<'_>) -> Reply<()> {
        for group in &self.groups {
            bodies::store::get(act, act.union(), *group)?;
        }
        let wrong = |field, key| Err(Refusal::field(field, key).into());
        if self.closes < self.opens {
            return wrong("closes", "offers.refusal.reversed");
        }
        if self.until < self.from {
            return wrong("until", "offers.refusal.reversed");
        }
        if self.until < self.opens {
            return wrong("until", "offers.refusal.before_sign_up");
        }
        if self.until < self.closes {
            return wrong("closes", "offers.refusal.after_the_end");
        }
        if self.opens.plus_days(MOST_SPAN) < self.until {
            return Err(Refusal::field("until", "offers.refusal.long")
                .arg("most", MOST_SPAN)
                .into());
        }
        if !(1..=MOST_EACH).contains(&self.per_member) {
            return Err(Refusal::field("per_member", "offers.refusal.each")
                .arg("most", MOST_EACH)
                .into());
        }
        if !(0..=MOST_DAYS).contains(&self.keep_days) {
            return Err(Refusal::field("keep_days", "offers.refusal.keep")
                .arg("most", MOST_DAYS)
                .into());
        }
        Ok(())
    }
    fn who(&self) -> Who {
        Who {
            groups: self.groups.clone(),
            employment: self.employment.iter().map(ToString::to_string).collect(),
            sex: self.sex.as_ref().map(ToString::to_string),
            retired: self.retired,
            joined_until: self.joined_until,
            ..Who::default()
        }
    }
    /// What is told of children: needed where the kind is for them.
    fn children(&self, kind: &Kind) -> Reply<Option<ForChildren>> {
        if !kind.children {
            return Ok(None);
        }
        let needed = |field| Refusal::field(field, "web.refusal.required");
        let from = self.age_from.ok_or_else(|| needed("age_from"))?;
        let until = self.age_until.ok_or_else(|| needed("age_until"))?;
        let consent = self.consent.as_ref().ok_or_else(|| needed("consent"))?;
        if !(0..=until).contains(&from) || until > 30 {
            return Err(Refusal::field("age_until", "offers.refusal.ages").into());
        }
        Ok(Some(ForChildren {
            from,
            until,
            consent: consent.to_string(),
            forgotten: None,
        }))
    }
    fn cost(&self) -> Reply<(Bearer, Money)> {
        let bearer = self
            .bearer
            .ok_or_else(|| Refusal::field("bearer", "web.refusal.required"))?;
        let cost = self.cost.map_or(Money::ZERO, |Yuan(cost)| cost);
        if cost < Money::ZERO {
            return Err(Refusal::field("cost", "web.refusal.amount").into());
        }
        if bearer != Bearer::None && cost == Money::ZERO {
            return Err(Refusal::field("cost", "web.refusal.required").into());
        }
        Ok((bearer, if bearer == Bearer::None { Money::ZERO } else { cost }))
    }
}

fn kind_of(act: &Act<'_>, id: KindId) -> Reply<Kind> {
    let kind = store::kind(act, act.union(), id)?;
    Ok(kind.ok_or_else(|| Refusal::field("kind", "web.refusal.wrong"))?)
}

fn places_in_bounds(places: i64) -> Reply<i64> {
    if (0..=MOST_PLACES).contains(&places) {
        return Ok(places);
    }
    Err(Refusal::field("places", "offers.refusal.places")
        .arg("most", MOST_PLACES)
        .into())
}

/// A new offer, with its first slot.
pub(super) fn make(act: &mut Act<'_>, form: Told) -> Reply<Done> {
    form.check(act)?;
    let kind = kind_of(act, form.kind)?;
    if kind.ended {
        return Err(Refusal::field("kind", "offers.refusal.kind_ended").into());
    }
    let count = form
        .places
        .ok_or_else(|| Refusal::field("places", "web.refusal.required"))?;
    let count = places_in_bounds(count)?;
    let (bearer, cost) = form.cost()?;
    let offer = Offer {
        id: act.id(),
        kind: kind.id,
        title: form.title.to_string(),
        text: form.text.to_string(),
        who: form.who(),
        per_member: form.per_member,
        opens: form.opens,
        closes: form.closes,
        bearer,
        cost,
        from: form.from,
        until: form.until,
        place: form.place.to_string(),
        children: form.children(&kind)?,
        keep_days: form.keep_days,
        status: OfferStatus::Open,
        version: 1,
    };
    store::add(act.writer(), act.union(), &offer, (act.now(), act.actor().account))?;
    act.note(&Happened::told(&offer))?;
    let usual = || ui::words::word(kernel::Lang::Zh, "offers.slot.usual").into_owned();
    let name = form.slot_name.map_or_else(usual, Text::into_string);
    new_slot(act, offer.id, name, count)?;
    Ok(show::done(offer.id, "offers.said.made"))
}

/// Changes what may be changed: not whom children it is for, nor what it costs.
pub(super) fn edit(act: &mut Act<'_>, form: Told) -> Reply<Done> {
    form.check(act)?;
    let id = form.id.ok_or_else(Refusal::missing)?;
    let was = store::get(act, act.union(), id)?;
    let kind = kind_of(act, form.kind)?;
    if kind.children != was.children.is_some() {
        return Err(Refusal::field("kind", "offers.refusal.other_kind").into());
    }
    if form.keep_days > was.keep_days && store::children::any(act, act.union(), id)? {
        return Err(Refusal::field("keep_days", "offers.refusal.keep_longer")
            .arg("most", was.keep_days)
            .into());
    }
    let version = form.version.unwrap_or_default();
    let offer = Offer {
        kind: kind.id,
        title: form.title.to_string(),
        text: form.text.to_string(),
        who: form.who(),
        per_member: form.per_member,
        opens: form.opens,
        closes: form.closes,
        from: form.from,
        until: form.until,
        place: form.place.to_string(),
        keep_days: form.keep_days,
        version,
        ..was
    };
    store::edit(act, &offer)?;
    let offer = Offer {
        version: version.saturating_add(1),
        ..offer
    };
    act.note(&Happened::told(&offer))?;
    Ok(show::done(id, "offers.said.changed"))
}

/// Another slot.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewSlot {
    id: OfferId,
    slot_name: Text<40>,
    places: i64,
}

pub(super) fn add_slot(act: &mut Act<'_>, form: NewSlot) -> Reply<Done> {
    let offer = open(act, form.id)?;
    if store::slots(act, act.union(), offer.id)?.len() >= MOST_SLOTS {
        return Err(Refusal::field("slot_name", "offers.refusal.slots")
            .arg("most", MOST_SLOTS)
            .into());
    }
    new_slot(
        act,
        offer.id,
        form.slot_name.into_string(),
        places_in_bounds(form.places)?,
    )?;
    Ok(show::done(offer.id, "offers.said.slot"))
}

fn new_slot(act: &Act<'_>, offer: OfferId, name: String, count: i64) -> Reply<()> {
    let slot = Slot {
        id: act.id(),
        name,
        places: count,
        full: count == 0,
        version: 1,
    };
    let (w, union) = (act.writer(), act.union());
    store::add_slot(w, union, offer, &slot).on_constraint::<web::Stop>("offer_slot_name", || {
        Refusal::field("slot_name", "offers.refusal.slot_twice").into()
    })?;
    places::add(w, union, slot.id, count)?;
    noted(act, offer, &slot)
}

fn noted(act: &Act<'_>, offer: OfferId, slot: &Slot) -> Reply<()> {
    act.note(&Happened::Places {
        offer,
        slot: slot.id,
        places: slot.places,
        version: slot.version,
    })?;
    Ok(())
}

fn open(act: &Act<'_>, id: OfferId) -> Reply<Offer> {
    let offer = store::get(act, act.union(), id)?;
    if offer.status == OfferStatus::Closed {
        return Err(super::model::Cannot::Closed.stop(act.lang()));
    }
    Ok(offer)
}

/// How many places a slot is to have.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Quota {
    id: OfferId,
    slot: SlotId,
    version: i64,
    places: i64,
}

/// Moves the quota: more places pull in those who wait; fewer than are taken are refused.
pub(super) fn quota(act: &mut Act<'_>, form: Quota) -> Reply<Done> {
    let (w, union) = (act.writer(), act.union());
    let offer = open(act, form.id)?;
    let slot = store::slot(act, union, offer.id, form.slot)?.ok_or_else(Refusal::missing)?;
    if slot.version != form.version {
        return Err(Refusal::stale().into());
    }
    let (more, free) = (
        places_in_bounds(form.places)? - slot.places,
        places::free(act, union, slot.id)?,
    );
    if more + free < 0 {
        return Err(Refusal::field("places", "offers.refusal.taken")
            .arg("taken", slot.places.saturating_sub(free))
            .into());
    }
    if !places::set(w, union, &slot, form.places)? {
        return Err(Refusal::stale().into());
    }
    let slot = Slot {
        places: form.places,
        version: slot.version.saturating_add(1),
        ..slot
    };
    noted(act, offer.id, &slot)?;
    if more > 0 {
        places::add(w, union, slot.id, more)?;
        signing::fill(Hand::Act(act), &offer, &slot)?;
    } else {
        places::remove(w, union, slot.id, -more)?;
    }
    Ok(show::done(offer.id, "offers.said.places"))
}

/// An offer as it was seen.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Seen {
    id: OfferId,
    version: i64,
}

pub(super) fn close(act: &mut Act<'_>, form: Seen) -> Reply<Done> {
    let was = store::get(act, act.union(), form.id)?;
    store::set_status(act, form.id, form.version, OfferStatus::Closed)?;
    let offer = Offer {
        status: OfferStatus::Closed,
        version: form.version.saturating_add(1),
        ..was
    };
    act.note(&Happened::told(&offer))?;
    Ok(show::done(form.id, "offers.said.closed"))
}

/// What the children, or the list, are needed for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Purpose {
    id: OfferId,
    purpose: Text<100>,
}

/// Shows the children for a few minutes, to whoever manages the offer; that they were read is kept.
pub(super) fn reveal_children(act: &mut Act<'_>, form: Purpose) -> Reply<Done> {
    let offer = store::get(act, act.union(), form.id)?;
    reveal::read(act, Record::new(OFFER, offer.id), &[CHILDREN], &form.purpose)?;
    Ok(show::done(offer.id, "offers.said.opened"))
}

/// Makes the list ready to be taken out as a file.
pub(super) fn export(act: &mut Act<'_>, form: Purpose) -> Reply<Done> {
    let offer = store::get(act, act.union(), form.id)?;
    let fields: &[&'static str] = if offer.children.is_some() {
        &[LIST, CHILDREN]
    } else {
        &[LIST]
    };
    reveal::read(act, Record::new(OFFER, offer.id), fields, &form.purpose)?;
    Ok(show::done(offer.id, "offers.said.file_ready"))
}

/// A kind of offers, new or changed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct KindTold {
    id: Option<KindId>,
    version: Option<i64>,
    name: Text<30>,
    #[serde(default)]
    children: bool,
    #[serde(default)]
    ended: bool,
}

pub(super) fn keep_kind(act: &mut Act<'_>, form: KindTold) -> Reply<Done> {
    let was = match form.id {
        Some(id) => Some(store::kind(act, act.union(), id)?.ok_or_else(Refusal::missing)?),
        None => None,
    };
    if was.as_ref().is_some_and(|was| Some(was.version) != form.version) {
        return Err(Refusal::stale().into());
    }
    let twin = store::kinds(act, act.union())?;
    if twin.iter().any(|k| k.name == *form.name && Some(k.id) != form.id) {
        return Err(Refusal::field("name", "offers.refusal.kind_twice").into());
    }
    let kind = Kind {
        id: was.as_ref().map_or_else(|| act.id(), |was| was.id),
        name: form.name.into_string(),
        // what is offered under it already stays what it is
        children: was.as_ref().map_or(form.children, |was| was.children),
        ended: form.ended,
        version: was.map_or(1, |was| was.version.saturating_add(1)),
    };
    store::keep_kind(act.writer(), act.union(), &kind)?;
    act.note(&Happened::Kind {
        kind: kind.id,
        name: &kind.name,
        children: kind.children,
        ended: kind.ended,
    })?;
    Ok(Done::to("/offers/kinds").record(kind.id).say("offers.said.kind"))
}
