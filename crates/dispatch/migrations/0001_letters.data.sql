INSERT INTO letter_out (union_id, id, version, kind, year, number, way, to_union, to_name, subject, record_kind, record_id, body, sealed, state, sent_at, sent_by,
  carried_at, delivered_at, recalled_at, closed_at, answer_day, answer_why)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000l1' AS BYTEA), 2, 'member.transfer', 2026, 1, 'file', CAST('00000000000000c9' AS BYTEA), '外市二中工会', '会员转接', 'member', CAST('00000000000000e3' AS BYTEA), '{"version":1}', NULL, 'returned', 1767225600000, CAST('00000000000000a1' AS BYTEA),
  1767225600000, 1767225600000, 1767225600000, 1767312000000, '2026-01-02', '不在我会');
INSERT INTO letter_in (union_id, id, version, kind, year, number, way, from_union, from_name, subject, body, sealed, state, sent_at, arrived_at,
  closed_at, closed_by, answer_day, answer_why, record_kind, record_id, told_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000l2' AS BYTEA), 2, 'member.transfer', 2026, 1, 'house', CAST('00000000000000c9' AS BYTEA), '外市二中工会', '会员转接', '{"version":1}', NULL, 'accepted', 1767225600000, 1767225600000,
  1767312000000, CAST('00000000000000a1' AS BYTEA), '2026-01-02', NULL, 'member', CAST('00000000000000e3' AS BYTEA), 1767312000000);
INSERT INTO letter_in (union_id, id, version, kind, year, number, way, from_union, from_name, subject, body, sealed, state, sent_at, arrived_at,
  closed_at, closed_by, answer_day, answer_why, record_kind, record_id, told_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000l3' AS BYTEA), 2, 'member.transfer', 2026, 2, 'file', CAST('00000000000000c9' AS BYTEA), '外市二中工会', '会员转接', '{"version":1}', NULL, 'returned', 1767225600000, 1767225600000,
  1767312000000, CAST('00000000000000a1' AS BYTEA), '2026-01-02', '重复', NULL, NULL, NULL);
INSERT INTO letter_card (union_id, id, peer, name, sign_key, close_key, since, by_account, until)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000l4' AS BYTEA), CAST('00000000000000c9' AS BYTEA), '外市二中工会', CAST('00000000000000000000000000000001' AS BYTEA), CAST('00000000000000000000000000000002' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA), 1767312000000);
INSERT INTO letter_out (union_id, id, version, kind, year, number, way, to_union, to_name, subject, record_kind, record_id, body, sealed, state, sent_at, sent_by,
  carried_at, delivered_at, recalled_at, closed_at, answer_day, answer_why)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000l5' AS BYTEA), 1, 'member.transfer', 2026, 2, 'house', CAST('00000000000000c9' AS BYTEA), '外市二中工会', '会员转接', 'member', CAST('00000000000000e3' AS BYTEA), '{"version":1}', CAST('sealed' AS BYTEA), 'sent', 1767225600000, CAST('00000000000000a1' AS BYTEA),
  NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO letter_in (union_id, id, version, kind, year, number, way, from_union, from_name, subject, body, sealed, state, sent_at, arrived_at,
  closed_at, closed_by, answer_day, answer_why, record_kind, record_id, told_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000l6' AS BYTEA), 1, 'member.transfer', 2026, 3, 'house', CAST('00000000000000c9' AS BYTEA), '外市二中工会', '会员转接', '{"version":1}', CAST('sealed' AS BYTEA), 'received', 1767225600000, 1767225600000,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL);
