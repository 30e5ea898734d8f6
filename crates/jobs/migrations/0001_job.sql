-- Work that a request does not wait for. Noted in the transaction that wants it; done once.
CREATE TABLE job (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  account_id BYTEA NOT NULL,
  state TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  result TEXT,
  trouble TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  CONSTRAINT job_pk PRIMARY KEY (union_id, id),
  CONSTRAINT job_key UNIQUE (union_id, key),
  CONSTRAINT job_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  CONSTRAINT job_finished CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'failed')))
);
CREATE INDEX job_of_account ON job (union_id, account_id, created_at);
CREATE INDEX job_open ON job (union_id, run_at) WHERE finished_at IS NULL;
