INSERT INTO plan (union_id, id, version, year, cover, title, status, source, notices, paper_id, file_name, added_at, added_name,
  closed_at, closed_name)
VALUES ('00000000000000c1', '00000000000000f1', 2, 2026, 'year', '2026年工会工作计划', 'draft', '三月份：庆三八活动。', 'no_dates',
  '00000000000000f9', '计划.docx', 1767225600000, '李老师', NULL, NULL);
INSERT INTO plan_section (union_id, plan_id, place, level, heading, body, schedule, span_start, span_end)
VALUES ('00000000000000c1', '00000000000000f1', 1, 1, '三月份', '庆三八活动。', 1, 0, 12);
INSERT INTO plan_entry (union_id, id, plan_id, version, place, title, when_code, when_words, from_day, due_day, undated, field,
  section, festival, budget, owner_id, branch_id, span_start, span_end, state, task_id)
VALUES ('00000000000000c1', '00000000000000f2', '00000000000000f1', 1, 1, '庆三八活动', '03', '三月份', '2026-03-01', '2026-03-31', 0,
  'rights', NULL, '三八妇女节', 50000, NULL, NULL, 15, 30, 'proposed', NULL);
INSERT INTO changes_seen (union_id, account_id, until) VALUES ('00000000000000c1', '00000000000000a1', 1767225600000);
