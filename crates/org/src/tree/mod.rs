//! The tree of unions (上下级工会): a small part of the installation, with a materialised path for today and dated spans
//! for every day before.
//!
//! A union stands under another from a day until a day, under a name and as a kind of union. Acts change that: founding,
//! moving under another union, renaming, merging, splitting, dissolving; each has its day and the paper it rests on.
//! What a union counts is a row of its own ([`tally`]), so that pages above never look into the unions below.

pub mod asking;
pub mod check;
pub mod model;
pub mod store;
pub mod tally;

pub use model::{About, Node, UnionKind};
pub use store::{add, all_unions, below, get};
