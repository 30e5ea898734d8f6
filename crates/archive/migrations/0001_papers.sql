-- Content is kept once a union, however many papers bear it, in pieces of at most 256 KiB.
CREATE TABLE paper_content (
  union_id BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  length BIGINT NOT NULL,
  CONSTRAINT paper_content_pk PRIMARY KEY (union_id, digest),
  CONSTRAINT paper_content_length CHECK (length > 0)
);

CREATE TABLE paper_chunk (
  union_id BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  n BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  CONSTRAINT paper_chunk_pk PRIMARY KEY (union_id, digest, n),
  CONSTRAINT paper_chunk_content FOREIGN KEY (union_id, digest) REFERENCES paper_content (union_id, digest),
  CONSTRAINT paper_chunk_n CHECK (n >= 0)
);

-- A paper belongs to a record and is filed by year and class.
CREATE TABLE paper (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  length BIGINT NOT NULL,
  class TEXT NOT NULL,
  year BIGINT NOT NULL,
  taken_on TEXT,
  width BIGINT,
  height BIGINT,
  thumb BYTEA,
  record_kind TEXT NOT NULL,
  record_id BYTEA NOT NULL,
  added_at BIGINT NOT NULL,
  added_by BYTEA NOT NULL,
  added_name TEXT NOT NULL,
  CONSTRAINT paper_pk PRIMARY KEY (union_id, id),
  CONSTRAINT paper_digest FOREIGN KEY (union_id, digest) REFERENCES paper_content (union_id, digest),
  CONSTRAINT paper_thumb FOREIGN KEY (union_id, thumb) REFERENCES paper_content (union_id, digest),
  CONSTRAINT paper_once UNIQUE (union_id, record_kind, record_id, digest),
  CONSTRAINT paper_class CHECK (class IN ('evidence', 'plan', 'summary', 'minutes', 'other')),
  CONSTRAINT paper_year CHECK (year BETWEEN 1900 AND 2999),
  CONSTRAINT paper_length CHECK (length > 0),
  CONSTRAINT paper_size CHECK ((width IS NULL) = (height IS NULL) AND (thumb IS NULL OR width IS NOT NULL))
);
CREATE INDEX paper_by_year ON paper (union_id, year, class, id);
CREATE INDEX paper_by_adder ON paper (union_id, added_by, id);
