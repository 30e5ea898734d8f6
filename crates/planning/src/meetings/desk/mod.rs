//! The forms of a meeting: planning it and its agenda; what is held of it stands beside.

use flow::tasks::me;
use kernel::Date;
use org::{BodyId, MemberId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Reply, View};

use super::{
    acts::usual_title,
    draw::{self, Proposal},
    model::{Base, Kind, MeetingId, Part, Rules, Share},
    pages::{Which, crumbs},
    rights, seats,
    store::{self, items},
};

pub(super) mod hold;

/// A new meeting, or the particulars of one that is planned.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Plan {
    /// The meeting to change; of a new one none.
    pub id: Option<MeetingId>,
    /// The version of it that is shown.
    pub version: Option<i64>,
    /// Whose meeting.
    pub body: Option<BodyId>,
    /// What kind.
    pub kind: Kind,
    /// Its name, if it has one of its own.
    pub title: Option<String>,
    /// The name it gets by itself.
    pub usual_title: String,
    /// The day proposed.
    pub day: Date,
    /// The hour proposed.
    pub starts: String,
    /// Where.
    pub place: Option<String>,
    /// Who leads it.
    pub chair: Option<MemberId>,
    /// Who writes the minutes.
    pub recorder: Option<MemberId>,
    /// Quorum and majority.
    pub rules: Rules,
    /// Who gets the minutes.
    pub copies: Option<String>,
    /// The meeting from which hour and place are taken: its name.
    pub from: Option<String>,
    /// The bodies that can meet.
    #[serde(skip)]
    pub bodies: Vec<(BodyId, String)>,
    /// Who should attend.
    #[serde(skip)]
    pub officers: Vec<seats::Officer>,
    /// Members who could keep the minutes.
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
}

ui::page!(Plan, "meetings/pages/plan.html", |p, cx| p.heading(cx));

/// Which body's meeting.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct NewQuery {
    body: Option<BodyId>,
    day: Option<Date>,
}

/// A month on, on the same day of the week: four weeks, or five where four would fall into the same month.
fn month_on(last: Date) -> Date {
    let four = last.plus_days(28);
    if four.month() == last.month() {
        last.plus_days(35)
    } else {
        four
    }
}

pub(super) fn new(view: &View<'_>, q: NewQuery) -> Reply<Plan> {
    let (union, today) = (view.union(), view.today());
    let bodies = seats::bodies_that_meet(view, union, today)?;
    let typed = view.typed("body").and_then(|id| id.parse().ok());
    let far = today.plus_days(366);
    let latest = store::last(view, union, None, far)?.map(|l| l.said.body);
    let known = |id: &BodyId| bodies.iter().any(|b| b.id == *id);
    let body = typed
        .or(q.body)
        .or(latest)
        .filter(known)
        .or(bodies.first().map(|b| b.id));
    let last = match body {
        Some(body) => store::last(view, union, Some(body), far)?,
        None => None,
    };
    let officers = match body {
        Some(body) => seats::of(view, union, body, today)?,
        None => Vec::new(),
    };
    let mut day = last.as_ref().map_or(today, |l| month_on(l.said.day));
    while day < today {
        day = month_on(day);
    }
    let day = q.day.unwrap_or(day);
    let sits = |member: MemberId| officers.iter().any(|(m, ..)| *m == member);
    let chair = last.as_ref().map(|l| l.said.chair).filter(|c| sits(*c));
    let recorder = last
        .as_ref()
        .and_then(|l| l.said.recorder)
        .or(me(view).filter(|m| sits(*m)));
    let kind = last.as_ref().map_or(Kind::Committee, |l| l.said.kind);
    let name = bodies.iter().find(|b| Some(b.id) == body).map(|b| b.name.clone());
    Ok(Plan {
        id: None,
        version: None,
        body,
        kind,
        title: None,
        usual_title: usual_title(day, &name.unwrap_or_default(), kind),
        day,
        starts: last
            .as_ref()
            .map_or_else(|| "15:00".to_owned(), |l| l.said.starts.clone()),
        place: last.as_ref().and_then(|l| l.said.place.clone()),
        chair: chair.or(officers.first().map(|(m, ..)| *m)),
        recorder,
        rules: last.as_ref().map_or_else(Rules::default, |l| l.said.rules),
        copies: last.as_ref().and_then(|l| l.said.copies.clone()),
        from: last.map(|l| l.said.title),
        bodies: bodies.into_iter().map(|b| (b.id, b.name)).collect(),
        officers,
        members: org::members_to_choose(view, union, today)?,
    })
}

