//! Bodies of a union, their posts, and who holds them for which term: what is kept. What people do with them is
//! `organisation::bodies`.

pub mod model;
pub mod posts;
pub mod store;
