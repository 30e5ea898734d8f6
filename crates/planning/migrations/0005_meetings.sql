-- Meetings of a body: called for, attended, minuted. Who should come is fixed when the meeting is called; names and
-- posts stand as they were then. The columns of a status are filled when, and only when, the meeting has come so far.
CREATE TABLE meeting (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  body_id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  day TEXT NOT NULL,
  starts TEXT NOT NULL,
  ends TEXT,
  place TEXT,
  chair_id BYTEA NOT NULL,
  recorder_id BYTEA,
  quorum TEXT NOT NULL,
  pass TEXT NOT NULL,
  base TEXT NOT NULL,
  guests TEXT,
  copies TEXT,
  status TEXT NOT NULL,
  why TEXT,
  called_at BIGINT,
  closed_at BIGINT,
  adopted_on TEXT,
  paper_id BYTEA,
  published BIGINT NOT NULL,
  added_at BIGINT NOT NULL,
  added_by BYTEA NOT NULL,
  CONSTRAINT meeting_pk PRIMARY KEY (union_id, id),
  CONSTRAINT meeting_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT meeting_chair FOREIGN KEY (union_id, chair_id) REFERENCES member (union_id, id),
  CONSTRAINT meeting_recorder FOREIGN KEY (union_id, recorder_id) REFERENCES member (union_id, id),
  CONSTRAINT meeting_paper FOREIGN KEY (union_id, paper_id) REFERENCES paper (union_id, id),
  CONSTRAINT meeting_version CHECK (version > 0),
  CONSTRAINT meeting_kind CHECK (kind IN ('committee', 'standing', 'regular', 'enlarged', 'special', 'other')),
  CONSTRAINT meeting_rules CHECK (quorum IN ('two_thirds', 'over_half', 'half') AND pass IN ('two_thirds', 'over_half', 'half')
    AND base IN ('seats', 'present')),
  CONSTRAINT meeting_status CHECK (status IN ('draft', 'called', 'closed', 'adopted', 'cancelled')),
  CONSTRAINT meeting_called CHECK (called_at IS NULL OR status <> 'draft'),
  CONSTRAINT meeting_closed CHECK ((closed_at IS NOT NULL) = (status IN ('closed', 'adopted'))),
  CONSTRAINT meeting_adopted CHECK ((adopted_on IS NOT NULL) = (status = 'adopted') AND (paper_id IS NOT NULL) = (status = 'adopted')),
  CONSTRAINT meeting_cancelled CHECK (status <> 'cancelled' OR why IS NOT NULL),
  CONSTRAINT meeting_published CHECK (published = 0 OR (published = 1 AND status = 'adopted'))
);
CREATE INDEX meeting_by_day ON meeting (union_id, day, id);
CREATE INDEX meeting_by_body ON meeting (union_id, body_id, day);

-- Who should attend. `notice_id` is the task by which they were asked to come.
CREATE TABLE meeting_person (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  meeting_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  rank BIGINT NOT NULL,
  name TEXT NOT NULL,
  post TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  notice_id BYTEA,
  CONSTRAINT meeting_person_pk PRIMARY KEY (union_id, id),
  CONSTRAINT meeting_person_of FOREIGN KEY (union_id, meeting_id) REFERENCES meeting (union_id, id),
  CONSTRAINT meeting_person_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT meeting_person_notice FOREIGN KEY (union_id, notice_id) REFERENCES task (union_id, id),
  CONSTRAINT meeting_person_once UNIQUE (union_id, meeting_id, member_id),
  CONSTRAINT meeting_person_state CHECK (state IN ('expected', 'present', 'leave', 'absent')),
  CONSTRAINT meeting_person_reason CHECK (reason IS NULL OR state = 'leave')
);
CREATE INDEX meeting_person_by_member ON meeting_person (union_id, member_id, meeting_id);

-- The agenda. `source` says what an item was drawn from: a task, a decision of an earlier meeting, the work done since.
CREATE TABLE meeting_item (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  meeting_id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  part TEXT NOT NULL,
  place BIGINT NOT NULL,
  title TEXT NOT NULL,
  speaker TEXT,
  notes TEXT,
  source_kind TEXT,
  source_id BYTEA,
  CONSTRAINT meeting_item_pk PRIMARY KEY (union_id, id),
  CONSTRAINT meeting_item_of FOREIGN KEY (union_id, meeting_id) REFERENCES meeting (union_id, id),
  CONSTRAINT meeting_item_part CHECK (part IN ('convey', 'review', 'deploy', 'matters', 'other')),
  CONSTRAINT meeting_item_version CHECK (version > 0),
  CONSTRAINT meeting_item_source CHECK ((source_kind IS NULL AND source_id IS NULL) OR (source_kind = 'done' AND source_id IS NULL)
    OR (source_kind IN ('task', 'decision') AND source_id IS NOT NULL))
);
CREATE INDEX meeting_item_by_meeting ON meeting_item (union_id, meeting_id, place);

-- What was decided, with its count of votes among those present.
CREATE TABLE meeting_decision (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  meeting_id BYTEA NOT NULL,
  item_id BYTEA NOT NULL,
  place BIGINT NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  ayes BIGINT NOT NULL,
  noes BIGINT NOT NULL,
  abstentions BIGINT NOT NULL,
  unanimous BIGINT NOT NULL,
  carried BIGINT NOT NULL,
  task_id BYTEA,
  CONSTRAINT meeting_decision_pk PRIMARY KEY (union_id, id),
  CONSTRAINT meeting_decision_of FOREIGN KEY (union_id, meeting_id) REFERENCES meeting (union_id, id),
  CONSTRAINT meeting_decision_item FOREIGN KEY (union_id, item_id) REFERENCES meeting_item (union_id, id),
  CONSTRAINT meeting_decision_task FOREIGN KEY (union_id, task_id) REFERENCES task (union_id, id),
  CONSTRAINT meeting_decision_version CHECK (version > 0),
  CONSTRAINT meeting_decision_kind CHECK (kind IN ('decision', 'resolution')),
  CONSTRAINT meeting_decision_votes CHECK (ayes >= 0 AND noes >= 0 AND abstentions >= 0 AND ayes + noes + abstentions > 0),
  CONSTRAINT meeting_decision_unanimous CHECK (unanimous IN (0, 1) AND (unanimous = 0 OR (noes = 0 AND abstentions = 0))),
  CONSTRAINT meeting_decision_carried CHECK (carried IN (0, 1) AND (carried = 1 OR task_id IS NULL))
);
CREATE INDEX meeting_decision_by_meeting ON meeting_decision (union_id, meeting_id, id);
CREATE INDEX meeting_decision_by_task ON meeting_decision (union_id, task_id);
