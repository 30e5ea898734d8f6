//! The supplier's payment: asked for through the commons, paid by finance.

use ::store::{Error, Reader};
use flow::payments::{self, Ask, Payee, PaymentState, Purpose};
use kernel::{Text, UnionId};
use web::{Act, Fault, Record, Reply};

use super::{PURCHASE, model::PurchaseRow};

/// What the payment is for.
static GOODS: Purpose = Purpose {
    key: "round_goods",
    word: "stock.purpose",
    field: flow::Field::Care,
};

fn record(purchase: &PurchaseRow) -> Record {
    Record::new(PURCHASE, purchase.id)
}

/// Asks for the payment of a purchase.
pub(super) fn ask(act: &Act<'_>, purchase: &PurchaseRow) -> Reply<()> {
    let supplier: Text<60> = purchase
        .supplier
        .parse()
        .map_err(|_| Fault::other("a supplier without a name"))?;
    let title = ui::words::fill(
        &ui::words::word(kernel::Lang::Zh, "stock.pay_title"),
        &[("supplier", &purchase.supplier)],
    );
    let asks = Ask {
        record: record(purchase),
        title: &title,
        amount: purchase.total,
        payee: Payee::Named(supplier),
        on: payments::usual_day(act),
        purpose: &GOODS,
        benefits: &[],
        sealed: false,
    };
    payments::ask(act, &asks).map(drop)
}

/// Takes the request back, as long as nothing was paid.
pub(super) fn withdraw(act: &Act<'_>, purchase: &PurchaseRow) -> Reply<()> {
    payments::withdraw(act, &record(purchase))
}

/// A request: its number, the word key of its state, where it is.
pub(super) type Asked = (String, String, String);

/// The request of a purchase that counts, else the latest that was refused; and whether the payment may be asked for (again):
/// there is none, or it was returned or refused.
pub(super) fn of(read: &Reader, union: UnionId, purchase: &PurchaseRow) -> Result<(Option<Asked>, bool), Error> {
    let last = payments::living(read, union, &record(purchase))?;
    let open = last
        .as_ref()
        .is_none_or(|p| matches!(p.state, PaymentState::Returned | PaymentState::Refused));
    Ok((last.map(|p| (p.number.clone(), p.state.word(), p.href())), open))
}
