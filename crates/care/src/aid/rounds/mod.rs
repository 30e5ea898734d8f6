//! Rounds of education aid (金秋助学): applications, amounts under the ceiling of each stage, approval as a whole, the list that
//! is published, and the end of what was kept of children.

pub(super) mod acts;
pub(super) mod held;
pub mod model;
pub(super) mod own;
pub(super) mod pages;
pub(super) mod paid;
pub mod purge;
pub(super) mod sheet;
pub(super) mod store;
