INSERT INTO paper_content (union_id, digest, length) VALUES ('00000000000000c1', '0123456789abcdef0123456789abcdef', 5);
INSERT INTO paper_chunk (union_id, digest, n, bytes) VALUES ('00000000000000c1', '0123456789abcdef0123456789abcdef', 0, 'hello');
INSERT INTO paper (union_id, id, digest, name, mime, length, class, year, taken_on, width, height, thumb, record_kind, record_id,
  added_at, added_by, added_name)
VALUES ('00000000000000c1', '00000000000000p2', '0123456789abcdef0123456789abcdef', '签到.txt', 'text/plain; charset=utf-8', 5,
  'evidence', 2026, NULL, NULL, NULL, NULL, 'task', '00000000000000t1', 1767225600000, '00000000000000a1', '李老师');
