//! What verify found: it runs by itself as the job `facts.verify`, or when somebody asks, and keeps its outcome.

use org::power;
use web::Access;

mod job;
mod pages;
pub mod store;

pub use job::{KIND, verify_kind};

/// The kind of a run's id.
pub enum Run {}
/// The id of a run.
pub type RunId = kernel::Id<Run>;

/// The doors of what verify found.
#[must_use]
pub fn routes() -> web::Routes {
    let see = Access::May(power::LOG_SEE);
    web::Routes::new("verified")
        .page("/register/verified", see, pages::page)
        .act("/register/verified", see, pages::ask)
}
