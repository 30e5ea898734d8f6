//! One sign-up, as its member sees it, or an officer.

use kernel::{Date, Instant};
use org::power::{CARE_MANAGE, CARE_SEE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Refusal, Reply, View};

use super::{
    list,
    model::{Child, Offer, Signup, SignupId, Slot, Status},
    own, show, signups,
    store::{self, children, signups as kept},
};
use crate::reason;

/// Which sign-up.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    id: SignupId,
}

/// A sign-up of one's own, or of somebody whose care one may see; absent otherwise.
pub(super) fn seen(view: &View<'_>, id: SignupId) -> Reply<Signup> {
    let signup = kept::get(view, view.union(), id)?;
    if own::me(view) == Some(signup.member) {
        return Ok(signup);
    }
    if !view.actor().may(CARE_SEE) || !crate::rounds::eyes(view)?.sees(signup.group) {
        return Err(Refusal::missing().into());
    }
    Ok(signup)
}

/// A sign-up of somebody for whom the actor keeps what happens; absent otherwise.
pub(super) fn in_hand(view: &View<'_>, id: SignupId) -> Reply<Signup> {
    let signup = kept::get(view, view.union(), id)?;
    if !crate::rounds::hands(view)?.sees(signup.group) {
        return Err(Refusal::missing().into());
    }
    Ok(signup)
}

/// A sign-up.
#[derive(Clone, Serialize, JsonSchema)]
pub struct SignupPage {
    /// It.
    #[serde(flatten)]
    pub signup: Signup,
    /// Its offer.
    pub offer_of: Offer,
    /// Its slot.
    pub slot_of: Option<Slot>,
    /// The code to show when picking up, if it is the reader's own.
    pub code: Option<String>,
    /// Which number in line.
    pub in_line: Option<i64>,
    /// The child, for its own parent.
    #[serde(skip)]
    pub child: Option<Child>,
    /// What a guardian agreed to, and when.
    pub consent: Option<(String, Instant)>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Whether the reader may give it up.
    pub may_give_up: bool,
    /// Whether the reader may say that it was not so.
    pub may_undo: bool,
    /// Today.
    pub today: Date,
}

ui::page!(SignupPage, "offers/pages/one.html", |p, _cx| p.offer_of.title.clone());

pub(super) fn page(view: &View<'_>, q: This) -> Reply<SignupPage> {
    let union = view.union();
    let signup = seen(view, q.id)?;
    let own = own::me(view) == Some(signup.member);
    let in_hand = crate::rounds::hands(view)?.sees(signup.group);
    let living = matches!(signup.status, Status::Placed | Status::Waiting);
    let done = matches!(signup.status, Status::Picked | Status::Missed);
    Ok(SignupPage {
        offer_of: store::get(view, union, signup.offer)?,
        slot_of: store::slot(view, union, signup.offer, signup.slot)?,
        in_line: signups::line(view, &signup)?,
        code: own.then(|| signup.code.clone()),
        child: if own { children::of(view, union, q.id)? } else { None },
        consent: children::consent(view, union, q.id)?,
        own,
        may_give_up: living && (own || in_hand),
        may_undo: done && in_hand && view.actor().may(CARE_MANAGE),
        today: view.today(),
        signup,
    })
}

impl SignupPage {
    fn at(&self, tail: &str) -> String {
        format!("/offer_signups/{}{tail}", self.signup.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = if self.own {
            cx.crumbs([(cx.t("offers.own.title"), "/me/offers")])
        } else {
            list::crumbs(cx, Some(&self.offer_of))
        };
        let under = html!("{} {}", show::badge(cx, self.signup.status), self.signup.name);
        html!("{}{}", crumbs, cx.heading(&self.offer_of.title, under, ""))
    }
    fn says(&self, cx: &Cx) -> Html {
        match (self.signup.status, self.in_line, &self.code) {
            (Status::Waiting, Some(n), _) => cx.note(ui::State::Soon, cx.tn("offers.own.in_line", n)),
            (Status::Placed, _, Some(code)) => {
                let code = show::spelled(code);
                cx.note(ui::State::Info, cx.t1("offers.own.show_code", "code", code))
            }
            _ => Html::none(),
        }
    }
    fn facts(&self, cx: &Cx) -> Html {
        let o = &self.offer_of;
        let mut facts = cx.facts();
        if let Some(slot) = &self.slot_of {
            facts = facts.fact("offers.slot.name", &slot.name);
        }
        facts = facts
            .fact("offers.field.days", cx.span(o.from, o.until))
            .fact("offers.field.place", &o.place)
            .fact("offers.field.cost", show::cost(cx, o))
            .fact("offers.field.signed", cx.instant(self.signup.since));
        if let Some(day) = self.signup.picked {
            facts = facts.fact("offers.status.picked", cx.date_full(day));
        }
        if let Some(why) = &self.signup.why {
            facts = facts.fact("offers.field.why", reason::said(cx, why));
        }
        if let Some(child) = &self.child {
            facts = facts.fact("offers.child.title", show::said(cx, child));
        }
        if let Some((text, at)) = &self.consent {
            facts = facts.long("offers.child.consented", html!("{} {}", cx.instant(*at), text));
        }
        Html::trusted(facts.long("offers.field.text", &o.text).to_string())
    }
}
