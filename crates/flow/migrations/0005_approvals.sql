-- Approvals (审批). Who decides what is data of the union: one text a version, the highest number stands; a union that has
-- none yet goes by what comes with the program.
CREATE TABLE approval_setup (
  union_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  rules TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT approval_setup_pk PRIMARY KEY (union_id, number),
  CONSTRAINT approval_setup_number CHECK (number > 0)
);

-- Something that waits for a decision. Each time it is sent in is a round with steps of its own, kept as they stood that day.
CREATE TABLE approval_case (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  title TEXT NOT NULL,
  amount BIGINT,
  due_day TEXT,
  sealed BIGINT NOT NULL,
  state TEXT NOT NULL,
  round BIGINT NOT NULL,
  step BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by BYTEA NOT NULL,
  asked_member BYTEA,
  asked_name TEXT NOT NULL,
  closed_at BIGINT,
  why TEXT,
  CONSTRAINT approval_case_pk PRIMARY KEY (union_id, id),
  CONSTRAINT approval_case_number UNIQUE (union_id, year, number),
  CONSTRAINT approval_case_asked FOREIGN KEY (union_id, asked_member) REFERENCES member (union_id, id),
  CONSTRAINT approval_case_version CHECK (version > 0),
  CONSTRAINT approval_case_amount CHECK (amount IS NULL OR amount >= 0),
  CONSTRAINT approval_case_sealed CHECK (sealed IN (0, 1)),
  CONSTRAINT approval_case_state CHECK (state IN ('open', 'returned', 'approved', 'refused', 'withdrawn')),
  CONSTRAINT approval_case_round CHECK (round > 0 AND step > 0),
  CONSTRAINT approval_case_closed CHECK ((state = 'open') = (closed_at IS NULL)),
  CONSTRAINT approval_case_why CHECK (state = 'withdrawn' OR (state IN ('returned', 'refused')) = (why IS NOT NULL))
);
CREATE UNIQUE INDEX approval_case_once ON approval_case (union_id, kind, record_kind, record_id) WHERE state IN ('open', 'returned');
CREATE INDEX approval_case_by_record ON approval_case (union_id, record_kind, record_id, id);
CREATE INDEX approval_case_by_state ON approval_case (union_id, state, id);
CREATE INDEX approval_case_by_asker ON approval_case (union_id, asked_by, state);

-- Whom it benefits: they decide nothing of it.
CREATE TABLE approval_benefit (
  union_id BYTEA NOT NULL,
  case_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  CONSTRAINT approval_benefit_pk PRIMARY KEY (union_id, case_id, member_id),
  CONSTRAINT approval_benefit_case FOREIGN KEY (union_id, case_id) REFERENCES approval_case (union_id, id),
  CONSTRAINT approval_benefit_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id)
);

CREATE TABLE approval_step (
  union_id BYTEA NOT NULL,
  case_id BYTEA NOT NULL,
  round BIGINT NOT NULL,
  step BIGINT NOT NULL,
  needed BIGINT NOT NULL,
  CONSTRAINT approval_step_pk PRIMARY KEY (union_id, case_id, round, step),
  CONSTRAINT approval_step_case FOREIGN KEY (union_id, case_id) REFERENCES approval_case (union_id, id),
  CONSTRAINT approval_step_needed CHECK (needed BETWEEN 1 AND 20)
);

-- Who may decide at a step: a role, whoever holds a post, or a person. `live` is 1 at the step where an open case stands.
CREATE TABLE approval_seat (
  union_id BYTEA NOT NULL,
  case_id BYTEA NOT NULL,
  round BIGINT NOT NULL,
  step BIGINT NOT NULL,
  seat BIGINT NOT NULL,
  role TEXT,
  post_id BYTEA,
  member_id BYTEA,
  live BIGINT NOT NULL,
  CONSTRAINT approval_seat_pk PRIMARY KEY (union_id, case_id, round, step, seat),
  CONSTRAINT approval_seat_step FOREIGN KEY (union_id, case_id, round, step) REFERENCES approval_step (union_id, case_id, round, step),
  CONSTRAINT approval_seat_post FOREIGN KEY (union_id, post_id) REFERENCES post (union_id, id),
  CONSTRAINT approval_seat_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT approval_seat_live CHECK (live IN (0, 1)),
  CONSTRAINT approval_seat_one CHECK (
    (role IS NOT NULL AND post_id IS NULL AND member_id IS NULL)
    OR (role IS NULL AND post_id IS NOT NULL AND member_id IS NULL)
    OR (role IS NULL AND post_id IS NULL AND member_id IS NOT NULL))
);
CREATE INDEX approval_seat_role ON approval_seat (union_id, role, case_id) WHERE live = 1;
CREATE INDEX approval_seat_post ON approval_seat (union_id, post_id, case_id) WHERE live = 1;
CREATE INDEX approval_seat_member ON approval_seat (union_id, member_id, case_id) WHERE live = 1;

-- What was done with it, by whom; `for_account` is the person for whom a deputy decided.
CREATE TABLE approval_mark (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  case_id BYTEA NOT NULL,
  round BIGINT NOT NULL,
  step BIGINT NOT NULL,
  what TEXT NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  member_id BYTEA,
  name TEXT NOT NULL,
  for_account BYTEA,
  for_member BYTEA,
  for_name TEXT,
  note TEXT,
  CONSTRAINT approval_mark_pk PRIMARY KEY (union_id, id),
  CONSTRAINT approval_mark_case FOREIGN KEY (union_id, case_id) REFERENCES approval_case (union_id, id),
  CONSTRAINT approval_mark_what CHECK (what IN ('asked', 'again', 'approved', 'refused', 'returned', 'withdrawn')),
  CONSTRAINT approval_mark_for CHECK ((for_account IS NULL) = (for_name IS NULL)),
  CONSTRAINT approval_mark_why CHECK (what NOT IN ('refused', 'returned') OR note IS NOT NULL)
);
CREATE INDEX approval_mark_by_case ON approval_mark (union_id, case_id, id);
CREATE UNIQUE INDEX approval_mark_once ON approval_mark (union_id, case_id, round, account_id)
  WHERE what IN ('approved', 'refused', 'returned');
CREATE INDEX approval_mark_by_account ON approval_mark (union_id, account_id, id);

-- Deputies (代理): who decides for whom on which days.
CREATE TABLE approval_deputy (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  member_id BYTEA,
  name TEXT NOT NULL,
  deputy_account BYTEA NOT NULL,
  deputy_member BYTEA,
  deputy_name TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  why TEXT,
  made_at BIGINT NOT NULL,
  ended_at BIGINT,
  CONSTRAINT approval_deputy_pk PRIMARY KEY (union_id, id),
  CONSTRAINT approval_deputy_days CHECK (until_day >= from_day),
  CONSTRAINT approval_deputy_self CHECK (deputy_account <> account_id)
);
CREATE INDEX approval_deputy_by_deputy ON approval_deputy (union_id, deputy_account, until_day);
CREATE INDEX approval_deputy_by_account ON approval_deputy (union_id, account_id, until_day);

-- Who holds a role is asked with every decision; of a large union nearly all hold the member's.
CREATE INDEX role_grant_by_role ON role_grant (union_id, role) WHERE role <> 'member';
