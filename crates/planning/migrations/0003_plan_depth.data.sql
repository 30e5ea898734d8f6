INSERT INTO plan_measure (union_id, id, plan_id, version, section, place, body, span_start, span_end)
VALUES ('00000000000000c1', '00000000000000f3', '00000000000000f1', 1, 1, 1, '组织女职工学习', 30, 50);
UPDATE plan_entry SET measure_id = '00000000000000f3' WHERE union_id = '00000000000000c1' AND id = '00000000000000f2';
INSERT INTO plan_course (union_id, plan_id, step, submitted_on, submitted_to, submitted_name, adopted_on, adopted_by, adopted_name)
VALUES ('00000000000000c1', '00000000000000f1', 'adopted', '2026-01-08', '工会委员会', '李老师', '2026-01-12', '工会委员会第一次会议', '王主席');
INSERT INTO plan_text (union_id, id, plan_id, number, status, source, file_name, paper_id, added_at, added_name, closed_at, closed_name, taken, left_out)
VALUES ('00000000000000c1', '00000000000000f4', '00000000000000f1', 1, 'first', '三月份：庆三八活动。', NULL, NULL, 1767225600000, '李老师', NULL, NULL, NULL, NULL);
