INSERT INTO member_list (union_id, id, name, query, account_id, at)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000a7' AS BYTEA), '女会员', 'sex=female', CAST('00000000000000a1' AS BYTEA), 1767225600000);
INSERT INTO member_export (union_id, id, account_id, at, purpose, fields, query, on_day, format, members)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000a8' AS BYTEA), CAST('00000000000000a1' AS BYTEA), 1767225600000, '年报', 'name,sex', 'sex=female', '2026-01-01', 'xlsx', 12);
