-- How many workers a unit has, told by its union for the whole or for one of its branches and groups, from a day on, with
-- the source. A correction takes the place of what was told; nothing is overwritten.
CREATE TABLE worker_count (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  body_id BYTEA,
  from_day TEXT NOT NULL,
  total BIGINT NOT NULL,
  women BIGINT,
  staff BIGINT,
  contract BIGINT,
  dispatched BIGINT,
  part_time BIGINT,
  platform BIGINT,
  units BIGINT,
  source TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  account_id BYTEA,
  replaces BYTEA,
  replaced_at BIGINT,
  replaced_by BYTEA,
  replaced_why TEXT,
  CONSTRAINT worker_count_pk PRIMARY KEY (union_id, id),
  CONSTRAINT worker_count_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT worker_count_replaces FOREIGN KEY (union_id, replaces) REFERENCES worker_count (union_id, id),
  CONSTRAINT worker_count_total CHECK (total >= 0),
  CONSTRAINT worker_count_women CHECK (women IS NULL OR women BETWEEN 0 AND total),
  CONSTRAINT worker_count_kinds CHECK (
    (staff IS NULL OR staff >= 0) AND (contract IS NULL OR contract >= 0) AND (dispatched IS NULL OR dispatched >= 0)
    AND (part_time IS NULL OR part_time >= 0) AND (platform IS NULL OR platform >= 0)
    AND COALESCE(staff, 0) + COALESCE(contract, 0) + COALESCE(dispatched, 0) + COALESCE(part_time, 0) + COALESCE(platform, 0) <= total),
  CONSTRAINT worker_count_units CHECK (units IS NULL OR (units > 0 AND body_id IS NULL)),
  CONSTRAINT worker_count_source CHECK (source <> ''),
  CONSTRAINT worker_count_replaced CHECK (
    (replaced_at IS NULL AND replaced_by IS NULL AND replaced_why IS NULL)
    OR (replaced_at IS NOT NULL AND replaced_by IS NOT NULL AND replaced_why IS NOT NULL AND replaced_at >= recorded_at))
);
CREATE INDEX worker_count_by_day ON worker_count (union_id, from_day);

-- What stood on file of workers was told without a day: it holds from the first count that used it, or from the union's
-- first day. The two columns stay as what is believed today.
INSERT INTO worker_count (union_id, id, body_id, from_day, total, women, staff, contract, dispatched, part_time, platform,
  units, source, recorded_at, account_id, replaces, replaced_at, replaced_by, replaced_why)
SELECT n.union_id, CAST('kept before 2027' AS BYTEA), NULL,
  COALESCE((SELECT MIN(t.counted_on) FROM union_tally t WHERE t.union_id = n.union_id AND t.workers > 0), n.from_day),
  n.workers, n.women_workers, NULL, NULL, NULL, NULL, NULL, NULL, '组织信息', 0, NULL, NULL, NULL, NULL, NULL
FROM union_node n WHERE n.workers IS NOT NULL;

-- The figures of the tree say of how many unions the workers are known, and how many members those have: a rate is of them
-- alone. They say who has a committee with somebody in it, whose term is over, and what a union confirmed of its month.
ALTER TABLE union_tally ADD COLUMN told BIGINT;
ALTER TABLE union_tally ADD COLUMN committees BIGINT;
ALTER TABLE union_tally ADD COLUMN overdue BIGINT;
ALTER TABLE union_tally ADD COLUMN all_told BIGINT;
ALTER TABLE union_tally ADD COLUMN all_covered BIGINT;
ALTER TABLE union_tally ADD COLUMN all_committees BIGINT;
ALTER TABLE union_tally ADD COLUMN all_overdue BIGINT;
ALTER TABLE union_tally ADD COLUMN confirmed_at BIGINT;
ALTER TABLE union_tally ADD COLUMN confirmed_by TEXT;
ALTER TABLE union_tally ADD COLUMN confirmed_members BIGINT;
ALTER TABLE union_tally ADD COLUMN confirmed_workers BIGINT;
UPDATE union_tally SET told = CASE WHEN workers > 0 THEN 1 ELSE 0 END,
  committees = CASE WHEN chair IS NULL THEN 0 ELSE 1 END,
  overdue = CASE WHEN term_until < counted_on THEN 1 ELSE 0 END;
UPDATE union_tally SET
  all_told = (SELECT CAST(SUM(x.told) AS BIGINT) FROM union_node o JOIN union_node n ON n.path >= o.path AND n.path < o.path || '0'
    JOIN union_tally x ON x.union_id = n.union_id WHERE o.union_id = union_tally.union_id AND x.month = union_tally.month),
  all_covered = (SELECT CAST(SUM(x.told * x.members) AS BIGINT) FROM union_node o JOIN union_node n ON n.path >= o.path AND n.path < o.path || '0'
    JOIN union_tally x ON x.union_id = n.union_id WHERE o.union_id = union_tally.union_id AND x.month = union_tally.month),
  all_committees = (SELECT CAST(SUM(x.committees) AS BIGINT) FROM union_node o JOIN union_node n ON n.path >= o.path AND n.path < o.path || '0'
    JOIN union_tally x ON x.union_id = n.union_id WHERE o.union_id = union_tally.union_id AND x.month = union_tally.month),
  all_overdue = (SELECT CAST(SUM(x.overdue) AS BIGINT) FROM union_node o JOIN union_node n ON n.path >= o.path AND n.path < o.path || '0'
    JOIN union_tally x ON x.union_id = n.union_id WHERE o.union_id = union_tally.union_id AND x.month = union_tally.month);
ALTER TABLE union_tally ADD CONSTRAINT union_tally_known CHECK (
  told IS NOT NULL AND committees IS NOT NULL AND overdue IS NOT NULL AND all_told IS NOT NULL AND all_covered IS NOT NULL
  AND all_committees IS NOT NULL AND all_overdue IS NOT NULL AND told IN (0, 1) AND (told = 1 OR workers = 0));
ALTER TABLE union_tally ADD CONSTRAINT union_tally_confirmed CHECK (
  (confirmed_at IS NULL AND confirmed_by IS NULL AND confirmed_members IS NULL AND confirmed_workers IS NULL)
  OR (confirmed_at IS NOT NULL AND confirmed_by IS NOT NULL AND confirmed_members IS NOT NULL));
