-- Mutual insurance of members (职工互助保障): plans version by version, batches of enrolment, who is in them, claims.
-- A plan is never changed once somebody is enrolled under it: the next version is another row of the same line.
CREATE TABLE mutual_plan (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  line_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  months BIGINT NOT NULL,
  premium BIGINT NOT NULL,
  most_units BIGINT NOT NULL,
  sex TEXT,
  age_from BIGINT NOT NULL,
  age_until BIGINT NOT NULL,
  waiting_days BIGINT NOT NULL,
  free_days BIGINT NOT NULL,
  daily BIGINT NOT NULL,
  lump BIGINT NOT NULL,
  year_most BIGINT,
  claim_days BIGINT,
  all_below BIGINT,
  exclusions TEXT,
  source TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT,
  confirmed_at BIGINT,
  confirmed_by BYTEA,
  version BIGINT NOT NULL,
  CONSTRAINT mutual_plan_pk PRIMARY KEY (union_id, id),
  CONSTRAINT mutual_plan_once UNIQUE (union_id, line_id, number),
  CONSTRAINT mutual_plan_kind CHECK (kind IN ('accident', 'women', 'illness', 'hospital', 'other')),
  CONSTRAINT mutual_plan_sex CHECK (sex IS NULL OR sex IN ('female', 'male')),
  CONSTRAINT mutual_plan_bounds CHECK (number >= 1 AND months BETWEEN 1 AND 120 AND premium >= 0 AND most_units BETWEEN 1 AND 100
    AND age_from >= 0 AND age_from <= age_until AND waiting_days >= 0 AND free_days >= 0 AND daily >= 0 AND lump >= 0
    AND (year_most IS NULL OR year_most > 0) AND (claim_days IS NULL OR claim_days > 0) AND (all_below IS NULL OR all_below > 0)),
  CONSTRAINT mutual_plan_days CHECK (until_day IS NULL OR until_day >= from_day),
  CONSTRAINT mutual_plan_confirmed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)
    AND (confirmed_at IS NULL OR (premium > 0 AND (daily > 0 OR lump > 0))))
);

-- A batch (期别): one plan, one span of cover, one list. What each pays is the plan's premium in parts.
CREATE TABLE enrolment (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  plan_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  as_of TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  premium BIGINT NOT NULL,
  by_member BIGINT NOT NULL,
  by_union BIGINT NOT NULL,
  by_employer BIGINT NOT NULL,
  renews BYTEA,
  status TEXT NOT NULL,
  handed_on TEXT,
  why TEXT,
  ahead BIGINT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT enrolment_pk PRIMARY KEY (union_id, id),
  CONSTRAINT enrolment_plan FOREIGN KEY (union_id, plan_id) REFERENCES mutual_plan (union_id, id),
  CONSTRAINT enrolment_renews FOREIGN KEY (union_id, renews) REFERENCES enrolment (union_id, id),
  CONSTRAINT enrolment_days CHECK (starts_on <= ends_on),
  CONSTRAINT enrolment_parts CHECK (by_member >= 0 AND by_union >= 0 AND by_employer >= 0 AND by_member + by_union + by_employer = premium),
  CONSTRAINT enrolment_ahead CHECK (ahead IS NULL OR ahead IN (30, 60)),
  CONSTRAINT enrolment_status CHECK (
    (status = 'collecting' AND handed_on IS NULL AND why IS NULL AND ahead IS NULL)
    OR (status = 'handed' AND handed_on IS NOT NULL)
    OR (status = 'dropped' AND handed_on IS NULL AND why IS NOT NULL AND ahead IS NULL))
);
CREATE INDEX enrolment_by_plan ON enrolment (union_id, plan_id);
CREATE INDEX enrolment_by_end ON enrolment (union_id, status, ends_on);

