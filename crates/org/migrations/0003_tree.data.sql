UPDATE union_node SET code = '3401000001', unit = '某学校', industry = 'P', unit_class = '400', unit_credit = '123400000000000000',
  legal_code = '813400000000000000', legal_until = '2028-12-31', address = '某路1号', contact = '李老师', phone = '055100000000',
  workers = 90, women_workers = 60 WHERE union_id = CAST('00000000000000c1' AS BYTEA);
INSERT INTO union_node (union_id, parent_id, path, name, short_name, kind, from_day, until_day, version)
VALUES (CAST('00000000000000c3' AS BYTEA), CAST('00000000000000c1' AS BYTEA), '/c1/c3', '某分校工会', '某分校', 'grassroots', '2026-02-01', NULL, 1);
INSERT INTO union_act (id, kind, day, basis, note, by_union, by_account, by_name, recorded_at)
VALUES (CAST('00000000000000f3' AS BYTEA), 'founded', '2026-02-01', '批复〔2026〕1号', NULL, CAST('00000000000000c1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), '李老师', 1767225600000);
INSERT INTO union_act_part (act_id, union_id, part) VALUES (CAST('00000000000000f3' AS BYTEA), CAST('00000000000000c3' AS BYTEA), 'subject');
INSERT INTO union_edge (union_id, from_day, until_day, parent_id, name, kind, act_id)
VALUES (CAST('00000000000000c3' AS BYTEA), '2026-02-01', NULL, CAST('00000000000000c1' AS BYTEA), '某分校工会', 'grassroots', CAST('00000000000000f3' AS BYTEA));
INSERT INTO union_tally (union_id, month, counted_on, members, women, workers, bodies, chair, term_until, all_unions, all_members,
  all_women, all_workers, all_bodies)
VALUES (CAST('00000000000000c1' AS BYTEA), '2026-02', '2026-02-28', 1, 0, 90, 1, '李老师', '2028-12-31', 2, 1, 0, 90, 1);
UPDATE post SET duty = '主持工会全面工作' WHERE union_id = CAST('00000000000000c1' AS BYTEA);
UPDATE holding SET relative = 'no', despite = '代理至换届' WHERE union_id = CAST('00000000000000c1' AS BYTEA);
INSERT INTO term_notice (union_id, body_id, term_until, months, at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e1' AS BYTEA), '2028-12-31', 12, 1767225600000);
