INSERT INTO task (union_id, id, version, title, note, field, section, owner_id, branch_id, when_code, from_day, due_day, budget,
  source_kind, source_id, state, doing_since, done_on, dropped_why, added_at, added_by, closed_at, closed_by)
VALUES ('00000000000000c1', '00000000000000t1', 1, '重阳节慰问退休教师', '带慰问品', 'care', '关爱职工', '00000000000000e3', '00000000000000e1', '10', '2026-10-01',
  '2026-10-31', 300000, 'plan_entry', '00000000000000p1', 'open', NULL, NULL, NULL, 1767225600000, '00000000000000a1', NULL, NULL);
INSERT INTO task (union_id, id, version, title, note, field, section, owner_id, branch_id, when_code, from_day, due_day, budget,
  source_kind, source_id, state, doing_since, done_on, dropped_why, added_at, added_by, closed_at, closed_by)
VALUES ('00000000000000c1', '00000000000000t2', 3, '召开教代会', NULL, 'democracy', NULL, NULL, NULL, NULL, NULL, '2026-03-20', NULL,
  NULL, NULL, 'done', NULL, '2026-03-18', NULL, 1767225600000, '00000000000000a1', 1773800000000, '00000000000000a1');
INSERT INTO task_helper (union_id, task_id, member_id, answer) VALUES ('00000000000000c1', '00000000000000t1', '00000000000000e3', 'asked');
INSERT INTO task_step (union_id, id, task_id, title, ticked_at, ticked_by)
VALUES ('00000000000000c1', '00000000000000s1', '00000000000000t1', '联系退休教师', NULL, NULL);
INSERT INTO task_need (union_id, task_id, needs_id) VALUES ('00000000000000c1', '00000000000000t1', '00000000000000t2');
INSERT INTO task_comment (union_id, id, task_id, at, account_id, name, body)
VALUES ('00000000000000c1', '00000000000000e1', '00000000000000t1', 1767225600000, '00000000000000a1', '李老师', '已联系三位');
INSERT INTO task_read (union_id, task_id, account_id, until)
VALUES ('00000000000000c1', '00000000000000t1', '00000000000000a1', 1767225600000);
INSERT INTO task_reminder (union_id, id, task_id, account_id, on_day, note, seen_at)
VALUES ('00000000000000c1', '00000000000000r1', '00000000000000t1', '00000000000000a1', '2026-10-08', NULL, NULL);
