INSERT INTO collection (union_id, id, title, purpose, whom, member_id, masked, person, target, from_on, until_on, owner_id, status, closed_on,
  remainder, decision, to_id, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005001' AS BYTEA), '为患病教师募捐', '治疗费用', 'person',
  CAST('00000000000000e3' AS BYTEA), '张**', CAST('00000000' AS BYTEA), 5000000, '2026-03-01', '2026-03-31', CAST('00000000000000e3' AS BYTEA), 'open',
  NULL, NULL, NULL, NULL, NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO collection (union_id, id, title, purpose, whom, member_id, masked, person, target, from_on, until_on, owner_id, status, closed_on,
  remainder, decision, to_id, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005002' AS BYTEA), '慈善一日捐', '捐给慈善会', 'cause',
  NULL, NULL, NULL, NULL, '2026-01-01', '2026-01-31', CAST('00000000000000e3' AS BYTEA), 'closed',
  '2026-02-01', 0, NULL, NULL, '已全部转交', 1767225600000, CAST('00000000000000a1' AS BYTEA), 2);
INSERT INTO collection_gift (union_id, id, collection_id, member_id, name, body_id, consent, amount, way, day, received_by, back_on, back_why,
  made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005003' AS BYTEA), CAST('0000000000005001' AS BYTEA), CAST('00000000000000e3' AS BYTEA), NULL,
  CAST('00000000000000e1' AS BYTEA), 1, 20000, 'cash', '2026-03-02', CAST('00000000000000e3' AS BYTEA), NULL, NULL, 1767225600000,
  CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO collection_payout (union_id, id, collection_id, amount, member_id, payee, what, asked_on, status, paid_on, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005004' AS BYTEA), CAST('0000000000005001' AS BYTEA), 10000, NULL, '张家属', '第一笔治疗费',
  '2026-03-10', 'asked', NULL, NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
