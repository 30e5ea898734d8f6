//! A transfer as either side sees it.

use dispatch::{InState, Incoming, OutState, Outgoing, Way};
use kernel::{Date, Money};
use org::{
    BodyId, MemberId, bodies,
    members::{
        Field, Particulars,
        field::{Class, Kind},
        store,
    },
    power::{MEMBER_MANAGE, MEMBER_PERSONAL},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Choice, Cx, Html, State, html};
use web::{Refusal, Reply, View};

use super::{
    LETTER,
    model::{Body, Person},
};
use crate::members;

/// Which transfer.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub(super) id: dispatch::LetterId,
}

/// A transfer: sent or received.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TransferPage {
    /// The letter, if this union has sent it.
    pub sent: Option<Outgoing>,
    /// The letter, if this union has received it.
    pub received: Option<Incoming>,
    /// The member: at the sender, or who came of it at the receiver.
    pub member: Option<MemberId>,
    /// Why the member moves.
    pub reason: String,
    /// The month up to which dues are paid: year and month.
    pub dues_until: (i16, i8),
    /// The dues of a month.
    pub dues: Option<Money>,
    /// Since when the sender has the member as moving out.
    pub since: Date,
    /// Who is to move in, until it is answered; for who manages members, and only what they may see.
    pub person: Particulars,
    /// The identity number, the middle hidden.
    pub identity: Option<String>,
    /// Branches and groups to choose from, until it is answered.
    pub groups: Vec<(BodyId, String)>,
    /// Whether it can be worked on.
    pub may_manage: bool,
    /// Today.
    pub today: Date,
}

ui::page!(TransferPage, "moving/pages/show.html", |p, _cx| p.subject());

/// What a transfer says, from whichever side. Who sees the members of some groups sees the transfers of those alone.
pub(super) fn read(view: &View<'_>, id: dispatch::LetterId) -> Reply<(Option<Outgoing>, Option<Incoming>, Body)> {
    let sent = dispatch::sent(view, view.union(), id)?.filter(|l| l.kind == LETTER.name);
    let received = dispatch::received(view, view.union(), id)?.filter(|l| l.kind == LETTER.name);
    let body = match (&sent, &received) {
        (Some(letter), _) => Body::read(&letter.body)?,
        (_, Some(letter)) => Body::read(&letter.body)?,
        _ => return Err(Refusal::missing().into()),
    };
    if let Some(mine) = members::mine(view)? {
        let of_sent = sent.as_ref().map(|l| l.record_id);
        let member = of_sent.or(received.as_ref().and_then(|l| l.record_id));
        let card = match member {
            Some(id) => store::find(view, view.union(), id.cast())?,
            None => None,
        };
        if card.and_then(|c| c.group).is_none_or(|group| !mine.contains(&group)) {
            return Err(Refusal::missing().into());
        }
    }
    Ok((sent, received, body))
}

pub(super) fn show(view: &View<'_>, which: Which) -> Reply<TransferPage> {
    let (sent, received, body) = read(view, which.id)?;
    let may_manage = view.actor().may(MEMBER_MANAGE);
    let open = received.as_ref().is_some_and(|l| l.state == InState::Received);
    let (mut person, mut identity, mut groups) = (Particulars::default(), None, Vec::new());
    if open && may_manage {
        if let Some(plain) = dispatch::open_in(view, view.union(), which.id)? {
            let told = Person::read(plain.bytes())?;
            let personal = view.actor().may(MEMBER_PERSONAL);
            person = told.particulars().only(|f| personal || f.class() == Class::Plain);
            identity = told.identity().filter(|_| personal).map(|number| number.masked());
        }
        groups = bodies::store::bodies_to_choose(view, view.union(), view.today())?;
    }
    let sent_member = sent.as_ref().map(|l| l.record_id.cast());
    let came_of_it = received.as_ref().and_then(|l| l.record_id).map(|id| id.cast());
    Ok(TransferPage {
        member: sent_member.or(came_of_it),
        dues_until: body.month().unwrap_or_default(),
        reason: body.reason,
        dues: body.dues,
        since: body.since,
        sent,
        received,
        person,
        identity,
        groups,
        may_manage,
        today: view.today(),
    })
}

