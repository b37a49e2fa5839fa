-- The log: what happened, in the order in which it was committed: (xid, seq), see docs/adr/0002-log-order.md.
-- Facts are appended and never change.
CREATE TABLE fact (
	seq       {{id}},
	xid       BIGINT  NOT NULL DEFAULT {{xid}}, -- the transaction; 0 on SQLite
	ticket_id BIGINT,                           -- NULL: of no ticket
	at        BIGINT  NOT NULL,                 -- when it happened
	recorded  BIGINT  NOT NULL,                 -- when it was written down; later than at for what was imported
	kind      TEXT    NOT NULL,
	actor     BIGINT,                           -- NULL: the desk itself
	public    BOOLEAN NOT NULL,                 -- the requester may see it
	body      TEXT    NOT NULL                  -- JSON, opaque to SQL
);
CREATE INDEX fact_order ON fact (xid, seq);
CREATE INDEX fact_ticket ON fact (ticket_id, seq) WHERE ticket_id IS NOT NULL;

-- A follower has applied every fact up to its cursor (xid, seq), but for those that are parked.
CREATE TABLE follower (
	name     TEXT   PRIMARY KEY,
	xid      BIGINT NOT NULL,
	seq      BIGINT NOT NULL,
	failures BIGINT NOT NULL DEFAULT 0, -- of the fact after the cursor, in a row
	error    TEXT   NOT NULL DEFAULT '',
	retry_at BIGINT                     -- not before
);

-- A fact that a follower could not apply, put aside so that those behind it go on.
CREATE TABLE follower_parked (
	name      TEXT   NOT NULL REFERENCES follower (name),
	seq       BIGINT NOT NULL REFERENCES fact (seq),
	error     TEXT   NOT NULL,
	parked_at BIGINT NOT NULL,
	PRIMARY KEY (name, seq)
);
