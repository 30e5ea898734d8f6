UPDATE member SET sex = 'female', born = '1985-03-01', employment = 'staff', job_class = 'technical', retired_on = '2026-06-01', card = '0001', strokes = '07'
WHERE union_id = CAST('00000000000000c1' AS BYTEA) AND id = CAST('00000000000000e3' AS BYTEA);
INSERT INTO member_recording (union_id, id, at, account_id, what, basis)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e6' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA), 'changed', '本人填报');
UPDATE member_version SET replaced_at = 1767225600000, replaced_by = CAST('00000000000000e6' AS BYTEA)
WHERE union_id = CAST('00000000000000c1' AS BYTEA);
INSERT INTO member_version (union_id, member_id, number, valid_from, valid_until, recorded_at, recording_id, replaced_at, replaced_by, status, body_id,
  name, sex, born, ethnic, nationality, phone, email, address, education, political, household, marriage, employer, department, job, job_class, employment,
  number_at_work, hired, title, skill, migrant, joined, card, retired, confirmed, confirmed_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 3, '2026-01-01', '2026-06-01', 1767225600000,
  CAST('00000000000000e6' AS BYTEA), NULL, NULL, 'active', NULL, '李老师', 'female', '1985-03-01', '汉族', '中国', '13800000000', 'li@example.cn',
  '学府路 1 号', 'bachelor', 'party', 'local_urban', 'married', '某学校', '语文组', '教师', 'technical', 'staff', '0017', '2007-09-01', '一级教师',
  'senior', 'no', '2026-01-01', '0001', NULL, '2026-02-01', 'signature');
INSERT INTO member_version (union_id, member_id, number, valid_from, valid_until, recorded_at, recording_id, replaced_at, replaced_by, status, body_id,
  name, sex, born, ethnic, nationality, phone, email, address, education, political, household, marriage, employer, department, job, job_class, employment,
  number_at_work, hired, title, skill, migrant, joined, card, retired, confirmed, confirmed_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 4, '2026-06-01', NULL, 1767225600000,
  CAST('00000000000000e6' AS BYTEA), NULL, NULL, 'kept', NULL, '李老师', 'female', '1985-03-01', '汉族', '中国', '13800000000', 'li@example.cn',
  '学府路 1 号', 'bachelor', 'party', 'local_urban', 'married', '某学校', '语文组', '教师', 'technical', 'staff', '0017', '2007-09-01', '一级教师',
  'senior', 'no', '2026-01-01', '0001', '2026-06-01', '2026-02-01', 'signature');
INSERT INTO member_sealed (union_id, member_id, field, kind, sealed, blind, tail)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 'identity', 'resident', CAST('sealed' AS BYTEA), CAST('0123456789abcdef' AS BYTEA), CAST('0123456789abcdef' AS BYTEA));
INSERT INTO identity_place (blind, union_id, member_id)
VALUES (CAST('0123456789abcdef' AS BYTEA), CAST('00000000000000c1' AS BYTEA), CAST('00000000000000e3' AS BYTEA));
