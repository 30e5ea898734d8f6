//! Accounts: who can sign in, the roles they hold, and the codes by which they begin.

use web::{Access::May, Routes};

use crate::power::ACCOUNT_MANAGE;

pub mod code;
pub mod model;
pub mod pages;
pub mod store;

mod acts;
mod event;
mod invite;
pub mod resets;
mod slips;
mod welcome;

pub use acts::{leave, may_leave};
pub(crate) use event::Happened;
pub use welcome::{WELCOME_DAYS, welcome};

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    let manage = May(ACCOUNT_MANAGE);
    Routes::new("accounts")
        .page("/accounts", manage, pages::list)
        .page("/accounts/invite", manage, invite::form)
        .act("/accounts/invite", manage, invite::invite)
        .elevated()
        .page("/accounts/invitations/{id}", manage, invite::show)
        .act("/accounts/invitations/{id}/withdraw", manage, invite::withdraw)
        .form("/accounts/invitations/{id}")
        .page("/accounts/slips", manage, slips::sheet)
        .page("/accounts/slips/new", manage, slips::form)
        .act("/accounts/slips/new", manage, slips::make)
        .elevated()
        .act("/accounts/slips/withdraw", manage, slips::withdraw)
        .form("/accounts")
        .page("/accounts/resets/{id}", manage, resets::show)
        .act("/accounts/resets/{id}/confirm", manage, resets::confirm)
        .form("/accounts/resets/{id}")
        .elevated()
        .act("/accounts/resets/{id}/refuse", manage, resets::refuse)
        .form("/accounts/resets/{id}")
        .page("/accounts/{id}", manage, pages::show)
        .page("/accounts/{id}/grant", manage, pages::grant)
        .act("/accounts/{id}/grant", manage, acts::grant)
        .elevated()
        .act("/accounts/{id}/revoke", manage, acts::revoke)
        .form("/accounts/{id}")
        .elevated()
        .act("/accounts/{id}/disable", manage, acts::disable)
        .form("/accounts/{id}")
        .elevated()
        .act("/accounts/{id}/enable", manage, acts::enable)
        .form("/accounts/{id}")
        .elevated()
        .act("/accounts/{id}/reset", manage, resets::ask)
        .form("/accounts/{id}")
        .elevated()
        .all_in_person()
}
