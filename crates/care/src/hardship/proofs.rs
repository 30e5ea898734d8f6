//! Proofs of what a dossier says: brought, sealed, handed out to a reader whose reading was just recorded.

use archive::Ready;
use kernel::{Id, Text};
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
use crate::proof::{
    self, RemovePage, Removing, Why,
    gone::{self, AnyProof},
};

/// What comes before a kind of proof in its word key.
pub(super) const WORD: &str = "hardship.proof";

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

/// A dossier whose proofs may be read now.
fn readable(view: &View<'_>, id: DossierId) -> Reply<Card> {
    let card = acts::seen(view, id)?;
    if !is_open(view, id, WHOLE)? {
        return Err(Refusal::new("hardship.refusal.closed")
            .next(format!("/hardships/{id}"))
            .status(403)
            .into());
    }
    Ok(card)
}

/// Hands a proof out to a reader whose reading was just recorded.
pub(super) fn file(view: &View<'_>, q: ThisProof) -> Reply<Attachment> {
    let card = readable(view, q.id)?;
    handed(view, &card, q.proof)
}

pub(super) fn handed(view: &View<'_>, card: &Card, proof: ProofId) -> Reply<Attachment> {
    Ok(store::proof(view, view.union(), card.id, proof)?.ok_or_else(Refusal::missing)?)
}

fn at(card: &Card, proof: ProofId) -> (Id<()>, AnyProof) {
    (Id::new(card.id.raw()), Id::new(proof.raw()))
}

/// Whether a dossier has this proof, or had it.
pub(super) fn belongs(view: &View<'_>, card: &Card, proof: ProofId) -> Reply<bool> {
    Ok(gone::knows(view, view.union(), &store::PROOFS, at(card, proof))?)
}

/// Refuses to remove a proof that a decision over the dossier rests on: one that was there when it was made.
fn removable(view: &View<'_>, card: &Card, proof: ProofId) -> Reply<()> {
    let line = gone::line(view, view.union(), &store::PROOFS, at(card, proof))?;
    let decided = store::decided_at(view, view.union(), card.id)?;
    match decided.filter(|decided| line.at <= *decided) {
        Some(decided) => Err(Refusal::new("hardship.refusal.rests")
            .arg("day", decided.day())
            .status(409)
            .into()),
        None => Ok(()),
    }
}

/// Asks why a proof is wrong, for whoever may remove it.
pub(super) fn ask_why(view: &View<'_>, card: &Card, proof: ProofId, doors: (String, String)) -> Reply<RemovePage> {
    removable(view, card, proof)?;
    let (back, action) = doors;
    Removing {
        at: at(card, proof),
        version: card.version,
        word: WORD,
        back,
        action,
    }
    .page(view, &store::PROOFS)
}

/// Removes a wrong proof that the actor may read.
pub(super) fn remove_it(act: &Act<'_>, card: &Card, proof: ProofId, said: (i64, &str)) -> Reply<()> {
    removable(act, card, proof)?;
    gone::remove(act, &store::PROOFS, at(card, proof), said)
}

/// Asks why a proof is wrong.
pub(super) fn remove_page(view: &View<'_>, q: ThisProof) -> Reply<RemovePage> {
    let card = readable(view, q.id)?;
    let back = format!("/hardships/{}", q.id);
    let action = format!("{back}/proofs/{}/remove", q.proof);
    ask_why(view, &card, q.proof, (back, action))
}

/// A proof that is wrong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub(super) struct Remove {
    id: DossierId,
    proof: ProofId,
    version: i64,
    why: Why,
}

/// Removes a wrong proof, by an officer whose reading was just recorded.
pub(super) fn remove(act: &mut Act<'_>, form: Remove) -> Reply<Done> {
    let card = readable(act, form.id)?;
    remove_it(act, &card, form.proof, (form.version, &form.why))?;
    Ok(done(card.id, "care.proof.is_removed"))
}
