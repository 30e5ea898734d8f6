-- A union that stands under none asks another to take it below itself; the other agrees or refuses. Both sides have agreed before
-- anything of the one is seen by the other.
CREATE TABLE union_asking (
  id BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  under_id BYTEA NOT NULL,
  day TEXT NOT NULL,
  basis TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_name TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  ended_name TEXT,
  ended_at BIGINT,
  why TEXT,
  CONSTRAINT union_asking_pk PRIMARY KEY (id),
  CONSTRAINT union_asking_union FOREIGN KEY (union_id) REFERENCES union_node (union_id),
  CONSTRAINT union_asking_under FOREIGN KEY (under_id) REFERENCES union_node (union_id),
  CONSTRAINT union_asking_itself CHECK (union_id <> under_id),
  CONSTRAINT union_asking_state CHECK (
    (state = 'asked' AND ended_name IS NULL AND ended_at IS NULL AND why IS NULL)
    OR (state IN ('agreed', 'withdrawn') AND ended_name IS NOT NULL AND ended_at IS NOT NULL AND why IS NULL)
    OR (state = 'refused' AND ended_name IS NOT NULL AND ended_at IS NOT NULL AND why IS NOT NULL))
);
CREATE UNIQUE INDEX union_asking_open ON union_asking (union_id) WHERE state = 'asked';
CREATE INDEX union_asking_by_union ON union_asking (union_id, asked_at);
CREATE INDEX union_asking_by_under ON union_asking (under_id, state, asked_at);
