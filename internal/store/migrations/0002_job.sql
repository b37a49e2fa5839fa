-- What is to be done later, again, once.
CREATE TABLE job (
	id          {{id}},
	kind        TEXT   NOT NULL,            -- names the handler
	key         TEXT,                       -- at most one unfinished job of a kind has it; NULL: any number
	state       TEXT   NOT NULL CHECK (state IN ('available', 'running', 'done', 'failed')),
	run_at      BIGINT NOT NULL,            -- not before
	body        TEXT   NOT NULL,            -- opaque to SQL
	attempt     BIGINT NOT NULL DEFAULT 0,  -- how often it was begun
	revision    BIGINT NOT NULL DEFAULT 1,  -- raised when it is enqueued anew under its key
	owner       TEXT,                       -- the runner that has it
	lease_until BIGINT,                     -- after this, whoever sees it may take it from its owner
	error       TEXT   NOT NULL DEFAULT '', -- of the last attempt
	created_at  BIGINT NOT NULL,
	ended_at    BIGINT                      -- done or failed
);
CREATE INDEX job_due ON job (run_at, id) WHERE state = 'available';
CREATE INDEX job_lease ON job (lease_until, id) WHERE state = 'running';
CREATE INDEX job_ended ON job (state, ended_at, id) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE key IS NOT NULL AND ended_at IS NULL;
