//! Workers and the membership rate (入会率): how many workers a unit has, as its union was told, and how many of them are
//! members.
//!
//! A count of workers holds from a day on, for the whole union or for one branch or group, with its source (the personnel
//! office's list) and who recorded it. What was told wrongly is replaced and stays on file. Members are counted from the
//! register of the same day, so that a rate is always one exact fraction: [`Share`]. Those who work count (在册 and under
//! transfer); memberships that are kept (保留会籍) are not of workers.
//!
//! Pages and acts are in `organisation::rates`; the year's summary speaks of the same rates.

mod model;
pub mod store;

pub use model::{CountId, Misfit, Share, Told, WorkerCount, Workers, kind_at, latest};
