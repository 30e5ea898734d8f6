//! Proofs of what a dossier says: brought, sealed, handed out to a reader whose reading was just recorded.

use archive::Ready;
use kernel::Text;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Act, Attachment, Done, Refusal, Reply, View};

use super::{
    acts::{self, WHOLE, done, is_open},
    event::Happened,
    items::PROOFS,
    model::{Card, DossierId, ProofId},
    store,
};
use crate::proof;

/// Most proofs of a dossier.
const MOST_PROOFS: usize = 60;

/// Proofs that are brought.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Bring {
    id: DossierId,
    /// What they prove.
    kind: Text<20>,
}

/// Looks at the files before the transaction.
pub(super) fn prepare(view: &View<'_>, form: Bring) -> Reply<(Bring, Vec<Ready>)> {
    acts::seen(view, form.id)?;
    Ok((form, proof::ready(view)?))
}

/// Adds proofs to a dossier, sealed.
pub(super) fn bring(act: &mut Act<'_>, (form, files): (Bring, Vec<Ready>)) -> Reply<Done> {
    let card = acts::seen(act, form.id)?;
    add_proofs(act, &card, &form.kind, &files)?;
    Ok(done(card.id, "hardship.said.proved"))
}

pub(super) fn add_proofs(act: &Act<'_>, card: &Card, kind: &str, files: &[Ready]) -> Reply<()> {
    let kind = PROOFS.iter().find(|known| **known == kind);
    let kind = kind.ok_or_else(|| Refusal::field("kind", "web.refusal.wrong"))?;
    let had = store::proofs(act, act.union(), card.id)?.len();
    proof::room(had, files.len(), MOST_PROOFS)?;
    for file in files {
        let proof: ProofId = act.id();
        store::add_proof(act, card.id, proof, kind, file)?;
        act.note(&Happened::Proved {
            dossier: card.id,
            proof,
        })?;
    }
    Ok(())
}

/// Which proof.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub(super) struct ThisProof {
    id: DossierId,
    proof: ProofId,
}

/// Hands a proof out to a reader whose reading was just recorded.
pub(super) fn file(view: &View<'_>, q: ThisProof) -> Reply<Attachment> {
    let card = acts::seen(view, q.id)?;
    if !is_open(view, q.id, WHOLE)? {
        return Err(Refusal::new("hardship.refusal.closed")
            .next(format!("/hardships/{}", q.id))
            .status(403)
            .into());
    }
    handed(view, &card, q.proof)
}

pub(super) fn handed(view: &View<'_>, card: &Card, proof: ProofId) -> Reply<Attachment> {
    Ok(store::proof(view, view.union(), card.id, proof)?.ok_or_else(Refusal::missing)?)
}
