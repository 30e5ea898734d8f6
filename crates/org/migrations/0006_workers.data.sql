INSERT INTO worker_count (union_id, id, body_id, from_day, total, women, staff, contract, dispatched, part_time, platform,
  units, source, recorded_at, account_id, replaces, replaced_at, replaced_by, replaced_why)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000f8' AS BYTEA), NULL, '2026-02-01', 91, 60, 50, 20, 10, 5, 2, 3, '人事科名册', 1767225600000, CAST('00000000000000a1' AS BYTEA), NULL, 1767225700000, CAST('00000000000000a1' AS BYTEA), '漏了一人');
INSERT INTO worker_count (union_id, id, body_id, from_day, total, women, staff, contract, dispatched, part_time, platform,
  units, source, recorded_at, account_id, replaces, replaced_at, replaced_by, replaced_why)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000f9' AS BYTEA), NULL, '2026-02-01', 92, 60, 50, 20, 10, 5, 2, 3, '人事科名册', 1767225700000, CAST('00000000000000a1' AS BYTEA), CAST('00000000000000f8' AS BYTEA), NULL, NULL, NULL);
UPDATE union_tally SET confirmed_at = 1767225600000, confirmed_by = '李老师', confirmed_members = 1, confirmed_workers = 90
WHERE union_id = CAST('00000000000000c1' AS BYTEA);
