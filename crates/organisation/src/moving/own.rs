//! A member's own transfers, as they themselves see them.

use kernel::{Date, Instant, Money};
use org::MemberId;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::model::Body;
use crate::members;

/// A transfer of whoever looks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnTransfer {
    /// To which union.
    pub to: String,
    /// How it stands.
    pub state: dispatch::OutState,
    /// When it was sent.
    pub sent_at: Instant,
    /// Since when the member is moving.
    pub since: Date,
    /// The month up to which dues are paid: year and month.
    pub dues_until: Option<(i16, i8)>,
    /// The dues of a month.
    pub dues: Option<Money>,
    /// The day of the answer.
    pub answered_on: Option<Date>,
    /// Why it was sent back.
    pub why: Option<String>,
}

/// The transfers of a member out of this union, the latest first.
pub(crate) fn of_member(view: &View<'_>, member: MemberId) -> Reply<Vec<OwnTransfer>> {
    let letters = dispatch::of_record(view, view.union(), members::KIND, member)?;
    letters
        .into_iter()
        .filter(|letter| letter.kind == super::LETTER.name)
        .map(|letter| {
            let body = Body::read(&letter.body)?;
            Ok(OwnTransfer {
                to: letter.to_name,
                state: letter.state,
                sent_at: letter.sent_at,
                since: body.since,
                dues_until: body.month(),
                dues: body.dues,
                answered_on: letter.answer_day,
                why: letter.answer_why,
            })
        })
        .collect()
}

impl OwnTransfer {
    /// It in words: where to, how it stands, up to when dues are paid.
    pub(crate) fn show(&self, cx: &Cx) -> Html {
        let badge = cx.badge(dispatch::out_state(self.state), cx.t(&self.state.word()));
        let mut facts = cx
            .facts()
            .fact("organisation.moving.to", &self.to)
            .fact("organisation.moving.since", cx.date_full(self.since));
        for (label, value) in paid(cx, self.dues_until, self.dues) {
            facts = facts.fact(label, value);
        }
        if let Some(day) = self.answered_on {
            facts = facts.fact("organisation.moving.answered_on", cx.date_full(day));
        }
        if let Some(why) = &self.why {
            facts = facts.fact("organisation.moving.return_why", why);
        }
        let says = cx.t(&format!("organisation.mine.moving_{}", self.state.key()));
        html!(
            "<div>{} <span class=\"under\">{}</span></div>{}",
            badge,
            says,
            Html::trusted(facts.to_string())
        )
    }
}

/// A transfer by which whoever looks came into this union.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnArrival {
    /// From which union.
    pub from: String,
    /// A member here with effect from this day.
    pub on: Option<Date>,
    /// The month up to which dues were paid there: year and month.
    pub dues_until: Option<(i16, i8)>,
    /// The dues of a month there.
    pub dues: Option<Money>,
}

/// The transfers by which a member came into this union, the latest first.
pub(crate) fn arrivals(view: &View<'_>, member: MemberId) -> Reply<Vec<OwnArrival>> {
    let letters = dispatch::became(view, view.union(), members::KIND, member)?;
    letters
        .into_iter()
        .filter(|letter| letter.kind == super::LETTER.name)
        .map(|letter| {
            let body = Body::read(&letter.body)?;
            Ok(OwnArrival {
                from: letter.from_name,
                on: letter.answer_day,
                dues_until: body.month(),
                dues: body.dues,
            })
        })
        .collect()
}

impl OwnArrival {
    /// It in words: from where, since when, up to when dues were paid.
    pub(crate) fn show(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        if let Some(day) = self.on {
            facts = facts.fact("organisation.moving.on", cx.date_full(day));
        }
        for (label, value) in paid(cx, self.dues_until, self.dues) {
            facts = facts.fact(label, value);
        }
        let says = cx.t1("organisation.mine.moved_in", "union", &self.from);
        html!("<p>{}</p>{}", says, Html::trusted(facts.to_string()))
    }
}

/// What is known of the dues, as facts.
fn paid(cx: &Cx, until: Option<(i16, i8)>, dues: Option<Money>) -> Vec<(&'static str, String)> {
    let until = until.map(|(year, month)| ("organisation.moving.dues_until", cx.month(year, month)));
    let dues = dues.map(|dues| ("organisation.moving.dues", cx.money(dues)));
    until.into_iter().chain(dues).collect()
}
