-- Offers (普惠服务): what members sign up for. Every place is a row of its own; a sign-up that has one names it, and no two name
-- the same, so that the database itself refuses to sell a place twice.
CREATE TABLE offer_kind (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  children BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT offer_kind_pk PRIMARY KEY (union_id, id),
  CONSTRAINT offer_kind_name UNIQUE (union_id, name),
  CONSTRAINT offer_kind_flags CHECK (children IN (0, 1) AND ended IN (0, 1))
);

-- The kind may be one that came with the program and was never touched: then it has no row.
CREATE TABLE offer (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  kind_id BYTEA NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  who TEXT NOT NULL,
  per_member BIGINT NOT NULL,
  opens_on TEXT NOT NULL,
  closes_on TEXT NOT NULL,
  bearer TEXT NOT NULL,
  cost BIGINT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  place TEXT NOT NULL,
  children BIGINT NOT NULL,
  age_from BIGINT,
  age_until BIGINT,
  consent TEXT,
  keep_days BIGINT NOT NULL,
  status TEXT NOT NULL,
  forgotten_on TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT offer_pk PRIMARY KEY (union_id, id),
  CONSTRAINT offer_days CHECK (opens_on <= closes_on AND from_day <= until_day),
  CONSTRAINT offer_numbers CHECK (per_member >= 1 AND cost >= 0 AND keep_days >= 0),
  CONSTRAINT offer_bearer CHECK (bearer IN ('none', 'member', 'union')),
  CONSTRAINT offer_status CHECK (status IN ('open', 'closed')),
  CONSTRAINT offer_children CHECK (
    (children = 0 AND age_from IS NULL AND age_until IS NULL AND consent IS NULL AND forgotten_on IS NULL)
    OR (children = 1 AND age_from IS NOT NULL AND age_until IS NOT NULL AND age_from <= age_until AND consent IS NOT NULL))
);
CREATE INDEX offer_by_day ON offer (union_id, closes_on);

-- A part of an offer with places of its own. While it is full nobody has to look for a free place.
CREATE TABLE offer_slot (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  offer_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  places BIGINT NOT NULL,
  is_full BIGINT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT offer_slot_pk PRIMARY KEY (union_id, id),
  CONSTRAINT offer_slot_of UNIQUE (union_id, offer_id, id),
  CONSTRAINT offer_slot_name UNIQUE (union_id, offer_id, name),
  CONSTRAINT offer_slot_offer FOREIGN KEY (union_id, offer_id) REFERENCES offer (union_id, id),
  CONSTRAINT offer_slot_numbers CHECK (places >= 0 AND is_full IN (0, 1))
);

CREATE TABLE offer_place (
  union_id BYTEA NOT NULL,
  slot_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  CONSTRAINT offer_place_pk PRIMARY KEY (union_id, slot_id, number),
  CONSTRAINT offer_place_slot FOREIGN KEY (union_id, slot_id) REFERENCES offer_slot (union_id, id),
  CONSTRAINT offer_place_taken CHECK (taken IN (0, 1))
);

-- No foreign key leads to the slot: thousands sign up for the same one at the same moment, and PostgreSQL would have each of
-- them lock its row. The act reads the slot in the same transaction, a place has its own, and verify looks at the rest.
CREATE TABLE offer_signup (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  offer_id BYTEA NOT NULL,
  slot_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  body_id BYTEA,
  nth BIGINT,
  place BIGINT,
  status TEXT NOT NULL,
  since BIGINT NOT NULL,
  on_paper BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  code TEXT NOT NULL,
  picked_on TEXT,
  why TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT offer_signup_pk PRIMARY KEY (union_id, id),
  CONSTRAINT offer_signup_once UNIQUE (union_id, offer_id, member_id, nth),
  CONSTRAINT offer_signup_place_once UNIQUE (union_id, slot_id, place),
  CONSTRAINT offer_signup_code UNIQUE (union_id, offer_id, code),
  CONSTRAINT offer_signup_place FOREIGN KEY (union_id, slot_id, place) REFERENCES offer_place (union_id, slot_id, number),
  CONSTRAINT offer_signup_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT offer_signup_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT offer_signup_paper CHECK (on_paper IN (0, 1)),
  CONSTRAINT offer_signup_status CHECK (
    (status IN ('placed', 'missed') AND nth IS NOT NULL AND place IS NOT NULL AND picked_on IS NULL)
    OR (status = 'picked' AND nth IS NOT NULL AND place IS NOT NULL AND picked_on IS NOT NULL)
    OR (status = 'waiting' AND nth IS NOT NULL AND place IS NULL AND picked_on IS NULL)
    OR (status = 'given_up' AND nth IS NULL AND place IS NULL AND picked_on IS NULL AND why IS NOT NULL))
);
CREATE INDEX offer_signup_in_line ON offer_signup (union_id, slot_id, status, since, id);
CREATE INDEX offer_signup_by_member ON offer_signup (union_id, member_id);

-- A child, sealed; gone so many days after what it was kept for has ended. The sign-up stays.
CREATE TABLE offer_child (
  union_id BYTEA NOT NULL,
  signup_id BYTEA NOT NULL,
  sealed BYTEA NOT NULL,
  consent TEXT NOT NULL,
  consented_at BIGINT NOT NULL,
  CONSTRAINT offer_child_pk PRIMARY KEY (union_id, signup_id),
  CONSTRAINT offer_child_signup FOREIGN KEY (union_id, signup_id) REFERENCES offer_signup (union_id, id)
);
