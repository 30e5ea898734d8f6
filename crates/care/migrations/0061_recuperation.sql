-- Recuperation (疗休养): a year's plan with groups, who wishes to go, in which order, who went, what it cost. Nothing medical.
CREATE TABLE recuperation (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  opens_on TEXT NOT NULL,
  closes_on TEXT NOT NULL,
  places BIGINT NOT NULL,
  status TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT recuperation_pk PRIMARY KEY (union_id, id),
  CONSTRAINT recuperation_days CHECK (opens_on <= closes_on),
  CONSTRAINT recuperation_places CHECK (places >= 0),
  CONSTRAINT recuperation_status CHECK (status IN ('open', 'proposed', 'confirmed', 'closed'))
);

-- A group that goes somewhere. Its places are counted by one conditional statement and never pass their number.
CREATE TABLE recuperation_group (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  destination TEXT NOT NULL,
  lodging TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  leader_id BYTEA,
  places BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  cost BIGINT,
  version BIGINT NOT NULL,
  CONSTRAINT recuperation_group_pk PRIMARY KEY (union_id, id),
  CONSTRAINT recuperation_group_of UNIQUE (union_id, plan_id, id),
  CONSTRAINT recuperation_group_plan FOREIGN KEY (union_id, plan_id) REFERENCES recuperation (union_id, id),
  CONSTRAINT recuperation_group_leader FOREIGN KEY (union_id, leader_id) REFERENCES member (union_id, id),
  CONSTRAINT recuperation_group_days CHECK (from_day <= until_day),
  CONSTRAINT recuperation_group_places CHECK (places >= 1 AND taken >= 0 AND taken <= places),
  CONSTRAINT recuperation_group_cost CHECK (cost IS NULL OR cost > 0)
);

CREATE TABLE recuperation_quota (
  union_id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  body_id BYTEA NOT NULL,
  places BIGINT NOT NULL,
  CONSTRAINT recuperation_quota_pk PRIMARY KEY (union_id, plan_id, body_id),
  CONSTRAINT recuperation_quota_plan FOREIGN KEY (union_id, plan_id) REFERENCES recuperation (union_id, id),
  CONSTRAINT recuperation_quota_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT recuperation_quota_places CHECK (places >= 0)
);

CREATE TABLE recuperation_entry (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  body_id BYTEA,
  first_id BYTEA NOT NULL,
  second_id BYTEA,
  status TEXT NOT NULL,
  group_id BYTEA,
  standing BIGINT,
  mark TEXT,
  lift TEXT,
  lift_why TEXT,
  why TEXT,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT recuperation_entry_pk PRIMARY KEY (union_id, id),
  CONSTRAINT recuperation_entry_once UNIQUE (union_id, plan_id, member_id),
  CONSTRAINT recuperation_entry_plan FOREIGN KEY (union_id, plan_id) REFERENCES recuperation (union_id, id),
  CONSTRAINT recuperation_entry_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT recuperation_entry_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT recuperation_entry_first FOREIGN KEY (union_id, plan_id, first_id) REFERENCES recuperation_group (union_id, plan_id, id),
  CONSTRAINT recuperation_entry_second FOREIGN KEY (union_id, plan_id, second_id) REFERENCES recuperation_group (union_id, plan_id, id),
  CONSTRAINT recuperation_entry_group FOREIGN KEY (union_id, plan_id, group_id) REFERENCES recuperation_group (union_id, plan_id, id),
  CONSTRAINT recuperation_entry_lift CHECK ((lift IS NULL) = (lift_why IS NULL) AND (lift IS NULL OR lift IN ('first', 'last'))),
  CONSTRAINT recuperation_entry_status CHECK (
    (status IN ('signed', 'waiting', 'withdrawn') AND group_id IS NULL)
    OR (status IN ('proposed', 'confirmed', 'went', 'missed') AND group_id IS NOT NULL))
);
CREATE INDEX recuperation_entry_by_group ON recuperation_entry (union_id, group_id, status);
CREATE INDEX recuperation_entry_by_member ON recuperation_entry (union_id, member_id);

-- Who went in earlier years, before this register kept it.
CREATE TABLE recuperation_past (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  place TEXT NOT NULL,
  at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  CONSTRAINT recuperation_past_pk PRIMARY KEY (union_id, id),
  CONSTRAINT recuperation_past_once UNIQUE (union_id, member_id, year),
  CONSTRAINT recuperation_past_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id)
);
