-- Figures of past years as their summaries told them, for comparison where the register does not reach back. `kind` says
-- what `value` counts: money in fen, percent in hundredths.
CREATE TABLE past_figures (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  place BIGINT NOT NULL,
  title TEXT NOT NULL,
  paper_id BYTEA,
  what TEXT NOT NULL,
  category TEXT NOT NULL,
  kind TEXT NOT NULL,
  value BIGINT NOT NULL,
  unit TEXT,
  period TEXT,
  snippet TEXT NOT NULL,
  CONSTRAINT past_figures_pk PRIMARY KEY (union_id, id),
  CONSTRAINT past_figures_year CHECK (year BETWEEN 1980 AND 2100),
  CONSTRAINT past_figures_kind CHECK (kind IN ('people', 'person_times', 'money', 'events', 'households', 'percent', 'other')),
  CONSTRAINT past_figures_unit CHECK (unit IS NULL OR kind = 'other')
);
CREATE INDEX past_figures_by_year ON past_figures (union_id, year, place);
