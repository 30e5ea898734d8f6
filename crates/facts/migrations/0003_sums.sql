-- The register added up, by day and by month, so that a year's figures cost some hundred rows however many facts there are.
-- Nothing is counted here that the log does not say: a batch of events is added when it is sealed.
CREATE TABLE fact_sum (
  union_id BYTEA NOT NULL,
  grain TEXT NOT NULL,
  period TEXT NOT NULL,
  measure TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  facts BIGINT NOT NULL,
  CONSTRAINT fact_sum_pk PRIMARY KEY (union_id, grain, period, measure),
  CONSTRAINT fact_sum_measure FOREIGN KEY (measure) REFERENCES measure (key),
  CONSTRAINT fact_sum_period CHECK ((grain = 'day' AND LENGTH(period) = 10) OR (grain = 'month' AND LENGTH(period) = 7))
);

-- The last batch that is added up.
CREATE TABLE fact_summed (
  union_id BYTEA NOT NULL,
  seal BIGINT NOT NULL,
  CONSTRAINT fact_summed_pk PRIMARY KEY (union_id)
);
