INSERT INTO receipt (union_id, id, record_kind, record_id, title, state, count_lines, total, made_at, made_by, made_name)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000q1' AS BYTEA), 'round', CAST('00000000000000v3' AS BYTEA), '中秋慰问品', 'live', 1, 30000, 1767225600000, CAST('00000000000000a1' AS BYTEA), '李老师');
INSERT INTO receipt_line (union_id, receipt_id, number, member_id, body_id, what, amount, state, way, on_day, at, account_id, fetched_by, why)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000q1' AS BYTEA), 1, CAST('00000000000000e3' AS BYTEA), CAST('00000000000000e1' AS BYTEA), '月饼券', 30000, 'signed', 'proxy', '2026-09-20', 1767225600000, CAST('00000000000000a1' AS BYTEA), '王老师', NULL);
