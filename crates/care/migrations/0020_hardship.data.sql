INSERT INTO hardship (union_id, id, member_id, way, entered_by, started_at, status, since, until_day, due, letter_id, text, brief, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000701' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'paper',
  CAST('00000000000000a1' AS BYTEA), 1767225600000, 'filed', '2026-02-10', NULL, '2026-08-10', NULL, 1, CAST('sealed' AS BYTEA), 9);
INSERT INTO hardship (union_id, id, member_id, way, entered_by, started_at, status, since, until_day, due, letter_id, text, brief, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000702' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'own',
  CAST('00000000000000a1' AS BYTEA), 1767225600000, 'noticed', '2026-02-10', '2026-02-15', NULL, NULL, 1, CAST('sealed' AS BYTEA), 5);
INSERT INTO hardship (union_id, id, member_id, way, entered_by, started_at, status, since, until_day, due, letter_id, text, brief, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000703' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'own',
  CAST('00000000000000a1' AS BYTEA), 1767225600000, 'sent', '2026-02-10', NULL, NULL, CAST('0000000000000704' AS BYTEA), 1,
  CAST('sealed' AS BYTEA), 7);
INSERT INTO hardship_text (union_id, id, dossier_id, number, sealed, at, account_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000705' AS BYTEA), CAST('0000000000000701' AS BYTEA), 1,
  CAST('sealed' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA));
INSERT INTO hardship_step (union_id, id, dossier_id, number, kind, sealed, at, account_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000706' AS BYTEA), CAST('0000000000000701' AS BYTEA), 9, 'filed',
  CAST('sealed' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA));
INSERT INTO hardship_proof (union_id, id, dossier_id, kind, sealed, size, at, account_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000707' AS BYTEA), CAST('0000000000000701' AS BYTEA), 'income',
  CAST('sealed' AS BYTEA), 1024, 1767225600000, CAST('00000000000000a1' AS BYTEA));
INSERT INTO hardship_person (blind, union_id, dossier_id)
VALUES (CAST('0123456789abcdef' AS BYTEA), CAST('00000000000000c1' AS BYTEA), CAST('0000000000000701' AS BYTEA));
