-- Sign-off (签收): who is to receive what, and who has. A record has one living list.
CREATE TABLE receipt (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL,
  count_lines BIGINT NOT NULL,
  total BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  made_name TEXT NOT NULL,
  CONSTRAINT receipt_pk PRIMARY KEY (union_id, id),
  CONSTRAINT receipt_state CHECK (state IN ('live', 'cancelled')),
  CONSTRAINT receipt_lines CHECK (count_lines BETWEEN 1 AND 100000),
  CONSTRAINT receipt_total CHECK (total >= 0)
);
CREATE UNIQUE INDEX receipt_once ON receipt (union_id, record_kind, record_id) WHERE state = 'live';
CREATE INDEX receipt_by_record ON receipt (union_id, record_kind, record_id, id);

-- One line a person. `number` is the line on the printed list; the group is the one of the day the list was made.
CREATE TABLE receipt_line (
  union_id BYTEA NOT NULL,
  receipt_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  member_id BYTEA NOT NULL,
  body_id BYTEA,
  what TEXT NOT NULL,
  amount BIGINT,
  state TEXT NOT NULL,
  way TEXT,
  on_day TEXT,
  at BIGINT,
  account_id BYTEA,
  fetched_by TEXT,
  why TEXT,
  CONSTRAINT receipt_line_pk PRIMARY KEY (union_id, receipt_id, number),
  CONSTRAINT receipt_line_member UNIQUE (union_id, receipt_id, member_id),
  CONSTRAINT receipt_line_receipt FOREIGN KEY (union_id, receipt_id) REFERENCES receipt (union_id, id),
  CONSTRAINT receipt_line_person FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT receipt_line_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT receipt_line_amount CHECK (amount IS NULL OR amount >= 0),
  CONSTRAINT receipt_line_state CHECK (state IN ('open', 'signed', 'returned')),
  CONSTRAINT receipt_line_done CHECK (
    (state = 'open' AND on_day IS NULL AND at IS NULL AND account_id IS NULL)
    OR (state <> 'open' AND on_day IS NOT NULL AND at IS NOT NULL AND account_id IS NOT NULL)),
  CONSTRAINT receipt_line_way CHECK ((state = 'signed') = (way IS NOT NULL)),
  CONSTRAINT receipt_line_ways CHECK (way IS NULL OR way IN ('self', 'sheet', 'proxy')),
  CONSTRAINT receipt_line_proxy CHECK ((way IS NOT NULL AND way = 'proxy') = (fetched_by IS NOT NULL)),
  CONSTRAINT receipt_line_why CHECK ((state = 'returned') = (why IS NOT NULL))
);
CREATE INDEX receipt_line_mine ON receipt_line (union_id, member_id, receipt_id);
CREATE INDEX receipt_line_waits ON receipt_line (union_id, member_id) WHERE state = 'open';
CREATE INDEX receipt_line_by_group ON receipt_line (union_id, receipt_id, body_id, number);
CREATE INDEX receipt_line_by_state ON receipt_line (union_id, receipt_id, state, number);
