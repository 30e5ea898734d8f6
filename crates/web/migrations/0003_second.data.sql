UPDATE session SET second_due = 1 WHERE token = CAST('0123456789abcdef0123456789abcdef' AS BYTEA);
INSERT INTO second_factor (account_id, secret, begun_at, since, step)
VALUES (CAST('00000000000000a1' AS BYTEA), CAST('sealed' AS BYTEA), 1767225600000, 1767225700000, 58907523);
INSERT INTO recovery_code (account_id, digest, used_at)
VALUES (CAST('00000000000000a1' AS BYTEA), CAST('0123456789abcdef' AS BYTEA), 1767225800000);
