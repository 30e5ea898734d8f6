-- Identities at an outside provider, each tied to one account by its own person. `subject` is the provider's key of the person.
CREATE TABLE outside_identity (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  account_id BYTEA NOT NULL,
  name TEXT,
  tied_at BIGINT NOT NULL,
  used_at BIGINT,
  CONSTRAINT outside_identity_pk PRIMARY KEY (issuer, subject),
  CONSTRAINT outside_identity_once UNIQUE (issuer, account_id),
  CONSTRAINT outside_identity_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX outside_identity_by_account ON outside_identity (account_id);

-- A browser that was sent to the provider and is not back yet. With an account: to tie the identity to it. `state` and `browser`
-- are digests of what the browser carries; `nonce` and `verifier` open nothing without the code that only comes back to it.
CREATE TABLE outside_visit (
  state BYTEA NOT NULL,
  browser BYTEA NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  account_id BYTEA,
  next_path TEXT NOT NULL,
  begun_at BIGINT NOT NULL,
  CONSTRAINT outside_visit_pk PRIMARY KEY (state),
  CONSTRAINT outside_visit_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX outside_visit_begun ON outside_visit (begun_at);
