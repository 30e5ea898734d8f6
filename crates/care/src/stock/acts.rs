//! What people do with goods: buy, hand out, keep, return, give, count.

use std::collections::BTreeMap;

use archive::{Class, Ready};
use kernel::{Date, Id, Money, Text, money::NotMoney, numerals};
use org::MemberId;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Done, Record, Refusal, Reply, View};

use super::{
    PURCHASE,
    event::Happened,
    model::{self, Bought, GoodId, GoodLine, MOST, Moved, PurchaseId, PurchaseRow, Shift, Way},
    store,
};
use crate::rounds::{self, RoundId};

/// A purchase as it is typed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Buy {
    /// For which round; none for the union's own store.
    round: Option<RoundId>,
    /// From whom.
    supplier: Text<60>,
    /// The number of the invoice.
    invoice: Option<Text<40>>,
    /// On which day.
    day: Date,
    /// Goods not bought before: their name.
    name: Option<Text<40>>,
    /// In what they are counted.
    unit: Option<Text<8>>,
    /// `quantity_` and `price_`, each with the id of goods, or `new`.
    #[serde(flatten)]
    of: BTreeMap<String, String>,
}

/// A purchase with its papers prepared.
#[derive(Clone)]
pub(super) struct Prepared {
    form: Buy,
    papers: Vec<Ready>,
}

pub(super) fn prepare(view: &View<'_>, form: Buy) -> Reply<Prepared> {
    let papers = archive::ready_all(view, "papers", false)?;
    Ok(Prepared { form, papers })
}

/// A whole number of pieces as people type it.
fn pieces(field: &str, typed: &str) -> Reply<i64> {
    let plain: String = numerals::half_width(typed)
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .collect();
    let n: i64 = plain.parse().map_err(|_| Refusal::field(field, "web.refusal.number"))?;
    if !(1..=MOST).contains(&n) {
        return Err(Refusal::field(field, "stock.refusal.quantity").arg("most", MOST).into());
    }
    Ok(n)
}

/// An amount as people type it, not below zero.
fn price(field: &str, typed: &str) -> Reply<Money> {
    let money: Money = typed.trim().parse().map_err(|e| match e {
        NotMoney::Places => Refusal::field(field, "web.refusal.places"),
        NotMoney::Size => Refusal::field(field, "web.refusal.large"),
        NotMoney::Shape => Refusal::field(field, "web.refusal.amount"),
    })?;
    if money < Money::ZERO {
        return Err(Refusal::field(field, "web.refusal.amount").into());
    }
    Ok(money)
}

impl Buy {
    /// What was typed of one kind of goods; nothing if it was left empty.
    fn line(&self, name: &str) -> Reply<Option<(i64, Money)>> {
        let typed = |field: &str| self.of.get(field).map(|t| t.trim()).filter(|t| !t.is_empty());
        let (q, p) = (format!("quantity_{name}"), format!("price_{name}"));
        match (typed(&q), typed(&p)) {
            (None, _) => Ok(None),
            (Some(_), None) => Err(Refusal::field(&p, "web.refusal.required").into()),
            (Some(n), Some(m)) => Ok(Some((pieces(&q, n)?, price(&p, m)?))),
        }
    }
    fn lines(&self, act: &Act<'_>) -> Reply<Vec<Bought>> {
        let mut lines = Vec::new();
        for good in store::goods(act, act.union())? {
            if let Some((quantity, price)) = self.line(&good.id.to_string())? {
                lines.push(Bought {
                    good: good.id,
                    quantity,
                    price,
                });
            }
        }
        if let Some(name) = &self.name {
            let unit = self.unit.as_ref();
            let unit = unit.ok_or_else(|| Refusal::field("unit", "web.refusal.required"))?;
            let (quantity, price) = self
                .line("new")?
                .ok_or_else(|| Refusal::field("quantity_new", "web.refusal.required"))?;
            let good = make_good(act, name, unit)?;
            if lines.iter().any(|line| line.good == good) {
                return Err(Refusal::field("name", "stock.refusal.twice").into());
            }
            lines.push(Bought { good, quantity, price });
        }
        if lines.is_empty() {
            return Err(Refusal::new("stock.refusal.nothing").into());
        }
        Ok(lines)
    }
}

/// The goods of a name and unit, which are made if there are none yet.
pub(crate) fn make_good(act: &Act<'_>, name: &str, unit: &str) -> Reply<GoodId> {
    if let Some(id) = store::named(act, act.union(), name, unit)? {
        return Ok(id);
    }
    let good = GoodLine {
        id: act.id(),
        name: name.to_owned(),
        unit: unit.to_owned(),
    };
    store::add_good(act.writer(), act.union(), &good)?;
    Ok(good.id)
}

