//! The forms while a meeting is held: items and what was said, decisions, who came.

use archive::PaperId;
use flow::tasks::parts::Answer;
use org::MemberId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html};
use web::{Refusal, Reply, View};

use super::{
    super::{
        acts::decide::Way,
        model::{DecisionId, DecisionKind, Hall, ItemId, MeetingId, Part, Presence, Row, Status},
        notice,
        pages::{Which, crumbs},
        record, rights,
        store::{
            decisions::{self, DecisionRow},
            items::{self, ItemRow},
            papers,
            people::{self, Seat},
        },
    },
    choices, part_words,
};

/// An item, new or to change.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemForm {
    /// The meeting.
    pub id: MeetingId,
    /// Its name.
    pub title: String,
    /// The item; of a new one none.
    pub item: Option<ItemRow>,
    /// Whether only notes and speaker may change.
    pub notes_only: bool,
    /// Whether the day has come.
    pub come: bool,
    /// The part a new item would stand in.
    pub part: Part,
    /// The papers of the meeting that it may carry.
    pub papers: Vec<(PaperId, String)>,
    /// Those that it carries.
    pub carried: Vec<PaperId>,
    /// Who may speak.
    #[serde(skip)]
    pub speakers: Vec<String>,
}

ui::page!(ItemForm, "meetings/pages/item.html", |p, cx| p.heading(cx));

/// Which item.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct WhichItem {
    id: MeetingId,
    item: ItemId,
}

/// A new item.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct NewItem {
    id: MeetingId,
    /// The part it is to stand in.
    part: Option<Part>,
}

fn item_form(view: &View<'_>, row: Row, part: Part, item: Option<ItemRow>) -> Reply<ItemForm> {
    let papers = archive::of_record(view, view.union(), record(row.id))?;
    let carried = papers::of(view, view.union(), row.id)?;
    Ok(ItemForm {
        id: row.id,
        notes_only: row.status == Status::Closed,
        come: row.said.day <= view.today(),
        part,
        papers: papers
            .into_iter()
            .filter(|paper| paper.class != archive::Class::Minutes)
            .map(|paper| (paper.id, paper.name))
            .collect(),
        carried: carried
            .into_iter()
            .filter(|(of, _)| item.as_ref().is_some_and(|item| item.id == *of))
            .map(|(_, paper)| paper)
            .collect(),
        speakers: people::of(view, view.union(), row.id)?
            .into_iter()
            .map(|s| s.name)
            .collect(),
        title: row.said.title,
        item,
    })
}

pub(in super::super) fn new_item(view: &View<'_>, q: NewItem) -> Reply<ItemForm> {
    let row = rights::open(view, q.id)?;
    item_form(view, row, q.part.unwrap_or(Part::Matters), None)
}

fn item_of(view: &View<'_>, meeting: MeetingId, id: ItemId) -> Reply<ItemRow> {
    let all = items::of(view, view.union(), meeting)?;
    all.into_iter()
        .find(|i| i.id == id)
        .ok_or_else(|| Refusal::missing().into())
}

pub(in super::super) fn edit_item(view: &View<'_>, q: WhichItem) -> Reply<ItemForm> {
    let row = rights::written(view, q.id)?;
    let item = item_of(view, row.id, q.item)?;
    item_form(view, row, item.part, Some(item))
}

impl ItemForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    fn heading(&self, cx: &Cx) -> String {
        match self.item {
            Some(_) => cx.t("meetings.form.item"),
            None if self.part == Part::Convey => cx.t("meetings.act.convey"),
            None => cx.t("meetings.form.new_item"),
        }
    }
    fn back(&self) -> String {
        format!("/meetings/{}#agenda", self.id)
    }
    fn action(&self) -> String {
        match &self.item {
            Some(item) => format!("/meetings/{}/items/{}/edit", self.id, item.id),
            None => format!("/meetings/{}/items/new", self.id),
        }
    }
    fn draft(&self) -> String {
        self.item
            .as_ref()
            .map_or_else(String::new, |i| format!("meeting-{}", i.id))
    }
    fn parts(&self, cx: &Cx) -> Vec<Choice> {
        Part::ALL
            .iter()
            .map(|p| Choice::new(p.key(), part_words(cx, *p)))
            .collect()
    }
    fn part(&self) -> &'static str {
        self.part.key()
    }
    fn of<'a>(&'a self, text: impl Fn(&'a ItemRow) -> Option<&'a String>) -> Option<&'a String> {
        self.item.as_ref().and_then(text)
    }
    fn speaker(&self) -> Option<&String> {
        self.of(|i| i.speaker.as_ref())
    }
    fn notes(&self) -> Option<&String> {
        self.of(|i| i.notes.as_ref())
    }
    fn issuer(&self) -> Option<&String> {
        self.of(|i| i.issuer.as_ref())
    }
    fn number(&self) -> Option<&String> {
        self.of(|i| i.number.as_ref())
    }
    /// Whether the fields of what is passed on stand open: in the part where papers are, or if there is something.
    fn conveying(&self, cx: &Cx) -> bool {
        let typed = ["issuer", "number", "part"].map(|name| cx.value(name, ""));
        let said = !typed[0].is_empty() || !typed[1].is_empty() || typed[2] == Part::Convey.key();
        said || self.part == Part::Convey || self.issuer().or(self.number()).is_some() || !self.carried.is_empty()
    }
    fn about(&self) -> Option<&String> {
        self.of(|i| Some(&i.title))
    }
}

