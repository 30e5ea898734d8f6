//! One meeting as people see it.

use std::collections::HashMap;

use flow::{TaskId, tasks::parts::Answer};
use kernel::Date;
use schemars::JsonSchema;
use serde::Serialize;
use ui::{Cx, Html, html};
use web::{Reply, View};

use super::{
    draw, minutes,
    model::{Hall, ItemId, MeetingId, Part, Presence, Said, Status},
    notice,
    pages::{Which, badge},
    record, rights,
    store::{
        decisions::{self, DecisionRow},
        items::{self, ItemRow, Source},
        papers,
        people::{self, Seat},
    },
};
use crate::face::TaskFace;

/// A meeting, and all that belongs to it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// Its id.
    pub id: MeetingId,
    /// Counts its changes.
    pub version: i64,
    /// What it says.
    pub said: Said,
    /// The body's name.
    pub body: String,
    /// The chair's name.
    pub chair: String,
    /// The recorder's name.
    pub recorder: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Why it was cancelled or opened again.
    pub why: Option<String>,
    /// The day its minutes were settled.
    pub adopted_on: Option<Date>,
    /// The settled minutes in the archive.
    pub minutes: Option<archive::PaperId>,
    /// Whether all members may read its minutes.
    pub published: bool,
    /// Who should attend and who came.
    pub hall: Hall,
    /// How many it takes to decide.
    pub least: i64,
    /// How many must be in favour.
    pub carries: i64,
    /// Whether enough came.
    pub quorate: bool,
    /// Those who should attend, with what they answered to the call.
    pub seats: Vec<Came>,
    /// The agenda by parts.
    pub agenda: Vec<Section>,
    /// Papers of the meeting.
    pub papers: Vec<archive::Line>,
    /// Whether the reader runs it.
    pub writes: bool,
}

/// Somebody who should attend.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Came {
    /// Who.
    pub seat: Seat,
    /// What they answered.
    pub answer: Option<Answer>,
}

/// A part of the agenda.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section {
    /// Which.
    pub part: Part,
    /// What it is called in this meeting; minutes are in Chinese.
    pub heading: String,
    /// Its items.
    pub items: Vec<Entry>,
}

/// An item with what was decided on it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// The item.
    pub item: ItemRow,
    /// The task it is about, as it stands today.
    pub task: Option<TaskFace>,
    /// The papers it is about.
    pub papers: Vec<Carried>,
    /// What was decided.
    pub decisions: Vec<Decided>,
}

/// A paper that an item is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Carried {
    /// Which.
    pub id: archive::PaperId,
    /// The file's name.
    pub name: String,
    /// Whether the reader may open it.
    pub opens: bool,
}

/// A decision with its task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Decided {
    /// The decision.
    pub decision: DecisionRow,
    /// The task that carries it out, as it stands today.
    pub task: Option<TaskFace>,
}

ui::page!(Show, "meetings/pages/show.html", |p, _cx| p.said.title.clone());

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let row = rights::seen(view, q.id)?;
    let writes = rights::writes(view, &row);
    let union = view.union();
    let seats = people::of(view, union, row.id)?;
    let answers = if writes {
        notice::answers(view, &seats)?
    } else {
        vec![None; seats.len()]
    };
    let hall = people::hall(view, union, row.id)?;
    let rules = row.said.rules;
    Ok(Show {
        id: row.id,
        version: row.version,
        agenda: agenda(view, &row)?,
        papers: archive::seen_of_record(view, record(row.id))?,
        hall,
        least: rules.needs(hall),
        carries: rules.carries(hall),
        quorate: rules.quorate(hall),
        seats: seats
            .into_iter()
            .zip(answers)
            .map(|(seat, answer)| Came { seat, answer })
            .collect(),
        said: row.said,
        body: row.body_name,
        chair: row.chair_name,
        recorder: row.recorder_name,
        status: row.status,
        why: row.why,
        adopted_on: row.adopted_on,
        minutes: row.paper,
        published: row.published,
        writes,
    })
}

