-- How tickets belong together, up the ladder and who is let in. Each column is the fold of the ticket's facts, as all of its row.
ALTER TABLE ticket ADD COLUMN merged_into BIGINT;             -- the ticket that is worked on in its place
ALTER TABLE ticket ADD COLUMN parent BIGINT;                  -- of a task: the ticket for whose customer it is done
ALTER TABLE ticket ADD COLUMN follow_up_of BIGINT;
ALTER TABLE ticket ADD COLUMN split_from BIGINT;
ALTER TABLE ticket ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE; -- seen by need to know (ME-57)
ALTER TABLE ticket ADD COLUMN escalation BIGINT NOT NULL DEFAULT 0;  -- the level that has to answer; 0: none
ALTER TABLE ticket ADD COLUMN review_at BIGINT;               -- since when a review is due (ME-28)
CREATE INDEX ticket_merged ON ticket (merged_into, id) WHERE merged_into IS NOT NULL;
CREATE INDEX ticket_parent ON ticket (parent, id) WHERE parent IS NOT NULL;
CREATE INDEX ticket_follow_up ON ticket (follow_up_of, id) WHERE follow_up_of IS NOT NULL;
CREATE INDEX ticket_split ON ticket (split_from, id) WHERE split_from IS NOT NULL;
CREATE INDEX ticket_escalated ON ticket (due_at, id) WHERE open AND escalation > 0;
CREATE INDEX ticket_review ON ticket (due_at, id) WHERE open AND review_at IS NOT NULL;

-- People who may know of a ticket besides those whom it belongs to: who joined it with consent, who was let into a
-- sealed one, who holds a rung of its ladder.
CREATE TABLE party (
	person_id BIGINT NOT NULL REFERENCES person (id),
	ticket_id BIGINT NOT NULL REFERENCES ticket (id),
	PRIMARY KEY (person_id, ticket_id)
);

-- Whom a person escalates through (ME-48), and who represents an agency at the desk (ME-49).
ALTER TABLE person ADD COLUMN supervisor BIGINT REFERENCES person (id);
CREATE TABLE consultant (
	agency    TEXT   NOT NULL,
	person_id BIGINT NOT NULL REFERENCES person (id),
	deputy    BOOLEAN NOT NULL,
	PRIMARY KEY (agency, person_id)
);
