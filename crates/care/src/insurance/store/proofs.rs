//! Proofs of claims in the store.

use ::store::{Error, Reader, Sql, secret::Sealed};
use kernel::UnionId;
use web::{Act, Attachment};

use super::super::{
    CLAIM,
    model::{ClaimId, Paper, ProofId, ProofLine},
};
use crate::proof::{self, gone::Home};

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

/// Where proofs of claims are kept, and until when: so many months after the money came, the refusal, or the withdrawal.
pub static HOME: Home = Home {
    record: CLAIM,
    rule: &rules::key::INSURANCE_PROOFS,
    one: Sql::union(
        "SELECT paper, size, at, account_id FROM claim_proof WHERE union_id = $1 AND claim_id = $2 AND id = $3",
    ),
    remove: Sql::union(
        "DELETE FROM claim_proof WHERE union_id = $1 AND claim_id = $2 AND id = $3
         AND EXISTS (SELECT 1 FROM claim c WHERE c.union_id = $1 AND c.id = $2 AND c.version = $4)",
    ),
    delete: Sql::union("DELETE FROM claim_proof WHERE union_id = $1 AND claim_id = $2 AND id = $3"),
    ended: Sql::union(
        "SELECT p.claim_id, p.id, e.day, e.at FROM claim_proof p JOIN
           (SELECT c.id, CASE c.status WHEN 'paid' THEN c.paid_on WHEN 'refused' THEN c.answered_on END AS day,
              CASE c.status WHEN 'withdrawn' THEN (SELECT MAX(e.at) FROM event e WHERE e.union_id = $1 AND e.record_kind = 'claim'
                AND e.record_id = c.id AND e.kind = 'claim.withdrawn') END AS at
            FROM claim c WHERE c.union_id = $1 AND c.status IN ('paid', 'refused', 'withdrawn')) e ON e.id = p.claim_id
         WHERE p.union_id = $1 AND (e.day <= $2 OR e.at <= $3) ORDER BY p.id LIMIT $4",
    ),
    brought: Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'claim.proved' ORDER BY id"),
    all: Sql::union("SELECT id FROM claim_proof WHERE union_id = $1 ORDER BY id"),
};

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