/// A decision, new or to change, or to be given to somebody.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DecisionForm {
    /// The meeting.
    pub id: MeetingId,
    /// Its name.
    pub title: String,
    /// The item decided on.
    pub item: ItemRow,
    /// The decision; of a new one none.
    pub decision: Option<DecisionRow>,
    /// Who came.
    pub hall: Hall,
    /// How many it takes to decide.
    pub least: i64,
    /// How many must be in favour.
    pub carries: i64,
    /// Whether it can be decided at all.
    pub quorate: bool,
    /// Whether the form only gives the decision to somebody.
    pub giving: bool,
    /// Who may carry it out.
    #[serde(skip)]
    pub members: Vec<(MemberId, String)>,
}

ui::page!(DecisionForm, "meetings/pages/decide.html", |p, cx| p.heading(cx));

fn decision_form(view: &View<'_>, row: Row, item: ItemId, decision: Option<DecisionRow>) -> Reply<DecisionForm> {
    let hall = people::hall(view, view.union(), row.id)?;
    let rules = row.said.rules;
    let seats = people::of(view, view.union(), row.id)?;
    let sits = |id: &MemberId| seats.iter().any(|s| s.member == *id);
    let others = org::members_to_choose(view, view.union(), view.today())?;
    let mut members: Vec<(MemberId, String)> = seats.iter().map(|s| (s.member, s.name.clone())).collect();
    members.extend(others.into_iter().filter(|(id, _)| !sits(id)));
    Ok(DecisionForm {
        item: item_of(view, row.id, item)?,
        decision,
        hall,
        least: rules.needs(hall),
        carries: rules.carries(hall),
        quorate: rules.quorate(hall),
        giving: false,
        members,
        id: row.id,
        title: row.said.title,
    })
}

pub(in super::super) fn decide(view: &View<'_>, q: WhichItem) -> Reply<DecisionForm> {
    let row = rights::open(view, q.id)?;
    decision_form(view, row, q.item, None)
}

/// Which decision.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in super::super) struct WhichDecision {
    id: MeetingId,
    decision: DecisionId,
}

fn decision_of(view: &View<'_>, meeting: MeetingId, id: DecisionId) -> Reply<DecisionRow> {
    let decision = decisions::get(view, view.union(), id)?;
    if decision.meeting == meeting {
        Ok(decision)
    } else {
        Err(Refusal::missing().into())
    }
}

pub(in super::super) fn redecide(view: &View<'_>, q: WhichDecision) -> Reply<DecisionForm> {
    let row = rights::open(view, q.id)?;
    let decision = decision_of(view, row.id, q.decision)?;
    decision_form(view, row, decision.item, Some(decision))
}

pub(in super::super) fn give(view: &View<'_>, q: WhichDecision) -> Reply<DecisionForm> {
    let row = rights::in_hand(view, q.id)?;
    let decision = decision_of(view, row.id, q.decision)?;
    let mut form = decision_form(view, row, decision.item, Some(decision))?;
    form.giving = true;
    Ok(form)
}