pub(super) fn edit(view: &View<'_>, q: Which) -> Reply<Plan> {
    let row = rights::open(view, q.id)?;
    let (union, today, said) = (view.union(), view.today(), row.said);
    Ok(Plan {
        id: Some(row.id),
        version: Some(row.version),
        body: Some(said.body),
        kind: said.kind,
        usual_title: usual_title(said.day, &row.body_name, said.kind),
        title: Some(said.title),
        day: said.day,
        starts: said.starts,
        place: said.place,
        chair: Some(said.chair),
        recorder: said.recorder,
        rules: said.rules,
        copies: said.copies,
        from: None,
        bodies: Vec::new(),
        officers: seats::of(view, union, said.body, today)?,
        members: org::members_to_choose(view, union, today)?,
    })
}

/// Choices of a keyed enum.
fn choices<T: Copy>(cx: &Cx, all: &[T], stem: &str, key: impl Fn(T) -> &'static str) -> Vec<Choice> {
    all.iter()
        .map(|one| Choice::new(key(*one), cx.t(&format!("meetings.{stem}.{}", key(*one)))))
        .collect()
}

impl Plan {
    fn crumbs(&self, cx: &Cx) -> Html {
        crumbs(cx, self.id.zip(self.title.as_deref()))
    }
    fn heading(&self, cx: &Cx) -> String {
        match self.id {
            Some(_) => cx.t("meetings.form.edit"),
            None => cx.t("meetings.form.new"),
        }
    }
    fn action(&self) -> String {
        self.id
            .map_or_else(|| "/meetings/new".to_owned(), |id| format!("/meetings/{id}/edit"))
    }
    fn back(&self) -> String {
        self.id
            .map_or_else(|| "/meetings".to_owned(), |id| format!("/meetings/{id}"))
    }
    fn tabs(&self, cx: &Cx) -> Html {
        if self.bodies.len() < 2 {
            return Html::none();
        }
        cx.tabs(
            self.bodies
                .iter()
                .map(|(id, name)| (name.clone(), format!("/meetings/new?body={id}"), self.body == Some(*id))),
        )
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, Kind::ALL, "kind", Kind::key)
    }
    fn shares(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, Share::ALL, "share", Share::key)
    }
    fn bases(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, Base::ALL, "base", Base::key)
    }
    fn chairs(&self) -> Vec<Choice> {
        self.officers
            .iter()
            .map(|(member, name, post)| Choice::new(*member, format!("{name}（{post}）")))
            .collect()
    }
    fn recorders(&self) -> Vec<Choice> {
        let sits = |id: &MemberId| self.officers.iter().any(|(m, ..)| m == id);
        let others = self.members.iter().filter(|(id, _)| !sits(id));
        self.chairs().into_iter().chain(others.map(Choice::from)).collect()
    }
    fn officer_names(&self) -> String {
        self.officers
            .iter()
            .map(|(_, name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join("、")
    }
}

/// What the agenda may take in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Agenda {
    /// The meeting.
    pub id: MeetingId,
    /// Its name.
    pub title: String,
    /// The proposals, part by part.
    pub proposals: Vec<Proposal>,
    /// Since when work is told of.
    pub since: Date,
    /// Up to when work ahead is shared out.
    pub until: Date,
}

ui::page!(Agenda, "meetings/pages/agenda.html", |_p, cx| cx
    .t("meetings.draw.title"));

pub(super) fn agenda(view: &View<'_>, q: Which) -> Reply<Agenda> {
    let row = rights::open(view, q.id)?;
    let there = items::of(view, view.union(), row.id)?;
    let span = draw::span(view, &row)?;
    Ok(Agenda {
        id: row.id,
        proposals: draw::proposals(view, &row, &there)?,
        since: span.since,
        until: span.next.1,
        title: row.said.title,
    })
}

impl Agenda {
    fn crumbs(&self, cx: &Cx) -> Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    fn words(&self, cx: &Cx, part: &Part) -> String {
        part_words(cx, *part)
    }
    fn back(&self) -> String {
        format!("/meetings/{}", self.id)
    }
    fn action(&self) -> String {
        format!("/meetings/{}/agenda", self.id)
    }
    fn own(&self) -> String {
        format!("/meetings/{}/items/new", self.id)
    }
    fn none(&self) -> [&'static str; 0] {
        []
    }
    fn groups(&self) -> Vec<(Part, Vec<Choice>)> {
        let of = |part: Part| {
            let here = self.proposals.iter().filter(|p| p.part == part);
            here.map(|p| Choice::new(p.key.as_str(), p.title.clone()).hint(p.hint.clone()))
                .collect::<Vec<_>>()
        };
        Part::ALL
            .iter()
            .map(|part| (*part, of(*part)))
            .filter(|(_, choices)| !choices.is_empty())
            .collect()
    }
}

/// The words of a part of the agenda.
fn part_words(cx: &Cx, part: Part) -> String {
    cx.t(&format!("meetings.part.{}", part.key()))
}
