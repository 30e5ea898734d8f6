//! The letters of a union, and one of them.

use kernel::Instant;
use org::power::{LETTER_CARDS, LETTER_CARRY};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, State, Table, html};
use web::{Refusal, Reply, View};

use super::{
    model::{InState, Incoming, Kind, LetterId, OutState, Outgoing, Way},
    store,
};

/// Which letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Those received.
    #[default]
    Received,
    /// Those sent.
    Sent,
}

/// What is asked of the list.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Ask {
    #[serde(default)]
    side: Side,
}

/// A letter in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line {
    /// Which.
    pub id: LetterId,
    /// The word key of its kind.
    pub kind: &'static str,
    /// Its year and number.
    pub number: (i64, i64),
    /// The union on the other side.
    pub peer: String,
    /// What it is about.
    pub subject: String,
    /// How it stands, as a word key.
    pub word: String,
    /// Whether something is to be done here.
    pub open: bool,
    /// When it was sent or came.
    pub at: Instant,
}

/// The letters of a union, the latest first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Letters {
    /// Which.
    pub side: Side,
    /// They, at most 300.
    pub lines: Vec<Line>,
    /// Whether files can be brought in.
    pub may_carry: bool,
    /// Whether cards can be taken in.
    pub may_cards: bool,
}

ui::page!(
    Letters,
    "letters/pages/list.html",
    |_p, cx| cx.t("dispatch.title"),
    wide
);

pub(super) fn list(view: &View<'_>, ask: Ask, kinds: &[Kind]) -> Reply<Letters> {
    let union = view.union();
    let lines = match ask.side {
        Side::Received => store::all_received(view, union)?
            .into_iter()
            .map(|l| received(l, kinds))
            .collect(),
        Side::Sent => store::all_sent(view, union)?
            .into_iter()
            .map(|l| sent(l, kinds))
            .collect(),
    };
    Ok(Letters {
        side: ask.side,
        lines,
        may_carry: view.actor().may(LETTER_CARRY),
        may_cards: view.actor().may(LETTER_CARDS),
    })
}

fn word(kinds: &[Kind], name: &str) -> &'static str {
    kinds
        .iter()
        .find(|k| k.name == name)
        .map_or("dispatch.unknown_kind", |k| k.word)
}

fn received(letter: Incoming, kinds: &[Kind]) -> Line {
    Line {
        id: letter.id,
        kind: word(kinds, &letter.kind),
        number: (letter.year, letter.number),
        peer: letter.from_name,
        subject: letter.subject,
        word: letter.state.word(),
        open: letter.state == InState::Received,
        at: letter.arrived_at,
    }
}

fn sent(letter: Outgoing, kinds: &[Kind]) -> Line {
    Line {
        id: letter.id,
        kind: word(kinds, &letter.kind),
        number: (letter.year, letter.number),
        peer: letter.to_name,
        subject: letter.subject,
        word: letter.state.word(),
        open: letter.state.open(),
        at: letter.sent_at,
    }
}

impl Letters {
    fn heading(&self, cx: &Cx) -> Html {
        let cards = cx.link_button("/letters/cards", "dispatch.cards.title");
        let bring = self
            .may_carry
            .then(|| cx.main_link("/letters/bring", "dispatch.bring.title"));
        cx.heading(cx.t("dispatch.title"), "", html!("{}{}", cards, bring))
    }
    fn tabs(&self, cx: &Cx) -> Html {
        cx.tabs([
            (cx.t("dispatch.tab.received"), "/letters", self.side == Side::Received),
            (cx.t("dispatch.tab.sent"), "/letters?side=sent", self.side == Side::Sent),
        ])
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let (peer, day, none) = match self.side {
            Side::Received => ("dispatch.col.from", "dispatch.col.came", "dispatch.none_received"),
            Side::Sent => ("dispatch.col.to", "dispatch.col.sent", "dispatch.none_sent"),
        };
        let cols = [
            Col::text("subject", "dispatch.col.subject"),
            Col::text("peer", peer),
            Col::text("number", "dispatch.col.number").minor(),
            Col::day("state", "dispatch.col.state"),
            Col::day("at", day).minor(),
        ];
        let rows = self.lines.iter().map(|line| {
            let state = if line.open { State::Soon } else { State::Info };
            Row::new()
                .link(&format!("/letters/{}", line.id))
                .cell(&line.subject)
                .cell(&line.peer)
                .cell(number(cx, line.kind, line.number))
                .cell(cx.badge(state, cx.t(&line.word)))
                .cell(cx.date_full(line.at.day()))
        });
        cx.table("dispatch.title", cols).empty(cx.empty(none)).rows(rows)
    }
}

/// `会员转接〔2026〕3号`.
fn number(cx: &Cx, kind: &str, (year, number): (i64, i64)) -> String {
    cx.tf(
        "dispatch.number",
        &[("kind", &cx.t(kind)), ("year", &year), ("n", &number)],
    )
}

/// Which letter.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: LetterId,
}

