//! What happens to a payment. Systems and pages alike go through here.

use ::store::{Error, OnConstraint, Reader};
use facts::Span;
use kernel::{Date, Money, UnionId};
use org::power::PAYMENT_PAY;
use web::{Act, Record, Refusal, Reply, Stop, View};

use super::{
    digest,
    event::Happened,
    model::{Ask, Cannot, Follow, KIND, Paid, Payee, Paying, PaymentId, PaymentLine, PaymentState},
    store,
};
use crate::{
    approvals::{self, Decided, Kind, NewCase, Outcome},
    tasks::{Field, MemberId, me},
};

/// The cases by which payments are decided.
pub const CASES: Kind = Kind {
    key: "payment",
    field: Field::Finance,
    word: "payments.case",
    decided,
};

/// The day by which money is usually approved and paid: a week ahead, so that nothing is late on the day it is asked for.
#[must_use]
pub fn usual_day(view: &View<'_>) -> Date {
    view.today().plus_days(7)
}

/// Asks for a payment, which waits for its approval. For a record whose request was returned it is sent in again, under the same
/// id. Whoever calls has checked that the actor may ask.
///
/// # Errors
/// A refusal if the record has a request already that was neither refused nor withdrawn, or the amount is not above zero;
/// the store's.
pub fn ask(act: &Act<'_>, ask: &Ask<'_>) -> Reply<PaymentId> {
    if ask.amount <= Money::ZERO {
        return Err(Refusal::field("amount", "payments.refusal.amount").into());
    }
    if matches!(ask.payee, Payee::Many(people) if people < 1) {
        return Err(Refusal::field("people", "payments.refusal.people").into());
    }
    let returned = of_record(act, act.union(), &ask.record)?
        .into_iter()
        .find(|p| p.state == PaymentState::Returned);
    match returned {
        Some(payment) => again(act, &payment, ask),
        None => first(act, ask),
    }
}

/// Whom a payment benefits: whom the system names, and a payee who is a member.
fn benefits(ask: &Ask<'_>) -> Vec<MemberId> {
    ask.benefits.iter().copied().chain(ask.payee.member()).collect()
}

fn case<'a>(id: PaymentId, ask: &'a Ask<'_>, benefits: &'a [MemberId]) -> NewCase<'a> {
    NewCase {
        kind: &CASES,
        record: Record::new(KIND, id),
        title: ask.title,
        amount: Some(ask.amount),
        benefits,
        due: Some(ask.on),
        sealed: ask.sealed,
    }
}

fn first(act: &Act<'_>, ask: &Ask<'_>) -> Reply<PaymentId> {
    let id: PaymentId = act.id();
    let benefits = benefits(ask);
    let case = approvals::open(act, &case(id, ask, &benefits))?;
    let year = i64::from(act.today().year());
    let number = act.writer().next_number(act.union(), &format!("payment.{year}"))?;
    store::add(act, (id, case), (year, number), ask)
        .on_constraint::<Stop>("payment_once", || {
            Refusal::new("payments.refusal.already").status(409).into()
        })
        .map_err(|stop| match stop {
            Stop::Fault(web::Fault::Store(Error::Constraint { name })) if name == "foreign_key" => {
                Refusal::new("payments.refusal.stranger").into()
            }
            other => other,
        })?;
    act.note(&Happened::Asked {
        payment: id,
        version: 1,
        case,
        of: ask.record,
        amount: ask.amount,
        payee: ask.payee.key(),
        digest: digest::payee(id, &ask.payee, ask.on),
    })?;
    Ok(id)
}

fn again(act: &Act<'_>, payment: &PaymentLine, ask: &Ask<'_>) -> Reply<PaymentId> {
    let benefits = benefits(ask);
    store::again(act, payment, ask)?;
    approvals::again(act, payment.case, &case(payment.id, ask, &benefits))?;
    act.note(&Happened::Again {
        payment: payment.id,
        version: payment.version + 1,
        amount: ask.amount,
        digest: digest::payee(payment.id, &ask.payee, ask.on),
    })?;
    Ok(payment.id)
}

/// The payments of a record, the latest first.
///
/// # Errors
/// The store's.
pub fn of_record(read: &Reader, union: UnionId, record: &Record) -> Result<Vec<PaymentLine>, Error> {
    store::of_record(read, union, record)
}

/// The request of a record that counts, or else the latest that was refused; one that was withdrawn is none.
///
/// # Errors
/// The store's.
pub fn living(read: &Reader, union: UnionId, record: &Record) -> Result<Option<PaymentLine>, Error> {
    let mut all = of_record(read, union, record)?;
    all.retain(|p| p.state != PaymentState::Withdrawn);
    let at = all.iter().position(|p| p.state.counts()).unwrap_or(0);
    Ok(all.into_iter().nth(at))
}

/// Takes a record's request back, since the record was taken back. Nothing open is fine.
///
/// # Errors
/// A refusal if it was paid; the store's.
pub fn withdraw(act: &Act<'_>, record: &Record) -> Reply<()> {
    for payment in of_record(act, act.union(), record)? {
        match payment.state {
            PaymentState::Paid => return Err(Cannot::Paid.refusal().into()),
            PaymentState::Refused | PaymentState::Withdrawn => {}
            PaymentState::Waiting | PaymentState::Approved | PaymentState::Returned => {
                approvals::withdraw(act, &Record::new(KIND, payment.id))?;
                settle(act, &payment, Outcome::Withdrawn, None)?;
            }
        }
    }
    Ok(())
}

