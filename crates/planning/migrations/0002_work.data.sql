INSERT INTO work (union_id, id, task_id, kind, day, title, place, branch_id, events, people, households, items, money, result, status, why, account_id, recorded_at, version)
VALUES ('00000000000000c1', '0000000000000w01', NULL, 'visit', '2026-03-08', 'v', NULL, NULL, NULL, 3, NULL, NULL, 60000, NULL, 'told', NULL, '00000000000000a1', 1767225600000, 1);
INSERT INTO summary (union_id, id, year, title, created_at) VALUES ('00000000000000c1', '0000000000000s01', 2026, 's', 1767225600000);
INSERT INTO summary_section (union_id, id, summary_id, position, part, heading, body, version)
VALUES ('00000000000000c1', '0000000000000s02', '0000000000000s01', 1, 'care', 'h', 'b', 1);
