//! Plans: the list, one of them, its form, and what officers do with it.

mod acts;
mod form;
mod list;
mod show;

pub(super) use acts::{confirm, edit, end, make, take_examples};
pub(super) use form::{edit_page, gather, new_page};
pub(super) use list::list;
pub(super) use show::{pays, show};

use ui::Cx;

use super::model::{Kind, Plan};

/// The word of a kind.
pub(super) fn kind_word(cx: &Cx, kind: Kind) -> String {
    cx.t(&format!("insurance.kind.{}", kind.key()))
}

/// Where a version stands, as a badge.
fn badge(cx: &Cx, plan: &Plan, today: kernel::Date) -> ui::Html {
    let (state, key) = if plan.terms.until.is_some_and(|until| until < today) {
        (ui::State::Off, "insurance.plan.ended")
    } else if plan.confirmed.is_none() {
        (ui::State::Soon, "insurance.plan.unconfirmed")
    } else {
        (ui::State::Done, "insurance.plan.confirmed")
    };
    cx.badge(state, cx.t(key))
}

/// The name with its version, if there is more than one.
pub(super) fn named(cx: &Cx, plan: &Plan) -> String {
    if plan.number == 1 {
        plan.terms.name.clone()
    } else {
        cx.t2("insurance.plan.versioned", "name", &plan.terms.name, "n", plan.number)
    }
}
