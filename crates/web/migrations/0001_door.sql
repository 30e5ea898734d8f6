-- Accounts, sessions and refused sign-ins belong to the installation, not to a union: one person may
-- hold posts in several unions.
CREATE TABLE account (
  id BYTEA NOT NULL,
  sign_key TEXT NOT NULL,
  sign_name TEXT NOT NULL,
  name TEXT NOT NULL,
  password TEXT,
  status TEXT NOT NULL,
  lang TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT account_pk PRIMARY KEY (id),
  CONSTRAINT account_sign_key UNIQUE (sign_key),
  CONSTRAINT account_status CHECK (status IN ('active', 'disabled')),
  CONSTRAINT account_lang CHECK (lang IN ('zh-Hans', 'en'))
);

CREATE TABLE session (
  token BYTEA NOT NULL,
  id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  looking_at BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  agent TEXT NOT NULL,
  address TEXT NOT NULL,
  CONSTRAINT session_pk PRIMARY KEY (token),
  CONSTRAINT session_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX session_by_account ON session (account_id, seen_at);

-- Failures in a row, by account (`name:…`) and by address (`address:…`).
CREATE TABLE attempt (
  subject TEXT NOT NULL,
  failures BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  CONSTRAINT attempt_pk PRIMARY KEY (subject)
);

CREATE TABLE event (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  body TEXT NOT NULL,
  sealed BIGINT NOT NULL,
  CONSTRAINT event_pk PRIMARY KEY (union_id, id)
);
CREATE INDEX event_by_record ON event (union_id, record_kind, record_id, id);
CREATE INDEX event_unsealed ON event (union_id, id) WHERE sealed = 0;

CREATE TABLE once (
  union_id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  key TEXT NOT NULL,
  digest BYTEA NOT NULL,
  answer TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT once_pk PRIMARY KEY (union_id, account_id, key)
);
