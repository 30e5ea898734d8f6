-- Proofs of a claim, brought as photos or files: name, kind of file and content under one seal.
CREATE TABLE claim_proof (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  claim_id BYTEA NOT NULL,
  paper TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  CONSTRAINT claim_proof_pk PRIMARY KEY (union_id, id),
  CONSTRAINT claim_proof_claim FOREIGN KEY (union_id, claim_id) REFERENCES claim (union_id, id)
);
CREATE INDEX claim_proof_by_claim ON claim_proof (union_id, claim_id, id);
