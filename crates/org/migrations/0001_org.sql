-- The tree of unions, which account stands in which of them, and the codes by which accounts begin belong to the
-- installation: they are asked before the union is known.
CREATE TABLE union_node (
  union_id BYTEA NOT NULL,
  parent_id BYTEA,
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT union_node_pk PRIMARY KEY (union_id),
  CONSTRAINT union_node_path UNIQUE (path),
  CONSTRAINT union_node_parent FOREIGN KEY (parent_id) REFERENCES union_node (union_id),
  CONSTRAINT union_node_kind CHECK (kind IN ('grassroots', 'joint', 'system', 'district', 'city', 'province')),
  CONSTRAINT union_node_days CHECK (until_day IS NULL OR until_day >= from_day)
);

CREATE TABLE stand (
  account_id BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  member_id BYTEA,
  status TEXT NOT NULL,
  since BIGINT NOT NULL,
  CONSTRAINT stand_pk PRIMARY KEY (account_id, union_id),
  CONSTRAINT stand_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT stand_union FOREIGN KEY (union_id) REFERENCES union_node (union_id),
  CONSTRAINT stand_status CHECK (status IN ('active', 'stopped'))
);
CREATE INDEX stand_by_union ON stand (union_id, account_id);
CREATE INDEX stand_by_member ON stand (union_id, member_id);

-- A code that may be used once: `join` makes an account for a member, `reset` sets a new password.
CREATE TABLE invitation (
  digest BYTEA NOT NULL,
  id BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  member_id BYTEA,
  account_id BYTEA,
  role TEXT,
  body_id BYTEA,
  until_day TEXT,
  made_by BYTEA NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended TEXT,
  CONSTRAINT invitation_pk PRIMARY KEY (digest),
  CONSTRAINT invitation_union FOREIGN KEY (union_id) REFERENCES union_node (union_id),
  CONSTRAINT invitation_kind CHECK (
    (kind = 'join' AND member_id IS NOT NULL AND role IS NOT NULL)
    OR (kind = 'reset' AND account_id IS NOT NULL AND role IS NULL AND body_id IS NULL AND until_day IS NULL)),
  CONSTRAINT invitation_ended CHECK (
    (ended IS NULL AND ended_at IS NULL) OR (ended IN ('used', 'withdrawn') AND ended_at IS NOT NULL))
);
CREATE INDEX invitation_by_union ON invitation (union_id, made_at);

CREATE TABLE body (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  parent_id BYTEA,
  from_day TEXT NOT NULL,
  until_day TEXT,
  term_from TEXT,
  term_until TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT body_pk PRIMARY KEY (union_id, id),
  CONSTRAINT body_parent FOREIGN KEY (union_id, parent_id) REFERENCES body (union_id, id),
  CONSTRAINT body_kind CHECK (kind IN ('committee', 'audit', 'women', 'panel', 'branch', 'group')),
  CONSTRAINT body_days CHECK (until_day IS NULL OR until_day >= from_day),
  CONSTRAINT body_term CHECK (
    (term_from IS NULL AND term_until IS NULL)
    OR (term_from IS NOT NULL AND (term_until IS NULL OR term_until >= term_from)))
);
CREATE INDEX body_by_kind ON body (union_id, kind, name);

CREATE TABLE post (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  body_id BYTEA NOT NULL,
  rank BIGINT NOT NULL,
  title TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT,
  CONSTRAINT post_pk PRIMARY KEY (union_id, id),
  CONSTRAINT post_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT post_title UNIQUE (union_id, body_id, title),
  CONSTRAINT post_rank CHECK (rank BETWEEN 0 AND 99),
  CONSTRAINT post_days CHECK (until_day IS NULL OR until_day >= from_day)
);

-- Members carry their sound (pinyin) for order and search, and the digits of the phone backwards for search by tail.
-- `twin` tells people of the same name and phone apart: 0 for the first, counted for those said to be another person.
CREATE TABLE member (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  sound TEXT NOT NULL,
  initials TEXT NOT NULL,
  phone TEXT NOT NULL,
  phone_back TEXT NOT NULL,
  twin BIGINT NOT NULL,
  number TEXT,
  body_id BYTEA,
  status TEXT NOT NULL,
  joined_on TEXT NOT NULL,
  left_on TEXT,
  left_why TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT member_pk PRIMARY KEY (union_id, id),
  CONSTRAINT member_twin UNIQUE (union_id, name, phone, twin),
  CONSTRAINT member_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT member_twin_count CHECK (twin >= 0),
  CONSTRAINT member_status CHECK (
    (status IN ('active', 'moving', 'kept') AND left_on IS NULL AND left_why IS NULL)
    OR (status IN ('moved', 'resigned', 'deemed', 'removed', 'died') AND left_on IS NOT NULL))
);
CREATE INDEX member_by_sound ON member (union_id, sound, id, name);
CREATE INDEX member_by_status ON member (union_id, status, sound, id);
CREATE INDEX member_by_body ON member (union_id, status, body_id, sound, id);
CREATE INDEX member_by_initials ON member (union_id, initials);
CREATE INDEX member_by_phone ON member (union_id, phone_back);
CREATE INDEX member_by_number ON member (union_id, number);

-- `until_day` is the end of the term as appointed; somebody stays in the post until `ended_on`.
CREATE TABLE holding (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  post_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT,
  ended_on TEXT,
  ended_why TEXT,
  CONSTRAINT holding_pk PRIMARY KEY (union_id, id),
  CONSTRAINT holding_post FOREIGN KEY (union_id, post_id) REFERENCES post (union_id, id),
  CONSTRAINT holding_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT holding_days CHECK (until_day IS NULL OR until_day >= from_day),
  CONSTRAINT holding_ended CHECK (
    (ended_on IS NULL AND ended_why IS NULL) OR (ended_on IS NOT NULL AND ended_on >= from_day AND ended_why IS NOT NULL))
);
CREATE INDEX holding_by_post ON holding (union_id, post_id);
CREATE INDEX holding_by_member ON holding (union_id, member_id);

CREATE TABLE role_grant (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  role TEXT NOT NULL,
  body_id BYTEA,
  from_day TEXT NOT NULL,
  until_day TEXT,
  granted_by BYTEA,
  revoked_at BIGINT,
  revoked_by BYTEA,
  CONSTRAINT role_grant_pk PRIMARY KEY (union_id, id),
  CONSTRAINT role_grant_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT role_grant_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT role_grant_role CHECK (
    role IN ('chair', 'vice_chair', 'officer', 'treasurer', 'auditor', 'group_leader', 'member', 'admin')),
  CONSTRAINT role_grant_days CHECK (until_day IS NULL OR until_day >= from_day),
  CONSTRAINT role_grant_revoked CHECK (revoked_at IS NOT NULL OR revoked_by IS NULL)
);
CREATE INDEX role_grant_by_account ON role_grant (union_id, account_id);
