-- When the password was last given in a session: acts that weigh heavily ask for it again after a few minutes.
ALTER TABLE session ADD COLUMN proved_at BIGINT;

-- Personal access tokens: a program works for its person in one union, within the powers named here. Only a digest is kept.
CREATE TABLE access_token (
  digest BYTEA NOT NULL,
  id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  powers TEXT NOT NULL,
  acts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  seen_at BIGINT,
  ended_at BIGINT,
  CONSTRAINT access_token_pk PRIMARY KEY (digest),
  CONSTRAINT access_token_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT access_token_acts CHECK (acts IN (0, 1)),
  CONSTRAINT access_token_life CHECK (expires_at > created_at)
);
CREATE INDEX access_token_by_account ON access_token (account_id, created_at);
