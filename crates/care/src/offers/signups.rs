//! What people do with a sign-up: on a phone, on paper, giving it up.

use kernel::Text;
use org::{
    BodyId, MemberId,
    members::history::{self, Snapshot},
    power::CARE_RECORD,
};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply, Stop, View};

use super::{
    model::{Cannot, Child, Offer, OfferId, Signup, SignupId, Slot, SlotId, Status, may_come},
    one, own, show,
    signing::{self, Entry, NotEntered},
    store::{self, children, signups},
};
use crate::{
    hand::Hand,
    reason,
    rounds::{Who, entitled_as},
};

/// What is signed up for, with what is told of a child. Nothing of it is printed by accident: there is no `Debug`.
#[derive(Clone, Deserialize, JsonSchema)]
pub(super) struct Wish {
    /// For which offer.
    id: OfferId,
    /// Whom an officer signs up.
    member: Option<MemberId>,
    slot: SlotId,
    child_name: Option<Text<30>>,
    born: Option<i64>,
    relation: Option<Text<20>>,
    remarks: Option<Text<300>>,
    #[serde(default)]
    consent: bool,
}

impl Wish {
    /// The child, if all that is needed was told of one.
    fn child(&self, offer: &Offer) -> Result<Option<Child>, Stop> {
        if offer.children.is_none() {
            return Ok(None);
        }
        let name = self.child_name.as_ref();
        let name = name.ok_or_else(|| Refusal::field("child_name", "offers.cannot.no_child"))?;
        let born = self
            .born
            .ok_or_else(|| Refusal::field("born", "web.refusal.required"))?;
        let relation = self.relation.as_ref();
        let relation = relation.ok_or_else(|| Refusal::field("relation", "web.refusal.required"))?;
        Ok(Some(Child {
            name: name.to_string(),
            born,
            relation: relation.to_string(),
            remarks: self.remarks.as_ref().map(ToString::to_string),
        }))
    }
}

/// A member signs up.
pub(super) fn own_signup(act: &mut Act<'_>, form: Wish) -> Reply<Done> {
    let member = own::me(act).ok_or_else(Refusal::missing)?;
    let around = Around::of(act, &form, member)?;
    around.offer.takes(act.today()).map_err(|no| no.stop(act.lang()))?;
    let signup = keep(act, around, member, &form, false)?;
    Ok(Done::to(format!("/offer_signups/{}", signup.id))
        .record(signup.id)
        .say(said(&signup)))
}

/// An officer signs somebody up, also before and after the days of sign-up, to the last day of the offer.
pub(super) fn paper_signup(act: &mut Act<'_>, form: Wish) -> Reply<Done> {
    let member = form
        .member
        .ok_or_else(|| Refusal::field("member", "web.refusal.required"))?;
    let around = Around::of(act, &form, member)?;
    let signup = keep(act, around, member, &form, true)?;
    Ok(show::done(signup.offer, said(&signup)))
}

fn said(signup: &Signup) -> &'static str {
    if signup.status == Status::Waiting {
        "offers.said.waits"
    } else {
        "offers.said.placed"
    }
}

/// What a sign-up stands on, asked together: hundreds may wait at the door.
struct Around {
    offer: Offer,
    slot: Option<Slot>,
    /// How the member stands today.
    is: Option<Snapshot>,
}

impl Around {
    fn of(act: &Act<'_>, wish: &Wish, member: MemberId) -> Reply<Self> {
        let union = act.union();
        let offer = store::ask(act, union, wish.id)?;
        let slot = store::ask_slot(act, union, wish.id, wish.slot)?;
        let is = history::ask_as_of(act, union, member, act.today(), act.now())?;
        Ok(Self {
            offer: offer.one()?,
            slot: slot.opt()?,
            is: is.opt()?,
        })
    }
}

