INSERT INTO care_round (union_id, id, year, kind, festival, occasion, title, day, form, budget, funds, who, worth, state, made_at, made_by,
  listed_at, listed_by, checked_at, checked_by, approved_at, approved_by, handing_at, handing_by, closed_at, closed_by, reason, why, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000603' AS BYTEA), 2026, 'festival', 'spring', 'spring-2026', '2026年春节慰问', '2026-02-10',
  'goods', 3000000, 20000000, '{}', 30000, 'closed', 1767225600000, CAST('00000000000000a1' AS BYTEA),
  1767225600000, CAST('00000000000000a1' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA),
  1767225600000, CAST('00000000000000a1' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA), '会员大会同意', NULL, 7);
INSERT INTO care_round (union_id, id, year, kind, festival, occasion, title, day, form, budget, funds, who, worth, state, made_at, made_by,
  listed_at, listed_by, checked_at, checked_by, approved_at, approved_by, handing_at, handing_by, closed_at, closed_by, reason, why, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000604' AS BYTEA), 2026, 'cool', NULL, NULL, '送清凉', '2026-07-10',
  'goods', 300000, NULL, '{}', 3000, 'dropped', 1767225600000, CAST('00000000000000a1' AS BYTEA),
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '改为工会小组自行组织', 2);
INSERT INTO care_round_item (union_id, round_id, good_id, place, price, quantity)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000603' AS BYTEA), CAST('0000000000000611' AS BYTEA), 1, 15000, 2);
INSERT INTO care_round_line (union_id, round_id, member_id, place, name, body_id, state, by_hand, why, signed_on, given_on)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000603' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 1, '王芳',
  CAST('00000000000000e1' AS BYTEA), 'on', 0, '经委员会同意', '2026-02-10', '2026-02-10');
INSERT INTO care_round_trouble (union_id, round_id, member_id, code, weight, amount, other)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000603' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'year_cap', 'reason', 160000, '元旦慰问');
