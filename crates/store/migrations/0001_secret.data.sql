INSERT INTO store_key (kind, number, fingerprint, since, status)
VALUES ('seal', 9, CAST('0123456789abcdef' AS BYTEA), 1767225600000, 'forgotten');
