//! Signing up and giving up: the heart of offers. A place goes to whoever takes it by one conditional statement; who comes too
//! late stands in line; a place given up goes to the first in line within the same act, and they are told.

use ::store::{Error, OnConstraint};
use kernel::{Lang, Text, clock::random};
use org::{BodyId, MemberId};
use web::Record;

use super::{
    SIGNUP,
    event::{Happened, Stood},
    model::{Offer, Signup, SignupId, Slot, SlotId, Status, code},
    store::{self, places, signups},
};
use crate::hand::Hand;

/// A sign-up to be entered: all that stands against it was looked at before.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// For which offer.
    pub offer: &'a Offer,
    /// For which of its slots.
    pub slot: &'a Slot,
    /// Whose.
    pub member: MemberId,
    /// Their branch or group.
    pub group: Option<BodyId>,
    /// Which of the member's places in this offer, the first being 1.
    pub nth: i64,
    /// Whether an officer takes it from paper.
    pub on_paper: bool,
}

/// Why an entry came to nothing.
#[derive(Debug)]
pub enum NotEntered {
    /// The member has that place of theirs already.
    Already,
    /// The store's.
    Store(Error),
}

impl From<Error> for NotEntered {
    fn from(error: Error) -> Self {
        NotEntered::Store(error)
    }
}

/// Enters a sign-up: with a place if one is free, else in line.
///
/// # Errors
/// [`NotEntered::Already`] if the same was entered before or at the same moment; the store's.
pub fn enter(hand: Hand<'_>, entry: &Entry<'_>) -> Result<Signup, NotEntered> {
    let (w, union, (by, at)) = (hand.w(), hand.union(), hand.by());
    let place = places::take(w, union, entry.slot, random())?;
    let signup = Signup {
        id: hand.id(),
        offer: entry.offer.id,
        slot: entry.slot.id,
        member: entry.member,
        name: String::new(),
        group: entry.group,
        nth: Some(entry.nth),
        place,
        status: if place.is_some() {
            Status::Placed
        } else {
            Status::Waiting
        },
        since: at,
        on_paper: entry.on_paper,
        by,
        code: code(random()),
        picked: None,
        why: None,
        version: 1,
    };
    signups::add(w, union, &signup).on_constraint("offer_signup_once", || NotEntered::Already)?;
    hand.note(&Happened::Signed(Stood::of(&signup)))?;
    Ok(signup)
}

/// Writes how a sign-up stands now; whether nobody else had changed it since it was read. It bears its new version after.
pub(super) fn stand(hand: Hand<'_>, signup: &mut Signup) -> Result<bool, Error> {
    let seen = signup.version;
    signup.version += 1;
    signups::set(hand.w(), hand.union(), signup, seen)
}

/// Ends a sign-up that has a place or waits; while the offer goes on, its place goes to the first in line. What is kept of a child goes with it.
/// Whether nobody else had changed it since it was read.
pub(super) fn give_up(hand: Hand<'_>, mut signup: Signup, why: &str) -> Result<bool, Error> {
    let freed = signup.place.take();
    signup.nth = None;
    signup.status = Status::GivenUp;
    signup.why = Some(why.to_owned());
    if !stand(hand, &mut signup)? {
        return Ok(false);
    }
    store::children::forget_one(hand.w(), hand.union(), signup.id)?;
    hand.note(&Happened::GaveUp(Stood::of(&signup)))?;
    hand.settle(record(signup.id))?;
    let Some(number) = freed else { return Ok(true) };
    let offer = store::get(hand.w(), hand.union(), signup.offer)?;
    if !offer.goes_on(hand.by().1.day()) || !hand_on(hand, signup.slot, number)? {
        places::leave(hand.w(), hand.union(), signup.slot, number)?;
    }
    Ok(true)
}

/// Gives a place that is marked as taken to the first in line; whether there was one.
fn hand_on(hand: Hand<'_>, slot: SlotId, number: i64) -> Result<bool, Error> {
    let Some(mut next) = signups::next(hand.w(), hand.union(), slot)? else {
        return Ok(false);
    };
    next.status = Status::Placed;
    next.place = Some(number);
    if !stand(hand, &mut next)? {
        return Err(Error::Wrong(
            "somebody in line changed within one transaction".to_owned(),
        ));
    }
    hand.note(&Happened::MovedUp(Stood::of(&next)))?;
    tell(hand, &next)?;
    Ok(true)
}

/// Lets as many move up from the line as places are free: places were added.
/// After the last day of the offer nobody moves up.
pub(super) fn fill(hand: Hand<'_>, offer: &Offer, slot: &Slot) -> Result<(), Error> {
    let (w, union) = (hand.w(), hand.union());
    let open = Slot {
        full: false,
        ..slot.clone()
    };
    while offer.goes_on(hand.by().1.day()) && signups::next(w, union, slot.id)?.is_some() {
        let Some(number) = places::take(w, union, &open, random())? else {
            return Ok(());
        };
        hand_on(hand, slot.id, number)?;
    }
    places::set_full(w, union, slot.id, places::free(w, union, slot.id)? == 0)
}

/// Tells somebody that they moved up: a task of theirs, due on the first day of the offer.
fn tell(hand: Hand<'_>, signup: &Signup) -> Result<(), Error> {
    let (w, union, by) = (hand.w(), hand.union(), hand.by());
    let offer = store::get(w, union, signup.offer)?;
    let title = ui::words::fill(
        &ui::words::word(Lang::Zh, "offers.moved_up_task"),
        &[("title", &offer.title)],
    );
    let title = Text::new(&title).map_err(|e| Error::Wrong(format!("a title: {e}")))?;
    let task = flow::NewTask {
        owner: Some(signup.member),
        due: Some(offer.from.max(by.1.day())),
        source: Some(record(signup.id)),
        ..flow::NewTask::new(title, flow::Field::Care)
    };
    flow::add_for(w, union, by, &task).map(drop)
}

/// The record of a sign-up, for events, facts, gifts and tasks.
pub(super) fn record(id: SignupId) -> Record {
    Record::new(SIGNUP, id)
}
