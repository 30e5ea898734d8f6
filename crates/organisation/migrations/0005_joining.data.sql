INSERT INTO join_link (code, union_id, made_by, made_at, ended_at)
VALUES ('0123-4567-89AB-CDEF', CAST('00000000000000c1' AS BYTEA), CAST('00000000000000a1' AS BYTEA), 1767225600000, 1767830400000);
INSERT INTO join_ticket (digest, union_id, application_id)
VALUES (CAST('0123456789abcdef0123456789abcdef' AS BYTEA), CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA));
INSERT INTO join_consent (union_id, version, body, keep_days, account_id, at)
VALUES (CAST('00000000000000c1' AS BYTEA), 1, '我们收集这些信息，用来办理入会。', 30, CAST('00000000000000a1' AS BYTEA), 1767225600000);
INSERT INTO application (union_id, id, channel, status, name, phone, body_id, employment, job, hired, wish, sealed, blind, consent, sent_at, sent_by,
  opinion, opinion_note, opinion_by, opinion_at, decided_at, decided_by, decided_on, reason, member_id, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000b1' AS BYTEA), 'link', 'approved', '李老师', '13800000000',
  CAST('00000000000000e1' AS BYTEA), 'dispatched', '保洁', '2025-09-01', '自愿加入', NULL, NULL, 1, 1767225600000, CAST('00000000000000a1' AS BYTEA),
  'for', '小组讨论同意', CAST('00000000000000a1' AS BYTEA), 1767225600000, 1767312000000, CAST('00000000000000a1' AS BYTEA), '2026-01-02',
  '2026年1月2日工会委员会会议通过', CAST('00000000000000e3' AS BYTEA), 2);
