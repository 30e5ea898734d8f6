//! Members: the people of a union.

pub mod model;
pub mod store;
