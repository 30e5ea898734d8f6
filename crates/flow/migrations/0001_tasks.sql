-- Work that somebody owes: a line of the year's plan, a request of the higher union, a promise of a meeting.
-- The state's own columns are filled when, and only when, the task is in that state.
CREATE TABLE task (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  title TEXT NOT NULL,
  note TEXT,
  field TEXT NOT NULL,
  section TEXT,
  owner_id BYTEA,
  branch_id BYTEA,
  when_code TEXT,
  from_day TEXT,
  due_day TEXT,
  budget BIGINT,
  source_kind TEXT,
  source_id BYTEA,
  state TEXT NOT NULL,
  doing_since TEXT,
  done_on TEXT,
  dropped_why TEXT,
  added_at BIGINT NOT NULL,
  added_by BYTEA NOT NULL,
  closed_at BIGINT,
  closed_by BYTEA,
  CONSTRAINT task_pk PRIMARY KEY (union_id, id),
  CONSTRAINT task_owner FOREIGN KEY (union_id, owner_id) REFERENCES member (union_id, id),
  CONSTRAINT task_branch FOREIGN KEY (union_id, branch_id) REFERENCES body (union_id, id),
  CONSTRAINT task_version CHECK (version > 0),
  CONSTRAINT task_field CHECK (field IN ('planning', 'organisation', 'democracy', 'rights', 'care', 'growth', 'culture',
    'finance', 'publicity')),
  CONSTRAINT task_state CHECK (state IN ('open', 'doing', 'done', 'dropped')),
  CONSTRAINT task_doing CHECK ((state = 'doing') = (doing_since IS NOT NULL)),
  CONSTRAINT task_done CHECK ((state = 'done') = (done_on IS NOT NULL)),
  CONSTRAINT task_dropped CHECK ((state = 'dropped') = (dropped_why IS NOT NULL)),
  CONSTRAINT task_closed CHECK ((state IN ('done', 'dropped')) = (closed_at IS NOT NULL)),
  CONSTRAINT task_closed_by CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
  CONSTRAINT task_source CHECK ((source_kind IS NULL) = (source_id IS NULL)),
  CONSTRAINT task_days CHECK (from_day IS NULL OR (due_day IS NOT NULL AND from_day <= due_day)),
  CONSTRAINT task_budget CHECK (budget IS NULL OR budget >= 0)
);
CREATE INDEX task_by_due ON task (union_id, state, due_day, id);
CREATE INDEX task_by_owner ON task (union_id, owner_id, state, due_day);
CREATE INDEX task_by_days ON task (union_id, due_day, from_day);
CREATE INDEX task_by_source ON task (union_id, source_kind, source_id);

-- Those who help the owner. They are asked, and say yes or no.
CREATE TABLE task_helper (
  union_id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  answer TEXT NOT NULL,
  CONSTRAINT task_helper_pk PRIMARY KEY (union_id, task_id, member_id),
  CONSTRAINT task_helper_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id),
  CONSTRAINT task_helper_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT task_helper_answer CHECK (answer IN ('asked', 'yes', 'no'))
);
CREATE INDEX task_helper_by_member ON task_helper (union_id, member_id, answer, task_id);

-- The checklist.
CREATE TABLE task_step (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  title TEXT NOT NULL,
  ticked_at BIGINT,
  ticked_by BYTEA,
  CONSTRAINT task_step_pk PRIMARY KEY (union_id, id),
  CONSTRAINT task_step_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id),
  CONSTRAINT task_step_ticked CHECK ((ticked_at IS NULL) = (ticked_by IS NULL))
);
CREATE INDEX task_step_by_task ON task_step (union_id, task_id, id);

-- What has to be closed before: `task_id` waits for `needs_id`. Never in a circle.
CREATE TABLE task_need (
  union_id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  needs_id BYTEA NOT NULL,
  CONSTRAINT task_need_pk PRIMARY KEY (union_id, task_id, needs_id),
  CONSTRAINT task_need_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id),
  CONSTRAINT task_need_needs FOREIGN KEY (union_id, needs_id) REFERENCES task (union_id, id),
  CONSTRAINT task_need_self CHECK (task_id <> needs_id)
);
CREATE INDEX task_need_by_needs ON task_need (union_id, needs_id, task_id);

CREATE TABLE task_comment (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  CONSTRAINT task_comment_pk PRIMARY KEY (union_id, id),
  CONSTRAINT task_comment_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id)
);
CREATE INDEX task_comment_by_task ON task_comment (union_id, task_id, at);

-- Up to when somebody has read the comments on a task.
CREATE TABLE task_read (
  union_id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  until BIGINT NOT NULL,
  CONSTRAINT task_read_pk PRIMARY KEY (union_id, task_id, account_id),
  CONSTRAINT task_read_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id)
);

-- A reminder that somebody sets for themselves. Those that follow from the due day are derived.
CREATE TABLE task_reminder (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  task_id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  on_day TEXT NOT NULL,
  note TEXT,
  seen_at BIGINT,
  CONSTRAINT task_reminder_pk PRIMARY KEY (union_id, id),
  CONSTRAINT task_reminder_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id)
);
CREATE INDEX task_reminder_due ON task_reminder (union_id, account_id, seen_at, on_day);
