-- What a filter can ask for and a list answers in order: the columns, and an index for each common question. Every index
-- ends in the order that its question is answered in, so that a page costs as much as a page.
ALTER TABLE ticket ADD COLUMN impact TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN urgency TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN reopenings BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ticket_class_due ON ticket (class, due_at, id) WHERE open;
CREATE INDEX ticket_service ON ticket (service, due_at, id) WHERE open;
CREATE INDEX ticket_agency ON ticket (agency, due_at, id) WHERE open;
CREATE INDEX ticket_unanswered ON ticket (due_at, id) WHERE open AND unanswered_at IS NOT NULL;
CREATE INDEX ticket_agency_received ON ticket (agency, received_at, id);
CREATE INDEX ticket_assignee_received ON ticket (assignee, received_at, id) WHERE assignee IS NOT NULL;
CREATE INDEX ticket_reopened ON ticket (received_at, id) WHERE reopenings > 0;
CREATE INDEX ticket_changed ON ticket (changed_at, id);
CREATE INDEX person_staff ON person (name, id) WHERE role <> 'customer';

-- Lists that people have made for themselves, for a team, or for all who work here.
CREATE TABLE saved_view (
  id         {{id}},
  audience   TEXT   NOT NULL CHECK (audience IN ('own', 'team', 'desk')),
  owner      BIGINT NOT NULL REFERENCES person (id), -- who made it; with 'own', who alone sees it
  team       TEXT   NOT NULL DEFAULT '',             -- with 'team'
  name       TEXT   NOT NULL,
  filter     TEXT   NOT NULL, -- in its canonical form, the order included
  shown      TEXT   NOT NULL, -- columns, apart by commas
  density    TEXT   NOT NULL CHECK (density IN ('comfortable', 'compact')),
  version    BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX saved_view_owner ON saved_view (owner, id) WHERE audience = 'own';
CREATE INDEX saved_view_team ON saved_view (team, id) WHERE audience = 'team';
CREATE INDEX saved_view_desk ON saved_view (id) WHERE audience = 'desk';

-- One deed on many tickets, and what became of each. A ticket's change and its outcome are one transaction.
CREATE TABLE bulk (
  id        {{id}},
  person_id BIGINT NOT NULL REFERENCES person (id),
  deed      TEXT   NOT NULL, -- JSON
  state     TEXT   NOT NULL CHECK (state IN ('trying', 'tried', 'running', 'done')),
  total     BIGINT NOT NULL,
  at        BIGINT NOT NULL
);
CREATE TABLE bulk_ticket (
  bulk_id   BIGINT NOT NULL REFERENCES bulk (id),
  ticket_id BIGINT NOT NULL REFERENCES ticket (id),
  outcome   TEXT   NOT NULL CHECK (outcome IN ('waiting', 'able', 'did', 'refused')),
  reason    TEXT   NOT NULL DEFAULT '', -- of a refusal: JSON, the fault
  former    TEXT   NOT NULL DEFAULT '', -- JSON, what it was, where the deed can be undone
  version   BIGINT NOT NULL DEFAULT 0,  -- of the ticket afterwards
  PRIMARY KEY (bulk_id, ticket_id)
);
CREATE INDEX bulk_ticket_outcome ON bulk_ticket (bulk_id, outcome, ticket_id);

-- The tickets that are here already get the new columns from their histories, by a job.
INSERT INTO job (kind, key, state, run_at, body, created_at)
SELECT 'ticket.refold', 'refold', 'available', 0, '0', 0 WHERE EXISTS (SELECT 1 FROM ticket);
