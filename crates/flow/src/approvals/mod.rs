//! Approvals (审批): something waits for the yes of those who may say it.
//!
//! A system opens a case of a record; the steps are data of the union: who decides, one after the other, by kind and amount. Nobody
//! decides a case that they asked for or that benefits them. Whoever is away names a deputy for a span of days; the deputy's
//! decision shows for whom it was. A case is approved, refused, returned for correction and sent in again, or taken back; the
//! system that opened it is told in the same transaction ([`Kind::decided`]).
//!
//! A case's title can tell of hardship or illness. It shows to whoever asked, to those whom a step names and to their deputies; to
//! holders of `approval.see` as well, unless the system sealed it: then they see its kind and number alone.

use org::power::{APPROVAL_SEE, APPROVAL_SETUP};
use web::{
    Access::{May, SignedIn},
    Nothing, Routes, View,
};

mod acts;
mod batch;
pub(crate) mod course;
pub mod deciding;
pub(crate) mod deputies;
mod event;
mod list;
pub mod model;
pub mod setup;
mod setup_form;
mod setup_page;
mod show;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use course::{again, of_record, open, withdraw};
pub(crate) use course::{approvers, benefits, may_read};
pub use model::{CaseId, CaseLine, CaseState, Decided, KIND, Kind, NewCase, Outcome};

use course::Kinds;

const SHOW: &str = "/approvals/{id}";

/// The doors of this system, for these kinds of cases and that of payments.
#[must_use]
pub fn routes(kinds: &'static [Kind]) -> Routes {
    cases(Kinds(kinds)).and(steps(Kinds(kinds))).and(stand_ins())
}

fn cases(kinds: Kinds) -> Routes {
    Routes::new("approvals")
        .page("/approvals", SignedIn, move |view: &View<'_>, _: Nothing| {
            list::mine(view, kinds)
        })
        .page("/approvals/asked", SignedIn, move |view: &View<'_>, _: Nothing| {
            list::asked(view, kinds)
        })
        .page(
            "/approvals/all",
            May(APPROVAL_SEE),
            move |view: &View<'_>, ask: list::Ask| list::all(view, kinds, &ask),
        )
        .page(
            "/approvals/batch",
            SignedIn,
            move |view: &View<'_>, which: batch::Which| batch::page(view, kinds, &which),
        )
        .act("/approvals/batch", SignedIn, move |act, form: acts::Many| {
            acts::approve_many(act, kinds, &form)
        })
        .page(SHOW, SignedIn, move |view: &View<'_>, which: show::Which| {
            show::page(view, kinds, which)
        })
        .act("/approvals/{id}/approve", SignedIn, move |act, form: acts::Yes| {
            acts::approve(act, kinds, &form)
        })
        .form(SHOW)
        .act("/approvals/{id}/refuse", SignedIn, move |act, form: acts::No| {
            acts::refuse(act, kinds, &form)
        })
        .form(SHOW)
        .act("/approvals/{id}/return", SignedIn, move |act, form: acts::Back| {
            acts::give_back(act, kinds, &form)
        })
        .form(SHOW)
        .act("/approvals/{id}/withdraw", SignedIn, move |act, form: acts::Seen| {
            acts::withdraw(act, kinds, form)
        })
        .form(SHOW)
}

fn steps(kinds: Kinds) -> Routes {
    Routes::new("approvals")
        .page(
            "/approvals/setup",
            May(APPROVAL_SEE),
            move |view: &View<'_>, _: Nothing| setup_page::page(view, kinds),
        )
        .page(
            "/approvals/setup/rule",
            May(APPROVAL_SETUP),
            move |view: &View<'_>, ask: setup_form::Ask| setup_form::page(view, kinds, &ask),
        )
        .act(
            "/approvals/setup/rule",
            May(APPROVAL_SETUP),
            move |act, form: setup_form::Form| setup_form::keep(act, kinds, form),
        )
        .elevated()
        .act("/approvals/setup/remove", May(APPROVAL_SETUP), setup_form::remove)
        .form("/approvals/setup")
        .elevated()
}

fn stand_ins() -> Routes {
    Routes::new("approvals")
        .page("/approvals/deputies", SignedIn, deputies::page)
        .act("/approvals/deputies", SignedIn, deputies::name)
        .act("/approvals/deputies/{id}/end", SignedIn, deputies::end)
        .form("/approvals/deputies")
}
