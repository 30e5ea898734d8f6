-- A new password by officers takes two of them: one asks, another confirms, neither of them the person. The confirmation makes
-- the one-time code.
CREATE TABLE reset_request (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  reason TEXT NOT NULL,
  second BIGINT NOT NULL,
  asked_by BYTEA NOT NULL,
  asked_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  decided_by BYTEA,
  decided_at BIGINT,
  invitation_id BYTEA,
  CONSTRAINT reset_request_pk PRIMARY KEY (union_id, id),
  CONSTRAINT reset_request_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT reset_request_second CHECK (second IN (0, 1)),
  CONSTRAINT reset_request_by CHECK (asked_by <> account_id),
  CONSTRAINT reset_request_status CHECK (
    (status = 'asked' AND decided_by IS NULL AND decided_at IS NULL AND invitation_id IS NULL)
    OR (status = 'confirmed' AND decided_by IS NOT NULL AND decided_by <> asked_by AND decided_by <> account_id
        AND decided_at IS NOT NULL AND invitation_id IS NOT NULL)
    OR (status = 'refused' AND decided_by IS NOT NULL AND decided_at IS NOT NULL AND invitation_id IS NULL))
);
CREATE INDEX reset_request_open ON reset_request (union_id, status, asked_at);
CREATE INDEX reset_request_by_invitation ON reset_request (union_id, invitation_id);
