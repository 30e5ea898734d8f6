//! For which part of the union somebody records work, and whose records they see.

use org::{BodyId, Places, power};
use store::Error;
use web::View;

use super::model::Row;

/// Where the actor records work.
pub(super) struct Mine(Places);

/// Where the actor records work: for the whole union, or for branches and groups of their own.
pub(super) fn places(view: &View<'_>) -> Mine {
    Mine(org::my_places(view, power::WORK_RECORD))
}

impl Mine {
    /// Whether for the whole union.
    pub(super) fn whole(&self) -> bool {
        self.0 == Places::All
    }
    /// The branches and groups to choose from.
    pub(super) fn choices(&self, view: &View<'_>) -> Result<Vec<(BodyId, String)>, Error> {
        let mut all = org::bodies_to_choose(view, view.union(), view.today())?;
        if let Places::Only(bodies) = &self.0 {
            all.retain(|(id, _)| bodies.contains(id));
        }
        Ok(all)
    }
}

/// Whose records the actor may see besides those of their own making.
pub(super) fn seen(view: &View<'_>) -> Places {
    org::my_places(view, power::REGISTER_SEE)
}

/// Whether a record lies within what the actor may see.
pub(super) fn within(view: &View<'_>, seen: &Places, row: &Row) -> bool {
    let theirs = || row.account == view.actor().account;
    match seen {
        Places::All => true,
        Places::Only(bodies) => row.told.branch.is_some_and(|b| bodies.contains(&b)) || theirs(),
    }
}

/// Whether a reader may see a record: the register's readers those of their part of the union, everybody their own.
pub(super) fn may_see(view: &View<'_>, row: &Row) -> bool {
    within(view, &seen(view), row)
}
