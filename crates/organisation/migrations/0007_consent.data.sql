INSERT INTO member_consent (union_id, id, member_id, purpose, version, given_at, withdrawn_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b7' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'notice', 1, 1767225600000, 1767225700000);
