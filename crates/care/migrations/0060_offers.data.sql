INSERT INTO offer_kind (union_id, id, name, children, ended, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006001' AS BYTEA), '夏令营', 1, 0, 1);
INSERT INTO offer (union_id, id, kind_id, title, body, who, per_member, opens_on, closes_on, bearer, cost, from_day, until_day, place,
  children, age_from, age_until, consent, keep_days, status, forgotten_on, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006002' AS BYTEA), CAST('0000000000006001' AS BYTEA), '暑期夏令营', '五天，含午餐',
  '{"groups":[]}', 1, '2026-06-01', '2026-06-20', 'union', 20000, '2026-07-06', '2026-07-10', '职工之家', 1, 6, 12, '同意', 30, 'open', NULL,
  1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO offer_slot (union_id, id, offer_id, name, places, is_full, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006003' AS BYTEA), CAST('0000000000006002' AS BYTEA), '第一期', 1, 1, 1);
INSERT INTO offer_place (union_id, slot_id, number, taken)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006003' AS BYTEA), 1, 1);
INSERT INTO offer_signup (union_id, id, offer_id, slot_id, member_id, body_id, nth, place, status, since, on_paper, made_by, code, picked_on, why, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006004' AS BYTEA), CAST('0000000000006002' AS BYTEA), CAST('0000000000006003' AS BYTEA),
  CAST('00000000000000e3' AS BYTEA), CAST('00000000000000e1' AS BYTEA), 1, 1, 'picked', 1767225600000, 0, CAST('00000000000000a1' AS BYTEA),
  'K7QF2M9X', '2026-07-06', NULL, 2);
INSERT INTO offer_child (union_id, signup_id, sealed, consent, consented_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000006004' AS BYTEA), CAST('00000000' AS BYTEA), '同意', 1767225600000);
