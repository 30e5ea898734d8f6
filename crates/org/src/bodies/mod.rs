//! Bodies of a union, their posts, and who holds them for which term.

use web::{Access::May, Routes};

use crate::power::{BODY_MANAGE, BODY_SEE};

pub mod forms;
pub mod model;
pub mod pages;
pub mod posts;
pub mod store;

mod acts;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("bodies")
        .page("/org", May(BODY_SEE), pages::overview)
        .page("/org/bodies/new", May(BODY_MANAGE), forms::new)
        .act("/org/bodies/new", May(BODY_MANAGE), acts::found)
        .page("/org/bodies/{id}", May(BODY_SEE), pages::show)
        .page("/org/bodies/{id}/edit", May(BODY_MANAGE), forms::edit)
        .act("/org/bodies/{id}/edit", May(BODY_MANAGE), acts::edit)
        .act("/org/bodies/{id}/end", May(BODY_MANAGE), acts::end)
        .form("/org/bodies/{id}")
        .act("/org/bodies/{id}/posts", May(BODY_MANAGE), acts::add_post)
        .form("/org/bodies/{id}")
        .page("/org/posts/{id}/appoint", May(BODY_MANAGE), forms::appoint)
        .act("/org/posts/{id}/appoint", May(BODY_MANAGE), acts::appoint)
        .page("/org/holdings/{id}/end", May(BODY_MANAGE), forms::relieve)
        .act("/org/holdings/{id}/end", May(BODY_MANAGE), acts::relieve)
}
