//! Closed periods (封账): a month or quarter whose figures were reported takes no more facts.
//!
//! Every day lies in at most one closed period. Reopening is an act of its own, with a reason; the closure stays
//! in the list with who reopened it and why.

use org::power;
use web::Access;

mod acts;
mod pages;
pub mod store;

/// The kind of a closure's id.
pub enum Closure {}
/// The id of a closure.
pub type ClosureId = kernel::Id<Closure>;

/// The doors of periods.
#[must_use]
pub fn routes() -> web::Routes {
    web::Routes::new("periods")
        .page("/register/periods", Access::May(power::REGISTER_SEE), pages::list)
        .act("/register/periods", Access::May(power::PERIOD_CLOSE), acts::close)
        .page("/register/periods/{id}", Access::May(power::REGISTER_SEE), pages::show)
        .act(
            "/register/periods/{id}/reopen",
            Access::May(power::PERIOD_CLOSE),
            acts::reopen,
        )
        .form("/register/periods/{id}")
}
