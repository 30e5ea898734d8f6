//! Batches: the list, one with its people, its form, its list as a file and on paper.

mod acts;
mod form;
mod list;
mod payment;
mod sheet;
mod show;

pub(super) use acts::{add, drop_it, hand, remove, reveal};
pub(super) use form::{edit, edit_page, make, new_page};
pub(super) use list::list;
pub(super) use payment::pay;
pub(super) use sheet::{file, paper};
pub(super) use show::show;

use ui::Cx;

use super::model::{Batch, Status};

/// Where a batch stands, as a badge: whether its cover runs, is to begin, or is over.
pub(super) fn badge(cx: &Cx, batch: &Batch, today: kernel::Date) -> ui::Html {
    let (state, key) = match batch.standing.status() {
        Status::Collecting => (ui::State::Draft, "insurance.batch.collecting"),
        Status::Dropped => (ui::State::Off, "insurance.batch.dropped"),
        Status::Handed if batch.ends < today => (ui::State::Off, "insurance.batch.over"),
        Status::Handed if batch.starts > today => (ui::State::Info, "insurance.batch.to_begin"),
        Status::Handed => (ui::State::Done, "insurance.batch.runs"),
    };
    cx.badge(state, cx.t(key))
}
