INSERT INTO verify_run (union_id, id, at, seals, sealed, unsealed, facts, head, found, differences)
VALUES ('00000000000000c1', '0000000000000fd1', 1767225600000, 1, 0, 2, 2, '3031', 1, '[{"table":"seal","id":"1","what":"it sealed 0 events, 2 are there","key":"","args":[]}]');
