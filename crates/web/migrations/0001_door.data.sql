INSERT INTO account (id, sign_key, sign_name, name, password, status, lang, created_at)
VALUES (CAST('00000000000000a1' AS BYTEA), 'li', 'Li', '李 老师', NULL, 'active', 'zh-Hans', 1767225600000);
INSERT INTO session (token, id, account_id, looking_at, created_at, seen_at, agent, address)
VALUES (CAST('0123456789abcdef0123456789abcdef' AS BYTEA), CAST('00000000000000b1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), CAST('00000000000000c1' AS BYTEA), 1767225600000, 1767225600000, 'a browser', '127.0.0.1');
INSERT INTO attempt (subject, failures, last_at) VALUES ('name:li', 2, 1767225600000);
INSERT INTO event (union_id, id, at, account_id, kind, record_kind, record_id, body, sealed)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000d1' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA), 'door.in', 'account', CAST('00000000000000a1' AS BYTEA), '{}', 0);
INSERT INTO once (union_id, account_id, key, digest, answer, at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), 'k', CAST('0123456789abcdef0123456789abcdef' AS BYTEA), '{}', 1767225600000);
