INSERT INTO approval_setup (union_id, number, rules, at, account_id, name)
VALUES (CAST('00000000000000c1' AS BYTEA), 1, '{"rules":[{"kind":null,"up_to":null,"steps":[{"who":["role:chair"],"needed":1}]}]}', 1767225600000, CAST('00000000000000a1' AS BYTEA), '李老师');
INSERT INTO approval_case (union_id, id, version, year, number, kind, record_kind, record_id, title, amount, due_day, sealed, state, round, step,
  asked_at, asked_by, asked_member, asked_name, closed_at, why)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000k1' AS BYTEA), 1, 2026, 1, 'payment', 'payment', CAST('00000000000000y1' AS BYTEA), '慰问住院教师', 50000, '2026-10-31', 1, 'open', 1, 1,
  1767225600000, CAST('00000000000000a1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), '李老师', NULL, NULL);
INSERT INTO approval_benefit (union_id, case_id, member_id) VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000k1' AS BYTEA), CAST('00000000000000e3' AS BYTEA));
INSERT INTO approval_step (union_id, case_id, round, step, needed) VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000k1' AS BYTEA), 1, 1, 1);
INSERT INTO approval_seat (union_id, case_id, round, step, seat, role, post_id, member_id, live)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000k1' AS BYTEA), 1, 1, 1, 'chair', NULL, NULL, 1);
INSERT INTO approval_mark (union_id, id, case_id, round, step, what, at, account_id, member_id, name, for_account, for_member, for_name, note)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000n1' AS BYTEA), CAST('00000000000000k1' AS BYTEA), 1, 1, 'asked', 1767225600000, CAST('00000000000000a1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), '李老师', NULL, NULL, NULL, NULL);
INSERT INTO approval_deputy (union_id, id, account_id, member_id, name, deputy_account, deputy_member, deputy_name, from_day, until_day, why, made_at, ended_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000d1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), '李老师', CAST('00000000000000a2' AS BYTEA), NULL, '王老师', '2026-10-01', '2026-10-07', '出差', 1767225600000, NULL);