/// One letter.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LetterPage {
    /// The letter, if this union has sent it.
    pub sent: Option<Outgoing>,
    /// The letter, if this union has received it.
    pub received: Option<Incoming>,
    /// The word key of its kind.
    pub kind: &'static str,
    /// Where it is worked on, for who may.
    pub page: Option<String>,
    /// Whether its files can be taken out.
    pub may_carry: bool,
}

ui::page!(LetterPage, "letters/pages/show.html", |p, cx| p.title(cx));

pub(super) fn show(view: &View<'_>, which: Which, kinds: &[Kind]) -> Reply<LetterPage> {
    let (union, id) = (view.union(), which.id);
    let sent = store::sent(view, union, id)?;
    let received = store::received(view, union, id)?;
    let name = match (&sent, &received) {
        (Some(letter), _) => letter.kind.clone(),
        (_, Some(letter)) => letter.kind.clone(),
        _ => return Err(Refusal::missing().into()),
    };
    let kind = kinds.iter().find(|k| k.name == name);
    let page = kind.filter(|k| view.actor().may(k.see)).map(|k| k.path(id));
    Ok(LetterPage {
        kind: word(kinds, &name),
        sent,
        received,
        page,
        may_carry: view.actor().may(LETTER_CARRY),
    })
}

impl LetterPage {
    fn title(&self, _: &Cx) -> String {
        let sent = self.sent.as_ref().map(|l| l.subject.clone());
        let received = self.received.as_ref().map(|l| l.subject.clone());
        sent.or(received).unwrap_or_default()
    }
    fn heading(&self, cx: &Cx) -> Html {
        let work = self.page.as_ref().map(|page| cx.main_link(page, "dispatch.show.work"));
        let (badge, list) = match (&self.sent, &self.received) {
            (Some(letter), _) => (cx.badge(out_state(letter.state), cx.t(&letter.state.word())), "sent"),
            (_, Some(letter)) => (cx.badge(in_state(letter.state), cx.t(&letter.state.word())), "received"),
            _ => (Html::none(), "received"),
        };
        html!(
            "{}{}",
            cx.crumbs([(cx.t("dispatch.title"), format!("/letters?side={list}"))]),
            cx.heading(self.title(cx), badge, Html::text(work))
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let at = |at: Option<Instant>| at.map_or_else(String::new, |at| cx.instant(at));
        let facts = cx.facts();
        let facts = match (&self.sent, &self.received) {
            (Some(l), _) => facts
                .fact("dispatch.col.number", number(cx, self.kind, (l.year, l.number)))
                .fact("dispatch.col.to", &l.to_name)
                .fact("dispatch.show.way", cx.t(&format!("dispatch.way.{}", l.way.key())))
                .fact("dispatch.col.sent", cx.instant(l.sent_at))
                .fact("dispatch.show.delivered", at(l.delivered_at))
                .fact("dispatch.show.closed", at(l.closed_at)),
            (_, Some(l)) => facts
                .fact("dispatch.col.number", number(cx, self.kind, (l.year, l.number)))
                .fact("dispatch.col.from", &l.from_name)
                .fact("dispatch.show.way", cx.t(&format!("dispatch.way.{}", l.way.key())))
                .fact("dispatch.col.sent", cx.instant(l.sent_at))
                .fact("dispatch.col.came", cx.instant(l.arrived_at))
                .fact("dispatch.show.closed", at(l.closed_at)),
            _ => facts,
        };
        let why = self.sent.as_ref().and_then(|l| l.answer_why.as_ref());
        let why = why.or(self.received.as_ref().and_then(|l| l.answer_why.as_ref()));
        let facts = match why {
            Some(why) => facts.long("dispatch.show.why", why),
            None => facts,
        };
        Html::trusted(facts.to_string())
    }
    /// What people carry between the installations, and how.
    fn files(&self, cx: &Cx) -> Html {
        let carried = |id: LetterId, says: &str, key: &str| {
            let button = self
                .may_carry
                .then(|| cx.button(&format!("/letters/{id}/take_out"), key));
            html!(
                "<section><h2>{}</h2><p>{}</p>{}</section>",
                cx.t("dispatch.files.title"),
                cx.t(says),
                button
            )
        };
        match (&self.sent, &self.received) {
            (Some(l), _) if l.way == Way::File && l.state == OutState::Recalled => {
                carried(l.id, "dispatch.files.recall_says", "dispatch.files.recall")
            }
            (Some(l), _) if l.way == Way::File && l.state.open() => {
                carried(l.id, "dispatch.files.letter_says", "dispatch.files.letter")
            }
            (_, Some(l)) if l.way == Way::File && l.state != InState::Received => {
                carried(l.id, "dispatch.files.answer_says", "dispatch.files.answer")
            }
            _ => Html::none(),
        }
    }
}

/// How it looks that a letter that was sent stands so.
#[must_use]
pub const fn out_state(state: OutState) -> State {
    match state {
        OutState::Accepted => State::Done,
        OutState::Returned => State::Overdue,
        OutState::Withdrawn => State::Off,
        OutState::Sent | OutState::Delivered | OutState::Recalled => State::Soon,
    }
}

fn in_state(state: InState) -> State {
    match state {
        InState::Received => State::Soon,
        InState::Accepted => State::Done,
        InState::Returned | InState::Withdrawn => State::Off,
    }
}
