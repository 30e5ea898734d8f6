INSERT INTO aid_kind (union_id, id, name, sort, dossier, proof, ended_on, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005101' AS BYTEA), '临时救助', 'temporary', 0, '申请书', NULL, 1);
INSERT INTO aid (union_id, id, year, number, member_id, kind_id, sort, stage, dossier_id, reason, amount, asked_on, status, paid_on, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005102' AS BYTEA), 2026, 1, CAST('00000000000000e3' AS BYTEA),
  CAST('0000000000005101' AS BYTEA), 'temporary', NULL, NULL, CAST('00000000' AS BYTEA), 200000, '2026-03-02', 'paid', '2026-03-05', NULL, 1767225600000,
  CAST('00000000000000a1' AS BYTEA), 2);
INSERT INTO aid_round (union_id, id, title, year, from_on, until_on, keep_days, note, status, people, total, paid_on, notice_from, notice_until, closed_on,
  purged_on, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005103' AS BYTEA), '2026年金秋助学', 2026, '2026-08-01', '2026-08-31', 90, NULL, 'open',
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO aid_child (union_id, id, round_id, member_id, body_id, stage, child, consent_on, way, amount, status, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000005104' AS BYTEA), CAST('0000000000005103' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('00000000000000e1' AS BYTEA), 'senior', CAST('00000000' AS BYTEA), '2026-08-02', 'own', NULL, 'applied', NULL, 1767225600000,
  CAST('00000000000000a1' AS BYTEA), 1);
