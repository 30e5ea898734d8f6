//! The money of a visit: asked for as a payment, decided and paid through the commons; taken back with the visit.

use ::store::{Error, Reader};
use flow::payments::{self, Ask, Payee, PaymentState, Purpose};
use kernel::{Lang, Text, UnionId};
use org::Status as Membership;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Act, Refusal, Reply};

use super::{
    model::{Cannot, Present, Told, Visit, VisitId},
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

/// Whether money was given. Goods were bought, and their supplier is paid for the purchase.
fn money(told: &Told) -> bool {
    told.present == Present::Money && told.amount.fen() != 0
}

/// Who gets the money: the member, or whoever signed for it in place of one who died.
fn payee(act: &Act<'_>, visit: &Visit, told: &Told) -> Reply<Payee> {
    let member = org::members::store::get(act, act.union(), visit.member)?;
    if member.status != Membership::Died {
        return Ok(Payee::Member(visit.member));
    }
    let family = told.signed_by.as_deref().and_then(|name| name.parse::<Text<60>>().ok());
    let family = family.ok_or_else(|| Refusal::from(Cannot::Receiver))?;
    Ok(Payee::Named(family))
}

/// Asks for the money that was given; nothing where none was. Whoever was visited does not decide over it, and the request of a
/// visit that tells of illness or hardship names nobody to those who may not see it.
pub(super) fn ask(act: &Act<'_>, visit: &Visit, told: &Told) -> Reply<()> {
    if !money(told) {
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
        payee: payee(act, visit, told)?,
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

/// Where the request stands: the one that counts, or what came of the one before.
fn last(act: &Act<'_>, id: VisitId) -> Reply<Option<PaymentState>> {
    Ok(payments::living(act, act.union(), &record(id))?.map(|p| p.state))
}

/// What becomes of the request when the record is corrected: what was returned is sent in again, what was refused is asked for
/// anew, and one that waits is asked for anew if its money or its payee moved.
pub(super) fn corrected(act: &Act<'_>, visit: &Visit, before: &Told, told: &Told) -> Reply<()> {
    match last(act, visit.id)? {
        Some(PaymentState::Returned | PaymentState::Refused) if money(told) => ask(act, visit, told),
        _ if !moved(act, visit, before, told)? => Ok(()),
        _ => {
            take_back(act, visit.id)?;
            ask(act, visit, told)
        }
    }
}

/// Whether the money to be asked for is another, or goes to another person.
fn moved(act: &Act<'_>, visit: &Visit, before: &Told, told: &Told) -> Reply<bool> {
    if (money(before), before.amount) != (money(told), told.amount) {
        return Ok(true);
    }
    Ok(money(told) && before.signed_by != told.signed_by && payee(act, visit, told)? != Payee::Member(visit.member))
}

/// Sends a returned request in again, since what it lacked was added.
pub(super) fn completed(act: &Act<'_>, visit: &Visit) -> Reply<()> {
    match &visit.told {
        Some(told) if last(act, visit.id)? == Some(PaymentState::Returned) => ask(act, visit, told),
        _ => Ok(()),
    }
}

/// The request, as the visit's page shows it.
pub(super) fn of(read: &Reader, union: UnionId, id: VisitId) -> Result<Option<Asked>, Error> {
    Ok(payments::living(read, union, &record(id))?.map(|p| Asked {
        number: p.number.clone(),
        state: p.state.word(),
        href: p.href(),
    }))
}
