-- Why a claim was refused, granted otherwise or withdrawn tells as much of a person as the claim, and is sealed as it is. What was
-- written before stands in `why` until the program has sealed it; nothing is written there any more.
ALTER TABLE claim ADD COLUMN reason BYTEA;
ALTER TABLE claim DROP CONSTRAINT claim_status;
ALTER TABLE claim ADD CONSTRAINT claim_status CHECK (
  (status IN ('open', 'complete') AND submitted_on IS NULL AND answered_on IS NULL AND granted IS NULL AND paid_on IS NULL
    AND reason IS NULL AND why IS NULL)
  OR (status = 'submitted' AND submitted_on IS NOT NULL AND answered_on IS NULL AND granted IS NULL AND paid_on IS NULL
    AND reason IS NULL AND why IS NULL)
  OR (status = 'accepted' AND submitted_on IS NOT NULL AND answered_on IS NOT NULL AND granted > 0 AND paid_on IS NULL)
  OR (status = 'refused' AND submitted_on IS NOT NULL AND answered_on IS NOT NULL AND granted IS NULL AND paid_on IS NULL
    AND (reason IS NOT NULL OR why IS NOT NULL))
  OR (status = 'paid' AND submitted_on IS NOT NULL AND answered_on IS NOT NULL AND granted > 0 AND paid_on IS NOT NULL AND bank IS NOT NULL)
  OR (status = 'withdrawn' AND answered_on IS NULL AND granted IS NULL AND paid_on IS NULL AND (reason IS NOT NULL OR why IS NOT NULL)));
ALTER TABLE claim ADD CONSTRAINT claim_reason CHECK (reason IS NULL OR why IS NULL);
