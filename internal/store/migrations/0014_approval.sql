-- Who may sign for an agency (ME-60), since when and until when; without these from the first and to the last.
CREATE TABLE agency_manager (
  agency    TEXT   NOT NULL,
  person_id BIGINT NOT NULL REFERENCES person (id),
  since     BIGINT,
  until     BIGINT, -- the first instant at which they no longer may
  PRIMARY KEY (agency, person_id)
);
CREATE INDEX agency_manager_person ON agency_manager (person_id, agency);

-- Who decides in somebody's place, and when; one at a time.
CREATE TABLE substitute (
  person_id BIGINT PRIMARY KEY REFERENCES person (id),
  by_id     BIGINT NOT NULL REFERENCES person (id),
  since     BIGINT,
  until     BIGINT
);

-- Whom the approvals of tickets ask, and what each said: the fold of the tickets' facts, kept for each person's own list.
CREATE TABLE approver (
  id         {{id}},
  ticket_id  BIGINT NOT NULL REFERENCES ticket (id),
  number     BIGINT NOT NULL, -- of the ticket's approvals
  step       BIGINT NOT NULL,
  person_id  BIGINT NOT NULL REFERENCES person (id),
  purpose    TEXT   NOT NULL,
  state      TEXT   NOT NULL CHECK (state IN ('asked', 'yes', 'no', 'over')),
  until      BIGINT NOT NULL,
  decided_at BIGINT,
  UNIQUE (ticket_id, number, step, person_id)
);
CREATE INDEX approver_asked ON approver (person_id, id) WHERE state = 'asked';
CREATE INDEX approver_decided ON approver (person_id, id) WHERE state IN ('yes', 'no');

-- The links in the letters to approvers: a digest of each, what it is good for, and until when.
CREATE TABLE approval_link (
  digest    TEXT   PRIMARY KEY,
  ticket_id BIGINT NOT NULL REFERENCES ticket (id),
  number    BIGINT NOT NULL,
  step      BIGINT NOT NULL,
  person_id BIGINT NOT NULL REFERENCES person (id),
  until     BIGINT NOT NULL
);
CREATE INDEX approval_link_until ON approval_link (until);
