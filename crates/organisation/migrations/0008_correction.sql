-- What members ask to have put right in their own entry of the register; the number of a document, if one is told, lies sealed.
CREATE TABLE correction (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  status TEXT NOT NULL,
  note TEXT,
  sealed BYTEA,
  asked_at BIGINT NOT NULL,
  asked_by BYTEA NOT NULL,
  decided_at BIGINT,
  decided_by BYTEA,
  reason TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT correction_pk PRIMARY KEY (union_id, id),
  CONSTRAINT correction_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT correction_status CHECK (
    (status = 'waiting' AND decided_at IS NULL AND decided_by IS NULL AND reason IS NULL)
    OR (status IN ('approved', 'withdrawn') AND sealed IS NULL AND decided_at IS NOT NULL AND decided_by IS NOT NULL)
    OR (status = 'declined' AND sealed IS NULL AND decided_at IS NOT NULL AND decided_by IS NOT NULL AND reason IS NOT NULL))
);
CREATE INDEX correction_by_status ON correction (union_id, status, asked_at);
CREATE INDEX correction_by_member ON correction (union_id, member_id, asked_at);

CREATE TABLE correction_line (
  union_id BYTEA NOT NULL,
  correction_id BYTEA NOT NULL,
  field TEXT NOT NULL,
  wanted TEXT NOT NULL,
  CONSTRAINT correction_line_pk PRIMARY KEY (union_id, correction_id, field),
  CONSTRAINT correction_line_of FOREIGN KEY (union_id, correction_id) REFERENCES correction (union_id, id)
);
