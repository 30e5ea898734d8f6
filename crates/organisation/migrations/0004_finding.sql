-- Lists that are asked for again and again: a name and the query behind it.
CREATE TABLE member_list (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  account_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT member_list_pk PRIMARY KEY (union_id, id),
  CONSTRAINT member_list_name UNIQUE (union_id, name)
);

-- Every list of members that was taken out: by whom, what for, of whom, which particulars.
CREATE TABLE member_export (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  fields TEXT NOT NULL,
  query TEXT NOT NULL,
  on_day TEXT NOT NULL,
  format TEXT NOT NULL,
  members BIGINT NOT NULL,
  CONSTRAINT member_export_pk PRIMARY KEY (union_id, id),
  CONSTRAINT member_export_format CHECK (format IN ('xlsx', 'csv')),
  CONSTRAINT member_export_members CHECK (members >= 0)
);
CREATE INDEX member_export_by_time ON member_export (union_id, at);
