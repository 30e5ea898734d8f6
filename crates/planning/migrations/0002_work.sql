-- Work done: recorded once, where it happened. Its figures stand in the register as facts; here they stand
-- as they were told. A correction is a new version; work withdrawn keeps its row and its reason.
CREATE TABLE work (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  task_id BYTEA,
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  title TEXT NOT NULL,
  place TEXT,
  branch_id BYTEA,
  events BIGINT,
  people BIGINT,
  households BIGINT,
  items BIGINT,
  money BIGINT,
  result TEXT,
  status TEXT NOT NULL,
  why TEXT,
  account_id BYTEA NOT NULL,
  recorded_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT work_pk PRIMARY KEY (union_id, id),
  CONSTRAINT work_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id),
  CONSTRAINT work_branch FOREIGN KEY (union_id, branch_id) REFERENCES body (union_id, id),
  CONSTRAINT work_status CHECK (status IN ('told', 'withdrawn')),
  CONSTRAINT work_why CHECK ((why IS NOT NULL) = (status = 'withdrawn')),
  CONSTRAINT work_figures CHECK (COALESCE(events, 0) >= 0 AND COALESCE(people, 0) >= 0 AND COALESCE(households, 0) >= 0
    AND COALESCE(items, 0) >= 0 AND COALESCE(money, 0) >= 0)
);
CREATE INDEX work_by_day ON work (union_id, day, id);
CREATE INDEX work_by_task ON work (union_id, task_id);

-- The year's summary: headed sections of prose in which figures are places such as {慰问人次}. `part` says what a
-- section was drafted as; sections that people added have none.
CREATE TABLE summary (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  title TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CONSTRAINT summary_pk PRIMARY KEY (union_id, id),
  CONSTRAINT summary_year UNIQUE (union_id, year),
  CONSTRAINT summary_year_within CHECK (year BETWEEN 1980 AND 2100)
);
CREATE TABLE summary_section (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  summary_id BYTEA NOT NULL,
  position BIGINT NOT NULL,
  part TEXT,
  heading TEXT NOT NULL,
  body TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT summary_section_pk PRIMARY KEY (union_id, id),
  CONSTRAINT summary_section_of FOREIGN KEY (union_id, summary_id) REFERENCES summary (union_id, id),
  CONSTRAINT summary_section_place UNIQUE (union_id, summary_id, position),
  CONSTRAINT summary_section_version CHECK (version > 0)
);
