INSERT INTO fact_sum (union_id, grain, period, measure, quantity, facts)
VALUES ('00000000000000c1', 'day', '2026-03-08', 'visit.person_times', 0, 2);
INSERT INTO fact_sum (union_id, grain, period, measure, quantity, facts)
VALUES ('00000000000000c1', 'month', '2026-03', 'visit.person_times', 0, 2);
INSERT INTO fact_sum (union_id, grain, period, measure, quantity, facts)
VALUES ('00000000000000c1', 'year', '2026', 'visit.person_times', 0, 2);
INSERT INTO fact_summed (union_id, seal) VALUES ('00000000000000c1', 1);
