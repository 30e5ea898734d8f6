//! Bodies of a union, their posts, and who holds them for which term.

pub mod model;
pub mod store;