/// The case was decided.
fn decided(act: &mut Act<'_>, decided: &Decided) -> Reply<()> {
    let payment = store::get(act, act.union(), decided.id())?;
    settle(act, &payment, decided.outcome, decided.why.as_deref())
}

fn settle(act: &Act<'_>, payment: &PaymentLine, outcome: Outcome, why: Option<&str>) -> Reply<()> {
    let state = match outcome {
        Outcome::Approved => PaymentState::Approved,
        Outcome::Refused => PaymentState::Refused,
        Outcome::Returned => PaymentState::Returned,
        Outcome::Withdrawn => PaymentState::Withdrawn,
    };
    store::settle(act, payment, state, why)?;
    act.note(&Happened::Settled {
        payment: payment.id,
        version: payment.version + 1,
        outcome,
    })?;
    Ok(())
}

/// What stands in the way of paying, and what is to be said with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ready {
    /// Whether the one who pays is the only one who approved.
    pub approved_alone: bool,
    /// Whether somebody else may pay.
    pub others_may_pay: bool,
    /// Whether the one who pays gets the money, or it is for them or theirs.
    pub own_money: bool,
}

impl Ready {
    pub(super) fn of(view: &View<'_>, payment: &PaymentLine) -> Result<Self, Error> {
        let (union, account) = (view.union(), view.actor().account);
        let approvers = approvals::approvers(view, union, payment.case)?;
        let benefits = approvals::benefits(view, union, payment.case)?;
        let may_pay = org::holders(view, union, PAYMENT_PAY, view.today())?;
        Ok(Self {
            approved_alone: !approvers.is_empty() && approvers.iter().all(|p| p.account == account),
            others_may_pay: may_pay.iter().any(|a| *a != account),
            own_money: me(view).is_some_and(|m| benefits.contains(&m)),
        })
    }
}

/// Whether a day lies in a closed period.
fn is_closed(read: &Reader, union: UnionId, day: kernel::Date) -> Result<Option<kernel::Period>, Error> {
    facts::periods::store::overlap(read, union, Span { from: day, until: day })
}

impl Cannot {
    /// The answer to the person.
    pub(super) fn refusal(self) -> Refusal {
        match self {
            Cannot::NotApproved => Refusal::new("payments.refusal.not_approved").status(409),
            Cannot::Paid => Refusal::new("payments.refusal.paid").status(409),
            Cannot::NotPaid => Refusal::new("payments.refusal.not_paid").status(409),
            Cannot::ApprovedAlone => Refusal::new("payments.refusal.approved_alone").status(403),
            Cannot::OwnMoney => Refusal::new("payments.refusal.own_money").status(403),
            Cannot::Ahead => Refusal::field("on", "payments.refusal.ahead"),
            Cannot::Before => Refusal::field("on", "payments.refusal.before"),
            Cannot::Closed => Refusal::field("on", "payments.refusal.closed"),
        }
    }
}

/// What the system that asked does after it.
fn follow<'a>(follows: &'a [Follow], payment: &PaymentLine) -> Option<&'a Follow> {
    follows.iter().find(|follow| follow.purpose == payment.purpose)
}

/// Records that a payment went out.
pub(super) fn pay(act: &Act<'_>, follows: &[Follow], (id, version): (PaymentId, i64), paid: &Paid) -> Reply<()> {
    let payment = store::get(act, act.union(), id)?;
    let ready = Ready::of(act, &payment)?;
    let paying = Paying {
        state: payment.state,
        asked_on: payment.asked_at.day(),
        on: paid.on,
        today: act.today(),
        approved_alone: ready.approved_alone,
        others_may_pay: ready.others_may_pay,
        own_money: ready.own_money,
        closed: is_closed(act, act.union(), paid.on)?.is_some(),
    };
    paying
        .check()
        .and_then(|()| paying.check_day())
        .map_err(Cannot::refusal)?;
    store::pay(act, (id, version), paid)?;
    act.note(&Happened::Paid {
        payment: id,
        version: version + 1,
        amount: payment.amount,
        on: paid.on,
        way: paid.way,
        digest: digest::paid(id, paid.on, paid.way, paid.voucher.as_deref()),
        alone: ready.approved_alone,
    })?;
    match follow(follows, &payment) {
        Some(follow) => (follow.paid)(act, &store::get(act, act.union(), id)?),
        None => Ok(()),
    }
}

/// Records that a payment had not gone out after all, as long as its period is open.
pub(super) fn unpay(act: &Act<'_>, follows: &[Follow], (id, version): (PaymentId, i64), why: &str) -> Reply<()> {
    let payment = store::get(act, act.union(), id)?;
    let Some(paid) = &payment.paid else {
        return Err(Cannot::NotPaid.refusal().into());
    };
    if is_closed(act, act.union(), paid.on)?.is_some() {
        return Err(Refusal::new("payments.refusal.unpay_closed").status(409).into());
    }
    store::unpay(act, (id, version))?;
    act.note(&Happened::Unpaid {
        payment: id,
        version: version + 1,
        on: paid.on,
        why: why.to_owned(),
    })?;
    match follow(follows, &payment) {
        Some(follow) => (follow.unpaid)(act, &payment, why),
        None => Ok(()),
    }
}
