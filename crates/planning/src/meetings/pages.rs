//! The list of meetings, and what is printed: minutes and the sign-in sheet.

use std::collections::HashMap;

use kernel::Date;
use org::{BodyId, power::MEETING_WRITE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html};
use web::{Refusal, Reply, View};

use super::{
    minutes::{self, Minutes},
    model::{MeetingId, Status},
    rights, seats,
    store::{self, decisions, people},
};

/// Which meeting.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub id: MeetingId,
}

/// The meetings of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct List {
    /// The year shown.
    pub year: i16,
    /// The body shown, if only one.
    pub body: Option<BodyId>,
    /// The meetings, the latest first.
    pub meetings: Vec<Line>,
    /// Whether the reader may call for meetings.
    pub may_plan: bool,
    /// Bodies to choose from.
    #[serde(skip)]
    pub bodies: Vec<(BodyId, String)>,
}

/// A meeting in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// Its id.
    pub id: MeetingId,
    /// Its name.
    pub title: String,
    /// The body's name.
    pub body: String,
    /// The day.
    pub day: Date,
    /// When it begins.
    pub starts: String,
    /// Where.
    pub place: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Who came, of how many.
    pub came: Option<(i64, i64)>,
    /// What was decided.
    pub decisions: i64,
}

ui::page!(List, "meetings/pages/list.html", |_p, cx| cx.t("meetings.list.title"));

/// The way down to a meeting.
pub(super) fn crumbs(cx: &Cx, meeting: Option<(MeetingId, &str)>) -> Html {
    let list = (cx.t("meetings.list.title"), "/meetings".to_owned());
    let here = meeting.map(|(id, title)| (title.to_owned(), format!("/meetings/{id}")));
    cx.crumbs(std::iter::once(list).chain(here))
}

/// A status by word, shape and colour.
pub(super) fn badge(cx: &Cx, status: Status, day: Date) -> Html {
    let state = match status {
        Status::Draft => ui::State::Draft,
        Status::Called if day < cx.today => ui::State::Overdue,
        Status::Called => ui::State::Info,
        Status::Closed => ui::State::Soon,
        Status::Adopted => ui::State::Done,
        Status::Cancelled => ui::State::Off,
    };
    let late = status == Status::Called && day < cx.today;
    let key = if late { "unsettled" } else { status.key() };
    cx.badge(state, cx.t(&format!("meetings.status.{key}")))
}

impl Line {
    fn under(&self, cx: &Cx) -> String {
        let mut parts = vec![format!("{} {}", cx.date(self.day), self.starts)];
        parts.extend(self.place.clone());
        if let Some((came, of)) = self.came {
            parts.push(cx.t2("meetings.list.came", "came", came, "of", of));
        }
        if self.decisions > 0 {
            parts.push(cx.tn("meetings.list.decisions", self.decisions));
        }
        parts.join(" · ")
    }
}

impl List {
    fn groups(&self, cx: &Cx) -> Vec<(&'static str, Vec<&Line>)> {
        let ahead = |l: &&Line| l.status == Status::Draft || (l.status == Status::Called && l.day >= cx.today);
        let (mut next, past): (Vec<_>, Vec<_>) = self.meetings.iter().partition(ahead);
        next.reverse();
        [("meetings.list.next", next), ("meetings.list.past", past)]
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .collect()
    }
    fn rows(&self, cx: &Cx, lines: &[&Line]) -> Html {
        let list = lines.iter().fold(cx.list(), |list, l| {
            list.item(
                &format!("/meetings/{}", l.id),
                &l.title,
                l.under(cx),
                badge(cx, l.status, l.day),
            )
        });
        Html::trusted(list.to_string())
    }
    fn tabs(&self, cx: &Cx) -> Html {
        if self.bodies.len() < 2 {
            return Html::none();
        }
        let all = (
            cx.t("meetings.list.all"),
            cx.here_with(&[("body", "")]),
            self.body.is_none(),
        );
        let each = self.bodies.iter().map(|(id, name)| {
            let here = cx.here_with(&[("body", &id.to_string())]);
            (name.clone(), here, self.body == Some(*id))
        });
        cx.tabs(std::iter::once(all).chain(each))
    }
    fn step(&self, cx: &Cx, years: i16) -> String {
        cx.here_with(&[("year", &self.year.saturating_add(years).to_string())])
    }
}

/// Which meetings; those of this year by default.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ListQuery {
    year: Option<i16>,
    body: Option<BodyId>,
}

pub(super) fn list(view: &View<'_>, q: ListQuery) -> Reply<List> {
    let union = view.union();
    let year = q.year.unwrap_or(view.today().year());
    let edge = |month, day| Date::new(year, month, day).map_err(|_| Refusal::field("year", "web.refusal.day"));
    let days = (edge(1, 1)?, edge(12, 31)?);
    let eyes = rights::eyes(view);
    let rows = store::between(view, union, days, eyes, q.body)?;
    let decided: HashMap<MeetingId, i64> = decisions::counts(view, union, days)?.into_iter().collect();
    let halls = people::halls(view, union, days)?;
    let meetings = rows
        .into_iter()
        .map(|row| Line {
            came: halls
                .get(&row.id)
                .filter(|hall| hall.present > 0)
                .map(|hall| (hall.present, hall.seats)),
            decisions: decided.get(&row.id).copied().unwrap_or(0),
            id: row.id,
            title: row.said.title,
            body: row.body_name,
            day: row.said.day,
            starts: row.said.starts,
            place: row.said.place,
            status: row.status,
        })
        .collect();
    let bodies = if eyes.all {
        seats::bodies_that_meet(view, union, view.today())?
    } else {
        Vec::new()
    };
    Ok(List {
        year,
        body: q.body,
        meetings,
        may_plan: view.actor().may(MEETING_WRITE),
        bodies: bodies.into_iter().map(|b| (b.id, b.name)).collect(),
    })
}

/// The minutes on paper.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Print {
    /// They.
    pub minutes: Minutes,
}

ui::page!(
    Print,
    "meetings/pages/print.html",
    |p, _cx| p.minutes.name.clone(),
    print
);

impl Print {
    fn signatures(&self, cx: &Cx) -> Html {
        cx.signatures(&self.minutes.signatures)
    }
}

pub(super) fn print(view: &View<'_>, q: Which) -> Reply<Print> {
    let row = rights::seen(view, q.id)?;
    Ok(Print {
        minutes: minutes::of(view, &row)?,
    })
}

/// A sheet on which those who come sign.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SignIn {
    /// The meeting's name.
    pub title: String,
    /// Day, hour and place.
    pub when: String,
    /// Who should attend: name and post.
    pub seats: Vec<(String, String)>,
    /// Guests.
    pub guests: Vec<String>,
}

ui::page!(SignIn, "meetings/pages/sign_in.html", |p, _cx| p.title.clone(), print);

pub(super) fn sign_in(view: &View<'_>, q: Which) -> Reply<SignIn> {
    let row = rights::in_hand(view, q.id)?;
    let place = row.said.place.clone().unwrap_or_default();
    Ok(SignIn {
        when: format!("{}　{}　{place}", minutes::in_full(row.said.day), row.said.starts),
        seats: people::of(view, view.union(), row.id)?
            .into_iter()
            .map(|s| (s.name, s.post))
            .collect(),
        guests: row.said.guest_list().map(str::to_owned).collect(),
        title: row.said.title,
    })
}
