-- The frame of every page of whoever may confirm asks how many rules of sheets wait: those alone are looked at.
CREATE INDEX rule_row_open ON rule_row (by_union) WHERE confirmed_by IS NULL AND corrected_by IS NULL;
