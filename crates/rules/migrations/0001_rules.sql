-- Sheets of rules are reference data of the installation, as measures are: what a province says is the same for all its
-- unions. A sheet is a document of a place; without a place it is an example that holds nowhere.
CREATE TABLE rule_sheet (
  id BYTEA NOT NULL,
  place TEXT,
  title TEXT NOT NULL,
  source TEXT,
  shipped TEXT,
  by_union BYTEA,
  by_name TEXT,
  made_at BIGINT NOT NULL,
  CONSTRAINT rule_sheet_pk PRIMARY KEY (id),
  CONSTRAINT rule_sheet_maker CHECK (
    (shipped IS NOT NULL AND by_union IS NULL AND by_name IS NULL)
    OR (shipped IS NULL AND place IS NOT NULL AND by_union IS NOT NULL AND by_name IS NOT NULL))
);

-- A rule of a sheet. What it says never changes: a rule ends, or a corrected one takes its place. `follows_id` is the rule
-- that ends or is corrected once this one is confirmed. Days are half open: `until_day` is the first day without it.
CREATE TABLE rule_row (
  id BYTEA NOT NULL,
  sheet_id BYTEA NOT NULL,
  place TEXT,
  key TEXT NOT NULL,
  kinds TEXT NOT NULL,
  value TEXT NOT NULL,
  wording TEXT NOT NULL,
  severity TEXT NOT NULL,
  replaces BIGINT NOT NULL,
  delegates BIGINT NOT NULL,
  basis TEXT NOT NULL,
  evidence TEXT NOT NULL,
  source TEXT,
  note TEXT,
  from_day TEXT,
  until_day TEXT,
  follows_id BYTEA,
  follows_how TEXT,
  corrected_by BYTEA,
  by_union BYTEA,
  by_account BYTEA,
  by_name TEXT,
  entered_at BIGINT NOT NULL,
  confirmed_union BYTEA,
  confirmed_by BYTEA,
  confirmed_name TEXT,
  confirmed_on TEXT,
  CONSTRAINT rule_row_pk PRIMARY KEY (id),
  CONSTRAINT rule_row_sheet FOREIGN KEY (sheet_id) REFERENCES rule_sheet (id),
  CONSTRAINT rule_row_severity CHECK (severity IN ('inform', 'warn', 'reason', 'block')),
  CONSTRAINT rule_row_flags CHECK (replaces IN (0, 1) AND delegates IN (0, 1)),
  CONSTRAINT rule_row_days CHECK (until_day IS NULL OR (from_day IS NOT NULL AND until_day >= from_day)),
  CONSTRAINT rule_row_follows CHECK (
    (follows_id IS NULL AND follows_how IS NULL) OR (follows_id IS NOT NULL AND follows_how IN ('ends', 'corrects'))),
  CONSTRAINT rule_row_confirmed CHECK (
    (confirmed_by IS NULL AND confirmed_union IS NULL AND confirmed_name IS NULL AND confirmed_on IS NULL)
    OR (confirmed_by IS NOT NULL AND confirmed_union IS NOT NULL AND confirmed_name IS NOT NULL AND confirmed_on IS NOT NULL
        AND from_day IS NOT NULL AND (by_account IS NULL OR by_account <> confirmed_by)))
);
CREATE INDEX rule_row_by_key ON rule_row (key, place);
CREATE INDEX rule_row_by_place ON rule_row (place, key);
CREATE INDEX rule_row_by_sheet ON rule_row (sheet_id, key);

-- A union's own rules.
CREATE TABLE own_rule (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  key TEXT NOT NULL,
  kinds TEXT NOT NULL,
  value TEXT NOT NULL,
  wording TEXT NOT NULL,
  severity TEXT NOT NULL,
  replaces BIGINT NOT NULL,
  delegates BIGINT NOT NULL,
  basis TEXT NOT NULL,
  evidence TEXT NOT NULL,
  source TEXT,
  note TEXT,
  from_day TEXT NOT NULL,
  until_day TEXT,
  follows_id BYTEA,
  follows_how TEXT,
  corrected_by BYTEA,
  by_account BYTEA NOT NULL,
  by_name TEXT NOT NULL,
  entered_at BIGINT NOT NULL,
  confirmed_by BYTEA,
  confirmed_name TEXT,
  confirmed_on TEXT,
  CONSTRAINT own_rule_pk PRIMARY KEY (union_id, id),
  CONSTRAINT own_rule_follows FOREIGN KEY (union_id, follows_id) REFERENCES own_rule (union_id, id),
  CONSTRAINT own_rule_corrected FOREIGN KEY (union_id, corrected_by) REFERENCES own_rule (union_id, id),
  CONSTRAINT own_rule_severity CHECK (severity IN ('inform', 'warn', 'reason', 'block')),
  CONSTRAINT own_rule_flags CHECK (replaces IN (0, 1) AND delegates IN (0, 1)),
  CONSTRAINT own_rule_days CHECK (until_day IS NULL OR until_day >= from_day),
  CONSTRAINT own_rule_follow CHECK (
    (follows_id IS NULL AND follows_how IS NULL) OR (follows_id IS NOT NULL AND follows_how IN ('ends', 'corrects'))),
  CONSTRAINT own_rule_confirmed CHECK (
    (confirmed_by IS NULL AND confirmed_name IS NULL AND confirmed_on IS NULL)
    OR (confirmed_by IS NOT NULL AND confirmed_name IS NOT NULL AND confirmed_on IS NOT NULL AND by_account <> confirmed_by))
);
CREATE INDEX own_rule_by_key ON own_rule (union_id, key);

-- What a rule said to a decision, kept as it was said: the rule and its value then, what was asked, and why it went on.
CREATE TABLE judgement (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  key TEXT NOT NULL,
  day TEXT NOT NULL,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  asked TEXT NOT NULL,
  outcome TEXT NOT NULL,
  severity TEXT,
  rule_id BYTEA,
  place TEXT,
  value TEXT,
  wording TEXT,
  comes_to TEXT,
  basis TEXT,
  confirmed BIGINT,
  reason TEXT,
  account_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT judgement_pk PRIMARY KEY (union_id, id),
  CONSTRAINT judgement_outcome CHECK (outcome IN ('no_rule', 'kept', 'half', 'unknown', 'broken')),
  CONSTRAINT judgement_rule CHECK ((outcome = 'no_rule') = (rule_id IS NULL)),
  CONSTRAINT judgement_severity CHECK (
    (outcome IN ('no_rule', 'kept') AND severity IS NULL)
    OR (outcome IN ('half', 'unknown', 'broken') AND severity IN ('inform', 'warn', 'reason'))),
  CONSTRAINT judgement_reason CHECK (severity IS NULL OR severity <> 'reason' OR reason IS NOT NULL)
);
CREATE INDEX judgement_by_record ON judgement (union_id, record_kind, record_id);
CREATE INDEX judgement_by_time ON judgement (union_id, at);

-- A workbook brought for a sheet or for a union's own rules, as it was read, until it is taken in or dropped.
CREATE TABLE rule_import (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  sheet_id BYTEA,
  file TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL,
  by_account BYTEA NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT rule_import_pk PRIMARY KEY (union_id, id),
  CONSTRAINT rule_import_sheet FOREIGN KEY (sheet_id) REFERENCES rule_sheet (id),
  CONSTRAINT rule_import_status CHECK (status IN ('open', 'taken', 'dropped'))
);
