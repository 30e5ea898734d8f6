-- The ways in that a union has opened: what its posters lead to. One is open at a time; a closed one stays, so that its code is never given again.
CREATE TABLE join_link (
  code TEXT NOT NULL,
  union_id BYTEA NOT NULL,
  made_by BYTEA NOT NULL,
  made_at BIGINT NOT NULL,
  ended_at BIGINT,
  CONSTRAINT join_link_pk PRIMARY KEY (code),
  CONSTRAINT join_link_union FOREIGN KEY (union_id) REFERENCES union_node (union_id)
);
CREATE INDEX join_link_by_union ON join_link (union_id, made_at);

-- To which application a receipt belongs: asked by strangers, before the union is known.
CREATE TABLE join_ticket (
  digest BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  application_id BYTEA NOT NULL,
  CONSTRAINT join_ticket_pk PRIMARY KEY (digest),
  CONSTRAINT join_ticket_union FOREIGN KEY (union_id) REFERENCES union_node (union_id)
);
CREATE INDEX join_ticket_by_union ON join_ticket (union_id, application_id);

-- What applicants agree to; every text stays, since applications name the one they were shown.
CREATE TABLE join_consent (
  union_id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  body TEXT NOT NULL,
  keep_days BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT join_consent_pk PRIMARY KEY (union_id, version),
  CONSTRAINT join_consent_version CHECK (version >= 1),
  CONSTRAINT join_consent_keep CHECK (keep_days >= 1 AND keep_days <= 365)
);

CREATE TABLE application (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  channel TEXT NOT NULL,
  status TEXT NOT NULL,
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  body_id BYTEA,
  employment TEXT,
  job TEXT,
  hired TEXT,
  wish TEXT,
  sealed BYTEA,
  blind BYTEA,
  consent BIGINT,
  sent_at BIGINT NOT NULL,
  sent_by BYTEA NOT NULL,
  opinion TEXT,
  opinion_note TEXT,
  opinion_by BYTEA,
  opinion_at BIGINT,
  decided_at BIGINT,
  decided_by BYTEA,
  decided_on TEXT,
  reason TEXT,
  member_id BYTEA,
  version BIGINT NOT NULL,
  CONSTRAINT application_pk PRIMARY KEY (union_id, id),
  CONSTRAINT application_group FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT application_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT application_consent FOREIGN KEY (union_id, consent) REFERENCES join_consent (union_id, version),
  CONSTRAINT application_channel CHECK ((channel = 'link' AND consent IS NOT NULL) OR channel = 'paper'),
  CONSTRAINT application_sealed CHECK ((sealed IS NULL) = (blind IS NULL)),
  CONSTRAINT application_opinion CHECK (
    (opinion IS NULL AND opinion_note IS NULL AND opinion_by IS NULL AND opinion_at IS NULL)
    OR (opinion IN ('for', 'against') AND opinion_by IS NOT NULL AND opinion_at IS NOT NULL)),
  CONSTRAINT application_status CHECK (
    (status = 'waiting' AND sealed IS NOT NULL AND decided_at IS NULL AND decided_by IS NULL AND decided_on IS NULL AND reason IS NULL
      AND member_id IS NULL)
    OR (status IN ('returned', 'refused') AND sealed IS NOT NULL AND decided_at IS NOT NULL AND decided_by IS NOT NULL AND decided_on IS NOT NULL
      AND reason IS NOT NULL AND member_id IS NULL)
    OR (status = 'approved' AND sealed IS NULL AND decided_at IS NOT NULL AND decided_by IS NOT NULL AND decided_on IS NOT NULL
      AND reason IS NOT NULL AND member_id IS NOT NULL))
);
CREATE INDEX application_by_status ON application (union_id, status, sent_at);
CREATE INDEX application_by_number ON application (union_id, blind);
CREATE INDEX application_by_member ON application (union_id, member_id);
