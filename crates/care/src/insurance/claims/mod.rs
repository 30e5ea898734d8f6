//! Claims: the list, the form, one of them, and what is done with it.

mod acts;
mod form;
mod list;
mod proofs;
mod show;

pub(super) use acts::{answer, papers, pay, reveal, send, unpay, withdraw};
pub(super) use form::{ClaimForm, Told, edit, edit_page, form_of, make, new_page, record};
pub(super) use list::{badge, list};
pub(super) use proofs::{bring, file, prepare, remove, remove_page};
pub(super) use show::show;

use org::power::INSURANCE_CLAIM;
use web::{Refusal, Reply, View};

use super::{
    model::{Claim, ClaimId},
    reach, store,
};

/// Who looks at a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Eyes {
    /// Whoever handles claims.
    Office,
    /// The person it is about.
    Own,
}

/// A claim that the reader may handle, or that is about them; absent otherwise.
pub(super) fn seen(view: &View<'_>, id: ClaimId) -> Reply<(Claim, Eyes)> {
    let claim = store::claim(view, view.union(), id)?;
    if reach::me(view) == Some(claim.member) {
        let office = view.actor().may(INSURANCE_CLAIM);
        return Ok((claim, if office { Eyes::Office } else { Eyes::Own }));
    }
    if view.actor().may(INSURANCE_CLAIM) {
        Ok((claim, Eyes::Office))
    } else {
        Err(Refusal::missing().into())
    }
}

/// A claim for whoever handles it: nobody handles their own.
pub(super) fn handled(view: &View<'_>, id: ClaimId) -> Reply<Claim> {
    let (claim, _) = seen(view, id)?;
    if reach::me(view) == Some(claim.member) {
        return Err(Refusal::new("insurance.cannot.own").status(403).into());
    }
    Ok(claim)
}
