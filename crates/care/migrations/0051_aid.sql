-- Aid (救助): kinds that a union edits, single cases, and rounds of education aid (金秋助学).
CREATE TABLE aid_kind (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  sort TEXT NOT NULL,
  dossier BIGINT NOT NULL,
  proof TEXT,
  ended_on TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT aid_kind_pk PRIMARY KEY (union_id, id),
  CONSTRAINT aid_kind_sort CHECK (sort IN ('living', 'medical', 'schooling', 'temporary', 'other')),
  CONSTRAINT aid_kind_dossier CHECK (dossier IN (0, 1))
);

-- A case. Why somebody is helped is sealed; the amount and the day stand in plain, for sums.
CREATE TABLE aid (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  member_id BYTEA NOT NULL,
  kind_id BYTEA NOT NULL,
  sort TEXT NOT NULL,
  stage TEXT,
  dossier_id BYTEA,
  reason BYTEA NOT NULL,
  amount BIGINT NOT NULL,
  asked_on TEXT NOT NULL,
  status TEXT NOT NULL,
  paid_on TEXT,
  why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT aid_pk PRIMARY KEY (union_id, id),
  CONSTRAINT aid_number UNIQUE (union_id, year, number),
  CONSTRAINT aid_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT aid_kind_of FOREIGN KEY (union_id, kind_id) REFERENCES aid_kind (union_id, id),
  CONSTRAINT aid_dossier FOREIGN KEY (union_id, dossier_id) REFERENCES hardship (union_id, id),
  CONSTRAINT aid_amount CHECK (amount > 0),
  CONSTRAINT aid_stage CHECK ((sort = 'schooling') = (stage IS NOT NULL)),
  CONSTRAINT aid_status CHECK ((status = 'asked' AND paid_on IS NULL AND why IS NULL)
    OR (status = 'paid' AND paid_on IS NOT NULL AND why IS NULL)
    OR (status = 'withdrawn' AND paid_on IS NULL AND why IS NOT NULL))
);
CREATE INDEX aid_by_member ON aid (union_id, member_id, year);
CREATE INDEX aid_by_status ON aid (union_id, status, asked_on);
CREATE INDEX aid_by_kind ON aid (union_id, kind_id);
CREATE INDEX aid_by_dossier ON aid (union_id, dossier_id);

CREATE TABLE aid_round (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  title TEXT NOT NULL,
  year BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  keep_days BIGINT NOT NULL,
  note TEXT,
  status TEXT NOT NULL,
  people BIGINT,
  total BIGINT,
  paid_on TEXT,
  notice_from TEXT,
  notice_until TEXT,
  closed_on TEXT,
  purged_on TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT aid_round_pk PRIMARY KEY (union_id, id),
  CONSTRAINT aid_round_days CHECK (from_on <= until_on),
  CONSTRAINT aid_round_keep CHECK (keep_days BETWEEN 0 AND 1825),
  CONSTRAINT aid_round_notice CHECK ((notice_from IS NULL) = (notice_until IS NULL)),
  CONSTRAINT aid_round_purged CHECK (purged_on IS NULL OR closed_on IS NOT NULL),
  CONSTRAINT aid_round_status CHECK (
    (status = 'open' AND people IS NULL AND total IS NULL AND paid_on IS NULL AND closed_on IS NULL)
    OR (status = 'sent' AND people IS NOT NULL AND total IS NOT NULL AND paid_on IS NULL AND closed_on IS NULL)
    OR (status = 'paid' AND people IS NOT NULL AND total IS NOT NULL AND paid_on IS NOT NULL AND closed_on IS NULL)
    OR (status = 'closed' AND closed_on IS NOT NULL))
);
CREATE INDEX aid_round_by_status ON aid_round (union_id, status, closed_on);

-- An application for a child. What is said of the child is sealed, and gone once the purpose has ended; count and sum stay.
CREATE TABLE aid_child (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  round_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  body_id BYTEA,
  stage TEXT,
  child BYTEA,
  consent_on TEXT NOT NULL,
  way TEXT NOT NULL,
  amount BIGINT,
  status TEXT NOT NULL,
  why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT aid_child_pk PRIMARY KEY (union_id, id),
  CONSTRAINT aid_child_round FOREIGN KEY (union_id, round_id) REFERENCES aid_round (union_id, id),
  CONSTRAINT aid_child_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT aid_child_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT aid_child_way CHECK (way IN ('own', 'paper')),
  CONSTRAINT aid_child_data CHECK ((stage IS NULL) = (child IS NULL)),
  CONSTRAINT aid_child_amount CHECK (amount IS NULL OR amount > 0),
  CONSTRAINT aid_child_status CHECK ((status = 'applied' AND amount IS NULL AND why IS NULL)
    OR (status = 'granted' AND amount IS NOT NULL)
    OR (status IN ('refused', 'withdrawn') AND amount IS NULL AND why IS NOT NULL))
);
CREATE INDEX aid_child_by_round ON aid_child (union_id, round_id, status);
CREATE INDEX aid_child_by_member ON aid_child (union_id, member_id, round_id);
