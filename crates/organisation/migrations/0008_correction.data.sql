INSERT INTO correction (union_id, id, member_id, status, note, sealed, asked_at, asked_by, decided_at, decided_by, reason, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b4' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'declined', '名字写错了', NULL,
  1767225600000, CAST('00000000000000a1' AS BYTEA), 1767312000000, CAST('00000000000000a1' AS BYTEA), '与证件不一致', 2);
INSERT INTO correction (union_id, id, member_id, status, note, sealed, asked_at, asked_by, decided_at, decided_by, reason, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b5' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'waiting', NULL, CAST('sealed' AS BYTEA),
  1767225600000, CAST('00000000000000a1' AS BYTEA), NULL, NULL, NULL, 1);
INSERT INTO correction_line (union_id, correction_id, field, wanted)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b4' AS BYTEA), 'name', '李老师');
