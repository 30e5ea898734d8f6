//! Goods given to a named person outside a round's list: to whom, at what worth, counted as the round's own goods are or,
//! from the union's store, as any gift of a visit, and taken back if it was not so.

use facts::{
    Measure,
    measures::{VISIT_MONEY, VISIT_PERSON_TIMES},
};
use kernel::{Money, Text};
use org::{MemberId, members::model::MemberCard};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::{Cx, Html};
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    MOVE, acts,
    event::Happened,
    model::{Entry, GoodLine, MoveId, Moved, Way},
    store,
};
use crate::{
    given::{self, Gift},
    rounds,
};

/// Under which measures a gift counts, people and money: those of its round, or of visits.
pub(super) fn measures(round: Option<rounds::Kind>) -> (&'static Measure, &'static Measure) {
    round.map_or((&VISIT_PERSON_TIMES, &VISIT_MONEY), rounds::Kind::measures)
}

/// The member to whom goods are given.
///
/// # Errors
/// A refusal if nobody was chosen, or they are no member any more; the store's.
pub(super) fn receiver(act: &Act<'_>, chosen: Option<MemberId>) -> Reply<MemberCard> {
    let id = chosen.ok_or_else(|| Refusal::field("member", "stock.refusal.receiver"))?;
    let card = org::members::store::find(act, act.union(), id)?;
    let card = card.ok_or_else(|| Refusal::field("member", "stock.refusal.receiver"))?;
    if card.status.belongs() {
        Ok(card)
    } else {
        Err(Refusal::field("member", "stock.refusal.no_member")
            .arg("name", card.name)
            .into())
    }
}

/// Keeps what a named person was given with all that they received, at the price of the last purchase, so that caps count it,
/// and posts it for their branch.
pub(super) fn give(act: &Act<'_>, moved: &Moved, (member, n): (&MemberCard, i64)) -> Reply<()> {
    let union = act.union();
    let price = store::price(act, union, moved.good, moved.round)?;
    let price = price.ok_or_else(|| Refusal::field("good", "stock.refusal.no_price"))?;
    let amount = price.times(n).ok_or_else(|| Refusal::new("stock.refusal.large"))?;
    let goods = store::goods(act, union)?;
    let what = goods.iter().find(|g| g.id == moved.good);
    let what = what.map_or_else(String::new, |g| format!("{}×{n}{}", g.name, g.unit));
    let round = moved.round.map(|round| rounds::kind(act, round)).transpose()?;
    let gift = Gift {
        member: member.id,
        day: moved.day,
        kind: round.map_or(given::Kind::Visit, rounds::Kind::given),
        amount,
        what: &what,
    };
    let record = Record::new(MOVE, moved.id);
    given::give(act, record, &[gift])?;
    let (people, money) = measures(round);
    let counts = [(people, 1), (money, amount.fen())];
    facts::post(act, record, moved.day, member.group, None, &counts)
}

/// Which movement.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    id: MoveId,
}

/// Goods that were given to a named person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Show {
    /// The movement.
    pub entry: Entry,
    /// What was given.
    pub good: GoodLine,
    /// The title of its round.
    pub round: Option<String>,
    /// Who received it and what it was worth; nobody once it was taken back.
    pub given: Option<(MemberId, String, Money)>,
    /// Whether the reader may take it back.
    pub may: bool,
}

ui::page!(Show, "stock/pages/given.html", |p, _cx| p.good.name.clone());

pub(super) fn show(view: &View<'_>, q: Which) -> Reply<Show> {
    let union = view.union();
    let entry = store::given(view, union, q.id)?;
    let goods = store::goods(view, union)?;
    let good = goods.into_iter().find(|g| g.id == entry.moved.good);
    let round = entry.moved.round.map(|round| rounds::title(view, round)).transpose()?;
    let lines = given::of_record(view, union, Record::new(MOVE, q.id))?;
    let given = lines
        .first()
        .map(|line| {
            let card = org::members::store::find(view, union, line.member)?;
            let name = card.map_or_else(String::new, |card| card.name);
            Ok::<_, web::Stop>((line.member, name, line.amount))
        })
        .transpose()?;
    Ok(Show {
        good: good.ok_or_else(Refusal::missing)?,
        round,
        may: given.is_some() && view.actor().may(org::power::CARE_MANAGE),
        given,
        entry,
    })
}

impl Show {
    fn crumbs(&self, cx: &Cx) -> Html {
        cx.crumbs([(cx.t("ui.nav.care"), "/care"), (cx.t("stock.title"), "/stock")])
    }
    fn facts(&self, cx: &Cx) -> Html {
        let m = &self.entry.moved;
        let mut facts = cx
            .facts()
            .fact("stock.day", cx.date(m.day))
            .fact("stock.quantity", format!("{} {}", m.quantity.abs(), self.good.unit));
        facts = match &self.given {
            Some((member, name, worth)) => facts
                .door("stock.receiver", name, &format!("/members/{member}"))
                .fact("stock.worth", cx.money(*worth)),
            None => facts.fact("stock.receiver", cx.badge(ui::State::Off, cx.t("stock.undone"))),
        };
        if let (Some(id), Some(title)) = (m.round, &self.round) {
            facts = facts.door("stock.for_round", title, &format!("/rounds/{id}"));
        }
        let by = self.entry.by.clone().unwrap_or_default();
        let facts = facts
            .fact("stock.why", m.why.clone().unwrap_or_default())
            .fact("stock.by", by);
        Html::trusted(facts.to_string())
    }
}

/// Goods that were not given after all.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Undo {
    id: MoveId,
    why: Text<200>,
}

/// Takes back what was recorded as given: the goods lie where they lay, nobody received them, and nothing counts.
pub(super) fn undo(act: &mut Act<'_>, form: Undo) -> Reply<Done> {
    let moved = store::given(act, act.union(), form.id)?.moved;
    if let Some(round) = moved.round {
        rounds::may_move(act, round, true)?;
    }
    let record = Record::new(MOVE, moved.id);
    if given::take_back(act, record, &form.why)? == 0 {
        return Err(Refusal::new("stock.refusal.undone").status(409).into());
    }
    facts::reverse(act, record, &form.why)?;
    let back = [Moved {
        why: Some(form.why.into_string()),
        ..acts::moved(
            act,
            moved.good,
            moved.round,
            (Way::Back, moved.quantity.abs()),
            act.today(),
        )
    }];
    acts::keep(act, &back)?;
    act.note(&Happened::Moved { moves: &back })?;
    let next = moved
        .round
        .map_or_else(|| "/stock".to_owned(), |round| format!("/rounds/{round}"));
    Ok(Done::to(next).say("stock.said.undone"))
}
