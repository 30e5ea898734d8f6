//! Rows of rosters are not kept for ever: two weeks after the upload they go by themselves.

use ::store::Error;
use jobs::{Desk, Ending, Kind, Trouble};
use kernel::Lang;
use web::{Act, Actor, View};

use super::{acts::forgotten, desk::told, store};

/// The name under which it is noted, for every union each night.
pub const KIND: &str = "organisation.rosters";
/// How long rows are kept, in milliseconds.
pub const KEPT: i64 = 14 * 86_400_000;

/// The kind of job that forgets the rows of old rosters.
#[must_use]
pub fn kind() -> Kind {
    Kind::new(KIND, run)
}

fn run(desk: &Desk<'_>) -> Result<Ending, Trouble> {
    let (union, clock) = (desk.union, desk.clock.clone());
    Ok(Box::new(move |w| {
        let before = clock.now().plus_millis(-KEPT);
        let nobody = Actor {
            union,
            ..Actor::stranger(Lang::Zh)
        };
        let act = Act::new(View::new(w, &nobody, &clock), w);
        for (id, state, _) in store::old(w, union, before)? {
            if !state.at_work() {
                let mut roster = store::get(w, union, id)?;
                forgotten(&act, &mut roster).map_err(|stop| Error::Other(told(&stop)))?;
            }
        }
        Ok(None)
    }))
}
