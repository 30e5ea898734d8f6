//! Proofs of dossiers in the store.

use ::store::{Error, Reader, Sql, secret::Sealed};
use kernel::{Instant, UnionId};
use web::{Act, Attachment};

use super::super::{
    KIND,
    model::{DossierId, ProofId},
};
use crate::proof::{self, gone::Home};

/// Name, kind of file and content of a proof.
pub const PROOF: Sealed = Sealed::of_union("hardship_proof", "sealed", "id");

const ADD_PROOF: Sql = Sql::union(
    "INSERT INTO hardship_proof (union_id, id, dossier_id, kind, sealed, size, at, account_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const PROOFS: Sql = Sql::union(
    "SELECT id, kind, size, at FROM hardship_proof WHERE union_id = $1 AND dossier_id = $2 ORDER BY id LIMIT 200",
);
const PROOF_OF: Sql = Sql::union("SELECT dossier_id, sealed FROM hardship_proof WHERE union_id = $1 AND id = $2");
/// The last decision over a dossier. Its proofs of before are what it rests on, also where it was returned afterwards.
const DECIDED: Sql = Sql::union(
    "SELECT MAX(at) FROM hardship_step WHERE union_id = $1 AND dossier_id = $2
     AND kind IN ('reviewed', 'refused', 'filed', 'rechecked', 'exited')",
);

/// Where proofs of dossiers are kept, and until when: so many months after the household left, was refused, or withdrew.
pub static HOME: Home = Home {
    record: KIND,
    rule: &rules::key::HARDSHIP_PROOFS,
    one: Sql::union(
        "SELECT kind, size, at, account_id FROM hardship_proof WHERE union_id = $1 AND dossier_id = $2 AND id = $3",
    ),
    remove: Sql::union(
        "DELETE FROM hardship_proof WHERE union_id = $1 AND dossier_id = $2 AND id = $3
         AND EXISTS (SELECT 1 FROM hardship h WHERE h.union_id = $1 AND h.id = $2 AND h.version = $4)",
    ),
    delete: Sql::union("DELETE FROM hardship_proof WHERE union_id = $1 AND dossier_id = $2 AND id = $3"),
    // a dossier ends on a day, so the moment $3 is not asked for
    ended: Sql::union(
        "SELECT p.dossier_id, p.id, h.since, CAST(NULL AS BIGINT) FROM hardship_proof p
         JOIN hardship h ON h.union_id = p.union_id AND h.id = p.dossier_id
         WHERE p.union_id = $1 AND h.status IN ('exited', 'refused', 'withdrawn') AND h.since <= $2
           AND CAST($3 AS BIGINT) IS NOT NULL ORDER BY p.id LIMIT $4",
    ),
    brought: Sql::union("SELECT id, body FROM event WHERE union_id = $1 AND kind = 'hardship.proved' ORDER BY id"),
    all: Sql::union("SELECT id FROM hardship_proof WHERE union_id = $1 ORDER BY id"),
};

/// A proof, without its content.
#[derive(Clone)]
pub(in super::super) struct ProofLine {
    pub id: ProofId,
    pub kind: String,
    pub size: i64,
    pub at: Instant,
}

pub(in super::super) fn add_proof(
    act: &Act<'_>,
    dossier: DossierId,
    id: ProofId,
    kind: &str,
    file: &archive::Ready,
) -> Result<(), Error> {
    let (w, union) = (act.writer(), act.union());
    let (sealed, size) = proof::seal(w, PROOF.at(union, id), file)?;
    let by = act.actor().account;
    w.run(
        ADD_PROOF,
        &[&union, &id, &dossier, &kind, &sealed, &size, &act.now(), &by],
    )
    .map(drop)
}

pub(in super::super) fn proofs(read: &Reader, union: UnionId, dossier: DossierId) -> Result<Vec<ProofLine>, Error> {
    read.rows(PROOFS, &[&union, &dossier], |row| {
        Ok(ProofLine {
            id: row.get(0)?,
            kind: row.get(1)?,
            size: row.get(2)?,
            at: row.get(3)?,
        })
    })
}

/// A proof of this dossier, opened; none if there is none or its key was lost.
pub(in super::super) fn proof(
    read: &Reader,
    union: UnionId,
    dossier: DossierId,
    id: ProofId,
) -> Result<Option<Attachment>, Error> {
    let found: Option<(DossierId, Vec<u8>)> =
        read.opt(PROOF_OF, &[&union, &id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((_, sealed)) = found.filter(|(of, _)| *of == dossier) else {
        return Ok(None);
    };
    proof::open(read, PROOF.at(union, id), &sealed)
}

/// When the last decision over a dossier was made; none if there was none.
pub(in super::super) fn decided_at(
    read: &Reader,
    union: UnionId,
    dossier: DossierId,
) -> Result<Option<Instant>, Error> {
    read.one(DECIDED, &[&union, &dossier], |row| row.get(0))
}
