-- The register of members in two times. `member` stays the quick list of the present; everything that was ever believed
-- of a member, for which days and since when, is in `member_version`.
ALTER TABLE member ADD COLUMN sex TEXT;
ALTER TABLE member ADD COLUMN born TEXT;
ALTER TABLE member ADD COLUMN employment TEXT;
ALTER TABLE member ADD COLUMN job_class TEXT;
ALTER TABLE member ADD COLUMN retired_on TEXT;
ALTER TABLE member ADD COLUMN card TEXT;
ALTER TABLE member ADD COLUMN strokes TEXT;
CREATE INDEX member_by_born ON member (union_id, born);
CREATE INDEX member_by_strokes ON member (union_id, status, strokes, id);
CREATE INDEX member_by_card ON member (union_id, card);

-- Who recorded something, when, and on what basis. An import records many members at once.
CREATE TABLE member_recording (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  what TEXT NOT NULL,
  basis TEXT,
  CONSTRAINT member_recording_pk PRIMARY KEY (union_id, id),
  CONSTRAINT member_recording_what CHECK (
    what IN ('kept', 'added', 'changed', 'corrected', 'status', 'taken_back', 'imported'))
);
CREATE INDEX member_recording_by_time ON member_recording (union_id, at);

-- A row says: from `valid_from` up to `valid_until` it stood so. It is believed from `recorded_at` on until it was
-- replaced. The believed rows of a member touch and never overlap; the last has no end.
CREATE TABLE member_version (
  union_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT,
  recorded_at BIGINT NOT NULL,
  recording_id BYTEA NOT NULL,
  replaced_at BIGINT,
  replaced_by BYTEA,
  status TEXT NOT NULL,
  body_id BYTEA,
  name TEXT NOT NULL,
  sex TEXT,
  born TEXT,
  ethnic TEXT,
  nationality TEXT,
  phone TEXT,
  email TEXT,
  address TEXT,
  education TEXT,
  political TEXT,
  household TEXT,
  marriage TEXT,
  employer TEXT,
  department TEXT,
  job TEXT,
  job_class TEXT,
  employment TEXT,
  number_at_work TEXT,
  hired TEXT,
  title TEXT,
  skill TEXT,
  migrant TEXT,
  joined TEXT,
  card TEXT,
  retired TEXT,
  confirmed TEXT,
  confirmed_by TEXT,
  CONSTRAINT member_version_pk PRIMARY KEY (union_id, member_id, number),
  CONSTRAINT member_version_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT member_version_body FOREIGN KEY (union_id, body_id) REFERENCES body (union_id, id),
  CONSTRAINT member_version_recording FOREIGN KEY (union_id, recording_id) REFERENCES member_recording (union_id, id),
  CONSTRAINT member_version_replaced_by FOREIGN KEY (union_id, replaced_by) REFERENCES member_recording (union_id, id),
  CONSTRAINT member_version_days CHECK (valid_until IS NULL OR valid_until > valid_from),
  CONSTRAINT member_version_replaced CHECK (
    (replaced_at IS NULL AND replaced_by IS NULL)
    OR (replaced_at IS NOT NULL AND replaced_by IS NOT NULL AND replaced_at >= recorded_at)),
  CONSTRAINT member_version_status CHECK (
    status IN ('active', 'moving', 'kept', 'moved', 'resigned', 'deemed', 'removed', 'died')),
  CONSTRAINT member_version_sex CHECK (sex IS NULL OR sex IN ('male', 'female'))
);
CREATE INDEX member_version_by_recording ON member_version (union_id, recording_id);

-- What is never kept in clear: the number of the identity document, and the state of health. `blind` finds a number
-- without telling it, `tail` finds its last four signs.
CREATE TABLE member_sealed (
  union_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  field TEXT NOT NULL,
  kind TEXT,
  sealed BYTEA NOT NULL,
  blind BYTEA,
  tail BYTEA,
  CONSTRAINT member_sealed_pk PRIMARY KEY (union_id, member_id, field),
  CONSTRAINT member_sealed_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT member_sealed_once UNIQUE (union_id, blind),
  CONSTRAINT member_sealed_field CHECK (
    (field = 'identity' AND kind IS NOT NULL AND blind IS NOT NULL AND tail IS NOT NULL)
    OR (field = 'health' AND kind IS NULL AND blind IS NULL AND tail IS NULL))
);
CREATE INDEX member_sealed_by_tail ON member_sealed (union_id, tail);

-- In which unions of this installation an identity number is known, so that somebody cannot be a member twice unseen.
CREATE TABLE identity_place (
  blind BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  CONSTRAINT identity_place_pk PRIMARY KEY (blind, union_id)
);

-- What was known before the register was kept in this form: one row for the days of membership, one for those after.
INSERT INTO member_recording (union_id, id, at, account_id, what, basis)
SELECT DISTINCT union_id, CAST('kept before 2026' AS BYTEA), 0, CAST('0000000000000000' AS BYTEA), 'kept', NULL FROM member;
INSERT INTO member_version (union_id, member_id, number, valid_from, valid_until, recorded_at, recording_id, replaced_at,
  replaced_by, status, body_id, name, sex, born, ethnic, nationality, phone, email, address, education, political,
  household, marriage, employer, department, job, job_class, employment, number_at_work, hired, title, skill, migrant,
  joined, card, retired, confirmed, confirmed_by)
SELECT union_id, id, 1, joined_on, CASE WHEN left_on > joined_on THEN left_on ELSE NULL END, 0,
  CAST('kept before 2026' AS BYTEA), NULL, NULL, CASE WHEN left_on > joined_on THEN 'active' ELSE status END, body_id,
  name, NULL, NULL, NULL, NULL, CASE WHEN phone = '' THEN NULL ELSE phone END, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, CASE WHEN number = '' THEN NULL ELSE number END, NULL, NULL, NULL, NULL, joined_on, NULL, NULL,
  NULL, NULL
FROM member;
INSERT INTO member_version (union_id, member_id, number, valid_from, valid_until, recorded_at, recording_id, replaced_at,
  replaced_by, status, body_id, name, sex, born, ethnic, nationality, phone, email, address, education, political,
  household, marriage, employer, department, job, job_class, employment, number_at_work, hired, title, skill, migrant,
  joined, card, retired, confirmed, confirmed_by)
SELECT union_id, id, 2, left_on, NULL, 0, CAST('kept before 2026' AS BYTEA), NULL, NULL, status, body_id,
  name, NULL, NULL, NULL, NULL, CASE WHEN phone = '' THEN NULL ELSE phone END, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, CASE WHEN number = '' THEN NULL ELSE number END, NULL, NULL, NULL, NULL, joined_on, NULL, NULL,
  NULL, NULL
FROM member WHERE left_on > joined_on;
