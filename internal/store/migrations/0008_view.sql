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
