-- What one person received from the union, whichever system gave it: caps over a year and the member's own page read it.
-- A batch is what one act gave; its event tells its sum and digest.
CREATE TABLE given (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  batch_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  amount BIGINT NOT NULL,
  what TEXT NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  taken_back_at BIGINT,
  CONSTRAINT given_pk PRIMARY KEY (union_id, id),
  CONSTRAINT given_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT given_amount CHECK (amount >= 0)
);
CREATE INDEX given_by_member ON given (union_id, member_id, day);
CREATE INDEX given_by_kind ON given (union_id, kind, day);
CREATE INDEX given_by_record ON given (union_id, record_kind, record_id);
CREATE INDEX given_by_batch ON given (union_id, batch_id);
