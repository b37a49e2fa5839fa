-- Who is here to be given work. A person without a row is here; a session alone proves nothing.
CREATE TABLE absence (
	person_id BIGINT PRIMARY KEY REFERENCES person (id),
	since     BIGINT NOT NULL,
	set_by    BIGINT NOT NULL REFERENCES person (id)
);

-- What people are good at (ME-23): a word of the definition, and how well, from 1 to 3.
CREATE TABLE skill (
	person_id BIGINT NOT NULL REFERENCES person (id),
	skill     TEXT   NOT NULL,
	level     BIGINT NOT NULL,
	PRIMARY KEY (person_id, skill)
);

-- Who of a team was last given work in turn.
CREATE TABLE rule_turn (
	team      TEXT PRIMARY KEY,
	person_id BIGINT NOT NULL
);

-- How often each rule acted on each day, counted in days since 1970, and how often it could not do what it says.
CREATE TABLE rule_day (
	rule    TEXT   NOT NULL,
	day     BIGINT NOT NULL,
	acted   BIGINT NOT NULL,
	failed  BIGINT NOT NULL,
	last_at BIGINT NOT NULL,
	PRIMARY KEY (rule, day)
);

-- Rules that a manager has paused.
CREATE TABLE rule_pause (
	rule      TEXT PRIMARY KEY,
	since     BIGINT NOT NULL,
	paused_by BIGINT NOT NULL REFERENCES person (id)
);
