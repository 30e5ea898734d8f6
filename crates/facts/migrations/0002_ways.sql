-- Ways to the facts of one branch and of one person.
CREATE INDEX fact_by_branch ON fact (union_id, branch_id, day, measure, quantity) WHERE branch_id IS NOT NULL;
CREATE INDEX fact_by_person ON fact (union_id, person_id, day) WHERE person_id IS NOT NULL;

-- What verify found, run by run.
CREATE TABLE verify_run (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  seals BIGINT NOT NULL,
  sealed BIGINT NOT NULL,
  unsealed BIGINT NOT NULL,
  facts BIGINT NOT NULL,
  head TEXT NOT NULL,
  found BIGINT NOT NULL,
  differences TEXT NOT NULL,
  CONSTRAINT verify_run_pk PRIMARY KEY (union_id, id),
  CONSTRAINT verify_run_found CHECK ((found = 0) = (differences = '[]'))
);
