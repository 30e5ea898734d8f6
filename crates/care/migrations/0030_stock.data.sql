INSERT INTO good (union_id, id, name, unit) VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000611' AS BYTEA), '大米', '袋');
INSERT INTO purchase (union_id, id, round_id, supplier, invoice, day, total, state, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000612' AS BYTEA), CAST('0000000000000603' AS BYTEA), '城东粮油店', '25342000',
  '2026-02-05', 1500000, 'kept', NULL, 1767225600000, CAST('00000000000000a1' AS BYTEA), 1);
INSERT INTO purchase (union_id, id, round_id, supplier, invoice, day, total, state, why, made_at, made_by, version)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000613' AS BYTEA), NULL, '城东粮油店', NULL,
  '2026-02-05', 0, 'cancelled', '登记重复', 1767225600000, CAST('00000000000000a1' AS BYTEA), 2);
INSERT INTO purchase_line (union_id, purchase_id, good_id, quantity, price)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000612' AS BYTEA), CAST('0000000000000611' AS BYTEA), 100, 15000);
INSERT INTO stock_move (union_id, id, good_id, round_id, way, quantity, day, why, purchase_id, at, account_id)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0000000000000614' AS BYTEA), CAST('0000000000000611' AS BYTEA), CAST('0000000000000603' AS BYTEA),
  'bought', 100, '2026-02-05', '城东粮油店', CAST('0000000000000612' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA));
