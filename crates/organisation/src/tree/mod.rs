//! The tree of unions (工会体系): what a union sees of those below it, and the acts by which the tree changes.
//!
//! A higher union sees of a lower one its structure, its counts and its officers, and nothing else: no member who holds
//! no post in an organ, no plan, no record, no file. What does not lie below it is not there at all. It founds, moves, merges,
//! splits and dissolves unions below it; each of these acts has its day and the paper it rests on, and all unions in it
//! have it in their logs.

use org::power::{TREE_MANAGE, TREE_SEE};
use web::{Access::May, Routes};

mod about;
mod asking;
mod change;
pub mod count;
mod drawing;
mod event;
mod export;
mod forms;
mod found;
pub(crate) mod legal;
mod page;
pub(crate) mod place;
mod split;
#[cfg(test)]
mod tests;

pub(crate) use change::chair;
pub use place::check;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("tree")
        .page("/org/tree", May(TREE_SEE), page::show)
        .page("/org/tree/drawing", May(TREE_SEE), drawing::show)
        .file("/org/tree/list.xlsx", May(TREE_SEE), export::file)
        .act("/org/tree/count", May(TREE_SEE), count::ask)
        .form("/org/tree")
        .page("/org/tree/asking", May(TREE_MANAGE), asking::page)
        .act("/org/tree/asking", May(TREE_MANAGE), asking::ask)
        .act("/org/tree/asking/withdraw", May(TREE_MANAGE), asking::withdraw)
        .form("/org/tree/asking")
        .act("/org/tree/asking/agree", May(TREE_MANAGE), asking::agree)
        .form("/org/tree/asking")
        .elevated()
        .act("/org/tree/asking/refuse", May(TREE_MANAGE), asking::refuse)
        .form("/org/tree/asking")
        .page("/org/tree/{id}", May(TREE_SEE), page::show)
        .page("/org/tree/{id}/drawing", May(TREE_SEE), drawing::show)
        .file("/org/tree/{id}/list.xlsx", May(TREE_SEE), export::file)
        .page("/org/tree/{id}/about", May(TREE_MANAGE), about::form)
        .act("/org/tree/{id}/about", May(TREE_MANAGE), about::edit)
        .page("/org/tree/{id}/found", May(TREE_MANAGE), found::form)
        .act("/org/tree/{id}/found", May(TREE_MANAGE), found::found)
        .page("/org/tree/{id}/rename", May(TREE_MANAGE), forms::rename)
        .act("/org/tree/{id}/rename", May(TREE_MANAGE), change::rename)
        .page("/org/tree/{id}/move", May(TREE_MANAGE), forms::place)
        .act("/org/tree/{id}/move", May(TREE_MANAGE), change::place)
        .elevated()
        .page("/org/tree/{id}/merge", May(TREE_MANAGE), forms::merge)
        .act("/org/tree/{id}/merge", May(TREE_MANAGE), change::merge)
        .elevated()
        .page("/org/tree/{id}/split", May(TREE_MANAGE), forms::split)
        .act("/org/tree/{id}/split", May(TREE_MANAGE), split::split)
        .elevated()
        .page("/org/tree/{id}/dissolve", May(TREE_MANAGE), forms::dissolve)
        .act("/org/tree/{id}/dissolve", May(TREE_MANAGE), change::dissolve)
        .elevated()
}
