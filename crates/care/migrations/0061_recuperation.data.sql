INSERT INTO recuperation (union_id, id, year, title, body, opens_on, closes_on, places, status, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006101' AS BYTEA), 2026, '2026年职工疗休养', '五天四晚', '2026-05-01', '2026-05-31', 20,
  'confirmed', 1767225600000, CAST('00000000000000a1' AS BYTEA), 3);
INSERT INTO recuperation_group (union_id, id, plan_id, destination, lodging, from_day, until_day, leader_id, places, taken, cost, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006102' AS BYTEA), CAST('0000000000006101' AS BYTEA), '黄山', '职工疗养院', '2026-07-06',
  '2026-07-10', CAST('00000000000000e3' AS BYTEA), 20, 1, 200000, 2);
INSERT INTO recuperation_quota (union_id, plan_id, body_id, places)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006101' AS BYTEA), CAST('00000000000000e1' AS BYTEA), 5);
INSERT INTO recuperation_entry (union_id, id, plan_id, member_id, body_id, first_id, second_id, status, group_id, standing, mark, lift, lift_why, why, at, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006103' AS BYTEA), CAST('0000000000006101' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('00000000000000e1' AS BYTEA), CAST('0000000000006102' AS BYTEA), NULL, 'went', CAST('0000000000006102' AS BYTEA), 1, 'model_worker', 'first',
  '退休前最后一次', NULL, 1767225600000, 4);
INSERT INTO recuperation_past (union_id, id, member_id, year, place, at, made_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006104' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 2019, '青岛', 1767225600000,
  CAST('00000000000000a1' AS BYTEA));
