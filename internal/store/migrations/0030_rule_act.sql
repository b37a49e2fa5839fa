-- Where each rule acted last: its tickets, with the entry that says so, counted from 1.
CREATE TABLE rule_act (
	rule      TEXT   NOT NULL,
	ticket_id BIGINT NOT NULL REFERENCES ticket (id),
	entry     BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (rule, ticket_id)
);
CREATE INDEX rule_act_last ON rule_act (rule, at, ticket_id);
