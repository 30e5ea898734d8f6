-- Namesakes of one day of birth are found without looking at all who were born on it: in a register taken over from elsewhere
-- thousands can have the same day, put down where none was known.
DROP INDEX member_by_born;
CREATE INDEX member_by_born ON member (union_id, born, name);