/// The papers of the items of a meeting.
fn carried(view: &View<'_>, meeting: MeetingId) -> Reply<HashMap<ItemId, Vec<Carried>>> {
    let kept = archive::of_record(view, view.union(), record(meeting))?;
    let seen = archive::seen_of_record(view, record(meeting))?;
    let mut out: HashMap<ItemId, Vec<Carried>> = HashMap::new();
    for (item, id) in papers::of(view, view.union(), meeting)? {
        let Some(paper) = kept.iter().find(|paper| paper.id == id) else {
            continue;
        };
        out.entry(item).or_default().push(Carried {
            id,
            name: paper.name.clone(),
            opens: seen.iter().any(|paper| paper.id == id),
        });
    }
    Ok(out)
}

fn agenda(view: &View<'_>, row: &super::model::Row) -> Reply<Vec<Section>> {
    let union = view.union();
    let mut papers = carried(view, row.id)?;
    let span = draw::span(view, row)?;
    let mut decided: HashMap<_, Vec<Decided>> = HashMap::new();
    for d in decisions::of(view, union, row.id)? {
        let task = face(view, d.task)?;
        decided.entry(d.item).or_default().push(Decided { decision: d, task });
    }
    let mut out: Vec<Section> = Vec::new();
    for item in items::of(view, union, row.id)? {
        let task = match item.source {
            Some(Source::Task(id)) => Some(id.cast()),
            Some(Source::Decision(id)) => decisions::get(view, union, id.cast()).map_or(None, |d| d.task),
            _ => None,
        };
        let entry = Entry {
            task: face(view, task)?,
            decisions: decided.remove(&item.id).unwrap_or_default(),
            papers: papers.remove(&item.id).unwrap_or_default(),
            item,
        };
        match out.last_mut() {
            Some(section) if section.part == entry.item.part => section.items.push(entry),
            _ => out.push(Section {
                part: entry.item.part,
                heading: minutes::part_heading(entry.item.part, span),
                items: vec![entry],
            }),
        }
    }
    Ok(out)
}

fn face(view: &View<'_>, task: Option<TaskId>) -> Reply<Option<TaskFace>> {
    match task {
        Some(id) => {
            let row = flow::get(view, view.union(), id)?;
            Ok(Some(TaskFace::of(&row, view.today())))
        }
        None => Ok(None),
    }
}

