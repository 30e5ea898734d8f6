-- 限阅: a paper that tells of illness, hardship or a payment for few eyes. It stands in no list; whoever may open its record opens it.
ALTER TABLE paper ADD COLUMN restricted BIGINT NOT NULL DEFAULT 0 CONSTRAINT paper_restricted CHECK (restricted IN (0, 1));
-- The branch or group of its record: whoever sees papers for one branch alone sees those.
ALTER TABLE paper ADD COLUMN body_id BYTEA;
CREATE INDEX paper_by_body ON paper (union_id, body_id, id);
