-- Why somebody is visited: a union's own list, in versions. What was visited for names the version of that day.
CREATE TABLE visit_reason (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  name TEXT NOT NULL,
  begins TEXT NOT NULL,
  season TEXT,
  ahead_days BIGINT NOT NULL,
  due_days BIGINT NOT NULL,
  visitors BIGINT NOT NULL,
  cap_key TEXT,
  kind TEXT NOT NULL,
  photo BIGINT NOT NULL,
  receipt BIGINT NOT NULL,
  sensitive BIGINT NOT NULL,
  ended_on TEXT,
  recorded_at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  replaced_at BIGINT,
  CONSTRAINT visit_reason_pk PRIMARY KEY (union_id, id, version),
  CONSTRAINT visit_reason_begins CHECK (
    (begins IN ('reported', 'birthday', 'retirement', 'transfer') AND season IS NULL)
    OR (begins = 'season' AND season IS NOT NULL)),
  CONSTRAINT visit_reason_days CHECK (ahead_days >= 0 AND due_days >= 0 AND visitors >= 1),
  CONSTRAINT visit_reason_flags CHECK (photo IN (0, 1) AND receipt IN (0, 1) AND sensitive IN (0, 1))
);
CREATE INDEX visit_reason_now ON visit_reason (union_id, replaced_at, name);

-- A season of a year for which the list of whom to visit was asked for, so that it is asked once.
CREATE TABLE visit_season (
  union_id BYTEA NOT NULL,
  reason_id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  task_id BYTEA NOT NULL,
  CONSTRAINT visit_season_pk PRIMARY KEY (union_id, reason_id, year)
);

-- What happened in a member's life, told by somebody or read from the register. What tells of health or hardship lies sealed.
CREATE TABLE life_event (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  reason_id BYTEA NOT NULL,
  reason_version BIGINT NOT NULL,
  happened_on TEXT NOT NULL,
  known_on TEXT NOT NULL,
  source TEXT NOT NULL,
  occasion TEXT,
  note TEXT,
  sealed BYTEA,
  status TEXT NOT NULL,
  why TEXT,
  recorded_at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT life_event_pk PRIMARY KEY (union_id, id),
  CONSTRAINT life_event_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT life_event_reason FOREIGN KEY (union_id, reason_id, reason_version) REFERENCES visit_reason (union_id, id, version),
  CONSTRAINT life_event_once UNIQUE (union_id, member_id, reason_id, occasion),
  CONSTRAINT life_event_note CHECK (note IS NULL OR sealed IS NULL),
  CONSTRAINT life_event_source CHECK (
    (source IN ('reported', 'own') AND occasion IS NULL) OR (source = 'register' AND occasion IS NOT NULL)),
  CONSTRAINT life_event_status CHECK (
    (status = 'told' AND why IS NULL) OR (status = 'withdrawn' AND why IS NOT NULL))
);
CREATE INDEX life_event_by_member ON life_event (union_id, member_id, happened_on);

-- The visit that an event makes due: made once, or waived with a reason. What is asked for on it may lie sealed.
CREATE TABLE visit (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  event_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  branch_id BYTEA,
  due_on TEXT NOT NULL,
  task_id BYTEA,
  status TEXT NOT NULL,
  day TEXT,
  way TEXT,
  present TEXT,
  what TEXT,
  amount BIGINT,
  others TEXT,
  reason TEXT,
  wish TEXT,
  sealed BYTEA,
  wish_by TEXT,
  wish_task_id BYTEA,
  answer TEXT,
  answered_on TEXT,
  signed_by TEXT,
  signed_at BIGINT,
  form_id BYTEA,
  why TEXT,
  account_id BYTEA,
  recorded_at BIGINT,
  version BIGINT NOT NULL,
  CONSTRAINT visit_pk PRIMARY KEY (union_id, id),
  CONSTRAINT visit_event UNIQUE (union_id, event_id),
  CONSTRAINT visit_of_event FOREIGN KEY (union_id, event_id) REFERENCES life_event (union_id, id),
  CONSTRAINT visit_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT visit_branch FOREIGN KEY (union_id, branch_id) REFERENCES body (union_id, id),
  CONSTRAINT visit_wish CHECK (wish IS NULL OR sealed IS NULL),
  CONSTRAINT visit_answer CHECK ((answer IS NULL AND answered_on IS NULL) OR (answer IS NOT NULL AND answered_on IS NOT NULL)),
  CONSTRAINT visit_status CHECK (
    (status = 'due' AND day IS NULL AND way IS NULL AND present IS NULL AND amount IS NULL AND why IS NULL AND wish IS NULL
       AND sealed IS NULL AND answer IS NULL AND signed_at IS NULL AND account_id IS NULL AND recorded_at IS NULL)
    OR (status = 'made' AND day IS NOT NULL AND way IS NOT NULL AND present IS NOT NULL AND amount IS NOT NULL AND why IS NULL
       AND account_id IS NOT NULL AND recorded_at IS NOT NULL)
    OR (status IN ('waived', 'withdrawn') AND day IS NULL AND way IS NULL AND present IS NULL AND amount IS NULL
       AND why IS NOT NULL AND account_id IS NOT NULL AND recorded_at IS NOT NULL)),
  CONSTRAINT visit_present CHECK (
    present IS NULL OR (present = 'none' AND amount = 0) OR (present IN ('money', 'goods') AND amount >= 0))
);
CREATE INDEX visit_by_status ON visit (union_id, status, due_on);
CREATE INDEX visit_by_member ON visit (union_id, member_id, due_on);
CREATE INDEX visit_by_day ON visit (union_id, day);
CREATE INDEX visit_by_branch ON visit (union_id, branch_id, due_on);

-- Who went.
CREATE TABLE visit_visitor (
  union_id BYTEA NOT NULL,
  visit_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  CONSTRAINT visit_visitor_pk PRIMARY KEY (union_id, visit_id, member_id),
  CONSTRAINT visit_visitor_visit FOREIGN KEY (union_id, visit_id) REFERENCES visit (union_id, id),
  CONSTRAINT visit_visitor_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id)
);
