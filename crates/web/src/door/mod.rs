//! The front door: signing in and out, one's own sessions, password, language, union looked at.

use crate::{access::Access, routes::Routes};

mod acts;
mod device;
pub mod outside;
mod pages;
mod second;
pub mod store;

pub use acts::SignIn;
pub use pages::{MyAccount, OwnUnion, SignInPage, local};
pub use second::{CODE, CodePage, SecondPage};

/// The doors of the front door.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("door")
        .page("/sign-in", Access::Anyone, pages::sign_in)
        .act_after("/sign-in", Access::Anyone, acts::check, acts::sign_in)
        .page(CODE, Access::Anyone, second::ask)
        .act(CODE, Access::Anyone, second::sign_in)
        .page("/me/second", Access::SignedIn, second::show)
        .act("/me/second/begin", Access::SignedIn, second::begin)
        .form("/me/second")
        .elevated()
        .act("/me/second/confirm", Access::SignedIn, second::confirm)
        .form("/me/second")
        .act("/me/second/codes", Access::SignedIn, second::codes)
        .form("/me/second")
        .elevated()
        .act("/me/second/off", Access::SignedIn, second::off)
        .form("/me/second")
        .elevated()
        .act_after("/sign-in/outside", Access::Anyone, outside::prepare, outside::begin)
        .form("/sign-in")
        .page("/sign-in/outside/go", Access::Anyone, outside::go)
        .page(crate::outside::BACK, Access::Anyone, outside::back)
        .act_after(crate::outside::BACK, Access::Anyone, outside::identify, outside::enter)
        .act_after("/me/outside/tie", Access::SignedIn, outside::prepare_tie, outside::tie)
        .form("/me/account")
        .elevated()
        .act("/me/outside/untie", Access::SignedIn, outside::untie)
        .form("/me/account")
        .elevated()
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
