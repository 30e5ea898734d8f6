INSERT INTO mutual_plan (union_id, id, line_id, number, kind, name, months, premium, most_units, sex, age_from, age_until, waiting_days,
  free_days, daily, lump, year_most, claim_days, all_below, exclusions, source, from_day, until_day, confirmed_at, confirmed_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004001' AS BYTEA), CAST('0000000000004001' AS BYTEA), 1, 'hospital', '住院津贴互助保障', 12,
  6000, 1, 'female', 16, 60, 30, 3, 4000, 0, 720000, 180, 100, '既往病症', '市职工互助保障条款', '2025-01-01', '2030-12-31', 1767225600000,
  CAST('00000000000000a1' AS BYTEA), 2);
INSERT INTO enrolment (union_id, id, plan_id, name, as_of, starts_on, ends_on, premium, by_member, by_union, by_employer, renews, status,
  handed_on, why, ahead, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004002' AS BYTEA), CAST('0000000000004001' AS BYTEA), '2026年第1期', '2026-01-01',
  '2026-01-10', '2027-01-09', 6000, 3000, 2000, 1000, NULL, 'handed', '2026-01-05', NULL, 60, 1767225600000, CAST('00000000000000a1' AS BYTEA), 2),
 (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004003' AS BYTEA), CAST('0000000000004001' AS BYTEA), '2027年第1期', '2027-01-01',
  '2027-01-10', '2028-01-09', 6000, 6000, 0, 0, CAST('0000000000004002' AS BYTEA), 'dropped', NULL, '停办', NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 2);
INSERT INTO enrolled (union_id, id, enrolment_id, member_id, body_id, units, beneficiary, confirmed_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004004' AS BYTEA), CAST('0000000000004002' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('00000000000000e1' AS BYTEA), 1, CAST('00000000' AS BYTEA), 1767225600000);
INSERT INTO claim (union_id, id, year, number, enrolled_id, member_id, line_id, event, event_on, stay_until, days, share, due_on, sealed, bank, own,
  status, benefit, submitted_on, answered_on, granted, paid_on, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004005' AS BYTEA), 2026, 1, CAST('0000000000004004' AS BYTEA), CAST('00000000000000e3' AS BYTEA),
  CAST('0000000000004001' AS BYTEA), 'stay', '2026-03-01', '2026-03-09', 8, 100, '2026-09-05', CAST('00000000' AS BYTEA), CAST('00000000' AS BYTEA), 1,
  'paid', 20000, '2026-03-20', '2026-04-01', 20000, '2026-04-10', '按条款给付', 1767225600000, CAST('00000000000000a1' AS BYTEA), 5);
INSERT INTO claim_paper (union_id, claim_id, paper, had_on)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000004005' AS BYTEA), 'identity', '2026-03-12');
