INSERT INTO past_figures (union_id, id, year, place, title, paper_id, what, category, kind, value, unit, period, snippet)
VALUES ('00000000000000c1', '00000000000000e1', 2025, 1, '2025年工会工作总结', NULL, '慰问退休教师', 'visit', 'person_times', 32, NULL, '9月', '走访慰问退休教师32人次');
