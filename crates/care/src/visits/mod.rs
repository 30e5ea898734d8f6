//! Visits (走访慰问, 五必访): whom the union goes to see, by when, who went, what was given, what was asked for.
//!
//! An event in a member's life ([`events`](crate::events)) makes a visit due, by the reasons of the union's own list
//! ([`reasons`]); a task stands with whoever leads the member's group. The visit is recorded once, on a phone in under a minute
//! and without connection too; its figures go into the register, what was given to what the person received, and what the rules
//! say to it is kept. It is corrected or taken back as long as its day is open. Who knew first, told first and came first is
//! seen in the figures.

mod acts;
mod check;
mod counting;
pub(crate) mod event;
mod export;
mod figures;
mod form;
mod list;
pub mod model;
mod month;
mod next;
mod payment;
pub(crate) mod reach;
pub mod reasons;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use ::store::Error;
use org::power::{CARE_MANAGE, CARE_RECORD, CARE_SEE};
use web::{Access::May, Record, Routes, View};

pub(crate) use acts::for_task;
pub use check::check;
pub use list::find;
pub(crate) use list::veil;
pub use model::{Status, Visit, VisitId};
pub(crate) use reach::Eyes;
pub use reach::PAPERS;

use crate::desk::{Door, Due};

/// The kind of a visit as a record: `/visits/{id}`.
pub const KIND: &str = "visit";
/// Columns whose values are sealed.
pub const SEALED: ::store::secret::Sealed = store::SEALED;

/// A visit as a record.
#[must_use]
pub fn record(id: VisitId) -> Record {
    Record::new(KIND, id)
}

/// This system on the field's first page.
pub const DOOR: Door = Door {
    word: "visits.title",
    under: "visits.under",
    href: "/visits",
    access: May(CARE_SEE),
    due: waiting,
};

/// What is owed in the reader's part of the union.
fn waiting(view: &View<'_>) -> Result<Option<Due>, Error> {
    let within = org::within(view, CARE_SEE)?;
    let mut due = Due {
        word: "visits.waiting",
        count: 0,
        late: 0,
    };
    for (branch, count, late) in store::due(view, view.union(), view.today())? {
        if org::holds(within.as_deref(), branch) {
            due.count += count;
            due.late += late;
        }
    }
    Ok(Some(due))
}

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    let show = "/visits/{id}";
    Routes::new("visits")
        .page("/visits", May(CARE_SEE), list::list)
        .page("/visits/month", May(CARE_SEE), month::page)
        .page("/visits/figures", May(CARE_SEE), figures::page)
        .file("/visits/sheet.xlsx", May(CARE_MANAGE), export::file)
        .page(show, May(CARE_SEE), show::page)
        .page("/visits/{id}/record", May(CARE_RECORD), form::record)
        .act_after("/visits/{id}/record", May(CARE_RECORD), acts::prepare, acts::make)
        .files(&["photos", "receipt"])
        .page("/visits/{id}/correct", May(CARE_RECORD), form::correct)
        .act_after(
            "/visits/{id}/correct",
            May(CARE_RECORD),
            acts::prepare_correct,
            acts::correct,
        )
        .files(&["photos", "receipt"])
        .page("/visits/{id}/waive", May(CARE_RECORD), form::waive)
        .act("/visits/{id}/waive", May(CARE_RECORD), acts::waive)
        .page("/visits/{id}/withdraw", May(CARE_RECORD), form::take_back)
        .act("/visits/{id}/withdraw", May(CARE_RECORD), acts::take_back)
        .act_after(
            "/visits/{id}/photos",
            May(CARE_RECORD),
            acts::prepare_more,
            acts::add_more,
        )
        .form(show)
        .files(&["photos", "receipt"])
        .act("/visits/{id}/reveal", May(CARE_RECORD), acts::reveal)
        .form(show)
        .elevated()
        .page("/visits/answers/{id}", May(CARE_RECORD), form::answer)
        .act("/visits/answers/{id}", May(CARE_RECORD), acts::answer)
        .and(reasons::routes())
}
