//! The log (日志): who did what to which record, when, and how far the seal reaches.
//!
//! Bodies of events may hold what is nobody else's business, so they are never shown here: kind, person, time and
//! the record, whose own page decides what may be seen of it.

use org::power;
use web::Access;

mod pages;
pub mod store;

pub use pages::name;

/// The doors of the log.
#[must_use]
pub fn routes() -> web::Routes {
    web::Routes::new("log").page("/log", Access::May(power::LOG_SEE), pages::page)
}
