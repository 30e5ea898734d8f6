UPDATE member_sealed SET tail = CAST('0123456789abcdef' AS BYTEA) WHERE field = 'identity';
