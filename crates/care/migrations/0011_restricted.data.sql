UPDATE visit SET why = NULL WHERE union_id = CAST('00000000000000c1' AS BYTEA) AND status = 'due';
