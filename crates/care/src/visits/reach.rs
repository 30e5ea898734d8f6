//! Whose visits somebody sees and records: of the whole union, or of their own branch or group.

use org::{
    BodyId, Places, bodies,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use web::{Power, Refusal, Reply, View};

use super::{
    model::{Visit, VisitId},
    store,
};

/// The branches and groups for which the actor holds a power, with those below them; all if `None`.
pub(crate) fn within(view: &View<'_>, power: Power) -> Reply<Option<Vec<BodyId>>> {
    let Places::Only(own) = org::my_places(view, power)? else {
        return Ok(None);
    };
    let all = bodies::store::living(view, view.union(), view.today())?;
    let mine = |b: &&bodies::model::BodyLine| own.contains(&b.id) || b.parent.is_some_and(|p| own.contains(&p));
    Ok(Some(all.iter().filter(mine).map(|b| b.id).collect()))
}

/// Whether a branch lies within these; everything lies within all.
pub(crate) fn holds(within: Option<&[BodyId]>, branch: Option<BodyId>) -> bool {
    within.is_none_or(|own| branch.is_some_and(|b| own.contains(&b)))
}

/// Refuses unless the actor holds a power for a branch.
pub(crate) fn need_for(view: &View<'_>, power: Power, branch: Option<BodyId>) -> Reply<()> {
    if holds(within(view, power)?.as_deref(), branch) {
        Ok(())
    } else {
        Err(Refusal::forbidden().into())
    }
}

/// Whether the reason of a visit is kept from a reader who does not record visits: it tells of illness or hardship.
pub(crate) fn hides(view: &View<'_>, sensitive: bool) -> bool {
    sensitive && !view.actor().may(CARE_RECORD)
}

/// A visit that the actor may see.
///
/// # Errors
/// Absent and not theirs are both 404.
pub(super) fn seen(view: &View<'_>, id: VisitId) -> Reply<Visit> {
    let visit = store::get(view, view.union(), id)?;
    if holds(within(view, CARE_SEE)?.as_deref(), visit.branch) {
        Ok(visit)
    } else {
        Err(Refusal::missing().into())
    }
}

/// A visit that the actor may record.
///
/// # Errors
/// 404 if it may not even be seen, 403 if it may not be recorded.
pub(super) fn in_hand(view: &View<'_>, id: VisitId) -> Reply<Visit> {
    let visit = seen(view, id)?;
    need_for(view, CARE_RECORD, visit.branch)?;
    Ok(visit)
}

/// A visit whose record the actor may change: who recorded it, or who manages care.
///
/// # Errors
/// As [`in_hand`].
pub(super) fn mine(view: &View<'_>, id: VisitId) -> Reply<Visit> {
    let visit = in_hand(view, id)?;
    if visit.account == Some(view.actor().account) || view.actor().may(CARE_MANAGE) {
        Ok(visit)
    } else {
        Err(Refusal::forbidden().into())
    }
}
