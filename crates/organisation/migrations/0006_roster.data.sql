INSERT INTO roster (union_id, id, name, account_id, at, state, version, sheets, sheet, layout, rules, job_id, lines, skipped, finished_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), '名册.xlsx', CAST('00000000000000a1' AS BYTEA), 1767225600000, 'imported', 3, '[]', 0, '{}', '{}', CAST('00000000000000b2' AS BYTEA), 1, 0, 1767225600000);
INSERT INTO roster_block (union_id, roster_id, part, first_row, lines, sealed)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), '0/000000', 1, 1, CAST('sealed' AS BYTEA));
INSERT INTO roster_found (union_id, roster_id, number, found)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), 0, '[]');
INSERT INTO roster_choice (union_id, roster_id, line, choice)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), 2, '{}');
INSERT INTO roster_chunk (union_id, roster_id, number, recording_id, added, updated, skipped, back, reasons, undone)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), 0, CAST('00000000000000b3' AS BYTEA), 1, 0, 0, 0, '[]', 0);
INSERT INTO roster_changed (union_id, roster_id, member_id, number, recording_id, identity)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), CAST('00000000000000a7' AS BYTEA), 0, CAST('00000000000000b3' AS BYTEA), 0);
INSERT INTO roster_group (union_id, roster_id, body_id, name)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), CAST('00000000000000b4' AS BYTEA), '语文组');
INSERT INTO roster_layout (union_id, heads, columns, at)
VALUES (CAST('00000000000000c1' AS BYTEA), '姓名|手机', '["name","phone"]', 1767225600000);
