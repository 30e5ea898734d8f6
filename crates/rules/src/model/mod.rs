//! Rules without a database: what a row is, which rows stand for a union on a day, and what they say to a case. No SQL, no
//! clock: rows, place and day are passed in.

pub mod judge;
pub mod key;
pub mod place;
pub mod ratio;
pub mod resolve;
pub mod row;
pub mod value;
pub mod wording;
pub mod written;

#[cfg(test)]
mod oracle;