impl Show {
    fn at(&self, what: &str) -> String {
        format!("/meetings/{}/{what}", self.id)
    }
    fn at_item(&self, entry: &Entry, what: &str) -> String {
        format!("/meetings/{}/items/{}/{what}", self.id, entry.item.id)
    }
    fn at_decision(&self, d: &Decided, what: &str) -> String {
        format!("/meetings/{}/decisions/{}/{what}", self.id, d.decision.id)
    }
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("meetings.list.title"), "/meetings")])
    }
    fn under(&self, cx: &Cx) -> String {
        let until = self.said.ends.as_ref().map(|e| format!("—{e}")).unwrap_or_default();
        let mut parts = vec![format!("{} {}{until}", cx.date(self.said.day), self.said.starts)];
        parts.extend(self.said.place.clone());
        parts.join(" · ")
    }
    fn acts(&self, cx: &Cx) -> Html {
        if self.status == Status::Cancelled || !(self.over() || self.attended()) {
            return Html::none();
        }
        [
            cx.link_button(&self.at("word"), "meetings.show.word"),
            cx.link_button(&self.at("print"), "meetings.show.print"),
        ]
        .into_iter()
        .collect()
    }
    fn steps(&self, cx: &Cx) -> Html {
        let at = match self.status {
            Status::Cancelled => return Html::none(),
            Status::Draft => 0,
            Status::Called if self.said.day > cx.today => 1,
            Status::Called => 2,
            Status::Closed => 3,
            Status::Adopted => 4,
        };
        let names = ["prepare", "call", "hold", "settle"].map(|step| cx.t(&format!("meetings.step.{step}")));
        cx.steps(names, at)
    }
    /// Whether it is not over.
    fn open(&self) -> bool {
        self.status.open()
    }
    fn over(&self) -> bool {
        matches!(self.status, Status::Closed | Status::Adopted)
    }
    /// Whether its day has come, so that attendance and decisions can be told.
    fn come(&self, cx: &Cx) -> bool {
        self.said.day <= cx.today
    }
    /// Whether attendance is known.
    fn attended(&self) -> bool {
        self.hall.present > 0 && self.hall.unknown == 0
    }
    fn share(&self, cx: &Cx) -> String {
        cx.t2(
            "meetings.show.share",
            "share",
            cx.t(&format!("meetings.share.{}", self.said.rules.quorum.key())),
            "n",
            self.least,
        )
    }
    fn too_few(&self, cx: &Cx) -> String {
        let (hall, least) = (self.hall, self.least);
        cx.tf(
            "meetings.show.no_quorum",
            &[("seats", &hall.seats), ("present", &hall.present), ("least", &least)],
        )
    }
    fn majority(&self, cx: &Cx) -> String {
        let rules = self.said.rules;
        let of = cx.t(&format!("meetings.base.{}", rules.base.key()));
        let share = cx.t(&format!("meetings.share.{}", rules.pass.key()));
        format!("{of}{}{share}", if cx.lang == kernel::Lang::En { ": " } else { "" })
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx
            .facts()
            .fact(
                "meetings.form.body",
                html!("{} {}", self.body, badge(cx, self.status, self.said.day)),
            )
            .fact("meetings.form.chair", &self.chair)
            .fact("meetings.form.recorder", self.recorder.clone())
            .fact("meetings.show.quorum", self.share(cx))
            .fact("meetings.show.majority", self.majority(cx));
        if self.attended() {
            let came = cx.t2("meetings.list.came", "came", self.hall.present, "of", self.hall.seats);
            facts = facts.fact("meetings.show.attendance", came);
        }
        if let Some(day) = self.adopted_on {
            let settled = match self.minutes {
                Some(paper) => html!("<a href=\"/papers/{}\">{}</a>", paper.to_string(), cx.date(day)),
                None => Html::text(cx.date(day)),
            };
            facts = facts.fact("meetings.show.settled_on", settled);
        }
        Html::trusted(facts.to_string())
    }
    /// Names of those in a state, with why.
    fn names(&self, cx: &Cx, state: Presence) -> String {
        let of = |c: &Came| match (&c.seat.reason, c.answer) {
            (Some(reason), _) => format!("{}（{reason}）", c.seat.name),
            (None, Some(Answer::Yes)) if state == Presence::Expected => {
                format!("{}（{}）", c.seat.name, cx.t("meetings.answer.yes"))
            }
            (None, Some(Answer::No)) if state == Presence::Expected => {
                format!("{}（{}）", c.seat.name, cx.t("meetings.answer.no"))
            }
            _ => c.seat.name.clone(),
        };
        self.seats
            .iter()
            .filter(|c| c.seat.state == state)
            .map(of)
            .collect::<Vec<_>>()
            .join("、")
    }
    fn people(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        for state in Presence::ALL {
            let names = self.names(cx, *state);
            if !names.is_empty() {
                facts = facts.long(&format!("meetings.presence.{}", state.key()), names);
            }
        }
        let guests: Vec<&str> = self.said.guest_list().collect();
        if !guests.is_empty() {
            facts = facts.long("meetings.form.guests", guests.join("、"));
        }
        Html::trusted(facts.to_string())
    }
    fn votes(&self, cx: &Cx, d: &Decided) -> String {
        let v = d.decision.votes;
        if v.unanimous {
            cx.tn("meetings.votes.unanimous", v.yes)
        } else {
            cx.tf(
                "meetings.votes.counted",
                &[("yes", &v.yes), ("no", &v.no), ("abstain", &v.abstain)],
            )
        }
    }
    fn decision_badge(&self, cx: &Cx, d: &Decided) -> Html {
        if d.decision.carried {
            let word = cx.t(&format!("meetings.decision.{}", d.decision.kind.key()));
            cx.badge(ui::State::Done, word)
        } else {
            cx.badge(ui::State::Off, cx.t("meetings.decision.lost"))
        }
    }
}
