INSERT INTO pair (union_id, id, sort, member_id, helped, goals, from_on, until_on, every_days, status, ended_on, result, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005201' AS BYTEA), 'aid', NULL, '新入职青年教师', CAST('00000000' AS BYTEA),
  '2026-01-05', '2026-12-31', 30, 'running', NULL, NULL, NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO pair_helper (union_id, pair_id, member_id, place)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005201' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 0);
INSERT INTO pair_card (union_id, id, pair_id, day, helper_id, sealed, back_on, back_why, made_at, made_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005202' AS BYTEA), CAST('0000000000005201' AS BYTEA), '2026-02-05',
  CAST('00000000000000e3' AS BYTEA), CAST('00000000' AS BYTEA), NULL, NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA));
