//! Members: the people of a union, as every field of work reads them. What people do with the register (pages, acts)
//! lives in the crate `organisation`.

pub mod list;
pub mod model;
pub mod store;
