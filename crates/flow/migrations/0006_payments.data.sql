INSERT INTO payment (union_id, id, version, year, number, case_id, record_kind, record_id, purpose, purpose_word, field, title, amount,
  payee_kind, payee_member, payee_name, payee_people, on_day, sealed, state, asked_at, asked_by, asked_name, why,
  paid_on, paid_way, voucher, paid_at, paid_by, paid_name)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000y1' AS BYTEA), 1, 2026, 1, CAST('00000000000000k1' AS BYTEA), 'visit', CAST('00000000000000v1' AS BYTEA), 'visit', 'care.purpose.visit', 'care', '慰问住院教师', 50000,
  'member', CAST('00000000000000e3' AS BYTEA), NULL, NULL, '2026-10-08', 1, 'waiting', 1767225600000, CAST('00000000000000a1' AS BYTEA), '李老师', NULL,
  NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO payment (union_id, id, version, year, number, case_id, record_kind, record_id, purpose, purpose_word, field, title, amount,
  payee_kind, payee_member, payee_name, payee_people, on_day, sealed, state, asked_at, asked_by, asked_name, why,
  paid_on, paid_way, voucher, paid_at, paid_by, paid_name)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000y2' AS BYTEA), 3, 2026, 2, CAST('00000000000000k1' AS BYTEA), 'visit', CAST('00000000000000v2' AS BYTEA), 'visit', 'care.purpose.visit', 'care', '慰问品', 30000,
  'named', NULL, '城东超市', NULL, '2026-10-08', 0, 'paid', 1767225600000, CAST('00000000000000a1' AS BYTEA), '李老师', NULL,
  '2026-10-09', 'bank', '记-12', 1767225600000, CAST('00000000000000a1' AS BYTEA), '李老师');
