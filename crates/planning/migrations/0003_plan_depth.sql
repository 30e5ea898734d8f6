-- Numbered measures (措施) under a plan's headings: what is meant to be done, with or without a day. `section` is the place
-- of the heading among the plan's headings.
CREATE TABLE plan_measure (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  section BIGINT NOT NULL,
  place BIGINT NOT NULL,
  body TEXT NOT NULL,
  span_start BIGINT,
  span_end BIGINT,
  CONSTRAINT plan_measure_pk PRIMARY KEY (union_id, id),
  CONSTRAINT plan_measure_plan FOREIGN KEY (union_id, plan_id) REFERENCES plan (union_id, id),
  CONSTRAINT plan_measure_version CHECK (version > 0),
  CONSTRAINT plan_measure_span CHECK ((span_start IS NULL) = (span_end IS NULL)),
  CONSTRAINT plan_measure_order CHECK (span_start IS NULL OR (0 <= span_start AND span_start <= span_end))
);
CREATE INDEX plan_measure_by_plan ON plan_measure (union_id, plan_id, section, place, id);

-- The measure that a dated act carries out. No foreign key: SQLite adds none to a table that stands; whoever takes a
-- measure away clears it here in the same act.
ALTER TABLE plan_entry ADD COLUMN measure_id BYTEA;

-- The formal course of a plan, beside the work at its entries: handed in, adopted, replaced; and whose plan it is, if it is
-- that of one body (女职工委员会, 分会) and not the whole union's. A plan without a row is a draft of the whole union.
CREATE TABLE plan_course (
  union_id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  step TEXT NOT NULL,
  body_id BYTEA,
  submitted_on TEXT,
  submitted_to TEXT,
  submitted_name TEXT,
  returned_why TEXT,
  adopted_on TEXT,
  adopted_by TEXT,
  adopted_number TEXT,
  adopted_paper BYTEA,
  adopted_name TEXT,
  replaced_by BYTEA,
  replaced_on TEXT,
  CONSTRAINT plan_course_pk PRIMARY KEY (union_id, plan_id),
  CONSTRAINT plan_course_plan FOREIGN KEY (union_id, plan_id) REFERENCES plan (union_id, id),
  CONSTRAINT plan_course_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT plan_course_successor FOREIGN KEY (union_id, replaced_by) REFERENCES plan (union_id, id),
  CONSTRAINT plan_course_step CHECK (step IN ('draft', 'submitted', 'adopted', 'replaced')),
  CONSTRAINT plan_course_submitted CHECK ((submitted_on IS NULL) = (submitted_to IS NULL)
    AND (submitted_on IS NULL) = (submitted_name IS NULL) AND (step <> 'submitted' OR submitted_on IS NOT NULL)),
  CONSTRAINT plan_course_returned CHECK (returned_why IS NULL OR step = 'draft'),
  CONSTRAINT plan_course_adopted CHECK ((adopted_on IS NULL) = (adopted_by IS NULL) AND (adopted_on IS NULL) = (adopted_name IS NULL)
    AND (step <> 'adopted' OR adopted_on IS NOT NULL) AND (step IN ('adopted', 'replaced') OR adopted_on IS NULL)),
  CONSTRAINT plan_course_paper CHECK (adopted_on IS NOT NULL OR (adopted_paper IS NULL AND adopted_number IS NULL)),
  CONSTRAINT plan_course_replaced CHECK ((step = 'replaced') = (replaced_by IS NOT NULL)
    AND (replaced_by IS NULL) = (replaced_on IS NULL))
);

-- The texts of a plan one after the other. The first is what it was read from; a later one is open until an officer has
-- looked through its differences, then taken or put away.
CREATE TABLE plan_text (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  status TEXT NOT NULL,
  source TEXT NOT NULL,
  file_name TEXT,
  paper_id BYTEA,
  added_at BIGINT NOT NULL,
  added_name TEXT NOT NULL,
  closed_at BIGINT,
  closed_name TEXT,
  taken BIGINT,
  left_out BIGINT,
  CONSTRAINT plan_text_pk PRIMARY KEY (union_id, id),
  CONSTRAINT plan_text_plan FOREIGN KEY (union_id, plan_id) REFERENCES plan (union_id, id),
  CONSTRAINT plan_text_number UNIQUE (union_id, plan_id, number),
  CONSTRAINT plan_text_status CHECK (status IN ('first', 'open', 'taken', 'dropped')),
  CONSTRAINT plan_text_closed CHECK ((status IN ('taken', 'dropped')) = (closed_at IS NOT NULL)),
  CONSTRAINT plan_text_closed_name CHECK ((closed_at IS NULL) = (closed_name IS NULL)),
  CONSTRAINT plan_text_counts CHECK ((taken IS NULL) = (left_out IS NULL) AND (status = 'taken') = (taken IS NOT NULL)),
  CONSTRAINT plan_text_file CHECK (paper_id IS NULL OR file_name IS NOT NULL)
);
