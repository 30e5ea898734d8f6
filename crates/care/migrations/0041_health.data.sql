INSERT INTO check_round (union_id, id, name, opens_on, closes_on, note, status, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004101' AS BYTEA), '2026年职工体检', '2026-05-01', '2026-06-30', '空腹', 'open',
  1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO check_package (union_id, id, round_id, name, items, sex, price)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004102' AS BYTEA), CAST('0000000000004101' AS BYTEA), '女职工套餐', '血常规、两癌筛查', 'female', 60000);
INSERT INTO check_day (union_id, id, round_id, place, day, code, reminded)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004103' AS BYTEA), CAST('0000000000004101' AS BYTEA), '市体检中心', '2026-06-06', '3141', 0);
INSERT INTO check_booking (union_id, id, round_id, member_id, body_id, package_id, day_id, price, status, at, attended_on, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004104' AS BYTEA), CAST('0000000000004101' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('00000000000000e1' AS BYTEA), CAST('0000000000004102' AS BYTEA), CAST('0000000000004103' AS BYTEA), 60000, 'attended', 1767225600000, '2026-06-06', 2);
INSERT INTO check_slot (union_id, day_id, number, booking_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004103' AS BYTEA), 1, CAST('0000000000004104' AS BYTEA));
INSERT INTO own_note (union_id, id, member_id, sealed, kept_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004105' AS BYTEA), CAST('00000000000000e3' AS BYTEA), CAST('00000000' AS BYTEA), 1767225600000);
