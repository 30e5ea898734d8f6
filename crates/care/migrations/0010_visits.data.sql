INSERT INTO visit_reason (union_id, id, version, name, begins, season, ahead_days, due_days, visitors, cap_key, kind, photo, receipt,
  sensitive, ended_on, recorded_at, account_id, replaced_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000701' AS BYTEA), 1, '生病住院', 'reported', NULL, 0, 3, 2, 'hospital.plain',
  'hospital', 1, 1, 1, NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 1767225700000);
INSERT INTO visit_reason (union_id, id, version, name, begins, season, ahead_days, due_days, visitors, cap_key, kind, photo, receipt,
  sensitive, ended_on, recorded_at, account_id, replaced_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000701' AS BYTEA), 2, '生病住院', 'season', '春节前', 0, 3, 2, NULL,
  'visit', 1, 1, 1, '2026-03-01', 1767225700000, CAST('00000000000000a1' AS BYTEA), NULL);
INSERT INTO visit_season (union_id, reason_id, year, task_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000701' AS BYTEA), 2026, CAST('0000000000000711' AS BYTEA));
INSERT INTO life_event (union_id, id, member_id, reason_id, reason_version, happened_on, known_on, source, occasion, note, sealed,
  status, why, recorded_at, account_id, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000702' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('0000000000000701' AS BYTEA), 1, '2026-02-08', '2026-02-09', 'reported', NULL, NULL, CAST('sealed' AS BYTEA), 'told', NULL,
  1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO life_event (union_id, id, member_id, reason_id, reason_version, happened_on, known_on, source, occasion, note, sealed,
  status, why, recorded_at, account_id, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000704' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('0000000000000701' AS BYTEA), 2, '2026-02-08', '2026-02-09', 'register', '2026', '生日', NULL, 'withdrawn', '登记有误',
  1767225600000, CAST('00000000000000a1' AS BYTEA), 2);
INSERT INTO visit (union_id, id, event_id, member_id, branch_id, due_on, task_id, status, day, way, present, what, amount, others,
  reason, wish, sealed, wish_by, wish_task_id, answer, answered_on, signed_by, signed_at, form_id, why, account_id, recorded_at, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000703' AS BYTEA), CAST('0000000000000702' AS BYTEA),
  CAST('00000000000000e3' AS BYTEA), CAST('00000000000000e1' AS BYTEA), '2026-02-12', CAST('0000000000000711' AS BYTEA), 'made', '2026-02-11', 'walk', 'money',
  '慰问金', 50000, '校长', '同去的人临时有课', '希望调整课时', NULL, '2026-02-20', CAST('0000000000000711' AS BYTEA), '已调整', '2026-02-18',
  '家属', 1767225600000, CAST('0000000000000712' AS BYTEA), NULL, CAST('00000000000000a1' AS BYTEA), 1767225600000, 3);
INSERT INTO visit (union_id, id, event_id, member_id, branch_id, due_on, task_id, status, day, way, present, what, amount, others,
  reason, wish, sealed, wish_by, wish_task_id, answer, answered_on, signed_by, signed_at, form_id, why, account_id, recorded_at, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000705' AS BYTEA), CAST('0000000000000704' AS BYTEA),
  CAST('00000000000000e3' AS BYTEA), NULL, '2026-02-12', NULL, 'withdrawn', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, '登记有误', CAST('00000000000000a1' AS BYTEA), 1767225600000, 2);
INSERT INTO life_event (union_id, id, member_id, reason_id, reason_version, happened_on, known_on, source, occasion, note, sealed,
  status, why, recorded_at, account_id, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000706' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('0000000000000701' AS BYTEA), 2, '2026-02-08', '2026-02-09', 'own', NULL, NULL, NULL, 'told', NULL,
  1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO visit (union_id, id, event_id, member_id, branch_id, due_on, task_id, status, day, way, present, what, amount, others,
  reason, wish, sealed, wish_by, wish_task_id, answer, answered_on, signed_by, signed_at, form_id, why, account_id, recorded_at, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000707' AS BYTEA), CAST('0000000000000706' AS BYTEA),
  CAST('00000000000000e3' AS BYTEA), NULL, '2026-02-12', NULL, 'made', '2026-02-11', 'call', 'none', NULL, 0, NULL, NULL, NULL,
  CAST('sealed' AS BYTEA), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, CAST('00000000000000a1' AS BYTEA), 1767225600000, 2);
INSERT INTO visit_visitor (union_id, visit_id, member_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000703' AS BYTEA), CAST('00000000000000e3' AS BYTEA));
