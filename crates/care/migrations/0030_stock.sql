-- Goods for rounds: what there is, what was bought, and every movement. What lies where is the sum of the movements.
CREATE TABLE good (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  CONSTRAINT good_pk PRIMARY KEY (union_id, id),
  CONSTRAINT good_name UNIQUE (union_id, name, unit)
);

CREATE TABLE purchase (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  round_id BYTEA,
  supplier TEXT NOT NULL,
  invoice TEXT,
  day TEXT NOT NULL,
  total BIGINT NOT NULL,
  state TEXT NOT NULL,
  why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT purchase_pk PRIMARY KEY (union_id, id),
  CONSTRAINT purchase_total CHECK (total >= 0),
  CONSTRAINT purchase_state CHECK ((state = 'kept' AND why IS NULL) OR (state = 'cancelled' AND why IS NOT NULL))
);
CREATE INDEX purchase_by_round ON purchase (union_id, round_id, id);
CREATE INDEX purchase_by_day ON purchase (union_id, day, id);

CREATE TABLE purchase_line (
  union_id BYTEA NOT NULL,
  purchase_id BYTEA NOT NULL,
  good_id BYTEA NOT NULL,
  quantity BIGINT NOT NULL,
  price BIGINT NOT NULL,
  CONSTRAINT purchase_line_pk PRIMARY KEY (union_id, purchase_id, good_id),
  CONSTRAINT purchase_line_of FOREIGN KEY (union_id, purchase_id) REFERENCES purchase (union_id, id),
  CONSTRAINT purchase_line_good FOREIGN KEY (union_id, good_id) REFERENCES good (union_id, id),
  CONSTRAINT purchase_line_sizes CHECK (quantity > 0 AND price >= 0)
);

-- A movement at a place: a round, or the union's own store where no round is named.
CREATE TABLE stock_move (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  good_id BYTEA NOT NULL,
  round_id BYTEA,
  way TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  day TEXT NOT NULL,
  why TEXT,
  purchase_id BYTEA,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  CONSTRAINT stock_move_pk PRIMARY KEY (union_id, id),
  CONSTRAINT stock_move_good FOREIGN KEY (union_id, good_id) REFERENCES good (union_id, id),
  CONSTRAINT stock_move_purchase FOREIGN KEY (union_id, purchase_id) REFERENCES purchase (union_id, id),
  CONSTRAINT stock_move_quantity CHECK (
    (way IN ('bought', 'back', 'taken_in', 'kept_in', 'counted_in') AND quantity > 0)
    OR (way IN ('handed', 'cancelled', 'returned', 'taken_out', 'kept_out', 'given', 'counted_out') AND quantity < 0)),
  CONSTRAINT stock_move_why CHECK (way NOT IN ('given', 'returned', 'counted_in', 'counted_out', 'cancelled') OR why IS NOT NULL),
  CONSTRAINT stock_move_of CHECK ((way IN ('bought', 'cancelled')) = (purchase_id IS NOT NULL))
);
CREATE INDEX stock_move_by_good ON stock_move (union_id, good_id, id);
CREATE INDEX stock_move_by_round ON stock_move (union_id, round_id, good_id);
CREATE INDEX stock_move_by_purchase ON stock_move (union_id, purchase_id);
