INSERT INTO given (union_id, id, batch_id, member_id, day, kind, amount, what, record_kind, record_id, taken_back_at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000601' AS BYTEA), CAST('0000000000000602' AS BYTEA),
  CAST('00000000000000e3' AS BYTEA), '2026-02-10', 'festival', 30000, '米、油', 'round', CAST('0000000000000603' AS BYTEA), NULL);
