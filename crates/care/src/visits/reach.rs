//! Whose visits somebody sees and records: of the whole union, or of their own branch or group.

use org::{
    BodyId,
    power::{CARE_MANAGE, CARE_RECORD, CARE_SEE},
};
use web::{Power, Refusal, Reply, View};

use super::{
    model::{Visit, VisitId},
    store,
};

/// Whoever looks, and in which union: to whom belongs what a phone keeps until it has a connection.
pub(crate) fn owner(view: &View<'_>) -> String {
    format!("{}.{}", view.actor().account, view.union())
}

/// Refuses unless the actor holds a power for a branch.
pub(crate) fn need_for(view: &View<'_>, power: Power, branch: Option<BodyId>) -> Reply<()> {
    if org::holds(org::within(view, power)?.as_deref(), branch) {
        Ok(())
    } else {
        Err(Refusal::forbidden().into())
    }
}

/// From whom the reasons of sensitive visits are kept: they tell of illness, hardship or trouble, and show to those alone who record
/// visits of the branch. Asked once a page.
pub(crate) struct Eyes(Option<Vec<BodyId>>);

impl Eyes {
    /// Those of whoever looks.
    pub(crate) fn of(view: &View<'_>) -> Result<Self, ::store::Error> {
        Ok(Self(org::within(view, CARE_RECORD)?))
    }
    /// Whether the reason of a visit of this branch is kept from them.
    pub(crate) fn hides(&self, sensitive: bool, branch: Option<BodyId>) -> bool {
        sensitive && !org::holds(self.0.as_deref(), branch)
    }
    /// Whether they record visits nowhere.
    pub(crate) fn record_nowhere(&self) -> bool {
        self.0.as_ref().is_some_and(Vec::is_empty)
    }
}

/// Who opens photos and receipts of a visit that tells of illness or hardship: whoever sees its reason.
pub const PAPERS: archive::Door = archive::Door {
    kind: super::KIND,
    opens,
};

fn opens(view: &View<'_>, id: uuid::Uuid) -> Reply<bool> {
    let visit = seen(view, VisitId::new(id))?;
    Ok(!Eyes::of(view)?.hides(visit.sensitive, visit.branch))
}

/// A visit that the actor may see.
///
/// # Errors
/// Absent and not theirs are both 404.
pub(super) fn seen(view: &View<'_>, id: VisitId) -> Reply<Visit> {
    let visit = store::get(view, view.union(), id)?;
    if org::holds(org::within(view, CARE_SEE)?.as_deref(), visit.branch) {
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
