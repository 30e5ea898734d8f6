-- Photos and receipts of visits that tell of illness, hardship or trouble open with the visit alone.
UPDATE paper SET restricted = 1 WHERE record_kind = 'visit' AND EXISTS (
  SELECT 1 FROM visit v
  JOIN life_event e ON e.union_id = v.union_id AND e.id = v.event_id
  JOIN visit_reason r ON r.union_id = e.union_id AND r.id = e.reason_id AND r.version = e.reason_version
  WHERE v.union_id = paper.union_id AND v.id = paper.record_id AND r.sensitive = 1);
