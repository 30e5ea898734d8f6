-- The year's plan as it was written, and what was read from it. While a plan is a draft its entries are corrected at the
-- reading desk; once it is accepted they are tasks and are changed there.
CREATE TABLE plan (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  year BIGINT NOT NULL,
  cover TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  source TEXT NOT NULL,
  notices TEXT NOT NULL,
  paper_id BYTEA,
  file_name TEXT,
  added_at BIGINT NOT NULL,
  added_name TEXT NOT NULL,
  closed_at BIGINT,
  closed_name TEXT,
  CONSTRAINT plan_pk PRIMARY KEY (union_id, id),
  CONSTRAINT plan_version CHECK (version > 0),
  CONSTRAINT plan_year CHECK (year BETWEEN 1980 AND 2100),
  CONSTRAINT plan_cover CHECK (cover IN ('year', 'school_year', 'autumn', 'spring')),
  CONSTRAINT plan_status CHECK (status IN ('draft', 'accepted', 'dropped')),
  CONSTRAINT plan_closed CHECK ((status = 'draft') = (closed_at IS NULL)),
  CONSTRAINT plan_closed_name CHECK ((closed_at IS NULL) = (closed_name IS NULL)),
  CONSTRAINT plan_file CHECK (paper_id IS NULL OR file_name IS NOT NULL)
);
CREATE INDEX plan_by_year ON plan (union_id, status, year);

-- Headings in order, each with the text of its own below it.
CREATE TABLE plan_section (
  union_id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  place BIGINT NOT NULL,
  level BIGINT NOT NULL,
  heading TEXT NOT NULL,
  body TEXT NOT NULL,
  schedule BIGINT NOT NULL,
  span_start BIGINT NOT NULL,
  span_end BIGINT NOT NULL,
  CONSTRAINT plan_section_pk PRIMARY KEY (union_id, plan_id, place),
  CONSTRAINT plan_section_plan FOREIGN KEY (union_id, plan_id) REFERENCES plan (union_id, id),
  CONSTRAINT plan_section_level CHECK (level BETWEEN 1 AND 9),
  CONSTRAINT plan_section_schedule CHECK (schedule IN (0, 1)),
  CONSTRAINT plan_section_span CHECK (0 <= span_start AND span_start <= span_end)
);

-- Dated acts. `when_code` is the time as meant, `when_words` as written, the days are those of the plan's year.
CREATE TABLE plan_entry (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  place BIGINT NOT NULL,
  title TEXT NOT NULL,
  when_code TEXT,
  when_words TEXT,
  from_day TEXT,
  due_day TEXT,
  undated BIGINT NOT NULL,
  field TEXT NOT NULL,
  section TEXT,
  festival TEXT,
  budget BIGINT,
  owner_id BYTEA,
  branch_id BYTEA,
  span_start BIGINT,
  span_end BIGINT,
  state TEXT NOT NULL,
  task_id BYTEA,
  CONSTRAINT plan_entry_pk PRIMARY KEY (union_id, id),
  CONSTRAINT plan_entry_plan FOREIGN KEY (union_id, plan_id) REFERENCES plan (union_id, id),
  CONSTRAINT plan_entry_owner FOREIGN KEY (union_id, owner_id) REFERENCES member (union_id, id),
  CONSTRAINT plan_entry_branch FOREIGN KEY (union_id, branch_id) REFERENCES body (union_id, id),
  CONSTRAINT plan_entry_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id),
  CONSTRAINT plan_entry_version CHECK (version > 0),
  CONSTRAINT plan_entry_undated CHECK (undated IN (0, 1)),
  CONSTRAINT plan_entry_no_date CHECK (undated = 0 OR (when_code IS NULL AND due_day IS NULL)),
  CONSTRAINT plan_entry_days CHECK (from_day IS NULL OR (due_day IS NOT NULL AND from_day < due_day)),
  CONSTRAINT plan_entry_due CHECK (due_day IS NULL OR when_code IS NOT NULL),
  CONSTRAINT plan_entry_field CHECK (field IN ('planning', 'organisation', 'democracy', 'rights', 'care', 'growth', 'culture',
    'finance', 'publicity')),
  CONSTRAINT plan_entry_budget CHECK (budget IS NULL OR budget >= 0),
  CONSTRAINT plan_entry_span CHECK ((span_start IS NULL) = (span_end IS NULL)),
  CONSTRAINT plan_entry_span_order CHECK (span_start IS NULL OR (0 <= span_start AND span_start <= span_end)),
  CONSTRAINT plan_entry_state CHECK (state IN ('proposed', 'kept', 'rejected')),
  CONSTRAINT plan_entry_accepted CHECK (task_id IS NULL OR state = 'kept')
);
CREATE INDEX plan_entry_by_plan ON plan_entry (union_id, plan_id, place, id);
CREATE UNIQUE INDEX plan_entry_by_task ON plan_entry (union_id, task_id);

-- Up to when somebody has looked through the changes on the first page.
CREATE TABLE changes_seen (
  union_id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  until BIGINT NOT NULL,
  CONSTRAINT changes_seen_pk PRIMARY KEY (union_id, account_id)
);
