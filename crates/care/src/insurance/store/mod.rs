//! Mutual insurance in the store.

mod batches;
mod claims;
mod plans;
mod proofs;
mod reasons;

pub(super) use batches::{
    Insured, MOST as BATCHES, add_batch, add_people, add_renewed, batch, batches, beneficiary, cover, covered,
    covers_of, covers_on, drop_batch, edit_batch, ending, forget_ahead, hand_in, has_line, insured, insured_count,
    remove, renewed, set_ahead, set_beneficiary, sums,
};
pub(super) use claims::{
    Bank, MOST as CLAIMS, Secret, add_claim, ask_counts, bank, change_claim, claim, claims, counts, earlier, late,
    of_member, papers, secret, set_bank, set_papers, set_state,
};
pub(super) use plans::{add_plan, confirm, edit_plan, end_plan, in_use, next_of, plan, plans};

pub use proofs::HOME as PROOFS;
pub(super) use proofs::{add_proof, proof, proofs};
pub use reasons::Sealing;
pub(super) use reasons::reason;

use ::store::secret::Sealed;

/// Columns whose values are sealed: who has the money after a death; what happened, the account, why it was answered so, proofs.
pub const SEALED: &[Sealed] = &[
    batches::BENEFICIARY,
    claims::SEALED,
    claims::BANK,
    reasons::REASON,
    proofs::PROOF,
];
