UPDATE union_node SET region = '340104', system = 'education' WHERE union_id = CAST('00000000000000c1' AS BYTEA);