/// The group of somebody who is entitled. An officer learns nothing of those for whom they keep nothing.
fn group(act: &Act<'_>, who: &Who, member: (MemberId, Option<Snapshot>), on_paper: bool) -> Reply<Option<BodyId>> {
    let reach = on_paper.then(|| crate::rounds::hands(act)).transpose()?;
    let group = entitled_as(act, who, member, reach.as_ref())?;
    group.map_err(|not| Cannot::Entitled(not).stop(act.lang()))
}

fn keep(act: &Act<'_>, around: Around, member: MemberId, wish: &Wish, on_paper: bool) -> Reply<Signup> {
    let (union, lang) = (act.union(), act.lang());
    let offer = &around.offer;
    let group = group(act, &offer.who, (member, around.is), on_paper)?;
    offer.living(act.today()).map_err(|no| no.stop(lang))?;
    let slot = around.slot.ok_or_else(|| Cannot::NoSlot.stop(lang))?;
    let child = wish.child(offer)?;
    may_come(offer, child.as_ref(), wish.consent).map_err(|no| no.stop(lang))?;
    let entry = Entry {
        offer,
        slot: &slot,
        member,
        group,
        nth: nth(act, offer, member, child.as_ref())?,
        on_paper,
    };
    let signup = signing::enter(Hand::Act(act), &entry).map_err(|no| match no {
        NotEntered::Already => Cannot::Enough(offer.per_member).stop(lang),
        NotEntered::Store(error) => error.into(),
    })?;
    if let (Some(child), Some(of)) = (&child, &offer.children) {
        children::add(act.writer(), union, signup.id, child, (&of.consent, act.now()))?;
    }
    Ok(signup)
}

/// Which of their places it would be. Where one place a member is the rule, nobody looks: the store refuses a second one.
fn nth(act: &Act<'_>, offer: &Offer, member: MemberId, child: Option<&Child>) -> Reply<i64> {
    if offer.per_member == 1 {
        return Ok(1);
    }
    let (union, lang) = (act.union(), act.lang());
    let mut has = Vec::new();
    for signup in signups::here(act, union, offer.id, member)? {
        let Some(nth) = signup.nth else { continue };
        has.push(nth);
        let known = child
            .is_some()
            .then(|| children::of(act, union, signup.id))
            .transpose()?
            .flatten();
        let same = |a: &Child, b: &Child| (&a.name, a.born) == (&b.name, b.born);
        if let (Some(child), Some(known)) = (child, &known)
            && same(child, known)
        {
            return Err(Cannot::SameChild.stop(lang));
        }
    }
    let free = (1..=offer.per_member).find(|n| !has.contains(n));
    free.ok_or_else(|| Cannot::Enough(offer.per_member).stop(lang))
}

/// Why a place is given up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct GiveUp {
    id: SignupId,
    why: Option<Text<200>>,
}

/// Given up by the member, or by an officer who says why.
pub(super) fn give_up(act: &mut Act<'_>, form: GiveUp) -> Reply<Done> {
    let mut signup = one::seen(act, form.id)?;
    let own = own::me(act) == Some(signup.member);
    if !own {
        act.need(CARE_RECORD)?;
        signup = one::in_hand(act, form.id)?;
    }
    let why = match (form.why, own) {
        (Some(why), _) => why.into_string(),
        (None, true) => reason::OFFER_OWN_WISH.to_owned(),
        (None, false) => return Err(Refusal::field("why", "web.refusal.required").into()),
    };
    match signup.status {
        Status::Placed | Status::Waiting => {}
        Status::Picked | Status::Missed => return Err(Cannot::Picked.stop(act.lang())),
        Status::GivenUp => return Err(Cannot::NoPlace.stop(act.lang())),
    }
    let offer = signup.offer;
    if !signing::give_up(Hand::Act(act), signup, &why)? {
        return Err(Refusal::stale().into());
    }
    let next = if own {
        "/me/offers".to_owned()
    } else {
        format!("/offers/{offer}")
    };
    Ok(Done::to(next).say("offers.said.given_up"))
}

/// A sign-up with the number in line, for pages.
pub(super) fn line(view: &View<'_>, signup: &Signup) -> Reply<Option<i64>> {
    Ok(signups::in_line(view, view.union(), signup)?)
}
