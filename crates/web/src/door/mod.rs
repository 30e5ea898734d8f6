//! The front door: signing in and out, one's own sessions, password, language, union looked at.

use crate::{access::Access, routes::Routes};

mod acts;
mod pages;
pub mod store;

pub use acts::SignIn;
pub use pages::{MyAccount, SignInPage, local};

/// The doors of the front door.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("door")
        .page("/sign-in", Access::Anyone, pages::sign_in)
        .act_after("/sign-in", Access::Anyone, acts::check, acts::sign_in)
        .act("/sign-out", Access::SignedIn, acts::sign_out)
        .page("/me/account", Access::SignedIn, pages::my_account)
        .act("/me/sessions/{id}/end", Access::SignedIn, acts::end_session)
        .form("/me/account")
        .act_after(
            "/me/password",
            Access::SignedIn,
            acts::check_change,
            acts::change_password,
        )
        .form("/me/account")
        .act("/me/language", Access::SignedIn, acts::choose_language)
        .form("/me/account")
        .act("/me/union", Access::SignedIn, acts::look_at)
        .form("/me/account")
        .all_in_person()
}
