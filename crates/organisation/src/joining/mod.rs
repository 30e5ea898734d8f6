//! Joining (入会): from a poster on the wall to a member in the register.
//!
//! Joining a union takes one's own application, the view of the union group, and the committee's approval (中国工会章程).
//! The union opens one way in: an address that nobody can guess, printed as a square code on a poster (`way`). Whoever
//! follows it on a phone, without an account, reads what is collected and why, fills in the application and gets a receipt
//! (`public`), by which the state of the application is looked up later and in the end an account is opened. The answers
//! never tell whether somebody is known already. An officer types in what comes on paper (`paper`). Whoever leads a group
//! says what the group thinks; the committee approves one or many, refuses, or returns for correction (`acts`, `batch`).
//! What was approved is a member, counted and invited; what was refused is deleted after some days ([`retention`]).

use org::power::{JOIN_DECIDE, JOIN_OPINION, JOIN_SEE, JOIN_WRITE};
use web::{
    Access::{Anyone, May},
    Routes,
};

mod acts;
mod admission;
mod agreed;
mod asked;
mod batch;
mod event;
mod likeness;
mod list;
pub mod model;
mod paper;
mod print;
mod public;
mod receipt;
pub mod retention;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod waiting;
mod way;

pub(crate) use agreed::{AgreedText, agreed};
pub use waiting::waiting;

/// The kind of record that an application is.
pub const KIND: &str = "application";
/// The name of the identity number in events.
pub(crate) const IDENTITY: &str = "identity";
/// Columns whose values are sealed.
pub const SEALED: ::store::secret::Sealed = store::SEALED;

const SHOW: &str = "/applications/{id}";

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    strangers().and(officers()).and(ways())
}

fn strangers() -> Routes {
    Routes::new("joining")
        .page("/apply/{code}", Anyone, public::form)
        .act("/apply/{code}", Anyone, public::apply)
        .page("/applied", Anyone, receipt::look)
        .page("/applied/{code}", Anyone, receipt::show)
        .page("/applied/{code}/correct", Anyone, public::correction)
        .act("/applied/{code}/correct", Anyone, public::correct)
        .act("/applied/{code}/withdraw", Anyone, receipt::withdraw)
        .form("/applied/{code}")
}

fn officers() -> Routes {
    Routes::new("joining")
        .page("/applications", May(JOIN_SEE), list::list)
        .page("/applications/new", May(JOIN_WRITE), paper::form)
        .act_after("/applications/new", May(JOIN_WRITE), paper::prepare, paper::enter)
        .files(&["photos"])
        .page("/applications/approve", May(JOIN_DECIDE), batch::ask)
        .act("/applications/approve", May(JOIN_DECIDE), batch::approve)
        .page(SHOW, May(JOIN_SEE), show::show)
        .act("/applications/{id}/reveal", May(JOIN_WRITE), acts::reveal)
        .form(SHOW)
        .elevated()
        .act("/applications/{id}/opinion", May(JOIN_OPINION), acts::opinion)
        .form(SHOW)
        .act("/applications/{id}/return", May(JOIN_WRITE), acts::give_back)
        .form(SHOW)
        .page("/applications/{id}/correct", May(JOIN_WRITE), paper::correction)
        .act("/applications/{id}/correct", May(JOIN_WRITE), paper::correct)
        .act("/applications/{id}/approve", May(JOIN_DECIDE), acts::approve)
        .form(SHOW)
        .act("/applications/{id}/refuse", May(JOIN_DECIDE), acts::refuse)
        .form(SHOW)
        .page("/applications/{id}/print", May(JOIN_SEE), print::paper)
        .page("/applications/{id}/welcome", May(JOIN_DECIDE), print::welcome)
}

fn ways() -> Routes {
    Routes::new("joining")
        .page("/applications/way", May(JOIN_WRITE), way::show)
        .act("/applications/way", May(JOIN_WRITE), way::open)
        .act("/applications/way/close", May(JOIN_WRITE), way::close)
        .form("/applications/way")
        .act("/applications/consent", May(JOIN_WRITE), way::consent)
        .form("/applications/way")
        .page("/applications/poster", May(JOIN_WRITE), way::poster)
}
