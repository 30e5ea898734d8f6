//! Proofs of a claim: papers brought as photos or files by the person or the office, sealed as the claim is. That a paper is there
//! the office says, having looked at it.

use archive::Ready;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Attachment, Done, Record, Refusal, Reply, View, reveal};

use super::seen;
use crate::{
    insurance::{
        CLAIM,
        event::Happened,
        model::{Cannot, ClaimId, Paper, ProofId},
        reach, store,
    },
    proof,
};

/// The name of the proofs, in events of readings.
pub(super) const PROOFS: &str = "proofs";

/// Most proofs of a claim.
const MOST: usize = 40;

/// Proofs that are brought.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct BringProofs {
    id: ClaimId,
    /// Which paper they show.
    kind: Paper,
}

/// Looks at the files before the transaction.
pub(in crate::insurance) fn prepare(view: &View<'_>, form: BringProofs) -> Reply<(BringProofs, Vec<Ready>)> {
    seen(view, form.id)?;
    Ok((form, proof::ready(view)?))
}

/// Adds proofs to a claim that has no answer yet.
pub(in crate::insurance) fn bring(act: &mut Act<'_>, (form, files): (BringProofs, Vec<Ready>)) -> Reply<Done> {
    let (claim, _) = seen(act, form.id)?;
    if !claim.state.takes_proofs() {
        return Err(Cannot::State.into());
    }
    if !claim.what.event.papers().contains(&form.kind) {
        return Err(Refusal::field("kind", "web.refusal.wrong").into());
    }
    let had = store::proofs(act, act.union(), claim.id)?.len();
    proof::room(had, files.len(), MOST)?;
    for file in &files {
        let proof: ProofId = act.id();
        store::add_proof(act, (claim.id, proof), form.kind, file)?;
        act.note(&Happened::Proved { claim: claim.id, proof })?;
    }
    Ok(Done::to(format!("/claims/{}", claim.id))
        .record(claim.id)
        .say("insurance.proofs.done"))
}

/// Which proof.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct This {
    id: ClaimId,
    proof: ProofId,
}

/// Hands a proof out to the person, or to a reader whose reading was just recorded.
pub(in crate::insurance) fn file(view: &View<'_>, q: This) -> Reply<Attachment> {
    let (claim, _) = seen(view, q.id)?;
    let own = reach::me(view) == Some(claim.member);
    if !own && !reveal::is_open(view, Record::new(CLAIM, q.id), PROOFS)? {
        return Err(Refusal::new("insurance.proofs.closed")
            .next(format!("/claims/{}", q.id))
            .status(403)
            .into());
    }
    Ok(store::proof(view, view.union(), (q.id, q.proof))?.ok_or_else(Refusal::missing)?)
}
