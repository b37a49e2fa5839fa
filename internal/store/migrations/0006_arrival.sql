-- Since when a message of the customer waits for an answer, and the team that opened a ticket past the desk.
ALTER TABLE ticket ADD COLUMN unanswered_at BIGINT;
ALTER TABLE ticket ADD COLUMN direct TEXT NOT NULL DEFAULT '';
CREATE INDEX ticket_received ON ticket (received_at, id);
