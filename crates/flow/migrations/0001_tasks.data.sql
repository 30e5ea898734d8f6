INSERT INTO task (union_id, id, version, title, note, field, section, owner_id, branch_id, when_code, from_day, due_day, budget,
  source_kind, source_id, state, doing_since, done_on, dropped_why, added_at, added_by, closed_at, closed_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000t1' AS BYTEA), 1, '重阳节慰问退休教师', '带慰问品', 'care', '关爱职工', CAST('00000000000000e3' AS BYTEA), CAST('00000000000000e1' AS BYTEA), '10', '2026-10-01',
  '2026-10-31', 300000, 'plan_entry', CAST('00000000000000p1' AS BYTEA), 'open', NULL, NULL, NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), NULL, NULL);
INSERT INTO task (union_id, id, version, title, note, field, section, owner_id, branch_id, when_code, from_day, due_day, budget,
  source_kind, source_id, state, doing_since, done_on, dropped_why, added_at, added_by, closed_at, closed_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000t2' AS BYTEA), 3, '召开教代会', NULL, 'democracy', NULL, NULL, NULL, NULL, NULL, '2026-03-20', NULL,
  NULL, NULL, 'done', NULL, '2026-03-18', NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 1773800000000, CAST('00000000000000a1' AS BYTEA));
INSERT INTO task_helper (union_id, task_id, member_id, answer) VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000t1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'asked');
INSERT INTO task_step (union_id, id, task_id, title, ticked_at, ticked_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000s1' AS BYTEA), CAST('00000000000000t1' AS BYTEA), '联系退休教师', NULL, NULL);
INSERT INTO task_need (union_id, task_id, needs_id) VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000t1' AS BYTEA), CAST('00000000000000t2' AS BYTEA));
INSERT INTO task_comment (union_id, id, task_id, at, account_id, name, body)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e1' AS BYTEA), CAST('00000000000000t1' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA), '李老师', '已联系三位');
INSERT INTO task_read (union_id, task_id, account_id, until)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000t1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), 1767225600000);
INSERT INTO task_reminder (union_id, id, task_id, account_id, on_day, note, seen_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000r1' AS BYTEA), CAST('00000000000000t1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), '2026-10-08', NULL, NULL);
