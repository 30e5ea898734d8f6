INSERT INTO measure (key, zh, en, unit, field, position) VALUES ('visit.person_times', '慰问人次', 'Visits', 'person_times', 'care', 1);
INSERT INTO fact (union_id, id, day, measure, quantity, branch_id, person_id, record_kind, record_id, reverses, account_id, at)
VALUES ('00000000000000c1', '00000000000000f1', '2026-03-08', 'visit.person_times', 3, NULL, NULL, 'work', '00000000000000e1', NULL, '00000000000000a1', 1767225600000);
INSERT INTO fact (union_id, id, day, measure, quantity, branch_id, person_id, record_kind, record_id, reverses, account_id, at)
VALUES ('00000000000000c1', '00000000000000f2', '2026-03-08', 'visit.person_times', -3, NULL, NULL, 'work', '00000000000000e1', '00000000000000f1', '00000000000000a1', 1767225600001);
INSERT INTO period_close (union_id, id, period, first_day, last_day, closed_at, closed_by, reopened_at, reopened_by, why)
VALUES ('00000000000000c1', '0000000000000fc1', '2026-02', '2026-02-01', '2026-02-28', 1767225600000, '00000000000000a1', NULL, NULL, NULL);
INSERT INTO seal (union_id, number, events, root, head, at)
VALUES ('00000000000000c1', 1, 0, '0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef', 1767225600000);
