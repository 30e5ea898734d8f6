-- Which letter a record came of is asked by the record: a member looks at where their membership came from.
CREATE INDEX letter_in_by_record ON letter_in (union_id, record_kind, record_id);
