-- A session whose password was right and whose second factor is still asked for: it opens nothing yet.
ALTER TABLE session ADD COLUMN second_due BIGINT;

-- The second factor of an account (RFC 6238). Without `since` it is being set up. `step` is the last time step whose code was
-- taken: no code is taken twice.
CREATE TABLE second_factor (
  account_id BYTEA NOT NULL,
  secret BYTEA NOT NULL,
  begun_at BIGINT NOT NULL,
  since BIGINT,
  step BIGINT NOT NULL,
  CONSTRAINT second_factor_pk PRIMARY KEY (account_id),
  CONSTRAINT second_factor_account FOREIGN KEY (account_id) REFERENCES account (id)
);

-- One-time codes for whoever has lost the phone. `digest` is a blind index, made with the installation's key.
CREATE TABLE recovery_code (
  account_id BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  used_at BIGINT,
  CONSTRAINT recovery_code_pk PRIMARY KEY (account_id, digest),
  CONSTRAINT recovery_code_account FOREIGN KEY (account_id) REFERENCES account (id)
);
