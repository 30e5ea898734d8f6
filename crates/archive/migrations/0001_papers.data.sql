INSERT INTO paper_content (union_id, digest, length) VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0123456789abcdef0123456789abcdef' AS BYTEA), 5);
INSERT INTO paper_chunk (union_id, digest, n, bytes) VALUES (CAST('00000000000000c1' AS BYTEA), CAST('0123456789abcdef0123456789abcdef' AS BYTEA), 0, CAST('hello' AS BYTEA));
INSERT INTO paper (union_id, id, digest, name, mime, length, class, year, taken_on, width, height, thumb, record_kind, record_id,
  added_at, added_by, added_name)
VALUES (CAST('00000000000000c1' AS BYTEA), CAST('00000000000000p2' AS BYTEA), CAST('0123456789abcdef0123456789abcdef' AS BYTEA), '签到.txt', 'text/plain; charset=utf-8', 5,
  'evidence', 2026, NULL, NULL, NULL, NULL, 'task', CAST('00000000000000t1' AS BYTEA), 1767225600000, CAST('00000000000000a1' AS BYTEA), '李老师');
