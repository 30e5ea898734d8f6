//! A member's own health page on a phone: rounds to book, bookings, and what they keep for themselves alone.

use kernel::{Date, Instant, Text};
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, html};
use web::{Act, Done, Nothing, Refusal, Reply, View};

use super::{
    booking,
    event::Happened,
    model::{Booking, CheckDay, DayId, NoteId, Package, PackageId, Round, RoundId},
    rounds::{day_choices, package_choices},
    store,
};

/// The member that looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    view.actor().standing.as_ref().and_then(|s| s.member).map(MemberId::new)
}

/// One's own booking with the name of its round and its day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnBooking {
    /// It.
    pub booking: Booking,
    /// Its round.
    pub round: String,
    /// When.
    pub day: Option<Date>,
}

/// Something one keeps for oneself.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnNote {
    /// Its id.
    pub id: NoteId,
    /// What it says; none if its key was lost.
    pub text: Option<String>,
    /// When it was kept.
    pub at: Instant,
}

/// One's own health page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MyHealth {
    /// Rounds that may be booked.
    pub rounds: Vec<Round>,
    /// Bookings, the latest first.
    pub bookings: Vec<OwnBooking>,
    /// What one keeps for oneself alone.
    pub notes: Vec<OwnNote>,
    /// Today.
    pub today: Date,
}

ui::page!(MyHealth, "health/pages/own.html", |_p, cx| cx.t("health.own.title"));

pub(super) fn page(view: &View<'_>, _: Nothing) -> Reply<MyHealth> {
    let (union, today) = (view.union(), view.today());
    let Some(member) = me(view) else {
        return Ok(MyHealth {
            rounds: Vec::new(),
            bookings: Vec::new(),
            notes: Vec::new(),
            today,
        });
    };
    let mut rounds = store::rounds(view, union)?;
    let mut bookings = Vec::new();
    for booking in store::of_member(view, union, member)? {
        let round = store::round(view, union, booking.round)?.name;
        let days = store::days(view, union, booking.round)?;
        let day = days.iter().find(|d| d.id == booking.day).map(|d| d.day);
        bookings.push(OwnBooking { booking, round, day });
    }
    rounds.retain(|r| r.takes(today) && bookings.iter().all(|b| b.booking.round != r.id));
    let notes = store::notes(view, union, member)?;
    Ok(MyHealth {
        rounds,
        bookings,
        notes: notes
            .into_iter()
            .map(|(id, text, at)| OwnNote { id, text, at })
            .collect(),
        today,
    })
}

impl MyHealth {
    fn rounds(&self, cx: &Cx) -> Html {
        if self.rounds.is_empty() {
            return cx.empty("health.own.no_rounds");
        }
        let mut list = cx.list();
        for round in &self.rounds {
            let until = cx.t1("health.own.until", "day", cx.date(round.closes));
            list = list.item(
                &format!("/me/health/rounds/{}", round.id),
                &round.name,
                until,
                cx.due(round.closes),
            );
        }
        Html::trusted(list.to_string())
    }
    fn bookings(&self, cx: &Cx) -> Html {
        let mut list = cx.list();
        for own in &self.bookings {
            let day = own.day.map(|day| cx.date_full(day));
            list = list.item(
                &format!("/check_bookings/{}", own.booking.id),
                &own.round,
                day,
                booking::badge(cx, own.booking.status),
            );
        }
        Html::trusted(list.to_string())
    }
    fn notes(&self, cx: &Cx) -> Html {
        let notes = self.notes.iter().map(|note| {
            let text = note.text.clone().unwrap_or_else(|| cx.t("health.own.lost"));
            let delete = cx.confirm(
                &format!("/me/health/notes/{}/delete", note.id),
                "health.own.delete",
                cx.t("health.own.delete_says"),
                "health.own.delete_yes",
            );
            html!(
                "<article><p class=\"under\">{}</p><p class=\"prose\">{}</p>{}</article>",
                cx.instant(note.at),
                text,
                delete
            )
        });
        notes.collect()
    }
}

/// Which round.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisRound {
    id: RoundId,
}

/// A round to be booked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BookPage {
    /// It.
    pub round: Round,
    /// Its packages.
    pub packages: Vec<Package>,
    /// Its days.
    pub days: Vec<CheckDay>,
    /// What was booked before.
    pub before: Option<(PackageId, DayId)>,
    /// Today.
    pub today: Date,
}

ui::page!(BookPage, "health/pages/book.html", |p, _cx| p.round.name.clone());

pub(super) fn round_page(view: &View<'_>, q: ThisRound) -> Reply<BookPage> {
    let union = view.union();
    let member = me(view).ok_or_else(Refusal::missing)?;
    let before = store::of_member(view, union, member)?;
    let before = before.into_iter().find(|b| b.round == q.id);
    Ok(BookPage {
        round: store::round(view, union, q.id)?,
        packages: store::packages(view, union, q.id)?,
        days: store::days(view, union, q.id)?,
        before: before.map(|b| (b.package, b.day)),
        today: view.today(),
    })
}

impl BookPage {
    fn action(&self) -> String {
        format!("/me/health/rounds/{}", self.round.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("health.own.title"), "/me/health")])
    }
    fn may(&self) -> bool {
        self.round.takes(self.today) && !self.packages.is_empty() && self.days.iter().any(|d| d.day >= self.today)
    }
    fn package_choices(&self) -> Vec<Choice> {
        package_choices(&self.packages)
    }
    fn day_choices(&self, cx: &Cx) -> Vec<Choice> {
        day_choices(cx, &self.days, self.today)
    }
    fn package(&self) -> Option<PackageId> {
        match self.packages.as_slice() {
            [only] => Some(only.id),
            _ => self.before.map(|(package, _)| package),
        }
    }
    fn day(&self) -> Option<DayId> {
        self.before.map(|(_, day)| day)
    }
    fn note(&self, cx: &Cx) -> Html {
        match &self.round.note {
            Some(note) => html!("<p>{}</p>", note),
            None => html!("<p class=\"quiet\">{}</p>", cx.t("health.own.book_says")),
        }
    }
}

/// What to keep.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Keep {
    text: Text<4000>,
}

/// Most notes of a person.
const MOST: usize = 50;

pub(super) fn keep(act: &mut Act<'_>, form: Keep) -> Reply<Done> {
    let member = me(act).ok_or_else(Refusal::missing)?;
    if store::notes(act, act.union(), member)?.len() >= MOST {
        return Err(Refusal::field("text", "health.own.too_many").arg("most", MOST).into());
    }
    let id: NoteId = act.id();
    store::add_note(act, id, member, &form.text)?;
    act.note(&Happened::Noted { note: id })?;
    Ok(Done::to("/me/health").say("health.own.kept"))
}

/// Which note.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisNote {
    id: NoteId,
}

pub(super) fn delete(act: &mut Act<'_>, form: ThisNote) -> Reply<Done> {
    let member = me(act).ok_or_else(Refusal::missing)?;
    if !store::drop_note(act, form.id, member)? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Deleted { note: form.id })?;
    Ok(Done::to("/me/health").say("health.own.deleted"))
}
