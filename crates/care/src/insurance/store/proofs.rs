//! Proofs of claims in the store.

use ::store::{Error, Reader, Sql, secret::Sealed};
use kernel::UnionId;
use web::{Act, Attachment};

use super::super::model::{ClaimId, Paper, ProofId, ProofLine};
use crate::proof;

/// Name, kind of file and content of a proof.
pub(super) const PROOF: Sealed = Sealed::of_union("claim_proof", "sealed", "id");

const ADD: Sql = Sql::union(
    "INSERT INTO claim_proof (union_id, id, claim_id, paper, sealed, size, at, account_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const ALL: Sql = Sql::union(
    "SELECT id, paper, size, at FROM claim_proof WHERE union_id = $1 AND claim_id = $2 ORDER BY id LIMIT 200",
);
const GET: Sql = Sql::union("SELECT sealed FROM claim_proof WHERE union_id = $1 AND claim_id = $2 AND id = $3");

/// Keeps a proof of a claim, sealed.
pub(in super::super) fn add_proof(
    act: &Act<'_>,
    (claim, id): (ClaimId, ProofId),
    paper: Paper,
    file: &archive::Ready,
) -> Result<(), Error> {
    let union = act.union();
    let (sealed, size) = proof::seal(act.writer(), PROOF.at(union, id), file)?;
    let (now, by) = (act.now(), act.actor().account);
    act.run(ADD, &[&union, &id, &claim, &paper, &sealed, &size, &now, &by])
        .map(drop)
}

/// The proofs of a claim, without their contents, in the order in which they were brought.
pub(in super::super) fn proofs(read: &Reader, union: UnionId, claim: ClaimId) -> Result<Vec<ProofLine>, Error> {
    read.rows(ALL, &[&union, &claim], |row| {
        Ok(ProofLine {
            id: row.get(0)?,
            paper: row.get(1)?,
            size: row.get(2)?,
            at: row.get(3)?,
        })
    })
}

/// A proof of this claim, opened; none if there is none or its key was lost.
pub(in super::super) fn proof(
    read: &Reader,
    union: UnionId,
    (claim, id): (ClaimId, ProofId),
) -> Result<Option<Attachment>, Error> {
    let found: Option<Vec<u8>> = read.opt(GET, &[&union, &claim, &id], |row| row.get(0))?;
    match found {
        Some(sealed) => proof::open(read, PROOF.at(union, id), &sealed),
        None => Ok(None),
    }
}