/// The name of goods; nothing if there are none.
pub(crate) fn name_of(goods: &[GoodLine], id: GoodId) -> String {
    goods
        .iter()
        .find(|good| good.id == id)
        .map_or_else(String::new, |good| good.name.clone())
}

pub(super) fn moved(
    act: &Act<'_>,
    good: GoodId,
    round: Option<RoundId>,
    (way, quantity): (Way, i64),
    day: Date,
) -> Moved {
    Moved {
        id: act.id(),
        good,
        round,
        way,
        quantity: if way.comes_in() { quantity } else { -quantity },
        day,
        why: None,
        purchase: None,
    }
}

pub(super) fn keep(act: &Act<'_>, moves: &[Moved]) -> Reply<()> {
    store::add_moves(act.writer(), act.union(), moves, (act.actor().account, act.now()))?;
    Ok(())
}

/// Records a purchase: its goods come in.
pub(super) fn buy(act: &mut Act<'_>, p: Prepared) -> Reply<Done> {
    let form = p.form;
    if form.day > act.today() {
        return Err(Refusal::field("day", "stock.refusal.future").into());
    }
    if let Some(round) = form.round {
        rounds::may_buy(act, round)?;
    }
    let lines = form.lines(act)?;
    let total = model::total(&lines).ok_or_else(|| Refusal::new("stock.refusal.large"))?;
    let row = PurchaseRow {
        id: act.id(),
        round: form.round,
        supplier: form.supplier.into_string(),
        invoice: form.invoice.map(Text::into_string),
        day: form.day,
        total,
        why: None,
        version: 1,
    };
    store::add_purchase(
        act.writer(),
        act.union(),
        &row,
        &lines,
        (act.actor().account, act.now()),
    )?;
    let moves: Vec<Moved> = lines
        .iter()
        .map(|line| Moved {
            purchase: Some(row.id),
            ..moved(act, line.good, form.round, (Way::Bought, line.quantity), form.day)
        })
        .collect();
    keep(act, &moves)?;
    act.note(&Happened::Bought {
        purchase: row.id,
        supplier: &row.supplier,
        lines: &lines,
        moves: &moves,
    })?;
    for paper in &p.papers {
        archive::keep(act, paper, Record::new(PURCHASE, row.id), Class::Evidence)?;
    }
    Ok(Done::to(format!("/purchases/{}", row.id))
        .record(row.id)
        .say("stock.said.bought"))
}

/// Which purchase.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct Which {
    pub(super) id: PurchaseId,
}

pub(super) fn prepare_paper(view: &View<'_>, form: Which) -> Reply<(Which, Vec<Ready>)> {
    store::purchase(view, view.union(), form.id)?;
    let papers = archive::ready_all(view, "papers", false)?;
    if papers.is_empty() {
        return Err(Refusal::field("papers", "web.refusal.required").into());
    }
    Ok((form, papers))
}

/// Adds the invoice or another paper to a purchase.
pub(super) fn paper(act: &mut Act<'_>, (form, papers): (Which, Vec<Ready>)) -> Reply<Done> {
    let row = store::purchase(act, act.union(), form.id)?;
    for paper in &papers {
        archive::keep(act, paper, Record::new(PURCHASE, row.id), Class::Evidence)?;
    }
    act.note(&Happened::Papered { purchase: row.id })?;
    Ok(Done::to(format!("/purchases/{}", row.id))
        .record(row.id)
        .say("stock.said.papered"))
}

/// Asks for the supplier's payment.
pub(super) fn pay(act: &mut Act<'_>, form: Which) -> Reply<Done> {
    let row = store::purchase(act, act.union(), form.id)?;
    if row.why.is_some() {
        return Err(Refusal::new("stock.refusal.cancelled").status(409).into());
    }
    super::payment::ask(act, &row)?;
    act.note(&Happened::Asked { purchase: row.id })?;
    Ok(Done::to(format!("/purchases/{}", row.id))
        .record(row.id)
        .say("stock.said.asked"))
}

/// A purchase that is cancelled.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Cancel {
    id: PurchaseId,
    version: i64,
    why: Text<200>,
}

/// Cancels a purchase that was recorded wrongly, as long as its goods still lie where they came.
pub(super) fn cancel(act: &mut Act<'_>, form: Cancel) -> Reply<Done> {
    let row = store::purchase(act, act.union(), form.id)?;
    super::payment::withdraw(act, &row)?;
    act.run_fresh(store::CANCEL, &[&act.union(), &row.id, &form.version, &form.why])?;
    if let Some(round) = row.round {
        rounds::may_move(act, round, false)?;
    }
    let goods: Vec<(GoodId, i64)> = store::lines(act, act.union(), row.id)?
        .iter()
        .map(|line| (line.good, line.quantity))
        .collect();
    enough(act, row.round, &goods)?;
    let moves: Vec<Moved> = goods
        .iter()
        .map(|(good, n)| Moved {
            purchase: Some(row.id),
            why: Some(form.why.to_string()),
            ..moved(act, *good, row.round, (Way::Cancelled, *n), act.today())
        })
        .collect();
    keep(act, &moves)?;
    act.note(&Happened::Cancelled {
        purchase: row.id,
        why: &form.why,
        moves: &moves,
    })?;
    Ok(Done::to(format!("/purchases/{}", row.id))
        .record(row.id)
        .say("stock.said.cancelled"))
}

