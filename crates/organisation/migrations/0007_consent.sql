-- What a member agreed to, each thing apart, and took back (个人信息保护法 art. 14 to 16, 25, 29). Nothing is deleted: what was
-- done while the consent stood stays explained.
CREATE TABLE member_consent (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  version BIGINT NOT NULL,
  given_at BIGINT NOT NULL,
  withdrawn_at BIGINT,
  CONSTRAINT member_consent_pk PRIMARY KEY (union_id, id),
  CONSTRAINT member_consent_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT member_consent_purpose CHECK (purpose IN ('notice', 'photo', 'contact', 'health', 'message')),
  CONSTRAINT member_consent_version CHECK (version >= 1),
  CONSTRAINT member_consent_days CHECK (withdrawn_at IS NULL OR withdrawn_at >= given_at)
);
CREATE INDEX member_consent_by_member ON member_consent (union_id, member_id, given_at);
