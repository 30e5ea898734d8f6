-- Rounds (节日慰问、送温暖、送清凉): what is given to many by a list, and who is on it.
CREATE TABLE care_round (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  kind TEXT NOT NULL,
  festival TEXT,
  occasion TEXT,
  title TEXT NOT NULL,
  day TEXT NOT NULL,
  form TEXT NOT NULL,
  budget BIGINT NOT NULL,
  funds BIGINT,
  who TEXT NOT NULL,
  worth BIGINT NOT NULL,
  state TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  listed_at BIGINT,
  listed_by BYTEA,
  checked_at BIGINT,
  checked_by BYTEA,
  approved_at BIGINT,
  approved_by BYTEA,
  handing_at BIGINT,
  handing_by BYTEA,
  closed_at BIGINT,
  closed_by BYTEA,
  reason TEXT,
  why TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT care_round_pk PRIMARY KEY (union_id, id),
  CONSTRAINT care_round_kind CHECK (kind IN ('festival', 'cool', 'warm', 'model_worker', 'front_line', 'retired')),
  CONSTRAINT care_round_festival CHECK ((kind = 'festival') = (festival IS NOT NULL) AND (kind = 'festival') = (occasion IS NOT NULL)),
  CONSTRAINT care_round_form CHECK (form IN ('goods', 'voucher')),
  CONSTRAINT care_round_money CHECK (budget >= 0 AND worth >= 0 AND (funds IS NULL OR funds >= 0)),
  CONSTRAINT care_round_by CHECK (
    (listed_at IS NULL) = (listed_by IS NULL) AND (checked_at IS NULL) = (checked_by IS NULL)
    AND (approved_at IS NULL) = (approved_by IS NULL) AND (handing_at IS NULL) = (handing_by IS NULL)
    AND (closed_at IS NULL) = (closed_by IS NULL)),
  CONSTRAINT care_round_state CHECK (
    (state = 'draft' AND listed_at IS NULL AND checked_at IS NULL AND approved_at IS NULL AND handing_at IS NULL AND closed_at IS NULL AND why IS NULL)
    OR (state = 'listed' AND listed_at IS NOT NULL AND checked_at IS NULL AND approved_at IS NULL AND handing_at IS NULL AND closed_at IS NULL AND why IS NULL)
    OR (state = 'checked' AND listed_at IS NOT NULL AND checked_at IS NOT NULL AND approved_at IS NULL AND handing_at IS NULL AND closed_at IS NULL AND why IS NULL)
    OR (state = 'approved' AND checked_at IS NOT NULL AND approved_at IS NOT NULL AND handing_at IS NULL AND closed_at IS NULL AND why IS NULL)
    OR (state = 'handing' AND approved_at IS NOT NULL AND handing_at IS NOT NULL AND closed_at IS NULL AND why IS NULL)
    OR (state = 'closed' AND handing_at IS NOT NULL AND closed_at IS NOT NULL AND why IS NULL)
    OR (state = 'dropped' AND handing_at IS NULL AND closed_at IS NULL AND why IS NOT NULL))
);
CREATE INDEX care_round_by_year ON care_round (union_id, year, day);
CREATE INDEX care_round_by_occasion ON care_round (union_id, occasion);

CREATE TABLE care_round_item (
  union_id BYTEA NOT NULL,
  round_id BYTEA NOT NULL,
  good_id BYTEA NOT NULL,
  place BIGINT NOT NULL,
  price BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  CONSTRAINT care_round_item_pk PRIMARY KEY (union_id, round_id, good_id),
  CONSTRAINT care_round_item_of FOREIGN KEY (union_id, round_id) REFERENCES care_round (union_id, id),
  CONSTRAINT care_round_item_good FOREIGN KEY (union_id, good_id) REFERENCES good (union_id, id),
  CONSTRAINT care_round_item_sizes CHECK (price >= 0 AND quantity > 0)
);

-- Whoever is on the list, as they stood when it was made. Who was struck stays, with the reason.
CREATE TABLE care_round_line (
  union_id BYTEA NOT NULL,
  round_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  place BIGINT NOT NULL,
  name TEXT NOT NULL,
  body_id BYTEA,
  state TEXT NOT NULL,
  by_hand BIGINT NOT NULL,
  why TEXT,
  signed_on TEXT,
  given_on TEXT,
  CONSTRAINT care_round_line_pk PRIMARY KEY (union_id, round_id, member_id),
  CONSTRAINT care_round_line_of FOREIGN KEY (union_id, round_id) REFERENCES care_round (union_id, id),
  CONSTRAINT care_round_line_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT care_round_line_hand CHECK (by_hand IN (0, 1)),
  CONSTRAINT care_round_line_state CHECK (
    (state = 'on' AND (signed_on IS NULL) = (given_on IS NULL))
    OR (state = 'struck' AND why IS NOT NULL AND signed_on IS NULL AND given_on IS NULL))
);
CREATE INDEX care_round_line_by_place ON care_round_line (union_id, round_id, place);
CREATE INDEX care_round_line_by_body ON care_round_line (union_id, round_id, body_id, place);
CREATE INDEX care_round_line_by_member ON care_round_line (union_id, member_id);

-- What the last check found about somebody on the list: an amount where a cap is meant, another round where that is meant.
CREATE TABLE care_round_trouble (
  union_id BYTEA NOT NULL,
  round_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  code TEXT NOT NULL,
  weight TEXT NOT NULL,
  amount BIGINT,
  other TEXT,
  CONSTRAINT care_round_trouble_pk PRIMARY KEY (union_id, round_id, member_id, code),
  CONSTRAINT care_round_trouble_line FOREIGN KEY (union_id, round_id, member_id) REFERENCES care_round_line (union_id, round_id, member_id),
  CONSTRAINT care_round_trouble_weight CHECK (weight IN ('block', 'reason', 'warn'))
);