impl DecisionForm {
    fn crumbs(&self, cx: &Cx) -> Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    fn heading(&self, cx: &Cx) -> String {
        if self.giving {
            cx.t("meetings.form.give")
        } else {
            cx.t("meetings.form.decide")
        }
    }
    fn attendance(&self) -> String {
        format!("/meetings/{}/attendance", self.id)
    }
    fn notes(&self) -> String {
        format!("/meetings/{}/items/{}/edit", self.id, self.item.id)
    }
    fn action(&self) -> String {
        let what = if self.giving { "task" } else { "edit" };
        match &self.decision {
            Some(d) => format!("/meetings/{}/decisions/{}/{what}", self.id, d.id),
            None => format!("/meetings/{}/items/{}/decide", self.id, self.item.id),
        }
    }
    fn back(&self) -> String {
        format!("/meetings/{}#i-{}", self.id, self.item.id)
    }
    fn text(&self) -> String {
        self.decision.as_ref().map_or_else(String::new, |d| d.body.clone())
    }
    fn kinds(&self, cx: &Cx) -> Vec<Choice> {
        choices(cx, DecisionKind::ALL, "decision", DecisionKind::key)
    }
    fn kind(&self) -> &'static str {
        self.decision.as_ref().map_or(DecisionKind::Decision, |d| d.kind).key()
    }
    fn ways(&self, cx: &Cx) -> Vec<Choice> {
        let key = |way: Way| match way {
            Way::Unanimous => "unanimous",
            Way::Counted => "counted",
        };
        choices(cx, &[Way::Unanimous, Way::Counted], "way", key)
    }
    fn way(&self) -> &'static str {
        match &self.decision {
            Some(d) if !d.votes.unanimous => "counted",
            _ => "unanimous",
        }
    }
    fn votes(&self) -> [Option<i64>; 3] {
        match &self.decision {
            Some(d) if !d.votes.unanimous => [d.votes.yes, d.votes.no, d.votes.abstain].map(Some),
            _ => [None; 3],
        }
    }
    fn yes(&self) -> Option<i64> {
        self.votes()[0]
    }
    fn no(&self) -> Option<i64> {
        self.votes()[1]
    }
    fn abstain(&self) -> Option<i64> {
        self.votes()[2]
    }
    fn rule(&self, cx: &Cx) -> String {
        cx.tf(
            "meetings.form.rule",
            &[
                ("seats", &self.hall.seats),
                ("present", &self.hall.present),
                ("carries", &self.carries),
            ],
        )
    }
    fn too_few(&self, cx: &Cx) -> String {
        cx.tf(
            "meetings.show.no_quorum",
            &[
                ("seats", &self.hall.seats),
                ("present", &self.hall.present),
                ("least", &self.least),
            ],
        )
    }
}

/// Who came.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Attendance {
    /// The meeting.
    pub id: MeetingId,
    /// Its version.
    pub version: i64,
    /// Its name.
    pub title: String,
    /// Who should attend, with what is proposed: those who said no are excused, the others came.
    pub seats: Vec<Seat>,
    /// Guests.
    pub guests: Option<String>,
    /// When it ended.
    pub ends: Option<String>,
    /// How many it takes to decide.
    pub least: i64,
}

ui::page!(Attendance, "meetings/pages/attendance.html", |_p, cx| cx
    .t("meetings.form.attendance"));

pub(in super::super) fn attendance(view: &View<'_>, q: Which) -> Reply<Attendance> {
    let row = rights::open(view, q.id)?;
    let seats = people::of(view, view.union(), row.id)?;
    let answers = notice::answers(view, &seats)?;
    let hall = people::hall(view, view.union(), row.id)?;
    let proposed = |(mut seat, answer): (Seat, Option<Answer>)| {
        if seat.state == Presence::Expected {
            seat.state = match answer {
                Some(Answer::No) => Presence::Leave,
                _ => Presence::Present,
            };
        }
        seat
    };
    Ok(Attendance {
        id: row.id,
        version: row.version,
        seats: seats.into_iter().zip(answers).map(proposed).collect(),
        guests: row.said.guests.clone(),
        ends: row.said.ends.clone(),
        least: row.said.rules.needs(hall),
        title: row.said.title,
    })
}

impl Attendance {
    fn crumbs(&self, cx: &Cx) -> Html {
        crumbs(cx, Some((self.id, &self.title)))
    }
    fn back(&self) -> String {
        format!("/meetings/{}", self.id)
    }
    fn action(&self) -> String {
        format!("/meetings/{}/attendance", self.id)
    }
    fn label(&self, seat: &Seat) -> String {
        format!("{}（{}）", seat.name, seat.post)
    }
    fn states(&self, cx: &Cx) -> Vec<Choice> {
        choices(
            cx,
            &[Presence::Present, Presence::Leave, Presence::Absent],
            "presence",
            Presence::key,
        )
    }
    fn field(&self, prefix: &str, seat: &Seat) -> String {
        format!("{prefix}-{}", seat.id)
    }
}
