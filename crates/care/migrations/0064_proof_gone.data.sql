INSERT INTO proof_gone (union_id, id, record_kind, record_id, kind, size, at, account_id, gone_on, gone_by, why) VALUES
  (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004007' AS BYTEA), 'claim', CAST('0000000000004005' AS BYTEA), 'discharge', 1024,
    1767225600000, CAST('00000000000000a1' AS BYTEA), '2026-01-02', CAST('00000000000000a1' AS BYTEA), CAST('00000000' AS BYTEA));
INSERT INTO proof_gone (union_id, id, record_kind, record_id, kind, size, at, account_id, gone_on, rule_id, months, basis) VALUES
  (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004008' AS BYTEA), 'claim', CAST('0000000000004005' AS BYTEA), 'identity', 1024,
    1767225600000, CAST('00000000000000a1' AS BYTEA), '2029-01-02', CAST('0000000000004009' AS BYTEA), 36, '系统建议值');
