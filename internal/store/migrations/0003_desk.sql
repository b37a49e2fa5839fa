CREATE TABLE person (
  id       {{id}},
  email    TEXT   NOT NULL UNIQUE,
  name     TEXT   NOT NULL,
  role     TEXT   NOT NULL,
  agency   TEXT   NOT NULL,
  phone    TEXT   NOT NULL,
  location TEXT   NOT NULL,
  proven   BOOLEAN NOT NULL,
  password TEXT   NOT NULL
);

CREATE TABLE membership (
  person_id BIGINT NOT NULL REFERENCES person (id),
  team      TEXT   NOT NULL,
  PRIMARY KEY (person_id, team)
);
CREATE INDEX membership_team ON membership (team, person_id);

CREATE TABLE session (
  token      TEXT   PRIMARY KEY,
  data       {{blob}} NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_token (
  hash       TEXT   PRIMARY KEY,
  person_id  BIGINT NOT NULL REFERENCES person (id),
  created_at BIGINT NOT NULL
);

CREATE TABLE definition (
  version      BIGINT PRIMARY KEY,
  name         TEXT   NOT NULL,
  source       TEXT   NOT NULL,
  from_at      BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  published_by BIGINT
);

-- A ticket is the fold of its facts; this row is what lists, counts and timers need of it.
-- due_at is the next promise that counts, or 9000000000000000 where none does, so that it sorts and pages as it is.
CREATE TABLE ticket (
  id          {{number}},
  version     BIGINT NOT NULL,
  subject     TEXT   NOT NULL,
  status      TEXT   NOT NULL,
  open        BOOLEAN NOT NULL,
  type        TEXT   NOT NULL,
  class       TEXT   NOT NULL,
  channel     TEXT   NOT NULL,
  team        TEXT   NOT NULL,
  assignee    BIGINT,
  requester   BIGINT NOT NULL REFERENCES person (id),
  customer    BIGINT REFERENCES person (id),
  agency      TEXT   NOT NULL,
  service     TEXT   NOT NULL,
  received_at BIGINT NOT NULL,
  changed_at  BIGINT NOT NULL,
  resolved_at BIGINT,
  due_at      BIGINT NOT NULL,
  due_metric  TEXT   NOT NULL,
  due_state   TEXT   NOT NULL,
  timer_at    BIGINT
);
CREATE INDEX ticket_due ON ticket (due_at, id) WHERE open;
CREATE INDEX ticket_unassigned ON ticket (due_at, id) WHERE open AND assignee IS NULL;
CREATE INDEX ticket_waiting ON ticket (due_at, id) WHERE open AND status = 'pending';
CREATE INDEX ticket_team ON ticket (team, due_at, id) WHERE open;
CREATE INDEX ticket_assignee ON ticket (assignee, due_at, id) WHERE open;
CREATE INDEX ticket_requester ON ticket (requester, id);
CREATE INDEX ticket_customer ON ticket (customer, id) WHERE customer IS NOT NULL;
CREATE INDEX ticket_timer ON ticket (timer_at, id) WHERE timer_at IS NOT NULL;
CREATE INDEX ticket_resolved ON ticket (resolved_at, id) WHERE status = 'resolved';

-- Numbers that a ticket had in another system; they stay searchable.
CREATE TABLE old_number (
  number    TEXT   PRIMARY KEY,
  ticket_id BIGINT NOT NULL REFERENCES ticket (id)
);

-- What was asked for once is done once: the answer of an earlier request with the same key.
CREATE TABLE once (
  person_id BIGINT NOT NULL,
  key       TEXT   NOT NULL,
  digest    TEXT   NOT NULL,
  ticket_id BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (person_id, key)
);
CREATE INDEX once_at ON once (at);
