//! One's own: what a person sees and settles about their own account in the union. Nobody else comes here, and no program.

use web::{Access::SignedIn, Routes};

mod event;
mod tokens;

/// The doors of this system.
#[must_use]
pub fn routes() -> Routes {
    Routes::new("own")
        .page("/me/tokens", SignedIn, tokens::list)
        .page("/me/tokens/new", SignedIn, tokens::form)
        .act("/me/tokens/new", SignedIn, tokens::make)
        .elevated()
        .page("/me/tokens/{id}", SignedIn, tokens::show)
        .act("/me/tokens/{id}/end", SignedIn, tokens::end)
        .form("/me/tokens/{id}")
        .all_in_person()
}
