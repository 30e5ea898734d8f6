-- Sums of years stand beside those of days and months. Every start makes the sums anew that are missing, from the log.
DROP TABLE fact_sum;
CREATE TABLE fact_sum (
  union_id BYTEA NOT NULL,
  grain TEXT NOT NULL,
  period TEXT NOT NULL,
  measure TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  facts BIGINT NOT NULL,
  CONSTRAINT fact_sum_pk PRIMARY KEY (union_id, grain, period, measure),
  CONSTRAINT fact_sum_measure FOREIGN KEY (measure) REFERENCES measure (key),
  CONSTRAINT fact_sum_period CHECK ((grain = 'day' AND LENGTH(period) = 10) OR (grain = 'month' AND LENGTH(period) = 7)
    OR (grain = 'year' AND LENGTH(period) = 4))
);
DELETE FROM fact_summed;