impl TransferPage {
    fn subject(&self) -> String {
        let sent = self.sent.as_ref().map(|l| l.subject.clone());
        sent.or(self.received.as_ref().map(|l| l.subject.clone()))
            .unwrap_or_default()
    }
    fn id(&self) -> String {
        let sent = self.sent.as_ref().map(|l| l.id);
        sent.or(self.received.as_ref().map(|l| l.id))
            .map_or_else(String::new, |id| id.to_string())
    }
    fn version(&self) -> i64 {
        let sent = self.sent.as_ref().map(|l| l.version);
        sent.or(self.received.as_ref().map(|l| l.version)).unwrap_or_default()
    }
    fn at(&self, tail: &str) -> String {
        format!("/transfers/{}{tail}", self.id())
    }
    fn heading(&self, cx: &Cx) -> Html {
        let side = if self.sent.is_some() { "sent" } else { "received" };
        let acts = html!(
            "{}{}",
            cx.link_button(&self.at("/slip"), "organisation.moving.slip.print"),
            cx.link_button(&self.at("/slip.docx"), "organisation.moving.slip.word")
        );
        html!(
            "{}{}",
            cx.crumbs([(cx.t("dispatch.title"), format!("/letters?side={side}"))]),
            cx.heading(self.subject(), "", acts)
        )
    }
    /// Sent, with the other union, answered.
    fn steps(&self, cx: &Cx) -> Html {
        let (at, last) = match (&self.sent, &self.received) {
            (Some(l), _) => (
                match l.state {
                    OutState::Sent => 0,
                    OutState::Delivered | OutState::Recalled => 1,
                    OutState::Accepted | OutState::Returned | OutState::Withdrawn => 3,
                },
                if l.state.open() { None } else { Some(l.state.word()) },
            ),
            (_, Some(l)) => match l.state {
                InState::Received => (1, None),
                state => (3, Some(state.word())),
            },
            _ => (0, None),
        };
        let last = last.unwrap_or_else(|| "organisation.moving.step_answered".to_owned());
        let names = [
            cx.t("organisation.moving.step_sent"),
            cx.t("organisation.moving.step_there"),
            cx.t(&last),
        ];
        cx.steps(names, at)
    }
    /// What is to be known of how it stands.
    fn note(&self, cx: &Cx) -> Html {
        let say = |state: State, key: &str, name: &str| cx.note(state, cx.t1(key, "union", name));
        match (&self.sent, &self.received) {
            (Some(l), _) => match (l.state, l.way) {
                (OutState::Recalled, _) => say(State::Soon, "organisation.moving.note_recalled", &l.to_name),
                (OutState::Accepted, _) => say(State::Done, "organisation.moving.note_accepted", &l.to_name),
                (OutState::Returned, _) => say(State::Overdue, "organisation.moving.note_returned", &l.to_name),
                (OutState::Withdrawn, _) => say(State::Off, "organisation.moving.note_withdrawn", &l.to_name),
                (_, Way::Paper) => say(State::Info, "organisation.moving.note_paper", &l.to_name),
                (_, Way::File) => html!(
                    "{}<p>{}</p>",
                    say(State::Info, "organisation.moving.note_file", &l.to_name),
                    cx.link_button(&format!("/letters/{}", l.id), "organisation.moving.files")
                ),
                (_, Way::House) => say(State::Info, "organisation.moving.note_sent", &l.to_name),
            },
            (_, Some(l)) => match (l.state, l.way) {
                (InState::Received, _) => Html::none(),
                (InState::Withdrawn, _) => say(State::Off, "organisation.moving.note_gone", &l.from_name),
                (_, Way::File) => html!(
                    "{}<p>{}</p>",
                    say(State::Info, "organisation.moving.note_answer_file", &l.from_name),
                    cx.link_button(&format!("/letters/{}", l.id), "organisation.moving.files")
                ),
                (InState::Accepted, _) => say(State::Done, "organisation.moving.note_taken", &l.from_name),
                (InState::Returned, _) => say(State::Off, "organisation.moving.note_sent_back", &l.from_name),
            },
            _ => Html::none(),
        }
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts();
        let why = match (&self.sent, &self.received) {
            (Some(l), _) => {
                facts = facts.fact("dispatch.col.to", &l.to_name);
                l.answer_why.clone()
            }
            (_, Some(l)) => {
                facts = facts.fact("dispatch.col.from", &l.from_name);
                l.answer_why.clone()
            }
            _ => None,
        };
        let (year, month) = self.dues_until;
        facts = facts
            .fact("organisation.moving.since", cx.date_full(self.since))
            .fact("organisation.moving.dues_until", cx.month(year, month));
        if let Some(dues) = self.dues {
            facts = facts.fact("organisation.moving.dues", cx.money(dues));
        }
        let day = self.sent.as_ref().and_then(|l| l.answer_day);
        if let Some(day) = day.or(self.received.as_ref().and_then(|l| l.answer_day)) {
            facts = facts.fact("organisation.moving.answered_on", cx.date_full(day));
        }
        if let Some(member) = self.member {
            let path = format!("/members/{member}");
            facts = facts.door("organisation.moving.member", cx.t("organisation.moving.entry"), &path);
        }
        facts = facts.long("organisation.moving.reason", &self.reason);
        if let Some(why) = why {
            facts = facts.long("dispatch.show.why", why);
        }
        Html::trusted(facts.to_string())
    }
    /// Who it is, for who decides.
    fn person(&self, cx: &Cx) -> Html {
        if self.person.is_empty() {
            return Html::none();
        }
        let mut facts = cx.facts();
        for (field, kept) in self.person.known() {
            facts = facts.fact(field.word(), shown(cx, field, kept));
        }
        if let Some(identity) = &self.identity {
            facts = facts.fact("organisation.identity.number", identity);
        }
        html!(
            "<section><h2>{}</h2>{}</section>",
            cx.t("organisation.moving.person"),
            Html::trusted(facts.to_string())
        )
    }
    fn to_decide(&self) -> bool {
        self.may_manage && self.received.as_ref().is_some_and(|l| l.state == InState::Received)
    }
    fn first_day(&self) -> Option<Date> {
        self.received.as_ref().map(|l| l.sent_at.day())
    }
    /// Said only after the form was refused because of it.
    fn another(&self, cx: &Cx) -> Html {
        if cx.error("another").is_none() && cx.value("another", "").is_empty() {
            return Html::none();
        }
        Html::trusted(cx.field("another", "org.members.another").tick(false).to_string())
    }
    fn to_recall(&self) -> bool {
        let open = |l: &Outgoing| l.state.open() && l.state != OutState::Recalled;
        self.may_manage && self.sent.as_ref().is_some_and(open)
    }
    fn by_hand(&self) -> bool {
        self.may_manage
            && self
                .sent
                .as_ref()
                .is_some_and(|l| l.state.open() && l.way != Way::House)
    }
    fn sent_day(&self) -> Option<Date> {
        self.sent.as_ref().map(|l| l.sent_at.day())
    }
    fn answers(&self, cx: &Cx) -> Vec<Choice> {
        vec![
            Choice::new("accepted", cx.t("dispatch.out.accepted")),
            Choice::new("returned", cx.t("dispatch.out.returned")),
        ]
    }
}

/// A particular in words.
fn shown(cx: &Cx, field: Field, kept: &str) -> String {
    match field.kind() {
        Kind::Day => kept
            .parse::<Date>()
            .map_or_else(|_| kept.to_owned(), |day| cx.date_full(day)),
        Kind::Choice(_) => cx.t(&field.choice_word(kept)),
        Kind::Flag if kept == "yes" => cx.t("organisation.yes"),
        Kind::Flag => cx.t("organisation.no"),
        _ => kept.to_owned(),
    }
}
