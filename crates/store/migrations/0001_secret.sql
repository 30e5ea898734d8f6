-- With which keys the sealed values and blind indexes of this database were made, by fingerprint. The keys themselves
-- lie in a file apart from the database and its backups.
CREATE TABLE store_key (
  kind TEXT NOT NULL,
  number BIGINT NOT NULL,
  fingerprint BYTEA NOT NULL,
  since BIGINT NOT NULL,
  status TEXT NOT NULL,
  CONSTRAINT store_key_pk PRIMARY KEY (kind, number),
  CONSTRAINT store_key_kind CHECK (kind IN ('root', 'seal')),
  CONSTRAINT store_key_number CHECK (number BETWEEN 1 AND 65535),
  CONSTRAINT store_key_status CHECK (status IN ('held', 'forgotten', 'lost'))
);
