-- Dossiers of households in hardship. What they say, what happened to them and what lists show of them is sealed; in plain stand
-- only whose it is, where it stands and the days on which something is due.
CREATE TABLE hardship (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  member_id BYTEA NOT NULL,
  way TEXT NOT NULL,
  entered_by BYTEA NOT NULL,
  started_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  since TEXT,
  until_day TEXT,
  due TEXT,
  letter_id BYTEA,
  text BIGINT NOT NULL,
  brief BYTEA,
  version BIGINT NOT NULL,
  CONSTRAINT hardship_pk PRIMARY KEY (union_id, id),
  CONSTRAINT hardship_member FOREIGN KEY (union_id, member_id) REFERENCES member (union_id, id),
  CONSTRAINT hardship_way CHECK (way IN ('own', 'paper')),
  CONSTRAINT hardship_status CHECK (status IN ('draft', 'applied', 'returned', 'checked', 'reviewed', 'noticed', 'cleared', 'sent',
    'filed', 'exited', 'refused', 'withdrawn')),
  CONSTRAINT hardship_since CHECK ((since IS NULL) = (status = 'draft')),
  CONSTRAINT hardship_until CHECK ((until_day IS NOT NULL) = (status = 'noticed') AND (until_day IS NULL OR until_day >= since)),
  CONSTRAINT hardship_letter CHECK ((letter_id IS NOT NULL) = (status = 'sent')),
  CONSTRAINT hardship_due CHECK (CASE status WHEN 'filed' THEN due IS NOT NULL WHEN 'exited' THEN 1 = 1 ELSE due IS NULL END),
  CONSTRAINT hardship_text CHECK (text >= 1)
);
CREATE INDEX hardship_by_status ON hardship (union_id, status, due);
CREATE INDEX hardship_by_member ON hardship (union_id, member_id);

-- What a dossier said, version by version.
CREATE TABLE hardship_text (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  dossier_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  CONSTRAINT hardship_text_pk PRIMARY KEY (union_id, id),
  CONSTRAINT hardship_text_dossier FOREIGN KEY (union_id, dossier_id) REFERENCES hardship (union_id, id),
  CONSTRAINT hardship_text_once UNIQUE (union_id, dossier_id, number)
);

-- What happened to a dossier.
CREATE TABLE hardship_step (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  dossier_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  CONSTRAINT hardship_step_pk PRIMARY KEY (union_id, id),
  CONSTRAINT hardship_step_dossier FOREIGN KEY (union_id, dossier_id) REFERENCES hardship (union_id, id),
  CONSTRAINT hardship_step_once UNIQUE (union_id, dossier_id, number)
);

-- Papers that prove what a dossier says: name, kind and content under one seal.
CREATE TABLE hardship_proof (
  union_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  dossier_id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BYTEA NOT NULL,
  CONSTRAINT hardship_proof_pk PRIMARY KEY (union_id, id),
  CONSTRAINT hardship_proof_dossier FOREIGN KEY (union_id, dossier_id) REFERENCES hardship (union_id, id)
);
CREATE INDEX hardship_proof_by_dossier ON hardship_proof (union_id, dossier_id, id);

-- Whose numbers stand in dossiers of this installation that are under way or on file, so that nobody is helped twice unseen.
CREATE TABLE hardship_person (
  blind BYTEA NOT NULL,
  union_id BYTEA NOT NULL,
  dossier_id BYTEA NOT NULL,
  CONSTRAINT hardship_person_pk PRIMARY KEY (blind, union_id, dossier_id)
);
CREATE INDEX hardship_person_by_dossier ON hardship_person (union_id, dossier_id);
