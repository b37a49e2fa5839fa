-- Since when an objection of the customer to a pause or a class waits for an answer (A26): the fold of the ticket's facts.
ALTER TABLE ticket ADD COLUMN contested_at BIGINT;
CREATE INDEX ticket_contested ON ticket (received_at, id) WHERE contested_at IS NOT NULL;
