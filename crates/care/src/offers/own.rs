//! A member's own page of offers on a phone: what is on offer, and what they signed up for.

use kernel::Date;
use org::MemberId;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Choice, Cx, Html, html};
use web::{Nothing, Refusal, Reply, View};

use super::{
    form::Which,
    list,
    model::{Offer, Signup, SlotLine, Status},
    show, signups,
    store::{self, signups as kept},
};
use crate::rounds::entitled;

/// The member that looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    view.actor().standing.as_ref().and_then(|s| s.member).map(MemberId::new)
}

/// One's own sign-up with the name of its offer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnSignup {
    /// It.
    pub signup: Signup,
    /// Its offer.
    pub title: String,
    /// The days of picking up.
    pub days: (Date, Date),
}

/// One's own page of offers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyOffers {
    /// What one may sign up for today, and soon.
    pub offers: Vec<Offer>,
    /// What one signed up for, the latest first.
    pub signups: Vec<OwnSignup>,
    /// Today.
    pub today: Date,
}

ui::page!(MyOffers, "offers/pages/own.html", |_p, cx| cx.t("offers.own.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<MyOffers> {
    let (union, today) = (view.union(), view.today());
    let mut mine = MyOffers {
        offers: Vec::new(),
        signups: Vec::new(),
        today,
    };
    let Some(member) = me(view) else { return Ok(mine) };
    let all = store::latest(view, union)?;
    for signup in kept::of_member(view, union, member)? {
        let offer = match all.iter().find(|o| o.id == signup.offer) {
            Some(offer) => offer.clone(),
            None => store::get(view, union, signup.offer)?,
        };
        mine.signups.push(OwnSignup {
            signup,
            title: offer.title,
            days: (offer.from, offer.until),
        });
    }
    for offer in all {
        let open = offer.takes(today).is_ok() || (today < offer.opens && offer.takes(offer.opens).is_ok());
        if open && entitled(view, &offer.who, member, None)?.is_ok() {
            mine.offers.push(offer);
        }
    }
    Ok(mine)
}

impl MyOffers {
    fn offers(&self, cx: &Cx) -> Html {
        if self.offers.is_empty() {
            return cx.empty("offers.own.none");
        }
        let mut list = cx.list();
        for offer in &self.offers {
            let until = cx.t1("offers.own.until", "day", cx.date(offer.closes));
            list = list.item(
                &format!("/me/offers/{}", offer.id),
                &offer.title,
                until,
                list::badge(cx, offer, self.today),
            );
        }
        Html::trusted(list.to_string())
    }
    fn signups(&self, cx: &Cx) -> Html {
        let mut list = cx.list();
        for own in &self.signups {
            list = list.item(
                &format!("/offer_signups/{}", own.signup.id),
                &own.title,
                cx.span(own.days.0, own.days.1),
                show::badge(cx, own.signup.status),
            );
        }
        Html::trusted(list.to_string())
    }
}

/// An offer to sign up for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SignUpPage {
    /// It.
    pub offer: Offer,
    /// Its slots.
    pub slots: Vec<SlotLine>,
    /// What one has of it already, each with the number in line.
    pub has: Vec<(Signup, Option<i64>)>,
    /// Why one may not sign up.
    pub not: Option<String>,
    /// Today.
    pub today: Date,
}

ui::page!(SignUpPage, "offers/pages/sign_up.html", |p, _cx| p.offer.title.clone());

pub(super) fn offer_page(view: &View<'_>, q: Which) -> Reply<SignUpPage> {
    let (union, today) = (view.union(), view.today());
    let member = me(view).ok_or_else(Refusal::missing)?;
    let offer = store::get(view, union, q.id)?;
    let mut has = Vec::new();
    for signup in kept::here(view, union, q.id, member)? {
        if signup.status != Status::GivenUp {
            let line = signups::line(view, &signup)?;
            has.push((signup, line));
        }
    }
    let cx = Cx::new(view.lang(), "", today);
    let says = |no: super::model::Cannot| no.says(view.lang()).message(&cx);
    let not = match (offer.takes(today), entitled(view, &offer.who, member, None)?) {
        (Err(no), _) => Some(says(no)),
        (_, Err(not)) => Some(says(super::model::Cannot::Entitled(not))),
        _ => None,
    };
    Ok(SignUpPage {
        slots: store::slots(view, union, q.id)?,
        has,
        not,
        today,
        offer,
    })
}

/// What is asked of a child, with what a guardian agrees to.
pub(super) fn child_fields(cx: &Cx, consent: &str, on_paper: bool) -> Html {
    let label = if on_paper {
        "offers.child.consent_paper"
    } else {
        "offers.child.consent"
    };
    let relations = ["offers.child.son", "offers.child.daughter"].map(|key| cx.t(key));
    html!(
        "<fieldset><legend>{}</legend>{}{}{}{}<blockquote class=\"prose\">{}</blockquote>{}</fieldset>",
        cx.t("offers.child.title"),
        Html::trusted(
            cx.field("child_name", "offers.child.name")
                .required()
                .max(30)
                .text("")
                .to_string()
        ),
        Html::trusted(cx.field("born", "offers.child.born").required().number("").to_string()),
        Html::trusted(
            cx.field("relation", "offers.child.relation")
                .required()
                .max(20)
                .suggest(relations)
                .text("")
                .to_string()
        ),
        Html::trusted(
            cx.field("remarks", "offers.child.remarks")
                .max(300)
                .hint("offers.child.remarks_hint")
                .text("")
                .to_string()
        ),
        consent,
        Html::trusted(cx.field("consent", label).tick(false).to_string())
    )
}

impl SignUpPage {
    fn action(&self) -> String {
        format!("/me/offers/{}", self.offer.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("offers.own.title"), "/me/offers")]);
        let badge = list::badge(cx, &self.offer, self.today);
        html!("{}{}", crumbs, cx.heading(&self.offer.title, badge, ""))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let o = &self.offer;
        let facts = cx
            .facts()
            .long("offers.field.text", &o.text)
            .fact("offers.field.sign_up", cx.span(o.opens, o.closes))
            .fact("offers.field.days", cx.span(o.from, o.until))
            .fact("offers.field.place", &o.place)
            .fact("offers.field.cost", show::cost(cx, o));
        Html::trusted(facts.to_string())
    }
    fn has(&self, cx: &Cx) -> Html {
        let mut list = cx.list();
        for (signup, line) in &self.has {
            let under = line.map(|n| cx.tn("offers.own.in_line", n));
            let slot = self.slots.iter().find(|l| l.slot.id == signup.slot);
            list = list.item(
                &format!("/offer_signups/{}", signup.id),
                slot.map(|l| &l.slot.name),
                under,
                show::badge(cx, signup.status),
            );
        }
        Html::trusted(list.to_string())
    }
    fn may_more(&self) -> bool {
        let has = i64::try_from(self.has.len()).unwrap_or(i64::MAX);
        self.not.is_none() && has < self.offer.per_member
    }
    fn why_not(&self, cx: &Cx) -> Html {
        match &self.not {
            Some(why) if self.has.is_empty() => cx.note(ui::State::Soon, why),
            _ => Html::none(),
        }
    }
    fn choices(&self, cx: &Cx) -> Vec<Choice> {
        show::slot_choices(cx, &self.slots)
    }
    fn only(&self) -> Option<String> {
        match self.slots.as_slice() {
            [one] => Some(one.slot.id.to_string()),
            _ => None,
        }
    }
}
