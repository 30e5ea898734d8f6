-- The tree of unions in time: more kinds of unions, what is on file about each, where it stood under which name from which
-- day until which, the acts by which the tree changed, and the figures that each union gives to those above it.
ALTER TABLE union_node DROP CONSTRAINT union_node_kind;
ALTER TABLE union_node ADD CONSTRAINT union_node_kind CHECK (
  kind IN ('grassroots', 'joint', 'trade', 'town', 'system', 'district', 'city', 'province'));
-- The statistical code (基层工会统计代码); the unit whose workers the union is of, with its industry, class and credit code; the
-- union's own certificate as a legal person; how to reach it; how many workers there are, members or not.
ALTER TABLE union_node ADD COLUMN code TEXT;
ALTER TABLE union_node ADD COLUMN unit TEXT;
ALTER TABLE union_node ADD COLUMN industry TEXT;
ALTER TABLE union_node ADD COLUMN unit_class TEXT;
ALTER TABLE union_node ADD COLUMN unit_credit TEXT;
ALTER TABLE union_node ADD COLUMN legal_code TEXT;
ALTER TABLE union_node ADD COLUMN legal_until TEXT;
ALTER TABLE union_node ADD COLUMN address TEXT;
ALTER TABLE union_node ADD COLUMN contact TEXT;
ALTER TABLE union_node ADD COLUMN phone TEXT;
ALTER TABLE union_node ADD COLUMN workers BIGINT;
ALTER TABLE union_node ADD COLUMN women_workers BIGINT;
ALTER TABLE union_node ADD CONSTRAINT union_node_workers CHECK (
  workers IS NULL OR (workers >= 0 AND (women_workers IS NULL OR women_workers BETWEEN 0 AND workers)));
CREATE UNIQUE INDEX union_node_code ON union_node (code);
CREATE INDEX union_node_by_parent ON union_node (parent_id, name);

-- An act that changed the tree: founded, moved under another union, renamed, merged, split, dissolved.
CREATE TABLE union_act (
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  basis TEXT NOT NULL,
  note TEXT,
  by_union BYTEA NOT NULL,
  by_account BYTEA NOT NULL,
  by_name TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  CONSTRAINT union_act_pk PRIMARY KEY (id),
  CONSTRAINT union_act_kind CHECK (kind IN ('founded', 'moved', 'renamed', 'merged', 'split', 'dissolved')),
  CONSTRAINT union_act_basis CHECK (basis <> '')
);
-- The unions in an act and what they are in it.
CREATE TABLE union_act_part (
  act_id BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  part TEXT NOT NULL,
  CONSTRAINT union_act_part_pk PRIMARY KEY (act_id, union_id, part),
  CONSTRAINT union_act_part_act FOREIGN KEY (act_id) REFERENCES union_act (id),
  CONSTRAINT union_act_part_union FOREIGN KEY (union_id) REFERENCES union_node (union_id),
  CONSTRAINT union_act_part_part CHECK (part IN ('subject', 'into', 'out_of', 'from', 'under'))
);
CREATE INDEX union_act_part_by_union ON union_act_part (union_id, act_id);

-- Under which union, name and kind a union stood; both days belong to it. The spans of a union never overlap; the last is
-- as `union_node` says. The first spans are of unions founded before this table: their act is not known.
CREATE TABLE union_edge (
  union_id BYTEA NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT,
  parent_id BYTEA,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  act_id BYTEA,
  CONSTRAINT union_edge_pk PRIMARY KEY (union_id, from_day),
  CONSTRAINT union_edge_union FOREIGN KEY (union_id) REFERENCES union_node (union_id),
  CONSTRAINT union_edge_parent FOREIGN KEY (parent_id) REFERENCES union_node (union_id),
  CONSTRAINT union_edge_act FOREIGN KEY (act_id) REFERENCES union_act (id),
  CONSTRAINT union_edge_itself CHECK (parent_id IS NULL OR parent_id <> union_id),
  CONSTRAINT union_edge_days CHECK (until_day IS NULL OR until_day >= from_day)
);
CREATE INDEX union_edge_by_parent ON union_edge (parent_id, from_day);
INSERT INTO union_edge (union_id, from_day, until_day, parent_id, name, kind, act_id)
SELECT union_id, from_day, until_day, parent_id, name, kind, NULL FROM union_node;

-- What each union counts, by month; the month that goes on is counted anew each night. `all_…` are the sums with
-- everything below. Pages above read these rows and never the members themselves.
CREATE TABLE union_tally (
  union_id BYTEA NOT NULL,
  month TEXT NOT NULL,
  counted_on TEXT NOT NULL,
  members BIGINT NOT NULL,
  women BIGINT NOT NULL,
  workers BIGINT NOT NULL,
  bodies BIGINT NOT NULL,
  chair TEXT,
  term_until TEXT,
  all_unions BIGINT NOT NULL,
  all_members BIGINT NOT NULL,
  all_women BIGINT NOT NULL,
  all_workers BIGINT NOT NULL,
  all_bodies BIGINT NOT NULL,
  CONSTRAINT union_tally_pk PRIMARY KEY (union_id, month),
  CONSTRAINT union_tally_union FOREIGN KEY (union_id) REFERENCES union_node (union_id),
  CONSTRAINT union_tally_sums CHECK (all_members >= members AND all_women >= women AND all_workers >= workers
    AND all_bodies >= bodies AND all_unions >= 1)
);

-- More kinds of bodies.
ALTER TABLE body DROP CONSTRAINT body_kind;
ALTER TABLE body ADD CONSTRAINT body_kind CHECK (
  kind IN ('committee', 'standing', 'audit', 'women', 'mediation', 'safety', 'disclosure_lead', 'disclosure_watch',
    'disclosure_work', 'home', 'panel', 'branch', 'group'));

-- How many may hold a post at a time (none: as many as the body wants), and its duties (岗位责任制), one a line.
ALTER TABLE post ADD COLUMN seats BIGINT;
ALTER TABLE post ADD COLUMN duty TEXT;
ALTER TABLE post ADD COLUMN version BIGINT;
UPDATE post SET version = 1;
UPDATE post SET seats = 1 WHERE rank = 1;
ALTER TABLE post ADD CONSTRAINT post_seats CHECK (seats IS NULL OR seats BETWEEN 1 AND 99);
ALTER TABLE post ADD CONSTRAINT post_version CHECK (version IS NOT NULL AND version > 0);

-- Whether it was asked that somebody is no close relative of the unit's head, and why somebody was appointed although
-- a rule advises against it.
ALTER TABLE holding ADD COLUMN relative TEXT;
ALTER TABLE holding ADD COLUMN despite TEXT;
ALTER TABLE holding ADD CONSTRAINT holding_relative CHECK (relative IS NULL OR relative = 'no');
CREATE INDEX body_by_term ON body (union_id, term_until);

-- Which ends of terms were announced: so many months ahead.
CREATE TABLE term_notice (
  union_id BYTEA NOT NULL,
  body_id BYTEA NOT NULL,
  term_until TEXT NOT NULL,
  months BIGINT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT term_notice_pk PRIMARY KEY (union_id, body_id, term_until, months),
  CONSTRAINT term_notice_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT term_notice_months CHECK (months IN (0, 3, 6, 12))
);
