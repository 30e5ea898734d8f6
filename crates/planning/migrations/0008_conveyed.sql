-- What an item of the agenda passes on from above (传达): who issued the paper, and its number.
ALTER TABLE meeting_item ADD COLUMN issuer TEXT;
ALTER TABLE meeting_item ADD COLUMN number TEXT;

-- The papers that an item is about. They are kept with the meeting.
CREATE TABLE meeting_item_paper (
  union_id BYTEA NOT NULL,
  item_id BYTEA NOT NULL,
  paper_id BYTEA NOT NULL,
  meeting_id BYTEA NOT NULL,
  place BIGINT NOT NULL,
  CONSTRAINT meeting_item_paper_pk PRIMARY KEY (union_id, item_id, paper_id),
  CONSTRAINT meeting_item_paper_item FOREIGN KEY (union_id, item_id) REFERENCES meeting_item (union_id, id),
  CONSTRAINT meeting_item_paper_meeting FOREIGN KEY (union_id, meeting_id) REFERENCES meeting (union_id, id),
  CONSTRAINT meeting_item_paper_paper FOREIGN KEY (union_id, paper_id) REFERENCES paper (union_id, id)
);
CREATE INDEX meeting_item_paper_by_meeting ON meeting_item_paper (union_id, meeting_id, place);
