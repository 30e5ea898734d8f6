//! What part of the register somebody may see: all of it, or what belongs to their branch or group.

use org::{
    BodyId, Places,
    bodies::{model::below, store::living},
    power,
};
use web::{Refusal, Reply, View};

/// The part of the register that is looked at.
pub(crate) struct Scope {
    /// The branches and groups that may be chosen, with their names.
    pub branches: Vec<(BodyId, String)>,
    /// The one looked at; `None` is the whole union.
    pub branch: Option<BodyId>,
    /// Whether only those branches may be looked at, one at a time.
    pub narrow: bool,
}

impl Scope {
    /// What the actor looks at, having asked for a branch or for none.
    ///
    /// # Errors
    /// A branch that is not the actor's is missing; the store's.
    pub fn of(view: &View<'_>, asked: Option<BodyId>) -> Reply<Self> {
        let all = org::bodies_to_choose(view, view.union(), view.today())?;
        let Some(mine) = mine(view)? else {
            // Facts of a body that has ended stay visible: any branch of the union may be asked for.
            return Ok(Self {
                branches: all,
                branch: asked,
                narrow: false,
            });
        };
        let branches: Vec<(BodyId, String)> = all.into_iter().filter(|(id, _)| mine.contains(id)).collect();
        let branch = match asked {
            Some(id) if !mine.contains(&id) => return Err(Refusal::missing().into()),
            Some(id) => id,
            None => *mine.first().ok_or_else(Refusal::forbidden)?,
        };
        Ok(Self {
            branches,
            branch: Some(branch),
            narrow: true,
        })
    }
}

/// Whether the actor may see facts of a branch.
///
/// # Errors
/// The store's.
pub(crate) fn may_see(view: &View<'_>, branch: Option<BodyId>) -> Reply<bool> {
    Ok(mine(view)?.is_none_or(|mine| branch.is_some_and(|id| mine.contains(&id))))
}

/// The bodies whose facts the actor may see, with those below them; `None` is all.
fn mine(view: &View<'_>) -> Reply<Option<Vec<BodyId>>> {
    match org::my_places(view, power::REGISTER_SEE) {
        Places::All => Ok(None),
        Places::Only(mut bodies) => {
            let mut all = below(&living(view, view.union(), view.today())?, &bodies);
            all.retain(|id| !bodies.contains(id));
            // the actor's own come first: the first of them is looked at unless another is asked for
            bodies.extend(all);
            Ok(Some(bodies))
        }
    }
}
