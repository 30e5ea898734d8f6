//! Proofs of a claim: papers brought as photos or files by the person or the office, sealed as the claim is. That a paper is there
//! the office says, having looked at it.

use archive::Ready;
use kernel::Id;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Attachment, Done, Record, Refusal, Reply, View, reveal};

use super::seen;
use crate::{
    insurance::{
        CLAIM,
        event::Happened,
        model::{Cannot, Claim, ClaimId, Paper, ProofId},
        reach, store,
    },
    proof::{self, RemovePage, Removing, Why, gone},
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
    readable(view, q.id)?;
    Ok(store::proof(view, view.union(), (q.id, q.proof))?.ok_or_else(Refusal::missing)?)
}

/// A claim whose proofs may be read now: by the person, or after a reading was recorded.
fn readable(view: &View<'_>, id: ClaimId) -> Reply<Claim> {
    let (claim, _) = seen(view, id)?;
    let own = reach::me(view) == Some(claim.member);
    if !own && !reveal::is_open(view, Record::new(CLAIM, id), PROOFS)? {
        return Err(Refusal::new("insurance.proofs.closed")
            .next(format!("/claims/{id}"))
            .status(403)
            .into());
    }
    Ok(claim)
}

/// A claim of which a wrong proof may be removed now: no answer rests on it.
fn removable(view: &View<'_>, id: ClaimId) -> Reply<Claim> {
    let claim = readable(view, id)?;
    if claim.state.is_answered() {
        return Err(Refusal::new("insurance.proofs.rests")
            .next(format!("/claims/{id}"))
            .status(409)
            .into());
    }
    Ok(claim)
}

fn at(claim: ClaimId, proof: ProofId) -> (Id<()>, gone::AnyProof) {
    (Id::new(claim.raw()), Id::new(proof.raw()))
}

/// Asks why a proof is wrong.
pub(in crate::insurance) fn remove_page(view: &View<'_>, q: This) -> Reply<RemovePage> {
    let claim = removable(view, q.id)?;
    Removing {
        at: at(q.id, q.proof),
        version: claim.version,
        word: "insurance.paper",
        back: format!("/claims/{}", q.id),
        action: format!("/claims/{}/proofs/{}/remove", q.id, q.proof),
    }
    .page(view, &store::PROOFS)
}

/// A proof that is wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(in crate::insurance) struct Remove {
    id: ClaimId,
    proof: ProofId,
    version: i64,
    why: Why,
}

/// Removes a wrong proof by whoever may read it. That its paper counts as received stays: the office says that, and takes it back.
pub(in crate::insurance) fn remove(act: &mut Act<'_>, q: Remove) -> Reply<Done> {
    removable(act, q.id)?;
    gone::remove(act, &store::PROOFS, at(q.id, q.proof), (q.version, &q.why))?;
    Ok(Done::to(format!("/claims/{}", q.id))
        .record(q.id)
        .say("care.proof.is_removed"))
}
