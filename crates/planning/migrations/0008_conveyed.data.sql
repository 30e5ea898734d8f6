UPDATE meeting_item SET issuer = '岷江市教育工会', number = '岷教工〔2026〕12号' WHERE union_id = CAST('00000000000000c1' AS BYTEA)
  AND id = CAST('0000000000000m03' AS BYTEA);
INSERT INTO meeting_item_paper (union_id, item_id, paper_id, meeting_id, place)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000m03' AS BYTEA), CAST('00000000000000p2' AS BYTEA),
  CAST('0000000000000m01' AS BYTEA), 1);
