-- What can be counted. Written from the systems' declarations at every start, so that the register and
-- anyone who reads the database knows names and units.
CREATE TABLE measure (
  key TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  unit TEXT NOT NULL,
  field TEXT NOT NULL,
  position BIGINT NOT NULL,
  CONSTRAINT measure_pk PRIMARY KEY (key)
);

-- The register of facts: append-only. A correction is a reversal and a new fact.
CREATE TABLE fact (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  day TEXT NOT NULL,
  measure TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  branch_id BYTEA,
  person_id BYTEA,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  reverses BYTEA,
  account_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT fact_pk PRIMARY KEY (union_id, id),
  CONSTRAINT fact_measure FOREIGN KEY (measure) REFERENCES measure (key),
  CONSTRAINT fact_reverses FOREIGN KEY (union_id, reverses) REFERENCES fact (union_id, id),
  CONSTRAINT fact_reversed_once UNIQUE (union_id, reverses)
);
CREATE INDEX fact_by_day ON fact (union_id, day, measure, quantity);
CREATE INDEX fact_by_measure ON fact (union_id, measure, day, quantity);
CREATE INDEX fact_by_record ON fact (union_id, record_kind, record_id);

-- A closed period takes no more facts; reopening is an act of its own, with a reason.
CREATE TABLE period_close (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  period TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  closed_at BIGINT NOT NULL,
  closed_by BYTEA NOT NULL,
  reopened_at BIGINT,
  reopened_by BYTEA,
  why TEXT,
  CONSTRAINT period_close_pk PRIMARY KEY (union_id, id),
  CONSTRAINT period_close_reopened CHECK ((reopened_at IS NULL) = (reopened_by IS NULL) AND (reopened_at IS NULL) = (why IS NULL))
);
CREATE INDEX period_close_by_day ON period_close (union_id, first_day, last_day);

-- The Merkle log of a union: batches of events, each bound to the batches before it.
CREATE TABLE seal (
  union_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  events BIGINT NOT NULL,
  root BYTEA NOT NULL,
  head BYTEA NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT seal_pk PRIMARY KEY (union_id, number)
);
