//! What people see of events: the form that tells, one event, the form that changes it.

use kernel::{Date, Text};
use org::{
    BodyId, MemberId,
    power::{CARE_RECORD, CARE_SEE},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, State, html};
use web::{Refusal, Reply, View, reveal::Veiled};

use super::{
    acts::{in_hand, seen},
    model::{Event, EventId},
    record, store,
};
use crate::visits::{
    self, Eyes, Status, Visit,
    reasons::{self, ReasonId},
    veil,
};

/// What is asked of the form that tells.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub(super) struct Ask {
    /// A name, its sound or initials, or the tail of a phone number.
    q: Option<Text<40>>,
    /// Somebody chosen already.
    member: Option<MemberId>,
    /// A reason chosen already.
    reason: Option<ReasonId>,
}

/// The form that tells of an event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TellForm {
    /// What was looked for.
    pub q: String,
    /// Members to choose from.
    pub members: Vec<(MemberId, String)>,
    /// Whether a search found nobody.
    pub nobody: bool,
    /// Reasons to choose from.
    pub reasons: Vec<(ReasonId, String)>,
    /// The member chosen already.
    pub member: Option<MemberId>,
    /// The reason chosen already.
    pub reason: Option<ReasonId>,
    /// The same told already, when the form was refused for it.
    pub told: Option<Event>,
    /// Today.
    pub today: Date,
}

ui::page!(TellForm, "events/pages/new.html", |_p, cx| cx.t("visits.tell"));

/// Members whom the actor may tell of.
fn members(view: &View<'_>, q: &str, own: Option<&[BodyId]>) -> Reply<Vec<(MemberId, String)>> {
    let Some(groups) = own else {
        return Ok(org::members::store::choose(view, q)?);
    };
    let mut all = Vec::new();
    for group in groups {
        let lines = if q.trim().is_empty() {
            let start = org::members::list::After::start();
            org::members::list::page(view, view.union(), org::Status::Active, Some(*group), &start)?
        } else {
            org::members::list::find(view, view.union(), q, Some(org::Status::Active), Some(*group))?
        };
        all.extend(lines.into_iter().map(|l| (l.id, l.name)));
    }
    Ok(all)
}

fn parsed<T: std::str::FromStr>(view: &View<'_>, field: &str) -> Option<T> {
    view.typed(field).and_then(|text| text.parse().ok())
}

pub(super) fn new(view: &View<'_>, ask: Ask) -> Reply<TellForm> {
    let own = org::within(view, CARE_RECORD)?;
    let q = ask.q.map(Text::into_string).unwrap_or_default();
    let mut members = members(view, &q, own.as_deref())?;
    let member = parsed(view, "member").or(ask.member);
    let nobody = !q.is_empty() && members.is_empty();
    if let Some(id) = member
        && !members.iter().any(|(known, _)| *known == id)
    {
        members.extend(org::member_names(view, view.union(), [id])?);
    }
    let one = match members.as_slice() {
        [(only, _)] if !q.is_empty() => Some(*only),
        _ => None,
    };
    let told = match (parsed(view, "member"), parsed(view, "reason"), parsed(view, "happened")) {
        (Some(member), Some(reason), Some(day)) => store::same(view, view.union(), (member, reason), day)?,
        _ => None,
    };
    let told = told.filter(|event| seen(view, event.id).is_ok());
    Ok(TellForm {
        nobody,
        q,
        members,
        reasons: to_tell(view)?,
        member: member.or(one),
        reason: ask.reason,
        told,
        today: view.today(),
    })
}

/// Reasons that people tell of today.
pub(super) fn to_tell(view: &View<'_>) -> Reply<Vec<(ReasonId, String)>> {
    let today = view.today();
    let all = reasons::store::now(view, view.union())?.into_iter();
    let told = all.filter(|r| r.lives_on(today) && r.says.begins.is_told());
    Ok(told.map(|r| (r.id, r.says.name)).collect())
}

impl TellForm {
    fn heading(&self, cx: &Cx) -> Html {
        html!(
            "{}{}",
            cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("visits.title"), "/visits")]),
            cx.heading(cx.t("visits.tell"), cx.t("visits.tell_under"), Html::none())
        )
    }
    /// The same told already, with the way there.
    fn twice(&self, cx: &Cx) -> Html {
        let Some(told) = self.told.as_ref().filter(|_| cx.error("another").is_some()) else {
            return Html::none();
        };
        let link = html!(
            "{} <a href=\"/visits/events/{}\">{}</a>",
            cx.t2("visits.event.like", "name", &told.name, "day", cx.date(told.happened)),
            told.id.to_string(),
            cx.t("visits.event.open_it")
        );
        html!(
            "{}{}",
            cx.note(State::Info, link),
            Html::trusted(cx.field("another", "visits.event.another").tick(false).to_string())
        )
    }
    fn reasons(&self) -> Vec<Choice> {
        self.reasons
            .iter()
            .map(|(id, name)| Choice::new(*id, name.clone()))
            .collect()
    }
}

/// Which event.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: EventId,
}

/// One event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventPage {
    /// The event.
    pub event: Event,
    /// The visit that it makes due.
    pub visit: Visit,
    /// What is told of it, where it lies sealed.
    pub note: Option<Veiled>,
    /// Other events of the member.
    pub others: Vec<Event>,
    /// Who has read what is sealed, for those who manage care.
    pub readings: Vec<web::reveal::Reading>,
    /// Whether it can be changed.
    pub may_change: bool,
}

ui::page!(EventPage, "events/pages/show.html", |p, cx| p.title(cx));

