INSERT INTO job (union_id, id, key, kind, payload, account_id, state, run_at, lease_until, attempts, done, total, result, trouble, created_at, finished_at)
VALUES ('00000000000000c1', '0000000000000ab1', 'k', 'facts.verify', '{}', '00000000000000a1', 'running', 1767225600000, 1767225660000, 1, 3, 10, NULL, NULL, 1767225600000, NULL);
