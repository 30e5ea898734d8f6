INSERT INTO summary_phrase (union_id, pattern, body, version) VALUES ('00000000000000c1', 'care.heading', '关心职工生活', 1);
INSERT INTO summary_approval (union_id, id, summary_id, at, account_id, name, body, paper_id)
VALUES ('00000000000000c1', '0000000000000s03', '0000000000000s01', 1767225600000, '00000000000000a1', '李老师', 'b', '00000000000000f9');
INSERT INTO summary_figure (union_id, summary_id, place, reads, at, name)
VALUES ('00000000000000c1', '0000000000000s01', '慰问人次', '3', 1767225600000, '李老师');
INSERT INTO past_source (union_id, id, year, title, file_name, paper_id, body, added_at, added_name)
VALUES ('00000000000000c1', '0000000000000s04', 2025, '2025年工作总结', NULL, NULL, '慰问3人次。', 1767225600000, '李老师');
INSERT INTO past_figure (union_id, id, source_id, year, position, what, snippet, measure, quantity, unit, state, version)
VALUES ('00000000000000c1', '0000000000000s05', '0000000000000s04', 2025, 1, '慰问', '慰问3人次', 'visit.person_times', 3, 'person_times', 'kept', 1);
