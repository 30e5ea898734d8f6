//! Tasks: who does what by when; begun, done or given up; with helpers, a checklist and what is said about them.

use org::power::{TASK_MANAGE, WORK_RECORD};
use web::{Access, Routes};

mod acts;
mod arrange;
pub mod card;
pub mod course;
pub mod event;
pub mod form_page;
mod forms;
mod hands;
pub mod model;
pub mod pages;
pub mod parts;
mod redate;
pub(crate) mod store;
#[cfg(test)]
mod tests;
pub mod turns;

pub use card::Card;
pub use course::{
    Days, Retold, add, add_for, between, close, ends_here, get, helpers, in_hand, may_see, may_work, me, need_hand,
    of_source, redue, reopen, retell, seen, settle, settle_for, undone, unsettle,
};
pub use event::Happened;
pub use model::{Field, Filter, NewTask, Outcome, Stage, State, Task, TaskId, TaskRow};
pub use org::{BodyId, MemberId};
pub use store::MOST;
pub use store::schedule::{arranged, day_loads, late, loads};
pub use store::went::{of_kind, went};

/// The kind of a task as a [`web::Record`].
pub const KIND: &str = "task";

/// The branches and groups whose work the actor records; whoever records the whole union's work has none of their own.
pub(crate) fn my_places(view: &web::View<'_>) -> Vec<BodyId> {
    match org::my_places(view, WORK_RECORD) {
        org::Places::All => Vec::new(),
        org::Places::Only(bodies) => bodies,
    }
}

/// The doors of this system. Pages show what the actor may see; acts ask besides whether the task is in their hands.
/// `/tasks/{id}/close` is planning's: it closes with figures and evidence.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("tasks")
        .page("/tasks", Access::SignedIn, pages::list)
        .page("/tasks/new", Access::May(WORK_RECORD), form_page::new)
        .act("/tasks/new", Access::May(WORK_RECORD), acts::add)
        .page("/tasks/arrange", Access::May(TASK_MANAGE), arrange::ask)
        .act("/tasks/arrange", Access::May(TASK_MANAGE), arrange::arrange)
        .act("/tasks/{id}/arranged-back", Access::May(TASK_MANAGE), arrange::undo)
        .form(SHOW)
        .page("/tasks/{id}", Access::SignedIn, pages::show)
        .page("/tasks/{id}/edit", Access::May(WORK_RECORD), form_page::edit)
        .act("/tasks/{id}/edit", Access::May(WORK_RECORD), acts::edit)
        .page("/tasks/{id}/move", Access::May(WORK_RECORD), redate::ask)
        .act("/tasks/{id}/move", Access::May(WORK_RECORD), redate::redate)
        .act("/tasks/{id}/assign", Access::May(WORK_RECORD), acts::assign)
        .form(SHOW)
        .act("/tasks/{id}/invite", Access::May(WORK_RECORD), acts::invite)
        .form(SHOW)
        .act("/tasks/{id}/start", Access::May(WORK_RECORD), acts::start)
        .form(SHOW)
        .act("/tasks/{id}/drop", Access::May(WORK_RECORD), acts::give_up)
        .form(SHOW)
        .act("/tasks/{id}/reopen", Access::May(WORK_RECORD), acts::reopen)
        .form(SHOW)
        .and(parts_routes())
}

const SHOW: &str = "/tasks/{id}";

fn parts_routes() -> Routes {
    Routes::new("tasks")
        .act("/tasks/{id}/comments", Access::May(WORK_RECORD), acts::comment)
        .form(SHOW)
        .act("/tasks/{id}/steps", Access::May(WORK_RECORD), acts::add_step)
        .form(SHOW)
        .act("/tasks/{id}/steps/{step}", Access::May(WORK_RECORD), acts::tick)
        .act("/tasks/{id}/needs", Access::May(WORK_RECORD), acts::wait)
        .form(SHOW)
        .act_after(
            "/tasks/{id}/papers",
            Access::May(WORK_RECORD),
            acts::check_files,
            acts::attach,
        )
        .form(SHOW)
        .files(&["files"])
        .act("/tasks/{id}/answer", Access::SignedIn, acts::answer)
        .form(SHOW)
        .act("/tasks/{id}/reminders", Access::SignedIn, acts::remind)
        .form(SHOW)
        .act("/tasks/{id}/read", Access::SignedIn, acts::read)
        .act("/reminders/{id}/seen", Access::SignedIn, acts::see_reminder)
}
