-- When a task was last changed: calendars that somebody subscribes to ask for it. Empty until the first change.
ALTER TABLE task ADD COLUMN changed_at BIGINT;
