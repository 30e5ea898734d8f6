-- Requests to pay (付款申请), each with the case that decides it. A record has one, unless the one before was refused or withdrawn.
CREATE TABLE payment (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  version BIGINT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  case_id BYTEA NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  purpose_word TEXT NOT NULL,
  field TEXT NOT NULL,
  title TEXT NOT NULL,
  amount BIGINT NOT NULL,
  payee_kind TEXT NOT NULL,
  payee_member BYTEA,
  payee_name TEXT,
  payee_people BIGINT,
  on_day TEXT NOT NULL,
  sealed BIGINT NOT NULL,
  state TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by BYTEA NOT NULL,
  asked_name TEXT NOT NULL,
  why TEXT,
  paid_on TEXT,
  paid_way TEXT,
  voucher TEXT,
  paid_at BIGINT,
  paid_by BYTEA,
  paid_name TEXT,
  CONSTRAINT payment_pk PRIMARY KEY (union_id, id),
  CONSTRAINT payment_number UNIQUE (union_id, year, number),
  CONSTRAINT payment_case FOREIGN KEY (union_id, case_id) REFERENCES approval_case (union_id, id),
  CONSTRAINT payment_member FOREIGN KEY (union_id, payee_member) REFERENCES member (union_id, id),
  CONSTRAINT payment_version CHECK (version > 0),
  CONSTRAINT payment_amount CHECK (amount > 0),
  CONSTRAINT payment_sealed CHECK (sealed IN (0, 1)),
  CONSTRAINT payment_payee CHECK (
    (payee_kind = 'member' AND payee_member IS NOT NULL AND payee_name IS NULL AND payee_people IS NULL)
    OR (payee_kind = 'named' AND payee_member IS NULL AND payee_name IS NOT NULL AND payee_people IS NULL)
    OR (payee_kind = 'many' AND payee_member IS NULL AND payee_name IS NULL AND payee_people > 0)),
  CONSTRAINT payment_state CHECK (state IN ('waiting', 'approved', 'returned', 'refused', 'withdrawn', 'paid')),
  CONSTRAINT payment_why CHECK (state = 'withdrawn' OR (state IN ('returned', 'refused')) = (why IS NOT NULL)),
  CONSTRAINT payment_way CHECK (paid_way IS NULL OR paid_way IN ('bank', 'cash', 'other')),
  CONSTRAINT payment_paid CHECK (
    (state = 'paid' AND paid_on IS NOT NULL AND paid_way IS NOT NULL AND paid_at IS NOT NULL AND paid_by IS NOT NULL AND paid_name IS NOT NULL)
    OR (state <> 'paid' AND paid_on IS NULL AND paid_way IS NULL AND voucher IS NULL AND paid_at IS NULL AND paid_by IS NULL AND paid_name IS NULL))
);
CREATE UNIQUE INDEX payment_once ON payment (union_id, record_kind, record_id) WHERE state NOT IN ('refused', 'withdrawn');
CREATE INDEX payment_by_record ON payment (union_id, record_kind, record_id, id);
CREATE INDEX payment_by_state ON payment (union_id, state, id);
CREATE INDEX payment_by_asker ON payment (union_id, asked_by, id);
