//! Record cards (结对记录卡): filled in on a phone in a minute, shown, taken back.

use archive::{Class, Ready, Shelf};
use kernel::{Date, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html, html};
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    CARD, VISITS,
    acts::{done, settle},
    event::Happened,
    model::{Card, CardId, Pair, PairId, Told},
    reach::{Eyes, is_open, me, seen},
    store,
};

/// The form of a card.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CardForm {
    /// Of which pair.
    pub pair: Pair,
    /// Today.
    pub today: Date,
}

ui::page!(CardForm, "pairs/pages/card_form.html", |_p, cx| cx.t("pairs.card.new"));

/// Which pair.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct This {
    pub id: PairId,
}

/// A pair whose cards the reader fills in: a helper of it.
fn helping(view: &View<'_>, id: PairId) -> Reply<Pair> {
    match seen(view, id)? {
        (pair, Eyes::Helper) => Ok(pair),
        (_, Eyes::Helped) => Err(Refusal::missing().into()),
        _ => Err(Refusal::new("pairs.refusal.helpers_only").status(403).into()),
    }
}

pub(super) fn form(view: &View<'_>, q: This) -> Reply<CardForm> {
    let pair = seen(view, q.id)?.0;
    if pair.ended.is_some() {
        return Err(super::model::Cannot::Ended.into());
    }
    Ok(CardForm {
        pair,
        today: view.today(),
    })
}

impl CardForm {
    fn at(&self, tail: &str) -> String {
        format!("/pairs/{}{tail}", self.pair.id)
    }
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([
            (cx.t("pairs.own.title"), "/me/pairs".to_owned()),
            (self.pair.helped.clone(), self.at("")),
        ]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("pairs.card.new"), &self.pair.helped, "")
        )
    }
}

/// A card as it is told.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Make {
    id: PairId,
    day: Date,
    talk: Text<1000>,
    want: Option<Text<500>>,
    help: Option<Text<500>>,
}

/// Looks at the photos before the transaction.
pub(super) fn prepare(view: &View<'_>, form: Make) -> Reply<(Make, Vec<Ready>)> {
    helping(view, form.id)?;
    let photos = archive::ready_all(view, "photos", false)?;
    Ok((form, photos))
}

pub(super) fn make(act: &mut Act<'_>, (form, photos): (Make, Vec<Ready>)) -> Reply<Done> {
    let pair = helping(act, form.id)?;
    pair.takes(form.day, act.today())?;
    let helper = me(act).ok_or_else(Refusal::missing)?;
    let text = |text: Option<Text<500>>| text.map(Text::into_string).unwrap_or_default();
    let told = Told {
        talk: form.talk.into_string(),
        want: text(form.want),
        help: text(form.help),
    };
    let new = Card {
        id: act.id(),
        pair: pair.id,
        day: form.day,
        helper,
        helper_name: String::new(),
        back: None,
    };
    store::add_card(act, &new, &told)?;
    act.note(&Happened::Met {
        card: new.id,
        pair: pair.id,
        day: new.day,
        helper,
    })?;
    let record = Record::new(CARD, new.id);
    facts::post(act, record, new.day, None, None, &[(&VISITS, 1)])?;
    let shelf = Shelf::new(Class::Evidence, new.day.year()).restricted(true);
    for photo in &photos {
        archive::keep_as(act, photo, record, shelf)?;
    }
    settle(act, pair.id, new.day)?;
    Ok(done(pair.id, "pairs.said.met"))
}

/// One card.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CardPage {
    /// It.
    pub card: Card,
    /// Of whom.
    pub helped: String,
    /// What stands on it, if it shows to this reader.
    pub told: Option<(String, String, String)>,
    /// Its photos, if they show to this reader.
    pub photos: Vec<archive::Line>,
    /// Whether the reader may take it back.
    pub may: bool,
}

ui::page!(CardPage, "pairs/pages/card.html", |_p, cx| cx.t("pairs.card.title"));

/// Who opens the photos of a card: whoever reads what stands on it.
pub const PAPERS: archive::Door = archive::Door { kind: CARD, opens };

fn opens(view: &View<'_>, id: uuid::Uuid) -> Reply<bool> {
    let card = store::one(view, view.union(), CardId::new(id))?;
    let (pair, eyes) = seen(view, card.pair)?;
    is_open(view, pair.id, eyes)
}

/// Which card.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: CardId,
}

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<CardPage> {
    let card = store::one(view, view.union(), q.id)?;
    let (pair, eyes) = seen(view, card.pair)?;
    let open = is_open(view, pair.id, eyes)?;
    let told = if open {
        store::told(view, view.union(), q.id)?
    } else {
        None
    };
    let photos = if open {
        archive::of_record(view, view.union(), Record::new(CARD, q.id))?
    } else {
        Vec::new()
    };
    let mine = me(view) == Some(card.helper);
    Ok(CardPage {
        told: told.map(|told| (told.talk, told.want, told.help)),
        photos,
        may: card.back.is_none() && (mine || eyes == Eyes::Manager),
        helped: pair.helped,
        card,
    })
}

impl CardPage {
    fn heading(&self, cx: &Cx) -> Html {
        let crumbs = cx.crumbs([(self.helped.clone(), format!("/pairs/{}", self.card.pair))]);
        html!(
            "{}{}",
            crumbs,
            cx.heading(cx.t("pairs.card.title"), cx.date_full(self.card.day), "")
        )
    }
    fn facts(&self, cx: &Cx) -> Html {
        let mut facts = cx.facts().fact("pairs.card.helper", &self.card.helper_name);
        facts = match &self.told {
            Some((talk, want, help)) => facts
                .long("pairs.card.talk", talk)
                .long("pairs.card.want", want)
                .long("pairs.card.help", help),
            None => facts.fact("pairs.card.talk", "****"),
        };
        if let Some((on, why)) = &self.card.back {
            let says = html!(
                "{} {} {}",
                cx.badge(ui::State::Off, cx.t("pairs.card.back")),
                cx.date(*on),
                why
            );
            facts = facts.fact("pairs.state", says);
        }
        Html::trusted(facts.to_string())
    }
    fn at(&self) -> String {
        format!("/pair_cards/{}/back", self.card.id)
    }
}

/// Why a card is taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Back {
    id: CardId,
    why: Text<200>,
}

/// Takes a card back that was recorded wrongly; its figure with it. Its helper, or whoever manages care.
pub(super) fn take_back(act: &mut Act<'_>, form: Back) -> Reply<Done> {
    let card = store::one(act, act.union(), form.id)?;
    let (pair, eyes) = seen(act, card.pair)?;
    let mine = me(act) == Some(card.helper);
    if !mine && eyes != Eyes::Manager {
        return Err(Refusal::forbidden().into());
    }
    if !store::take_back(act, card.id, &form.why)? {
        return Err(Refusal::stale().into());
    }
    facts::reverse(act, Record::new(CARD, card.id), &form.why)?;
    act.note(&Happened::TakenBack {
        card: card.id,
        why: &form.why,
    })?;
    Ok(done(pair.id, "pairs.said.back"))
}
