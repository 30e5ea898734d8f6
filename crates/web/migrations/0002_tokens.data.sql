UPDATE session SET proved_at = 1767225600000 WHERE token = CAST('0123456789abcdef0123456789abcdef' AS BYTEA);
INSERT INTO access_token (digest, id, account_id, union_id, name, powers, acts, created_at, expires_at, seen_at, ended_at)
VALUES (CAST('0123456789abcdef0123456789abcdea' AS BYTEA), CAST('00000000000000b2' AS BYTEA), CAST('00000000000000a1' AS BYTEA), CAST('00000000000000c1' AS BYTEA), 'a program', 'plan.see', 0, 1767225600000, 1769817600000, 1767225700000, 1767225800000);
