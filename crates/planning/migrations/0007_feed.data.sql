INSERT INTO calendar_feed (union_id, account_id, scope, id, digest, lang, made_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), 'own', CAST('00000000000000f1' AS BYTEA), CAST('d1' AS BYTEA), 'zh-Hans', 1767225600000);
