-- What is reported apart from the rest: asked with less than the published notice (ME-56), and what deviates from the standard
-- (ME-31); what became of the promise to finish each ticket; and the minutes that were recorded on it (CO-41): so that nobody reads
-- histories to count them.
ALTER TABLE ticket ADD COLUMN short_notice BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN nonstandard BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ticket ADD COLUMN end_state TEXT NOT NULL DEFAULT ''; -- running, met, missed; empty where nothing is promised
ALTER TABLE ticket ADD COLUMN end_due BIGINT;                     -- null while it is paused
ALTER TABLE ticket ADD COLUMN minutes BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ticket_short_notice ON ticket (received_at, id) WHERE short_notice;
CREATE INDEX ticket_nonstandard ON ticket (received_at, id) WHERE nonstandard;

-- The tickets that are here already get the new columns from their histories, by a job.
INSERT INTO job (kind, key, state, run_at, body, created_at)
SELECT 'ticket.refold', 'refold 29', 'available', 0, '0', 0 WHERE EXISTS (SELECT 1 FROM ticket);
