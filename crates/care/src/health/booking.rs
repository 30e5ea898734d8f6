//! One booking, as its member sees it, or an officer.

use kernel::Date;
use org::{
    members,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Refusal, Reply, View};

use super::{
    acts::This,
    model::{Booking, BookingId, CheckDay, Package, Round, Status},
    own, store,
};

/// A booking of one's own, or of somebody whose care one may see; absent otherwise.
pub(super) fn seen(view: &View<'_>, id: BookingId) -> Reply<Booking> {
    let booking = store::booking(view, view.union(), id)?;
    if own::me(view) == Some(booking.member) {
        return Ok(booking);
    }
    if !view.actor().may(CARE_SEE) {
        return Err(Refusal::missing().into());
    }
    if view.actor().may(CARE_RECORD) {
        super::rounds::may_touch(view, booking.member)?;
    }
    Ok(booking)
}

/// A booking.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookingPage {
    /// It.
    #[serde(flatten)]
    pub booking: Booking,
    /// Its round.
    pub round_of: Round,
    /// Its package.
    pub package_of: Option<Package>,
    /// Its day.
    pub day_of: Option<CheckDay>,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Whether the reader may give it back.
    pub may_cancel: bool,
    /// Whether the reader may say that nobody had come.
    pub may_undo: bool,
    /// Today.
    pub today: Date,
}

ui::page!(BookingPage, "health/pages/booking.html", |p, _cx| p
    .round_of
    .name
    .clone());

pub(super) fn show(view: &View<'_>, q: This) -> Reply<BookingPage> {
    let union = view.union();
    let mut booking = seen(view, q.id)?;
    booking.name = members::store::get(view, union, booking.member)?.name;
    let own = own::me(view) == Some(booking.member);
    let records = view.actor().may(CARE_RECORD);
    Ok(BookingPage {
        round_of: store::round(view, union, booking.round)?,
        package_of: store::packages(view, union, booking.round)?
            .into_iter()
            .find(|p| p.id == booking.package),
        day_of: store::days(view, union, booking.round)?
            .into_iter()
            .find(|d| d.id == booking.day),
        own,
        may_cancel: (own || records) && booking.status != Status::Attended,
        may_undo: view.actor().may(CARE_MANAGE) && booking.status == Status::Attended,
        today: view.today(),
        booking,
    })
}

/// Where a booking stands, as a badge.
pub(super) fn badge(cx: &Cx, status: Status) -> Html {
    let state = match status {
        Status::Booked => ui::State::Due,
        Status::Waiting => ui::State::Draft,
        Status::Attended => ui::State::Done,
    };
    cx.badge(state, cx.t(&format!("health.status.{}", status.key())))
}

impl BookingPage {
    fn at(&self, tail: &str) -> String {
        format!("/check_bookings/{}{tail}", self.booking.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = if self.own {
            cx.crumbs([(cx.t("health.own.title"), "/me/health".to_owned())])
        } else {
            let round = format!("/check_rounds/{}", self.booking.round);
            cx.crumbs([
                (cx.t("health.title"), "/check_rounds".to_owned()),
                (self.round_of.name.clone(), round),
            ])
        };
        let change = (self.own && self.may_cancel && self.round_of.takes(self.today)).then(|| {
            cx.link_button(
                &format!("/me/health/rounds/{}", self.booking.round),
                "health.booking.change",
            )
        });
        let under = html!("{} {}", badge(cx, self.booking.status), self.booking.name);
        html!("{}{}", crumbs, cx.heading(&self.round_of.name, under, change))
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        if let Some(day) = &self.day_of {
            facts = facts
                .fact("health.day.day", cx.date_full(day.day))
                .fact("health.day.place", &day.place);
        }
        if let Some(package) = &self.package_of {
            facts = facts
                .fact("health.package.name", &package.name)
                .long("health.package.items", &package.items);
        }
        if let Some(note) = &self.round_of.note {
            facts = facts.long("health.round.note", note);
        }
        if let Some(day) = self.booking.attended {
            facts = facts.fact("health.booking.came_on", cx.date_full(day));
        }
        Html::trusted(facts.to_string())
    }
    fn waits(&self, cx: &Cx) -> Html {
        if self.booking.status == Status::Waiting {
            cx.note(ui::State::Soon, cx.t("health.booking.waits_says"))
        } else {
            Html::none()
        }
    }
    /// Whether the member may say today that they are there.
    fn arrives(&self) -> bool {
        let today = self.day_of.as_ref().is_some_and(|d| d.day == self.today);
        self.own && today && self.booking.status == Status::Booked
    }
}
