//! What is held against the ceiling of a student: what the student had before in the year, and what may still be paid.

use std::collections::BTreeSet;

use ::store::{Error, Reader};
use facts::Span;
use flow::payments;
use kernel::{Money, UnionId};
use org::MemberId;
use web::{Act, Record, Refusal, Reply, View};

use super::{
    super::{
        ROUND, ceiling,
        model::{AidId, Sort, Stage},
        store as cases,
    },
    model::{Child, ChildStatus, Round, RoundStatus},
    store,
};
use crate::given;

/// Holds an amount, with what the student had before, against the ceiling of its stage; what a rule said is kept with the round,
/// once a stage and act.
pub(super) fn hold(
    act: &Act<'_>,
    child: &Child,
    amount: Money,
    reason: Option<&str>,
    kept: &mut BTreeSet<Stage>,
) -> Reply<()> {
    let Some(stage) = child.stage else { return Ok(()) };
    let whole = amount.plus(before(act, child)?);
    let whole = whole.ok_or_else(|| Refusal::field("amount", "aid.refusal.amount"))?;
    let judged = ceiling::judge(act, act.today(), &[stage.ceiling()], whole)?;
    let Some(judged) = judged else { return Ok(()) };
    ceiling::allow(act, &judged, reason)?;
    if kept.insert(stage) || judged.severity.is_some() {
        rules::keep(act, &judged, Record::new(ROUND, child.round), "amount", reason)?;
    }
    Ok(())
}

/// What was given this year and may still be paid for the schooling of a student beside one application. Single cases name no
/// student: they count for each of the household. Of other applications those of the same student count, and those whose
/// student is not known any more.
fn before(view: &View<'_>, child: &Child) -> Reply<Money> {
    let union = view.union();
    let span = Span::year(view.today().year()).map_err(web::Fault::other)?;
    let mut sum = given::so_far(view, union, child.member, Sort::Schooling.given(), span)?.amount;
    let asked = cases::asked(view, union, (child.member, Sort::Schooling), AidId::NIL)?;
    sum = sum.plus(asked).unwrap_or(sum);
    let name = store::secret(view, union, child.id)?.map(|known| known.name);
    for other in granted_of(view, union, child.member)? {
        if other.id == child.id {
            continue;
        }
        let amount = other.amount.unwrap_or_default();
        let theirs = store::secret(view, union, other.id)?.map(|known| known.name);
        let same = name.is_none() || theirs.is_none() || name == theirs;
        let round = store::get(view, union, other.round)?;
        let paid = round.paid.is_some_and(|on| span.from <= on && on <= span.until);
        if same && may_be_paid(view, union, &round)? {
            sum = sum.plus(amount).unwrap_or(sum);
        } else if !same && paid {
            // a brother's or sister's, which stands in what was given
            sum = sum.minus(amount).unwrap_or(sum);
        }
    }
    Ok(sum.max(Money::ZERO))
}

fn granted_of(read: &Reader, union: UnionId, member: MemberId) -> Result<Vec<Child>, Error> {
    let mut all = store::of_member(read, union, member)?;
    all.retain(|child| child.status == ChildStatus::Granted);
    Ok(all)
}

/// Whether the amounts of a round may still be paid: they are set, or were sent and not refused.
fn may_be_paid(read: &Reader, union: UnionId, round: &Round) -> Result<bool, Error> {
    match round.status {
        RoundStatus::Open => Ok(true),
        RoundStatus::Sent => {
            let asked = payments::of_record(read, union, &Record::new(ROUND, round.id))?;
            Ok(asked.iter().any(|payment| payment.state.counts()))
        }
        RoundStatus::Paid | RoundStatus::Closed => Ok(false),
    }
}

/// What rounds set for a member's children and may still pay.
pub(in super::super) fn pending(read: &Reader, union: UnionId, member: MemberId) -> Result<Money, Error> {
    let mut sum = Money::ZERO;
    for child in granted_of(read, union, member)? {
        if may_be_paid(read, union, &store::get(read, union, child.round)?)? {
            sum = sum.plus(child.amount.unwrap_or_default()).unwrap_or(sum);
        }
    }
    Ok(sum)
}
