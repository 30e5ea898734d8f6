//! Sheets as workbooks: taken out, filled in elsewhere, brought back. What is brought is read first and shown line by line,
//! with every wrong cell named; only then is it taken in.

pub(crate) mod acts;
pub(crate) mod out;
mod reading;
pub(crate) mod show;
