-- How the tasks of a year went is counted along indexes alone; few are done after their last day.
CREATE INDEX task_done_late ON task (union_id, due_day) WHERE state = 'done' AND done_on > due_day;
