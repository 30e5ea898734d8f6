-- A calendar that somebody subscribes to by a private link. Only the link's digest is kept; a new link replaces the old
-- one, a link that is turned off leaves no row. `lang` is the language it was made in.
CREATE TABLE calendar_feed (
  union_id BYTEA NOT NULL,
  account_id BYTEA NOT NULL,
  scope TEXT NOT NULL,
  id BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  lang TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT calendar_feed_pk PRIMARY KEY (union_id, account_id, scope),
  CONSTRAINT calendar_feed_link UNIQUE (union_id, digest),
  CONSTRAINT calendar_feed_scope CHECK (scope IN ('own', 'all')),
  CONSTRAINT calendar_feed_lang CHECK (lang IN ('zh-Hans', 'en'))
);
