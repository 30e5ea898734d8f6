-- Pairs (结对帮扶、结对帮教): who helps whom, how often they should meet, and a card for each time.
CREATE TABLE pair (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  sort TEXT NOT NULL,
  member_id BYTEA,
  helped TEXT,
  goals BYTEA NOT NULL,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  every_days BIGINT NOT NULL,
  status TEXT NOT NULL,
  ended_on TEXT,
  result TEXT,
  why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT pair_pk PRIMARY KEY (union_id, id),
  CONSTRAINT pair_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT pair_sort CHECK (sort IN ('aid', 'guide')),
  CONSTRAINT pair_whom CHECK ((member_id IS NULL) <> (helped IS NULL)),
  CONSTRAINT pair_days CHECK (from_on <= until_on),
  CONSTRAINT pair_every CHECK (every_days BETWEEN 1 AND 366),
  CONSTRAINT pair_status CHECK ((status = 'running' AND ended_on IS NULL AND result IS NULL AND why IS NULL)
    OR (status = 'ended' AND ended_on IS NOT NULL AND result IN ('reached', 'partly', 'missed') AND why IS NOT NULL))
);
CREATE INDEX pair_by_status ON pair (union_id, status, until_on);
CREATE INDEX pair_by_member ON pair (union_id, member_id);

CREATE TABLE pair_helper (
  union_id BYTEA NOT NULL,
  pair_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  place BIGINT NOT NULL,
  CONSTRAINT pair_helper_pk PRIMARY KEY (union_id, pair_id, member_id),
  CONSTRAINT pair_helper_of FOREIGN KEY (union_id, pair_id) REFERENCES pair (union_id, id),
  CONSTRAINT pair_helper_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id)
);
CREATE INDEX pair_helper_by_member ON pair_helper (union_id, member_id);

-- A card: what was talked of, wanted and done is sealed.
CREATE TABLE pair_card (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  pair_id BYTEA NOT NULL,
  day TEXT NOT NULL,
  helper_id BYTEA NOT NULL,
  sealed BYTEA NOT NULL,
  back_on TEXT,
  back_why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  CONSTRAINT pair_card_pk PRIMARY KEY (union_id, id),
  CONSTRAINT pair_card_of FOREIGN KEY (union_id, pair_id) REFERENCES pair (union_id, id),
  CONSTRAINT pair_card_helper FOREIGN KEY (union_id, helper_id) REFERENCES member (union_id, id),
  CONSTRAINT pair_card_back CHECK ((back_on IS NULL) = (back_why IS NULL))
);
CREATE INDEX pair_card_by_pair ON pair_card (union_id, pair_id, day, id);