pub(super) fn show(view: &View<'_>, which: Which) -> Reply<EventPage> {
    let (mut event, mut visit) = seen(view, which.id)?;
    let may_change = in_hand(view, which.id).is_ok() && event.withdrawn.is_none();
    let eyes = Eyes::of(view)?;
    let hidden = eyes.hides(event.sensitive, visit.branch);
    let note = if event.sealed {
        let masked = ui::words::word(view.lang(), "visits.sealed").into_owned();
        let reveal = may_change.then(|| format!("/visits/events/{}/reveal", event.id));
        let open = || Ok(store::open_note(view, view.union(), event.id)?.unwrap_or_default());
        Some(web::reveal::veil(view, record(event.id), "note", masked, reveal, open)?)
    } else {
        None
    };
    let others = others(view, &eyes, &event)?;
    if hidden {
        veil_event(view, &mut event);
        veil(view, &eyes, &mut visit);
        visit.told = None;
    }
    let readings = if view.actor().may(org::power::CARE_MANAGE) {
        web::reveal::who_read(view, view.union(), record(event.id), 50)?
    } else {
        Vec::new()
    };
    Ok(EventPage {
        event,
        visit,
        note,
        others,
        readings,
        may_change,
    })
}

/// Takes away what is not for a reader who records no visits of the branch.
fn veil_event(view: &View<'_>, event: &mut Event) {
    event.reason_name = ui::words::word(view.lang(), "visits.hidden_reason").into_owned();
    (event.reason, event.reason_version) = (ReasonId::NIL, 0);
    (event.note, event.withdrawn) = (None, None);
}

/// Other events of the member, as far as the reader sees their visits.
fn others(view: &View<'_>, eyes: &Eyes, event: &Event) -> Reply<Vec<Event>> {
    let (union, within) = (view.union(), org::within(view, CARE_SEE)?);
    let mut all = Vec::new();
    for mut other in store::others(view, union, event.member, event.id)? {
        let branch = visits::store::of_event(view, union, other.id)?.branch;
        if !org::holds(within.as_deref(), branch) {
            continue;
        }
        if eyes.hides(other.sensitive, branch) {
            veil_event(view, &mut other);
        }
        all.push(other);
    }
    Ok(all)
}

impl EventPage {
    fn title(&self, cx: &Cx) -> String {
        cx.t2(
            "visits.show.title",
            "name",
            &self.event.name,
            "reason",
            &self.event.reason_name,
        )
    }
    fn at(&self, tail: &str) -> String {
        format!("/visits/events/{}{tail}", self.event.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let mut acts = Html::none();
        if self.may_change && self.visit.status == Status::Due {
            acts.add(cx.main_link(&format!("/visits/{}/record", self.visit.id), "visits.record"));
        }
        if self.may_change {
            acts.add(cx.link_button(&self.at("/edit"), "ui.act.edit"));
        }
        html!(
            "{}{}",
            cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("visits.title"), "/visits")]),
            cx.heading(self.title(cx), cx.t("visits.event.word"), acts)
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let e = &self.event;
        let (state, word) = self.visit.state(cx.today);
        let who = match (&e.account_name, e.source) {
            (Some(name), super::Source::Reported) => name.clone(),
            (_, source) => cx.t(&source.word()),
        };
        let mut facts = cx
            .facts()
            .fact("visits.col.member", &e.name)
            .fact("visits.col.reason", &e.reason_name)
            .fact("visits.event.happened", cx.date(e.happened))
            .fact("visits.event.known", cx.date(e.known))
            .fact("visits.event.told_by", format!("{who} · {}", cx.instant(e.recorded_at)))
            .door(
                "visits.event.visit",
                html!("{} {}", cx.badge(state, cx.t(word)), cx.date(self.visit.due)),
                &format!("/visits/{}", self.visit.id),
            );
        if let Some(note) = &self.note {
            facts = facts.fact("visits.event.note", note.show(cx));
        } else if let Some(note) = &e.note {
            facts = facts.long("visits.event.note", note);
        }
        Html::trusted(facts.to_string())
    }
    fn withdrawn(&self, cx: &Cx) -> Html {
        match &self.event.withdrawn {
            Some(why) => cx.note(State::Off, cx.t1("visits.event.withdrawn", "why", why)),
            None => Html::none(),
        }
    }
    fn others(&self, cx: &Cx) -> Html {
        let mut list = cx.list();
        for e in &self.others {
            list = list.item(
                &format!("/visits/events/{}", e.id),
                &e.reason_name,
                cx.date(e.happened),
                Html::none(),
            );
        }
        Html::trusted(list.to_string())
    }
    fn readings(&self, cx: &Cx) -> Html {
        let line = |r: &web::reveal::Reading| {
            let who = r.who.as_deref().unwrap_or("—");
            html!("<li>{} · {} · {}</li>", cx.instant(r.at), who, &r.purpose)
        };
        self.readings.iter().map(line).collect()
    }
}

/// The form that changes an event.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EventForm {
    /// The event.
    pub event: Event,
    /// Today.
    pub today: Date,
}

ui::page!(EventForm, "events/pages/edit.html", |p, _cx| p.event.name.clone());

pub(super) fn edit(view: &View<'_>, which: Which) -> Reply<EventForm> {
    let (event, _) = in_hand(view, which.id)?;
    if event.withdrawn.is_some() {
        return Err(Refusal::new("visits.refusal.event_gone")
            .status(409)
            .next(format!("/visits/events/{}", which.id))
            .into());
    }
    Ok(EventForm {
        event,
        today: view.today(),
    })
}

impl EventForm {
    fn at(&self, tail: &str) -> String {
        format!("/visits/events/{}{tail}", self.event.id)
    }
    fn note_hint(&self) -> &'static str {
        if self.event.sealed {
            "visits.event.note_kept"
        } else {
            "visits.event.note_hint"
        }
    }
    fn under(&self) -> String {
        self.event.reason_name.clone()
    }
}
