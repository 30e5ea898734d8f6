//! What the union pays of a batch's premiums: asked for as a payment once the list is handed in, decided and paid through the
//! commons. What people pay passes through as money held for others, and the employer pays its part itself.

use ::store::{Error, Reader};
use flow::payments::{self, Ask, Payee, PaymentLine, PaymentState, Purpose};
use kernel::{Lang, Money, Text, UnionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Act, Done, Record, Refusal, Reply, View};

use crate::insurance::{
    BATCH,
    event::Happened,
    model::{Batch, BatchId, Standing, Status},
    store,
};

/// What the payment is for.
static PREMIUM: Purpose = Purpose {
    key: "insurance_premium",
    word: "insurance.premium.purpose",
    field: flow::Field::Care,
};

/// How many batches are looked at for whom premiums usually go to.
const LATELY: usize = 5;

/// The request behind a batch, as its page shows it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PremiumAsked {
    /// Its number.
    pub number: String,
    /// The word key of its state.
    pub state: String,
    /// Why it was refused or returned.
    pub why: Option<String>,
    /// Its page.
    pub href: String,
}

/// What the page of a batch shows of the union's part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Premium {
    /// The request for it; for readers who see all groups.
    pub payment: Option<PremiumAsked>,
    /// What the reader has still to ask for.
    pub asks: Option<Money>,
    /// Whom premiums went to last, where the reader may ask.
    pub payee: Option<String>,
}

impl Premium {
    /// As whoever manages batches or sees all groups may see it.
    pub(super) fn of(view: &View<'_>, batch: &Batch, manages: bool, whole: bool) -> Result<Self, Error> {
        let (payment, open) = of(view, view.union(), batch)?;
        let asks = if open && manages {
            batch.by_union.times(units(view, view.union(), batch.id)?)
        } else {
            None
        };
        let collects = manages && batch.standing == Standing::Collecting && batch.by_union > Money::ZERO;
        let payee = (asks.is_some() || collects).then(|| usual_payee(view, view.union(), batch));
        Ok(Self {
            payment: payment.filter(|_| whole),
            asks,
            payee: payee.transpose()?.flatten(),
        })
    }
}

/// How many units stand on the list of a batch.
fn units(read: &Reader, union: UnionId, id: BatchId) -> Result<i64, Error> {
    let sums = store::sums(read, union, id)?;
    Ok(sums.iter().map(|(_, _, units)| units).sum())
}

fn living(read: &Reader, union: UnionId, id: BatchId) -> Result<Option<PaymentLine>, Error> {
    payments::living(read, union, &Record::new(BATCH, id))
}

/// Whether the union's part may be asked for, the last request being this one: there is none, or it came back.
fn open(last: Option<&PaymentLine>) -> bool {
    last.is_none_or(|p| matches!(p.state, PaymentState::Returned | PaymentState::Refused))
}

/// The request of a batch, and whether the union's part has still to be asked for.
fn of(read: &Reader, union: UnionId, batch: &Batch) -> Result<(Option<PremiumAsked>, bool), Error> {
    if batch.standing.status() != Status::Handed || batch.by_union <= Money::ZERO {
        return Ok((None, false));
    }
    let last = living(read, union, batch.id)?;
    let asks = open(last.as_ref());
    let asked = last.map(|p| PremiumAsked {
        state: p.state.word(),
        href: p.href(),
        number: p.number,
        why: p.why,
    });
    Ok((asked, asks))
}

/// Whom premiums went to last: of this batch, of the one that it renews, or of another.
fn usual_payee(read: &Reader, union: UnionId, batch: &Batch) -> Result<Option<String>, Error> {
    let others = store::batches(read, union)?.into_iter();
    let others = others.filter(|b| b.by_union > Money::ZERO && b.standing.status() == Status::Handed);
    let all = [batch.id].into_iter().chain(batch.renews);
    for id in all.chain(others.map(|b| b.id).take(LATELY)) {
        let last = living(read, union, id)?;
        if let Some(Payee::Named(name)) = last.and_then(|p| p.payee) {
            return Ok(Some(name.into_string()));
        }
    }
    Ok(None)
}

/// Asks for what the union pays of so many units; nothing where it pays none. Everybody on the list has the same of it, the
/// committee too, and none of them gets the money: so nobody is kept from deciding.
pub(super) fn ask(act: &Act<'_>, batch: &Batch, units: i64, payee: Option<&Text<60>>) -> Reply<()> {
    if batch.by_union <= Money::ZERO {
        return Ok(());
    }
    let payee = payee.ok_or_else(|| Refusal::field("payee", "insurance.premium.payee_needed"))?;
    let too_much = || Refusal::field("payee", "insurance.wrong.money");
    let amount = batch.by_union.times(units).ok_or_else(too_much)?;
    let title = ui::words::fill(
        &ui::words::word(Lang::Zh, "insurance.premium.pay_title"),
        &[("batch", &batch.name), ("n", &units)],
    );
    let asks = Ask {
        record: Record::new(BATCH, batch.id),
        title: &title,
        amount,
        payee: Payee::Named(payee.clone()),
        on: payments::usual_day(act),
        purpose: &PREMIUM,
        benefits: &[],
        sealed: false,
    };
    payments::ask(act, &asks).map(drop)
}

/// To whom.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct AskPremium {
    id: BatchId,
    /// Whom the premiums go to.
    payee: Text<60>,
}

/// Asks again for what was refused or returned, or for the first time of a batch that was handed in before.
pub(in crate::insurance) fn pay(act: &mut Act<'_>, form: AskPremium) -> Reply<Done> {
    let batch = store::batch(act, act.union(), form.id)?;
    let (_, asks) = of(act, act.union(), &batch)?;
    if !asks {
        return Err(Refusal::new("insurance.premium.none").status(409).into());
    }
    let units = units(act, act.union(), batch.id)?;
    ask(act, &batch, units, Some(&form.payee))?;
    act.note(&Happened::Asked { batch: batch.id, units })?;
    Ok(Done::to(format!("/enrolments/{}", batch.id))
        .record(batch.id)
        .say("insurance.premium.asked"))
}
