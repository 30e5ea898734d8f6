-- The union's own ways to say a thing in drafts, one a line; a pattern without a row has the product's.
CREATE TABLE summary_phrase (
  union_id BYTEA NOT NULL,
  pattern TEXT NOT NULL,
  body TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT summary_phrase_pk PRIMARY KEY (union_id, pattern),
  CONSTRAINT summary_phrase_version CHECK (version > 0)
);

-- Each time a summary was approved: the text as it read then, and its Word file in the archive.
CREATE TABLE summary_approval (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  summary_id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  paper_id BYTEA NOT NULL,
  CONSTRAINT summary_approval_pk PRIMARY KEY (union_id, id),
  CONSTRAINT summary_approval_of FOREIGN KEY (union_id, summary_id) REFERENCES summary (union_id, id)
);
CREATE INDEX summary_approval_by_summary ON summary_approval (union_id, summary_id, at);

-- What each figure read when the summary was approved, or when its change was accepted since.
CREATE TABLE summary_figure (
  union_id BYTEA NOT NULL,
  summary_id BYTEA NOT NULL,
  place TEXT NOT NULL,
  reads TEXT NOT NULL,
  at BIGINT NOT NULL,
  name TEXT NOT NULL,
  CONSTRAINT summary_figure_pk PRIMARY KEY (union_id, summary_id, place),
  CONSTRAINT summary_figure_of FOREIGN KEY (union_id, summary_id) REFERENCES summary (union_id, id)
);

-- Documents of years that the register does not know, and the figures read from them. Only kept lines count.
CREATE TABLE past_source (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  title TEXT NOT NULL,
  file_name TEXT,
  paper_id BYTEA,
  body TEXT NOT NULL,
  added_at BIGINT NOT NULL,
  added_name TEXT NOT NULL,
  CONSTRAINT past_source_pk PRIMARY KEY (union_id, id),
  CONSTRAINT past_source_year CHECK (year BETWEEN 1980 AND 2100),
  CONSTRAINT past_source_file CHECK (paper_id IS NULL OR file_name IS NOT NULL)
);
CREATE INDEX past_source_by_year ON past_source (union_id, year);
CREATE TABLE past_figure (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  source_id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  position BIGINT NOT NULL,
  what TEXT NOT NULL,
  snippet TEXT NOT NULL,
  measure TEXT,
  quantity BIGINT NOT NULL,
  unit TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT past_figure_pk PRIMARY KEY (union_id, id),
  CONSTRAINT past_figure_of FOREIGN KEY (union_id, source_id) REFERENCES past_source (union_id, id),
  CONSTRAINT past_figure_measure FOREIGN KEY (measure) REFERENCES measure (key),
  CONSTRAINT past_figure_state CHECK (state IN ('read', 'kept', 'left')),
  CONSTRAINT past_figure_kept CHECK (state <> 'kept' OR measure IS NOT NULL),
  CONSTRAINT past_figure_quantity CHECK (quantity >= 0),
  CONSTRAINT past_figure_version CHECK (version > 0)
);
CREATE INDEX past_figure_by_source ON past_figure (union_id, source_id, position);
CREATE INDEX past_figure_by_year ON past_figure (union_id, year, measure, quantity) WHERE state = 'kept';

-- What was kept of past years before stands among them, to be looked through.
INSERT INTO past_source (union_id, id, year, title, file_name, paper_id, body, added_at, added_name)
SELECT union_id, id, year, title, title, paper_id, '', 0, '' FROM past_figures WHERE place = 1;
INSERT INTO past_figure (union_id, id, source_id, year, position, what, snippet, measure, quantity, unit, state, version)
SELECT f.union_id, f.id, s.id, f.year, f.place, f.what, f.snippet, NULL, f.value,
  CASE WHEN f.kind = 'other' THEN 'items' WHEN f.kind = 'people' THEN 'person_times' ELSE f.kind END, 'read', 1
FROM past_figures f JOIN past_figures s ON s.union_id = f.union_id AND s.year = f.year AND s.place = 1
WHERE f.kind <> 'percent' AND f.value >= 0;
DROP TABLE past_figures;

-- Ways to the works worth naming: the largest and the first of a kind in a year, and whether a title came before.
CREATE INDEX work_largest ON work (union_id, kind, SUBSTR(day, 1, 4), people) WHERE status = 'told' AND people > 0;
CREATE INDEX work_dearest ON work (union_id, kind, SUBSTR(day, 1, 4), money) WHERE status = 'told' AND money > 0;
CREATE INDEX work_telling ON work (union_id, kind, SUBSTR(day, 1, 4), id) WHERE status = 'told' AND result IS NOT NULL;
CREATE INDEX work_by_title ON work (union_id, title, day) WHERE status = 'told';
