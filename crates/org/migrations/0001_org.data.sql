INSERT INTO union_node (union_id, parent_id, path, name, short_name, kind, from_day, until_day, version)
VALUES (CAST('00000000000000c1' AS BYTEA), NULL, '/c1', '某学校工会', '某学校', 'grassroots', '2026-01-01', NULL, 1);
INSERT INTO body (union_id, id, kind, name, parent_id, from_day, until_day, term_from, term_until, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e1' AS BYTEA), 'committee', '工会委员会', NULL, '2026-01-01', NULL, '2026-01-01', '2028-12-31', 1);
INSERT INTO post (union_id, id, body_id, rank, title, from_day, until_day)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e2' AS BYTEA), CAST('00000000000000e1' AS BYTEA), 1, '主席', '2026-01-01', NULL);
INSERT INTO member (union_id, id, name, sound, initials, phone, phone_back, twin, number, body_id, status, joined_on, left_on, left_why, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), '李老师', 'lilaoshi', 'lls', '13800000000', '00000000831', 0, NULL, NULL, 'active', '2026-01-01', NULL, NULL, 1);
INSERT INTO holding (union_id, id, post_id, member_id, from_day, until_day, ended_on, ended_why)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e4' AS BYTEA), CAST('00000000000000e2' AS BYTEA), CAST('00000000000000e3' AS BYTEA), '2026-01-01', NULL, NULL, NULL);
INSERT INTO stand (account_id, union_id, member_id, status, since)
VALUES (CAST('00000000000000a1' AS BYTEA), CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'active', 1767225600000);
INSERT INTO role_grant (union_id, id, account_id, role, body_id, from_day, until_day, granted_by, revoked_at, revoked_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e5' AS BYTEA), CAST('00000000000000a1' AS BYTEA), 'chair', NULL, '2026-01-01', NULL, NULL, NULL, NULL);
INSERT INTO invitation (digest, id, union_id, kind, member_id, account_id, role, body_id, until_day, made_by, made_at, expires_at, ended_at, ended)
VALUES (CAST('0123456789abcdef0123456789abcdef' AS BYTEA), CAST('00000000000000f1' AS BYTEA), CAST('00000000000000c1' AS BYTEA), 'reset', NULL, CAST('00000000000000a1' AS BYTEA), NULL, NULL, NULL, CAST('00000000000000a1' AS BYTEA), 1767225600000, 1767830400000, NULL, NULL);
