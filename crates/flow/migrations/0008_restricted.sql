-- The proof of sealed payments opens with them alone.
UPDATE paper SET restricted = 1 WHERE record_kind = 'payment' AND EXISTS (
  SELECT 1 FROM payment p WHERE p.union_id = paper.union_id AND p.id = paper.record_id AND p.sealed = 1);
