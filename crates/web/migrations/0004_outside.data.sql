INSERT INTO outside_identity (issuer, subject, account_id, name, tied_at, used_at)
VALUES ('https://id.example.cn', 'u-1001', CAST('00000000000000a1' AS BYTEA), '赵敏', 1767225600000, 1767225700000);
INSERT INTO outside_visit (state, browser, nonce, verifier, account_id, next_path, begun_at)
VALUES (CAST('0123456789abcdef' AS BYTEA), CAST('fedcba9876543210' AS BYTEA), 'n', 'v', NULL, '/', 1767225800000);
