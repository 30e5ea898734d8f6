-- Where a union is (GB/T 2260, as short as it can be: 34, 3401, 340104) and its industry system (产业系统): rules differ by
-- both. What a union does not say, the nearest above it says for it.
ALTER TABLE union_node ADD COLUMN region TEXT;
ALTER TABLE union_node ADD COLUMN system TEXT;
