//! Tests across the formats, through the two doors of the crate.

mod formats;
mod hostile;
mod refusals;
mod sheets;
