INSERT INTO meeting (union_id, id, version, body_id, kind, title, day, starts, ends, place, chair_id, recorder_id, quorum, pass, base, guests,
  copies, status, why, called_at, closed_at, adopted_on, paper_id, published, added_at, added_by)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000m01' AS BYTEA), 1, CAST('00000000000000e1' AS BYTEA), 'regular', '11月例会', '2026-11-20',
  '15:00', NULL, '三楼会议室', CAST('00000000000000e3' AS BYTEA), NULL, 'two_thirds', 'over_half', 'seats', NULL, NULL, 'called', NULL, 1767225600000,
  NULL, NULL, NULL, 0, 1767225600000, CAST('00000000000000a1' AS BYTEA));
INSERT INTO meeting_person (union_id, id, meeting_id, member_id, rank, name, post, state, reason, notice_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000m02' AS BYTEA), CAST('0000000000000m01' AS BYTEA), CAST('00000000000000e3' AS BYTEA), 1,
  '李老师', '主席', 'present', NULL, CAST('00000000000000t1' AS BYTEA));
INSERT INTO meeting_item (union_id, id, meeting_id, version, part, place, title, speaker, notes, source_kind, source_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000m03' AS BYTEA), CAST('0000000000000m01' AS BYTEA), 1, 'deploy', 1, '迎元旦联欢', '李老师',
  NULL, NULL, NULL);
INSERT INTO meeting_decision (union_id, id, meeting_id, item_id, place, version, kind, body, ayes, noes, abstentions, unanimous, carried, task_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000m04' AS BYTEA), CAST('0000000000000m01' AS BYTEA), CAST('0000000000000m03' AS BYTEA), 1, 1,
  'decision', '12月30日举行联欢活动。', 1, 0, 0, 1, 1, NULL);
