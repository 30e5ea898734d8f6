INSERT INTO account (id, sign_key, sign_name, name, password, status, lang, created_at)
VALUES (CAST('00000000000000a7' AS BYTEA), 'zhao', 'zhao', '赵 老师', NULL, 'active', 'zh-Hans', 1767225600000);
INSERT INTO reset_request (union_id, id, account_id, reason, second, asked_by, asked_at, status, decided_by, decided_at, invitation_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000f7' AS BYTEA), CAST('00000000000000a1' AS BYTEA), '换了手机', 1, CAST('00000000000000a7' AS BYTEA), 1767225600000, 'confirmed', CAST('00000000000000a8' AS BYTEA), 1767225700000, CAST('00000000000000f1' AS BYTEA));
