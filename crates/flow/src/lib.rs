//! Work that people owe: tasks with owners and days, approvals, payments, sign-offs, the inbox, and handing over when a post
//! changes hands.
//!
//! A union committee's year is a list of promises: the plan says what, a task says who and by when. Planning
//! makes tasks from the plan's lines and closes them with figures and evidence; here they are kept, changed,
//! talked about, reminded of and handed on.
//!
//! What a record needs besides its own system stands here too, for all fields of work: somebody's yes ([`approvals`]), money
//! ([`payments`]), and the signatures of those who receive ([`receipts`]).

pub mod approvals;
pub mod handover;
pub mod inbox;
pub mod payments;
pub mod receipts;
pub mod tasks;

#[cfg(test)]
mod tests;

pub use inbox::{Question, Source, Waiting, ask_inbox_count};
pub use tasks::store::glance::{Glance, glances, glances_due};
pub use tasks::store::schedule::{Arranged, DayLoad, Late, Load, Order, Who, Window};
pub use tasks::store::went::Went;
pub use tasks::{
    Card, Days, Field, Filter, NewTask, Outcome, Retold, Stage, State, Task, TaskId, TaskRow, add, add_for, arranged,
    between, close, day_loads, ends_here, get, helpers, in_hand, late, loads, may_see, may_work, need_hand, of_kind,
    of_source, redue, reopen, retell, seen, settle, settle_for, undone, unsettle, went,
};

/// The schema steps of this crate. They come after those of `org`, whose members and bodies they name.
pub const MIGRATIONS: &[store::Migration] = &[
    store::migration!("flow", 1, "0001_tasks"),
    store::migration!("flow", 2, "0002_changed"),
    store::migration!("flow", 3, "0003_went"),
    store::migration!("flow", 4, "0004_late"),
    store::migration!("flow", 5, "0005_approvals"),
    store::migration!("flow", 6, "0006_payments"),
    store::migration!("flow", 7, "0007_receipts"),
    store::migration!("flow", 8, "0008_restricted"),
];

/// Payments and sign-offs against the log, for verify.
pub const CHECKS: &[facts::Check] = &[payments::check, receipts::check];

/// The doors of this crate, with an inbox of its own systems alone and no cases but those of payments.
#[must_use]
pub fn routes() -> web::Routes {
    routes_with(&[], &[])
}

/// The doors of this crate; the inbox shows besides what the `sources` tell, and cases of these `kinds` are decided.
#[must_use]
pub fn routes_with(sources: &'static [Source], kinds: &'static [approvals::Kind]) -> web::Routes {
    routes_followed(sources, kinds, &[])
}

/// The same; what is paid is followed by the systems that asked for it.
#[must_use]
pub fn routes_followed(
    sources: &'static [Source],
    kinds: &'static [approvals::Kind],
    follows: &'static [payments::Follow],
) -> web::Routes {
    tasks::routes()
        .and(inbox::routes(sources))
        .and(handover::routes())
        .and(approvals::routes(kinds))
        .and(payments::routes(follows))
        .and(receipts::routes())
}
