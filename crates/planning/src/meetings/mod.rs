//! Meetings (会议): a committee calls its members together, goes through an agenda, decides, and keeps minutes.
//!
//! A union's committee meets about once a month: it passes on what came from above, sums the month up and shares out
//! the next one. The agenda is drawn from the tasks and from what earlier meetings decided (`draw`); who should attend
//! are those who hold the body's posts (`seats`); without enough of them nothing can be decided (`rules::Rules`).
//! A decision may become somebody's task at once, and the next agenda tells how it stands. When the meeting ends its
//! figures go into the register; its minutes are settled, filed in the archive and may be published to all members.

use org::power::MEETING_WRITE;
use web::{Access, Record, Routes};

mod acts;
mod check;
mod desk;
mod draw;
mod event;
mod hour;
mod minutes;
pub mod model;
mod notice;
mod pages;
mod rights;
mod rules;
mod seats;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
mod word;

pub use check::check;
pub use model::MeetingId;

/// The kind of a meeting as a [`web::Record`].
pub const KIND: &str = "meeting";

/// The record of this system, for events, facts, tasks and papers.
#[must_use]
pub fn record(id: MeetingId) -> Record {
    Record::new(KIND, id)
}

/// The meetings that the actor may read and that have these words in their name or place, on their agenda or in a
/// decision: the latest first, at most `limit`.
///
/// # Errors
/// The store's.
pub fn find(view: &web::View<'_>, words: &str, limit: usize) -> Result<Vec<model::Row>, ::store::Error> {
    store::find(view, view.union(), words, rights::eyes(view), limit)
}

/// Leaves out the calls to meetings: they are asked for in the inbox, but are no work of the year. What a meeting decided
/// stays.
///
/// # Errors
/// The store's.
pub fn without_calls(
    read: &::store::Reader,
    union: kernel::UnionId,
    tasks: &mut Vec<flow::TaskRow>,
) -> Result<(), ::store::Error> {
    let decided = store::decisions::tasks(read, union)?;
    tasks.retain(|task| !of_meeting(task) || decided.contains(&task.id));
    Ok(())
}

/// The calls to meetings that end on these days, both included.
///
/// # Errors
/// The store's.
pub fn calls(
    read: &::store::Reader,
    union: kernel::UnionId,
    span: (kernel::Date, kernel::Date),
) -> Result<Vec<flow::TaskRow>, ::store::Error> {
    let mut tasks = flow::of_kind(read, union, KIND, span)?;
    if !tasks.is_empty() {
        let decided = store::decisions::tasks(read, union)?;
        tasks.retain(|task| !decided.contains(&task.id));
    }
    Ok(tasks)
}

/// Whether a task comes from a meeting: its call, or what it decided.
#[must_use]
pub fn of_meeting(task: &flow::TaskRow) -> bool {
    task.source_kind.as_deref() == Some(KIND)
}

const SHOW: &str = "/meetings/{id}";
/// Whoever is signed in; each door asks whether the meeting is theirs to read or to run.
const IN: Access = Access::SignedIn;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("meetings")
        .page("/meetings", IN, pages::list)
        .page("/meetings/new", Access::May(MEETING_WRITE), desk::new)
        .act("/meetings/new", Access::May(MEETING_WRITE), acts::plan)
        .page(SHOW, IN, show::show)
        .page("/meetings/{id}/edit", IN, desk::edit)
        .act("/meetings/{id}/edit", IN, acts::change)
        .act("/meetings/{id}/call", IN, acts::call)
        .form(SHOW)
        .act("/meetings/{id}/cancel", IN, acts::cancel)
        .form(SHOW)
        .page("/meetings/{id}/attendance", IN, desk::hold::attendance)
        .act("/meetings/{id}/attendance", IN, acts::attend::save)
        .act("/meetings/{id}/close", IN, acts::settle::close)
        .form(SHOW)
        .act("/meetings/{id}/reopen", IN, acts::settle::reopen)
        .form(SHOW)
        .act("/meetings/{id}/adopt", IN, acts::settle::adopt)
        .form(SHOW)
        .act("/meetings/{id}/publish", IN, acts::settle::publish)
        .form(SHOW)
        .act_after(
            "/meetings/{id}/papers",
            IN,
            acts::settle::check_files,
            acts::settle::attach,
        )
        .form(SHOW)
        .files(&["files"])
        .file("/meetings/{id}/word", IN, word::export)
        .page("/meetings/{id}/print", IN, pages::print)
        .page("/meetings/{id}/sign-in", IN, pages::sign_in)
        .and(agenda())
}

fn agenda() -> Routes {
    use acts::{agenda, decide};
    use desk::hold;
    Routes::new("meetings")
        .page("/meetings/{id}/agenda", IN, desk::agenda)
        .act("/meetings/{id}/agenda", IN, agenda::take)
        .page("/meetings/{id}/items/new", IN, hold::new_item)
        .act_after("/meetings/{id}/items/new", IN, agenda::prepare, agenda::add)
        .files(&["files"])
        .page("/meetings/{id}/items/{item}/edit", IN, hold::edit_item)
        .act_after("/meetings/{id}/items/{item}/edit", IN, agenda::prepare, agenda::save)
        .files(&["files"])
        .act("/meetings/{id}/items/{item}/up", IN, agenda::up)
        .form(SHOW)
        .act("/meetings/{id}/items/{item}/down", IN, agenda::down)
        .form(SHOW)
        .act("/meetings/{id}/items/{item}/remove", IN, agenda::remove)
        .form(SHOW)
        .page("/meetings/{id}/items/{item}/decide", IN, hold::decide)
        .act("/meetings/{id}/items/{item}/decide", IN, decide::add)
        .page("/meetings/{id}/decisions/{decision}/edit", IN, hold::redecide)
        .act("/meetings/{id}/decisions/{decision}/edit", IN, decide::change)
        .act("/meetings/{id}/decisions/{decision}/remove", IN, decide::remove)
        .form(SHOW)
        .page("/meetings/{id}/decisions/{decision}/task", IN, hold::give)
        .act("/meetings/{id}/decisions/{decision}/task", IN, decide::give)
}