/// Refuses if less lies at a place than is to leave it.
fn enough(act: &Act<'_>, round: Option<RoundId>, goods: &[(GoodId, i64)]) -> Reply<()> {
    let lies = store::balances(act, act.union(), round)?;
    for (good, n) in goods {
        let there = lies.get(good).copied().unwrap_or_default();
        if there < *n {
            let name = name_of(&store::goods(act, act.union())?, *good);
            return Err(Refusal::field("quantity", "stock.refusal.short")
                .arg("good", name)
                .arg("there", there)
                .arg("n", n)
                .into());
        }
    }
    Ok(())
}

/// Takes out of a round's stock what was handed out, and brings back what was not after all: pieces of each kind.
///
/// # Errors
/// A refusal where less lies there.
pub(crate) fn hand(
    act: &Act<'_>,
    round: RoundId,
    out: &[(GoodId, i64)],
    back: &[(GoodId, i64)],
    day: Date,
) -> Reply<()> {
    let back_of = |good: GoodId| back.iter().find(|(g, _)| *g == good).map_or(0, |(_, n)| *n);
    let net: Vec<(GoodId, i64)> = out.iter().map(|(good, n)| (*good, n - back_of(*good))).collect();
    enough(act, Some(round), &net)?;
    let moves: Vec<Moved> = back
        .iter()
        .map(|(good, n)| (*good, Way::Back, *n))
        .chain(out.iter().map(|(good, n)| (*good, Way::Handed, *n)))
        .filter(|(_, _, n)| *n > 0)
        .map(|(good, way, n)| moved(act, good, Some(round), (way, n), day))
        .collect();
    if moves.is_empty() {
        return Ok(());
    }
    keep(act, &moves)?;
    act.note(&Happened::Moved { moves: &moves })?;
    Ok(())
}

/// Goods that are kept, returned, given, taken or counted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct ShiftForm {
    /// Where they lie; none for the union's own store.
    round: Option<RoundId>,
    good: GoodId,
    what: Shift,
    quantity: Text<12>,
    /// On which day.
    day: Date,
    /// To whom they are given.
    member: Option<MemberId>,
    /// Why.
    why: Option<Text<200>>,
}

/// Moves goods.
pub(super) fn shift(act: &mut Act<'_>, form: ShiftForm) -> Reply<Done> {
    let n = pieces("quantity", &form.quantity)?;
    if form.day > act.today() {
        return Err(Refusal::field("day", "stock.refusal.future").into());
    }
    if form.what.needs_why() && form.why.is_none() {
        return Err(Refusal::field("why", "stock.refusal.why").into());
    }
    let between = matches!(form.what, Shift::Keep | Shift::Take);
    if between && form.round.is_none() {
        return Err(Refusal::field("what", "stock.refusal.no_round").into());
    }
    if let Some(round) = form.round {
        rounds::may_move(act, round, form.what.moves().0.comes_in())?;
    }
    let member = if form.what == Shift::Give {
        Some(super::given::receiver(act, form.member)?)
    } else {
        None
    };
    if !store::goods(act, act.union())?.iter().any(|good| good.id == form.good) {
        return Err(Refusal::field("good", "web.refusal.wrong").into());
    }
    let (way, other) = form.what.moves();
    if !way.comes_in() {
        enough(act, form.round, &[(form.good, n)])?;
    }
    if other.is_some_and(|way| !way.comes_in()) {
        enough(act, None, &[(form.good, n)])?;
    }
    let why = form.why.as_ref().map(|why| why.to_string());
    let moves: Vec<Moved> = [Some((form.round, way)), other.map(|way| (None, way))]
        .into_iter()
        .flatten()
        .map(|(place, way)| Moved {
            why: why.clone(),
            ..moved(act, form.good, place, (way, n), form.day)
        })
        .collect();
    keep(act, &moves)?;
    act.note(&Happened::Moved { moves: &moves })?;
    if let (Some(member), Some(moved)) = (&member, moves.first()) {
        super::given::give(act, moved, (member, n))?;
    }
    let next = form
        .round
        .map_or_else(|| "/stock".to_owned(), |round: Id<_>| format!("/rounds/{round}"));
    Ok(Done::to(next).say("stock.said.moved"))
}
