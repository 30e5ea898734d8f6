//! Cards: one's own to hand out, those of others taken in and ended.

use kernel::UnionId;
use org::{power::LETTER_CARDS, tree::store as tree};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Col, Cx, Html, Row, Table, html};
use web::{Act, Attachment, Done, Event, Fault, Nothing, Record, Refusal, Reply, View};

use super::{
    envelope::{Card, Envelope, Side, What},
    keys::{Keys, Public},
    store::{self, CardId, Known},
};
use crate::letters::model::{Addressee, Way};

/// What happens to cards.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Happened<'a> {
    TakenIn {
        card: CardId,
        peer: UnionId,
        check_number: &'a str,
    },
    Ended {
        card: CardId,
    },
}

impl Event for Happened<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Happened::TakenIn { .. } => "letter.card_taken_in",
            Happened::Ended { .. } => "letter.card_ended",
        }
    }
    fn record(&self) -> Record {
        match self {
            Happened::TakenIn { card, .. } | Happened::Ended { card } => Record::new("letters/card", *card),
        }
    }
}

/// The unions of other installations to which letters can go, by name.
///
/// # Errors
/// The store's.
pub fn peers(view: &View<'_>) -> Reply<Vec<(UnionId, String)>> {
    let known = store::in_force(view, view.union())?;
    Ok(known.into_iter().map(|k| (k.peer, k.name)).collect())
}

/// How a letter gets to a union: within this installation, or as a file to one whose card is known; `None` otherwise.
///
/// # Errors
/// The store's.
pub fn address(view: &View<'_>, union: UnionId) -> Reply<Option<Addressee>> {
    if let Some(node) = tree::find_one(view, union)?.filter(|n| n.lives_on(view.today())) {
        return Ok(Some(Addressee {
            way: Way::House,
            union: Some(union),
            name: node.name,
        }));
    }
    let known = store::of_peer(view, view.union(), union)?;
    Ok(known.map(|k| Addressee {
        way: Way::File,
        union: Some(union),
        name: k.name,
    }))
}

/// One's own card and those taken in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Cards {
    /// The union's name.
    pub own: String,
    /// What others compare.
    pub own_check_number: String,
    /// The cards in force.
    pub known: Vec<Known>,
    /// Whether cards can be taken in and ended.
    pub may_cards: bool,
}

ui::page!(Cards, "files/pages/cards.html", |_p, cx| cx.t("dispatch.cards.title"));

pub(super) fn list(view: &View<'_>, _: Nothing) -> Reply<Cards> {
    Ok(Cards {
        own: tree::get(view, view.union())?.name,
        own_check_number: Keys::own(view)?.public().check_number(),
        known: store::in_force(view, view.union())?,
        may_cards: view.actor().may(LETTER_CARDS),
    })
}

impl Cards {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(cx.t("dispatch.title"), "/letters")]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("dispatch.cards.title"), cx.t("dispatch.cards.says"), "")
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let facts = cx
            .facts()
            .fact("dispatch.cards.union", &self.own)
            .fact("dispatch.cards.check_number", &self.own_check_number);
        Html::trusted(facts.to_string())
    }
    fn table<'a>(&self, cx: &'a Cx) -> Table<'a> {
        let cols = [
            Col::text("name", "dispatch.cards.union"),
            Col::text("check", "dispatch.cards.check_number"),
            Col::day("since", "dispatch.cards.since").minor(),
            Col::text("act", "dispatch.cards.act"),
        ];
        let rows = self.known.iter().map(|k| {
            let end = self.may_cards.then(|| {
                cx.confirm(
                    &format!("/letters/cards/{}/end", k.id),
                    "dispatch.cards.end",
                    cx.t1("dispatch.cards.end_says", "name", &k.name),
                    "dispatch.cards.end",
                )
            });
            Row::new()
                .cell(&k.name)
                .cell(&k.check_number)
                .cell(cx.date_full(k.since.day()))
                .cell(Html::text(end))
        });
        cx.table("dispatch.cards.known", cols)
            .empty(cx.empty("dispatch.cards.none"))
            .rows(rows)
    }
}

/// Hands out one's own card.
pub(super) fn own(view: &View<'_>, _: Nothing) -> Reply<Attachment> {
    let (keys, name) = (Keys::own(view)?, tree::get(view, view.union())?.name);
    let side = Side { id: view.union(), name };
    let file = format!(
        "{}-{}.json",
        cut(&side.name),
        ui::words::find(view.lang(), "dispatch.cards.file").unwrap_or_default()
    );
    let card = Card::of(side, &keys.public());
    Ok(Attachment {
        name: file,
        mime: "application/json".to_owned(),
        bytes: Envelope::sign(What::Card, &card, &keys).ok_or_else(|| Fault::other("a card"))?,
        inline: false,
    })
}

/// A name as it may stand in a file's name.
pub(super) fn cut(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).take(40).collect()
}

/// A card that is to be taken in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct TakeIn {
    /// The check number was compared, also if the union had another card before.
    #[serde(default)]
    compared: bool,
}

/// A card that was read.
#[derive(Clone)]
pub(super) struct Read {
    union: Side,
    public: Public,
    compared: bool,
}

pub(super) fn read(view: &View<'_>, form: TakeIn) -> Reply<Read> {
    let file = view.uploads("file").next();
    let file = file.ok_or_else(|| Refusal::field("file", "web.refusal.required"))?;
    let envelope = Envelope::read(&file.bytes)?;
    if envelope.what() != What::Card {
        return Err(Refusal::field("file", "dispatch.refusal.no_card_file").into());
    }
    let card: Card = envelope.content()?;
    let public = card.public().ok_or_else(altered)?;
    let name_fits = (1..=60).contains(&card.union.name.trim().chars().count());
    if !envelope.signed_by(&public) || !name_fits {
        return Err(altered().into());
    }
    Ok(Read {
        union: card.union,
        public,
        compared: form.compared,
    })
}

pub(super) fn altered() -> Refusal {
    Refusal::field("file", "dispatch.refusal.altered")
}

/// Takes a card in. One that is known already changes nothing; another one of the same union takes its place.
pub(super) fn take_in(act: &mut Act<'_>, read: Read) -> Reply<Done> {
    let Read {
        union,
        public,
        compared,
    } = read;
    if tree::find_one(act, union.id)?.is_some() {
        return Err(Refusal::field("file", "dispatch.refusal.card_of_here").into());
    }
    if !compared {
        let refusal = Refusal::field("compared", "dispatch.refusal.compare");
        return Err(refusal
            .arg("number", public.check_number())
            .arg("name", &union.name)
            .into());
    }
    let before = store::of_peer(act, act.union(), union.id)?;
    if let Some(before) = &before {
        store::end(act.writer(), act.union(), before.id, act.now())?;
    }
    let id: CardId = act.id();
    let who = (id, act.actor().account, act.now());
    store::add(act.writer(), act.union(), who, (union.id, union.name.trim()), &public)?;
    act.note(&Happened::TakenIn {
        card: id,
        peer: union.id,
        check_number: &public.check_number(),
    })?;
    Ok(Done::to("/letters/cards").record(id).say("dispatch.cards.taken_in"))
}

/// Which card.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: CardId,
}

/// Ends a card: nothing that its keys sign is believed any more.
pub(super) fn end(act: &mut Act<'_>, which: Which) -> Reply<Done> {
    if !store::end(act.writer(), act.union(), which.id, act.now())? {
        return Err(Refusal::missing().into());
    }
    act.note(&Happened::Ended { card: which.id })?;
    Ok(Done::to("/letters/cards").say("dispatch.cards.ended"))
}