CREATE TABLE enrolled (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  enrolment_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  body_id BYTEA,
  units BIGINT NOT NULL,
  beneficiary BYTEA,
  confirmed_at BIGINT,
  CONSTRAINT enrolled_pk PRIMARY KEY (union_id, id),
  CONSTRAINT enrolled_batch FOREIGN KEY (union_id, enrolment_id) REFERENCES enrolment (union_id, id),
  CONSTRAINT enrolled_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT enrolled_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT enrolled_once UNIQUE (union_id, enrolment_id, member_id),
  CONSTRAINT enrolled_units CHECK (units BETWEEN 1 AND 100),
  CONSTRAINT enrolled_confirmed CHECK ((beneficiary IS NULL) = (confirmed_at IS NULL))
);
CREATE INDEX enrolled_by_member ON enrolled (union_id, member_id);

-- What happened to somebody who is covered (理赔). What and where it was, and the account, are sealed.
CREATE TABLE claim (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  enrolled_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  line_id BYTEA NOT NULL,
  event TEXT NOT NULL,
  event_on TEXT NOT NULL,
  stay_until TEXT,
  days BIGINT NOT NULL,
  share BIGINT NOT NULL,
  due_on TEXT,
  sealed BYTEA NOT NULL,
  bank BYTEA,
  own BIGINT NOT NULL,
  status TEXT NOT NULL,
  benefit BIGINT NOT NULL,
  submitted_on TEXT,
  answered_on TEXT,
  granted BIGINT,
  paid_on TEXT,
  why TEXT,
  made_at BIGINT NOT NULL,
  made_by BYTEA NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT claim_pk PRIMARY KEY (union_id, id),
  CONSTRAINT claim_number UNIQUE (union_id, year, number),
  CONSTRAINT claim_enrolled FOREIGN KEY (union_id, enrolled_id) REFERENCES enrolled (union_id, id),
  CONSTRAINT claim_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT claim_event CHECK (event IN ('stay', 'injury', 'disability', 'illness', 'death')),
  CONSTRAINT claim_stay CHECK ((event = 'stay' AND stay_until IS NOT NULL AND stay_until >= event_on AND days >= 1)
    OR (event <> 'stay' AND stay_until IS NULL AND days = 0)),
  CONSTRAINT claim_bounds CHECK (share BETWEEN 1 AND 100 AND benefit >= 0 AND own IN (0, 1)),
  CONSTRAINT claim_status CHECK (
    (status IN ('open', 'complete') AND submitted_on IS NULL AND answered_on IS NULL AND granted IS NULL AND paid_on IS NULL AND why IS NULL)
    OR (status = 'submitted' AND submitted_on IS NOT NULL AND answered_on IS NULL AND granted IS NULL AND paid_on IS NULL AND why IS NULL)
    OR (status = 'accepted' AND submitted_on IS NOT NULL AND answered_on IS NOT NULL AND granted > 0 AND paid_on IS NULL)
    OR (status = 'refused' AND submitted_on IS NOT NULL AND answered_on IS NOT NULL AND granted IS NULL AND paid_on IS NULL AND why IS NOT NULL)
    OR (status = 'paid' AND submitted_on IS NOT NULL AND answered_on IS NOT NULL AND granted > 0 AND paid_on IS NOT NULL AND bank IS NOT NULL)
    OR (status = 'withdrawn' AND answered_on IS NULL AND granted IS NULL AND paid_on IS NULL AND why IS NOT NULL))
);
CREATE INDEX claim_by_member ON claim (union_id, member_id, event_on);
CREATE INDEX claim_by_status ON claim (union_id, status, made_at);
CREATE INDEX claim_by_enrolled ON claim (union_id, enrolled_id);

CREATE TABLE claim_paper (
  union_id BYTEA NOT NULL,
  claim_id BYTEA NOT NULL,
  paper TEXT NOT NULL,
  had_on TEXT NOT NULL,
  CONSTRAINT claim_paper_pk PRIMARY KEY (union_id, claim_id, paper),
  CONSTRAINT claim_paper_claim FOREIGN KEY (union_id, claim_id) REFERENCES claim (union_id, id)
);
