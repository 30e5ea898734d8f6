//! Picking up: by the code that a member shows, or on a list, one or many at once; who did not come; and what was wrong.

use facts::Measure;
use kernel::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Refusal, Reply};

use super::{
    event::{Happened, Stood},
    model::{CHILDREN, Cannot, MONEY, Offer, OfferId, Signup, SignupId, Status, TIMES, typed_code},
    one, show,
    signing::{self, record},
    store::{self, signups as kept},
};
use crate::{
    given::{self, Gift},
    hand::Hand,
};

/// What a pick-up counts: somebody once, and what the union paid.
pub(super) fn postings(offer: &Offer) -> [(&'static Measure, i64); 2] {
    let times = if offer.children.is_some() { &CHILDREN } else { &TIMES };
    [(times, 1), (&MONEY, offer.paid().fen())]
}

/// Something was picked up: it counts, and is told to what the member received where the union paid for it.
fn pick(act: &Act<'_>, offer: &Offer, mut signup: Signup) -> Reply<()> {
    let today = act.today();
    match signup.status {
        Status::Placed | Status::Missed => {}
        Status::Picked => return Err(Cannot::Picked.stop(act.lang())),
        Status::Waiting | Status::GivenUp => return Err(Cannot::NoPlace.stop(act.lang())),
    }
    if today < offer.from {
        return Err(Cannot::Early(offer.from).stop(act.lang()));
    }
    signup.status = Status::Picked;
    signup.picked = Some(today);
    stand(act, &mut signup)?;
    facts::post(act, record(signup.id), today, signup.group, None, &postings(offer))?;
    if offer.paid().fen() > 0 {
        let kind = if offer.children.is_some() {
            given::Kind::Children
        } else {
            given::Kind::Benefit
        };
        let gift = Gift {
            member: signup.member,
            day: today,
            kind,
            amount: offer.paid(),
            what: &offer.title,
        };
        given::give(act, record(signup.id), &[gift])?;
    }
    Ok(Hand::Act(act).settle(record(signup.id))?)
}

fn stand(act: &Act<'_>, signup: &mut Signup) -> Reply<()> {
    if !signing::stand(Hand::Act(act), signup)? {
        return Err(Refusal::stale().into());
    }
    act.note(&Happened::Picked(Stood::of(signup)))?;
    Ok(())
}

/// Who came, or did not.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct These {
    id: OfferId,
    #[serde(default)]
    signup: Vec<SignupId>,
}

impl These {
    /// The sign-ups that are meant, of those for whom the actor keeps what happened.
    fn read(self, act: &Act<'_>) -> Reply<(Offer, Vec<Signup>)> {
        let union = act.union();
        let offer = store::get(act, union, self.id)?;
        if self.signup.is_empty() {
            return Err(Refusal::field("signup", "offers.refusal.choose").into());
        }
        let hands = crate::rounds::hands(act)?;
        let mut all = Vec::new();
        for id in self.signup {
            let signup = kept::get(act, union, id)?;
            if signup.offer != offer.id || !hands.sees(signup.group) {
                return Err(Refusal::missing().into());
            }
            all.push(signup);
        }
        Ok((offer, all))
    }
}

pub(super) fn pick_up(act: &mut Act<'_>, form: These) -> Reply<Done> {
    let (offer, all) = form.read(act)?;
    for signup in all {
        pick(act, &offer, signup)?;
    }
    Ok(show::done(offer.id, "offers.said.picked"))
}

pub(super) fn missed(act: &mut Act<'_>, form: These) -> Reply<Done> {
    let (offer, all) = form.read(act)?;
    for mut signup in all {
        if signup.status != Status::Placed {
            return Err(Cannot::NoPlace.stop(act.lang()));
        }
        if act.today() < offer.from {
            return Err(Cannot::Early(offer.from).stop(act.lang()));
        }
        signup.status = Status::Missed;
        stand(act, &mut signup)?;
        Hand::Act(act).settle(record(signup.id))?;
    }
    Ok(show::done(offer.id, "offers.said.missed"))
}

/// The code that somebody shows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Shown {
    id: OfferId,
    code: Text<20>,
}

pub(super) fn by_code(act: &mut Act<'_>, form: Shown) -> Reply<Done> {
    let offer = store::get(act, act.union(), form.id)?;
    let found = kept::by_code(act, act.union(), offer.id, &typed_code(&form.code))?;
    let hands = crate::rounds::hands(act)?;
    let found = found.filter(|s| hands.sees(s.group));
    let signup = found.ok_or_else(|| Refusal::field("code", "offers.refusal.code"))?;
    let next = format!("/offer_signups/{}", signup.id);
    let id = signup.id;
    pick(act, &offer, signup)?;
    Ok(Done::to(next).record(id).say("offers.said.picked"))
}

/// Why it was wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Undo {
    id: SignupId,
    why: Text<200>,
}

/// It was not picked up after all, or somebody had come: all that was told of it is taken back.
pub(super) fn undo(act: &mut Act<'_>, form: Undo) -> Reply<Done> {
    let mut signup = one::in_hand(act, form.id)?;
    if !matches!(signup.status, Status::Picked | Status::Missed) {
        return Err(Refusal::new("offers.refusal.nothing_to_undo").status(409).into());
    }
    signup.status = Status::Placed;
    signup.picked = None;
    signup.why = Some(form.why.to_string());
    stand(act, &mut signup)?;
    facts::reverse(act, record(form.id), &form.why)?;
    given::take_back(act, record(form.id), &form.why)?;
    Ok(Done::to(format!("/offer_signups/{}", form.id))
        .record(form.id)
        .say("offers.said.undone"))
}
