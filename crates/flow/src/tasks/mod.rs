//! Tasks: who does what by when; begun, done or given up; with helpers, a checklist and what is said about them.

use web::Routes;

pub mod course;
pub mod event;
pub mod model;
pub mod parts;
pub(crate) mod store;

pub use course::{
    add, between, close, get, helpers, in_hand, may_see, may_work, me, need_hand, of_source, reopen, seen, undone,
};
pub use event::Happened;
pub use model::{Field, Filter, NewTask, Outcome, Stage, State, Task, TaskId, TaskRow};
pub use org::{BodyId, MemberId};

/// The kind of a task as a [`web::Record`].
pub const KIND: &str = "task";

/// The branches and groups whose work the actor records; whoever records the whole union's work has none of their own.
fn my_places(view: &web::View<'_>) -> Result<Vec<BodyId>, ::store::Error> {
    let places = org::places(
        view,
        view.union(),
        view.actor().account,
        org::power::WORK_RECORD,
        view.today(),
    )?;
    Ok(match places {
        org::Places::All => Vec::new(),
        org::Places::Only(bodies) => bodies,
    })
}

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("tasks")
}
