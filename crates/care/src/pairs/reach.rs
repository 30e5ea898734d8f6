//! Who sees what of a pair: its helpers all of it, whoever manages care after saying what for, whoever reads for the union
//! without what is sealed, and the member who is helped that it is there.

use org::{
    MemberId,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use web::{Record, Refusal, Reply, View, reveal};

use super::{
    KIND,
    model::{Pair, PairId},
    store,
};
use org::within;

/// The name of what is read when a pair is opened.
pub(super) const WHOLE: &str = "pair";

/// As whom somebody looks at a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Eyes {
    /// A helper of it.
    Helper,
    /// Whoever manages care, and is not helped by it.
    Manager,
    /// Whoever reads for the whole union.
    Reader,
    /// The member who is helped.
    Helped,
}

/// The member behind whoever looks.
pub(super) fn me(view: &View<'_>) -> Option<MemberId> {
    let member = view.actor().standing.as_ref().and_then(|s| s.member);
    member.map(MemberId::new)
}

/// A pair, and as whom the reader looks at it; absent for everybody else.
pub(super) fn seen(view: &View<'_>, id: PairId) -> Reply<(Pair, Eyes)> {
    let pair = store::get(view, view.union(), id)?;
    let me = me(view);
    let helpers = store::helpers(view, view.union(), id)?;
    if me.is_some() && pair.member == me {
        return Ok((pair, Eyes::Helped));
    }
    if helpers.iter().any(|(helper, _)| Some(*helper) == me) {
        return Ok((pair, Eyes::Helper));
    }
    if view.actor().may(CARE_MANAGE) {
        return Ok((pair, Eyes::Manager));
    }
    if reads_all(view)? {
        return Ok((pair, Eyes::Reader));
    }
    Err(Refusal::missing().into())
}

/// Whether somebody sees the pairs of the whole union: whoever manages care, and whoever reads for the union alone, such as
/// auditors. Whoever leads a group and records visits sees those in which they help.
pub(super) fn reads_all(view: &View<'_>) -> Reply<bool> {
    let actor = view.actor();
    let reads = actor.may(CARE_SEE) && !actor.may(CARE_RECORD) && within(view, CARE_SEE)?.is_none();
    Ok(actor.may(CARE_MANAGE) || reads)
}

/// Whether what is sealed shows: to helpers, and to managers whose reading was just recorded.
pub(super) fn is_open(view: &View<'_>, id: PairId, eyes: Eyes) -> Reply<bool> {
    match eyes {
        Eyes::Helper => Ok(true),
        Eyes::Reader | Eyes::Helped => Ok(false),
        Eyes::Manager => Ok(reveal::is_open(view, Record::new(KIND, id), WHOLE)?),
    }
}

/// A pair to be managed: nobody manages the one that helps them.
pub(super) fn managed(view: &View<'_>, id: PairId) -> Reply<Pair> {
    let pair = store::get(view, view.union(), id)?;
    if pair.member.is_some() && pair.member == me(view) {
        return Err(Refusal::new("pairs.refusal.own").status(403).into());
    }
    Ok(pair)
}
