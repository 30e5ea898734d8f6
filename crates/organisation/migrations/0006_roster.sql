-- Rosters that are taken in. Rows lie here sealed from the upload until the import is over.
CREATE TABLE roster (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  account_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  sheets TEXT NOT NULL,
  sheet BIGINT NOT NULL,
  layout TEXT NOT NULL,
  rules TEXT NOT NULL,
  job_id BYTEA,
  lines BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  finished_at BIGINT,
  CONSTRAINT roster_pk PRIMARY KEY (union_id, id),
  CONSTRAINT roster_state CHECK (
    state IN ('staged', 'checking', 'checked', 'importing', 'imported', 'undoing', 'undone', 'dropped')),
  CONSTRAINT roster_job CHECK (job_id IS NOT NULL OR state IN ('staged', 'dropped')),
  CONSTRAINT roster_finished CHECK ((finished_at IS NOT NULL) = (state IN ('imported', 'undoing', 'undone', 'dropped')))
);
CREATE INDEX roster_by_time ON roster (union_id, at);

-- The rows of a file, some hundred in a block; `part` is the sheet and the number of the block.
CREATE TABLE roster_block (
  union_id BYTEA NOT NULL,
  roster_id BYTEA NOT NULL,
  part TEXT NOT NULL,
  first_row BIGINT NOT NULL,
  lines BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  CONSTRAINT roster_block_pk PRIMARY KEY (union_id, roster_id, part),
  CONSTRAINT roster_block_roster FOREIGN KEY (union_id, roster_id) REFERENCES roster (union_id, id)
);

-- What the dry run found in a block: row numbers with kinds of trouble, nothing of a person.
CREATE TABLE roster_found (
  union_id BYTEA NOT NULL,
  roster_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  found TEXT NOT NULL,
  CONSTRAINT roster_found_pk PRIMARY KEY (union_id, roster_id, number),
  CONSTRAINT roster_found_roster FOREIGN KEY (union_id, roster_id) REFERENCES roster (union_id, id)
);

-- What was decided for single rows.
CREATE TABLE roster_choice (
  union_id BYTEA NOT NULL,
  roster_id BYTEA NOT NULL,
  line BIGINT NOT NULL,
  choice TEXT NOT NULL,
  CONSTRAINT roster_choice_pk PRIMARY KEY (union_id, roster_id, line),
  CONSTRAINT roster_choice_roster FOREIGN KEY (union_id, roster_id) REFERENCES roster (union_id, id)
);

-- The blocks that are in the register: what became of their rows, which are given back and why.
CREATE TABLE roster_chunk (
  union_id BYTEA NOT NULL,
  roster_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  recording_id BYTEA,
  added BIGINT NOT NULL,
  updated BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  back BIGINT NOT NULL,
  reasons TEXT NOT NULL,
  undone BIGINT NOT NULL,
  CONSTRAINT roster_chunk_pk PRIMARY KEY (union_id, roster_id, number),
  CONSTRAINT roster_chunk_roster FOREIGN KEY (union_id, roster_id) REFERENCES roster (union_id, id)
);

-- Members of the register whom a roster changed, each with the recording that did.
CREATE TABLE roster_changed (
  union_id BYTEA NOT NULL,
  roster_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  recording_id BYTEA,
  identity BIGINT NOT NULL,
  CONSTRAINT roster_changed_pk PRIMARY KEY (union_id, roster_id, member_id),
  CONSTRAINT roster_changed_roster FOREIGN KEY (union_id, roster_id) REFERENCES roster (union_id, id),
  CONSTRAINT roster_changed_identity CHECK (identity IN (0, 1))
);

-- Groups that were founded for a roster.
CREATE TABLE roster_group (
  union_id BYTEA NOT NULL,
  roster_id BYTEA NOT NULL,
  body_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT roster_group_pk PRIMARY KEY (union_id, roster_id, body_id),
  CONSTRAINT roster_group_roster FOREIGN KEY (union_id, roster_id) REFERENCES roster (union_id, id)
);

-- What the columns of a kind of file mean, by its heads, for the next time.
CREATE TABLE roster_layout (
  union_id BYTEA NOT NULL,
  heads TEXT NOT NULL,
  columns TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT roster_layout_pk PRIMARY KEY (union_id, heads)
);
