//! The money of a visit: asked for as a payment, decided and paid through the commons; taken back with the visit.

use ::store::{Error, Reader};
use flow::payments::{self, Ask, Payee, PaymentState, Purpose};
use kernel::{Lang, UnionId};
use schemars::JsonSchema;
use serde::Serialize;
use web::{Act, Reply};

use super::{
    model::{Present, Told, Visit, VisitId},
    record,
};

/// What the payment is for.
static VISIT: Purpose = Purpose {
    key: "visit",
    word: "visits.payment.purpose",
    field: flow::Field::Care,
};

/// The request behind a visit, as its page shows it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Asked {
    /// Its number.
    pub number: String,
    /// The word key of its state.
    pub state: String,
    /// Its page.
    pub href: String,
}

/// Asks for what was given; nothing where nothing was. Whoever was visited does not decide over it, and the request of a visit
/// that tells of illness or hardship names nobody to those who may not see it.
pub(super) fn ask(act: &Act<'_>, visit: &Visit, told: &Told) -> Reply<()> {
    if told.present == Present::None || told.amount.fen() == 0 {
        return Ok(());
    }
    let title = ui::words::fill(
        &ui::words::word(Lang::Zh, "visits.payment.title"),
        &[("who", &visit.name), ("reason", &visit.reason_name)],
    );
    let asks = Ask {
        record: record(visit.id),
        title: &title,
        amount: told.amount,
        payee: Payee::Member(visit.member),
        on: payments::usual_day(act),
        purpose: &VISIT,
        benefits: &[visit.member],
        sealed: visit.sensitive,
    };
    payments::ask(act, &asks).map(drop)
}

/// Takes the request back.
///
/// # Errors
/// A refusal once it was paid; the store's.
pub(super) fn take_back(act: &Act<'_>, id: VisitId) -> Reply<()> {
    payments::withdraw(act, &record(id))
}

/// The request that counts.
pub(super) fn of(read: &Reader, union: UnionId, id: VisitId) -> Result<Option<Asked>, Error> {
    let all = payments::of_record(read, union, &record(id))?;
    let live = all.into_iter().find(|p| p.state != PaymentState::Withdrawn);
    Ok(live.map(|p| Asked {
        number: p.number.clone(),
        state: p.state.word(),
        href: p.href(),
    }))
}
