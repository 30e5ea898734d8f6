-- Health checks (体检): a round with packages and days; every place of a day is a row of its own, so that none is given twice.
CREATE TABLE check_round (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  opens_on TEXT NOT NULL,
  closes_on TEXT NOT NULL,
  note TEXT,
  status TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT check_round_pk PRIMARY KEY (union_id, id),
  CONSTRAINT check_round_days CHECK (opens_on <= closes_on),
  CONSTRAINT check_round_status CHECK (status IN ('open', 'closed'))
);
CREATE TABLE check_package (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  round_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  items TEXT NOT NULL,
  sex TEXT,
  price BIGINT NOT NULL,
  CONSTRAINT check_package_pk PRIMARY KEY (union_id, id),
  CONSTRAINT check_package_round FOREIGN KEY (union_id, round_id) REFERENCES check_round (union_id, id),
  CONSTRAINT check_package_sex CHECK (sex IS NULL OR sex IN ('female', 'male')),
  CONSTRAINT check_package_price CHECK (price >= 0)
);
CREATE INDEX check_package_by_round ON check_package (union_id, round_id);

CREATE TABLE check_day (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  round_id BYTEA NOT NULL,
  place TEXT NOT NULL,
  day TEXT NOT NULL,
  code TEXT NOT NULL,
  reminded BIGINT NOT NULL,
  CONSTRAINT check_day_pk PRIMARY KEY (union_id, id),
  CONSTRAINT check_day_round FOREIGN KEY (union_id, round_id) REFERENCES check_round (union_id, id),
  CONSTRAINT check_day_reminded CHECK (reminded IN (0, 1))
);
CREATE INDEX check_day_by_round ON check_day (union_id, round_id, day);

CREATE TABLE check_booking (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  round_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  body_id BYTEA,
  package_id BYTEA NOT NULL,
  day_id BYTEA NOT NULL,
  price BIGINT NOT NULL,
  status TEXT NOT NULL,
  at BIGINT NOT NULL,
  attended_on TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT check_booking_pk PRIMARY KEY (union_id, id),
  CONSTRAINT check_booking_once UNIQUE (union_id, round_id, member_id),
  CONSTRAINT check_booking_round FOREIGN KEY (union_id, round_id) REFERENCES check_round (union_id, id),
  CONSTRAINT check_booking_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT check_booking_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT check_booking_package FOREIGN KEY (union_id, package_id) REFERENCES check_package (union_id, id),
  CONSTRAINT check_booking_day FOREIGN KEY (union_id, day_id) REFERENCES check_day (union_id, id),
  CONSTRAINT check_booking_status CHECK ((status = 'attended' AND attended_on IS NOT NULL)
    OR (status IN ('booked', 'waiting') AND attended_on IS NULL)),
  CONSTRAINT check_booking_price CHECK (price >= 0)
);
CREATE INDEX check_booking_by_day ON check_booking (union_id, day_id, status, at);
CREATE INDEX check_booking_by_member ON check_booking (union_id, member_id);

-- A place of a day. Whoever books takes a free one; a place that is taken names the booking.
CREATE TABLE check_slot (
  union_id BYTEA NOT NULL,
  day_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  booking_id BYTEA,
  CONSTRAINT check_slot_pk PRIMARY KEY (union_id, day_id, number),
  CONSTRAINT check_slot_day FOREIGN KEY (union_id, day_id) REFERENCES check_day (union_id, id),
  CONSTRAINT check_slot_booking FOREIGN KEY (union_id, booking_id) REFERENCES check_booking (union_id, id),
  CONSTRAINT check_slot_once UNIQUE (union_id, booking_id)
);

-- What a member keeps for themselves alone: no officer's door leads here.
CREATE TABLE own_note (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  sealed BYTEA NOT NULL,
  kept_at BIGINT NOT NULL,
  CONSTRAINT own_note_pk PRIMARY KEY (union_id, id),
  CONSTRAINT own_note_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id)
);
CREATE INDEX own_note_by_member ON own_note (union_id, member_id);
