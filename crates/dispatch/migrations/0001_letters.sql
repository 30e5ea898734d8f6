-- Letters between unions. Each side keeps its own row of a letter, under its own union and the same id; no statement
-- touches both. What nobody may read on the way stands sealed, each time for the side that keeps it.
CREATE TABLE letter_out (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  way TEXT NOT NULL,
  to_union BYTEA,
  to_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  body TEXT NOT NULL,
  sealed BYTEA,
  state TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  sent_by BYTEA NOT NULL,
  carried_at BIGINT,
  delivered_at BIGINT,
  recalled_at BIGINT,
  closed_at BIGINT,
  answer_day TEXT,
  answer_why TEXT,
  CONSTRAINT letter_out_pk PRIMARY KEY (union_id, id),
  CONSTRAINT letter_out_number UNIQUE (union_id, kind, year, number),
  CONSTRAINT letter_out_version CHECK (version > 0),
  CONSTRAINT letter_out_way CHECK (way IN ('house', 'file', 'paper')),
  CONSTRAINT letter_out_to CHECK ((way = 'paper') = (to_union IS NULL)),
  CONSTRAINT letter_out_carried CHECK (carried_at IS NULL OR way = 'file'),
  CONSTRAINT letter_out_state CHECK (state IN ('sent', 'delivered', 'recalled', 'accepted', 'returned', 'withdrawn')),
  CONSTRAINT letter_out_delivered CHECK (state <> 'delivered' OR delivered_at IS NOT NULL),
  CONSTRAINT letter_out_recalled CHECK (state <> 'recalled' OR recalled_at IS NOT NULL),
  CONSTRAINT letter_out_closed CHECK ((state IN ('accepted', 'returned', 'withdrawn')) = (closed_at IS NOT NULL)),
  CONSTRAINT letter_out_answer CHECK ((state IN ('accepted', 'returned', 'withdrawn')) = (answer_day IS NOT NULL)),
  CONSTRAINT letter_out_why CHECK ((state = 'returned') = (answer_why IS NOT NULL)),
  CONSTRAINT letter_out_open CHECK (closed_at IS NULL OR sealed IS NULL)
);
CREATE INDEX letter_out_by_time ON letter_out (union_id, sent_at, id);
CREATE INDEX letter_out_by_state ON letter_out (union_id, state, sent_at);
CREATE INDEX letter_out_by_record ON letter_out (union_id, record_kind, record_id);

-- The receiver's row decides what becomes of a letter: whoever changes its state first, accepting, returning or calling
-- back, has decided. `told_at` says that the sender knows.
CREATE TABLE letter_in (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  way TEXT NOT NULL,
  from_union BYTEA NOT NULL,
  from_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  sealed BYTEA,
  state TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  arrived_at BIGINT NOT NULL,
  closed_at BIGINT,
  closed_by BYTEA,
  answer_day TEXT,
  answer_why TEXT,
  record_kind TEXT,
  record_id BYTEA,
  told_at BIGINT,
  CONSTRAINT letter_in_pk PRIMARY KEY (union_id, id),
  CONSTRAINT letter_in_version CHECK (version > 0),
  CONSTRAINT letter_in_way CHECK (way IN ('house', 'file')),
  CONSTRAINT letter_in_state CHECK (state IN ('received', 'accepted', 'returned', 'withdrawn')),
  CONSTRAINT letter_in_closed CHECK ((state = 'received') = (closed_at IS NULL)),
  CONSTRAINT letter_in_closed_by CHECK ((state = 'received') = (closed_by IS NULL)),
  CONSTRAINT letter_in_answer CHECK ((state = 'received') = (answer_day IS NULL)),
  CONSTRAINT letter_in_why CHECK ((state = 'returned') = (answer_why IS NOT NULL)),
  CONSTRAINT letter_in_record CHECK ((record_kind IS NULL) = (record_id IS NULL)),
  CONSTRAINT letter_in_came CHECK (record_id IS NULL OR state = 'accepted'),
  CONSTRAINT letter_in_told CHECK (told_at IS NULL OR state <> 'received'),
  CONSTRAINT letter_in_open CHECK (closed_at IS NULL OR sealed IS NULL)
);
CREATE INDEX letter_in_by_time ON letter_in (union_id, arrived_at, id);
CREATE INDEX letter_in_by_state ON letter_in (union_id, state, told_at);

-- The cards (名片) of unions in other installations that a union has taken in: with which keys their letters are signed,
-- and letters to them are closed.
CREATE TABLE letter_card (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  peer BYTEA NOT NULL,
  name TEXT NOT NULL,
  sign_key BYTEA NOT NULL,
  close_key BYTEA NOT NULL,
  since BIGINT NOT NULL,
  by_account BYTEA NOT NULL,
  until BIGINT,
  CONSTRAINT letter_card_pk PRIMARY KEY (union_id, id),
  CONSTRAINT letter_card_until CHECK (until IS NULL OR until >= since)
);
CREATE INDEX letter_card_by_peer ON letter_card (union_id, peer, until);
