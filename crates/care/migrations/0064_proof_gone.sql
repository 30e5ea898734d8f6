-- Proofs that are no longer there: removed because one was wrong, or deleted once the time of keeping was over. The bytes are gone;
-- that there was a paper, of which kind, and on which day and why it went, stays. Why somebody removed one is sealed.
CREATE TABLE proof_gone (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  gone_on TEXT NOT NULL,
  gone_by BYTEA,
  why BYTEA,
  rule_id BYTEA,
  months BIGINT,
  basis TEXT,
  CONSTRAINT proof_gone_pk PRIMARY KEY (union_id, id),
  CONSTRAINT proof_gone_record CHECK (record_kind IN ('claim', 'hardship')),
  CONSTRAINT proof_gone_by CHECK ((gone_by IS NULL) = (why IS NULL) AND (gone_by IS NULL) = (rule_id IS NOT NULL)),
  CONSTRAINT proof_gone_rule CHECK ((rule_id IS NULL) = (months IS NULL) AND (rule_id IS NULL) = (basis IS NULL))
);
CREATE INDEX proof_gone_by_record ON proof_gone (union_id, record_kind, record_id, id);
