//! Ceilings of aid: what the rules of the day say to an amount, with all that was given of the same before.

use facts::Span;
use kernel::{Date, Money};
use org::MemberId;
use rules::{Case, Judged, Key, Outcome};
use web::{Refusal, Reply, View};

use super::{
    model::{AidId, Sort, Stage},
    store,
};
use crate::{given, hardship::means::Category};

/// Where the local minimum is entered.
pub(super) const ENTER_MINIMUM: &str = "/rules/own/new?key=standard.dibao";

/// What the first of these keys under which there is a rule says to an amount; what the last says if there is none.
pub(super) fn judge(view: &View<'_>, day: Date, keys: &[&'static Key], amount: Money) -> Reply<Option<Judged>> {
    let mut said = None;
    for key in keys {
        let judged = rules::judge(view, view.union(), day, key, &Case::money(amount))?;
        let found = judged.outcome != Outcome::NoRule;
        said = Some(judged);
        if found {
            break;
        }
    }
    Ok(said)
}

/// What was given a member of a sort in the year of a day over all sources, and what was asked for it and may still be paid.
pub(super) fn so_far(
    view: &View<'_>,
    (member, sort): (MemberId, Sort),
    day: Date,
    but: AidId,
) -> Reply<(Money, Money)> {
    let span = Span::year(day.year()).map_err(web::Fault::other)?;
    let given = given::so_far(view, view.union(), member, sort.given(), span)?.amount;
    let pending = store::pending(view, view.union(), (member, sort), but)?;
    Ok((given, pending))
}

/// A case of aid to be held against its ceiling.
pub(super) struct Asked {
    pub member: MemberId,
    pub sort: Sort,
    pub stage: Option<Stage>,
    pub category: Option<Category>,
    pub day: Date,
    pub amount: Money,
}

/// What the rules say to a case, with what the member had before in the year.
pub(super) fn of(view: &View<'_>, asked: &Asked, but: AidId) -> Reply<Option<Judged>> {
    let (given, pending) = so_far(view, (asked.member, asked.sort), asked.day, but)?;
    let whole = asked.amount.plus(given).and_then(|sum| sum.plus(pending));
    let whole = whole.ok_or_else(|| Refusal::field("amount", "aid.refusal.amount"))?;
    judge(
        view,
        asked.day,
        &asked.sort.ceilings(asked.category, asked.stage),
        whole,
    )
}

/// Lets a case pass, or refuses; where the local minimum of the day is not on file, says where to enter it.
pub(super) fn allow(view: &View<'_>, judged: &Judged, reason: Option<&str>) -> Reply<()> {
    if judged.missing.is_some() && reason.is_none() && judged.severity == Some(rules::Severity::Reason) {
        let says = judged.says(view.lang()).unwrap_or_default();
        return Err(Refusal::new("aid.refusal.no_minimum")
            .arg("says", says)
            .arg("day", judged.day)
            .next(ENTER_MINIMUM)
            .into());
    }
    judged.allow(view.lang(), "amount", reason)
}
