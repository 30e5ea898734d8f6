INSERT INTO union_node (union_id, parent_id, path, name, short_name, kind, from_day, until_day, version)
VALUES (CAST('00000000000000d5' AS BYTEA), NULL, '/d5', '某区教育工会', '某区教育', 'system', '2026-01-01', NULL, 1);
INSERT INTO union_edge (union_id, from_day, until_day, parent_id, name, kind, act_id)
VALUES (CAST('00000000000000d5' AS BYTEA), '2026-01-01', NULL, NULL, '某区教育工会', 'system', NULL);
INSERT INTO union_asking (id, union_id, under_id, day, basis, state, asked_name, asked_at, ended_name, ended_at, why)
VALUES (CAST('00000000000000d6' AS BYTEA), CAST('00000000000000c1' AS BYTEA), CAST('00000000000000d5' AS BYTEA), '2026-03-01', '区总工会〔2026〕5号', 'refused', '李红梅', 1767225600000, '王主席', 1767312000000, '请先报批');
