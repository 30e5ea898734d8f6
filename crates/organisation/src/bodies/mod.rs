//! Bodies of a union (委员会、经审会、女职工委员会、小组 …): founded and ended, their posts with duties, who holds them
//! for which term; what the rules say about their seats; the chart of all of it; and notice before a term ends.

use web::{Access::May, Routes};

use org::power::{BODY_MANAGE, BODY_SEE};

pub(crate) mod acts;
mod appoint;
mod chart;
mod duties;
mod event;
mod forms;
mod pages;
mod post;
mod rules;
mod show;
#[cfg(test)]
mod tests;
pub(crate) mod views;
pub mod watch;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("bodies")
        .page("/org", May(BODY_SEE), pages::overview)
        .page("/org/chart", May(BODY_SEE), chart::page)
        .page("/org/duties", May(BODY_SEE), duties::page)
        .page("/org/bodies/new", May(BODY_MANAGE), forms::new)
        .act("/org/bodies/new", May(BODY_MANAGE), acts::found)
        .page("/org/bodies/{id}", May(BODY_SEE), show::page)
        .page("/org/bodies/{id}/edit", May(BODY_MANAGE), forms::edit)
        .act("/org/bodies/{id}/edit", May(BODY_MANAGE), acts::edit)
        .act("/org/bodies/{id}/end", May(BODY_MANAGE), acts::end)
        .form("/org/bodies/{id}")
        .act("/org/bodies/{id}/posts", May(BODY_MANAGE), post::add)
        .form("/org/bodies/{id}")
        .page("/org/posts/{id}/edit", May(BODY_MANAGE), post::form)
        .act("/org/posts/{id}/edit", May(BODY_MANAGE), post::edit)
        .act("/org/posts/{id}/end", May(BODY_MANAGE), post::end)
        .form("/org/posts/{id}/edit")
        .page("/org/posts/{id}/appoint", May(BODY_MANAGE), appoint::form)
        .act("/org/posts/{id}/appoint", May(BODY_MANAGE), appoint::appoint)
        .page("/org/holdings/{id}/end", May(BODY_MANAGE), forms::relieve)
        .act("/org/holdings/{id}/end", May(BODY_MANAGE), appoint::relieve)
}
