-- Collections (募捐): for whom, what was given, what was paid out, what became of the remainder.
CREATE TABLE collection (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  title TEXT NOT NULL,
  purpose TEXT NOT NULL,
  whom TEXT NOT NULL,
  member_id BYTEA,
  masked TEXT,
  person BYTEA,
  target BIGINT,
  from_on TEXT NOT NULL,
  until_on TEXT NOT NULL,
  owner_id BYTEA NOT NULL,
  status TEXT NOT NULL,
  closed_on TEXT,
  remainder BIGINT,
  decision TEXT,
  to_id BYTEA,
  why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT collection_pk PRIMARY KEY (union_id, id),
  CONSTRAINT collection_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT collection_owner FOREIGN KEY (union_id, owner_id) REFERENCES member (union_id, id),
  CONSTRAINT collection_to FOREIGN KEY (union_id, to_id) REFERENCES collection (union_id, id),
  CONSTRAINT collection_whom CHECK ((whom = 'person' AND masked IS NOT NULL AND person IS NOT NULL)
    OR (whom = 'cause' AND member_id IS NULL AND masked IS NULL AND person IS NULL)),
  CONSTRAINT collection_days CHECK (from_on <= until_on),
  CONSTRAINT collection_target CHECK (target IS NULL OR target > 0),
  CONSTRAINT collection_status CHECK (
    (status = 'open' AND closed_on IS NULL AND remainder IS NULL AND decision IS NULL AND why IS NULL)
    OR (status = 'closed' AND closed_on IS NOT NULL AND why IS NOT NULL
      AND ((remainder = 0 AND decision IS NULL) OR (remainder > 0 AND decision IN ('kept', 'passed', 'aid', 'returned'))))),
  CONSTRAINT collection_passed CHECK ((to_id IS NULL AND (decision IS NULL OR decision <> 'passed')) OR (to_id IS NOT NULL AND decision = 'passed'))
);
CREATE INDEX collection_by_status ON collection (union_id, status, until_on);
CREATE INDEX collection_by_to ON collection (union_id, to_id);
CREATE INDEX collection_by_member ON collection (union_id, member_id);
CREATE INDEX collection_by_owner ON collection (union_id, owner_id);

-- A gift. Of an anonymous giver nothing is kept but the gift.
CREATE TABLE collection_gift (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  collection_id BYTEA NOT NULL,
  member_id BYTEA,
  name TEXT,
  body_id BYTEA,
  consent BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  way TEXT NOT NULL,
  day TEXT NOT NULL,
  received_by BYTEA NOT NULL,
  back_on TEXT,
  back_why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT collection_gift_pk PRIMARY KEY (union_id, id),
  CONSTRAINT collection_gift_of FOREIGN KEY (union_id, collection_id) REFERENCES collection (union_id, id),
  CONSTRAINT collection_gift_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT collection_gift_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT collection_gift_receiver FOREIGN KEY (union_id, received_by) REFERENCES member (union_id, id),
  CONSTRAINT collection_gift_amount CHECK (amount > 0),
  CONSTRAINT collection_gift_way CHECK (way IN ('cash', 'transfer')),
  CONSTRAINT collection_gift_giver CHECK (member_id IS NULL OR name IS NULL),
  CONSTRAINT collection_gift_consent CHECK (consent = 0 OR (consent = 1 AND (member_id IS NOT NULL OR name IS NOT NULL))),
  CONSTRAINT collection_gift_back CHECK ((back_on IS NULL) = (back_why IS NULL))
);
CREATE INDEX collection_gift_by_collection ON collection_gift (union_id, collection_id, day, id);
CREATE INDEX collection_gift_by_member ON collection_gift (union_id, member_id, collection_id);

-- Money that goes out of a collection: asked for, approved and paid as a payment of its own.
CREATE TABLE collection_payout (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  collection_id BYTEA NOT NULL,
  amount BIGINT NOT NULL,
  member_id BYTEA,
  payee TEXT,
  what TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  status TEXT NOT NULL,
  paid_on TEXT,
  why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT collection_payout_pk PRIMARY KEY (union_id, id),
  CONSTRAINT collection_payout_of FOREIGN KEY (union_id, collection_id) REFERENCES collection (union_id, id),
  CONSTRAINT collection_payout_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT collection_payout_amount CHECK (amount > 0),
  CONSTRAINT collection_payout_payee CHECK ((member_id IS NULL) <> (payee IS NULL)),
  CONSTRAINT collection_payout_status CHECK ((status = 'asked' AND paid_on IS NULL AND why IS NULL)
    OR (status = 'paid' AND paid_on IS NOT NULL AND why IS NULL)
    OR (status = 'withdrawn' AND paid_on IS NULL AND why IS NOT NULL))
);
CREATE INDEX collection_payout_by_collection ON collection_payout (union_id, collection_id, id);
CREATE INDEX collection_payout_by_member ON collection_payout (union_id, member_id);
