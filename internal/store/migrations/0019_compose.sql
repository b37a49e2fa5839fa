-- What somebody writes before it is sent. A draft is its writer's alone. One that was sent stays a day without its text's
-- further use, so that a late copy from another page brings nothing back.
CREATE TABLE draft (
  person_id BIGINT  NOT NULL REFERENCES person (id),
  ticket_id BIGINT  NOT NULL REFERENCES ticket (id),
  verb      TEXT    NOT NULL, -- the form
  field     TEXT    NOT NULL,
  body      TEXT    NOT NULL,
  older     TEXT    NOT NULL,
  version   BIGINT  NOT NULL,
  typed_at  BIGINT  NOT NULL,
  sent      BOOLEAN NOT NULL,
  PRIMARY KEY (person_id, ticket_id, verb, field)
);
CREATE INDEX draft_ticket ON draft (ticket_id, typed_at);

-- A reply that was accepted and can still be taken back: the row is gone when it is either published or taken back.
CREATE TABLE waiting_reply (
  id         TEXT   PRIMARY KEY, -- at random: rows come and go, and a form that is old must not name another reply
  person_id  BIGINT NOT NULL REFERENCES person (id),
  ticket_id  BIGINT NOT NULL REFERENCES ticket (id),
  body       TEXT   NOT NULL,
  seen       BIGINT NOT NULL, -- the version of the ticket that it was written over
  article    BIGINT NOT NULL, -- used in it; 0: none
  state      TEXT   NOT NULL CHECK (state IN ('waiting', 'held')),
  why        TEXT   NOT NULL, -- of a held one
  due_at     BIGINT NOT NULL,
  written_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX waiting_reply_of ON waiting_reply (ticket_id, person_id);
CREATE INDEX waiting_reply_person ON waiting_reply (person_id, written_at);

-- The files of such a reply; taken back, they wait beside its text until it is sent after all.
CREATE TABLE waiting_file (
  id        TEXT   PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  ticket_id BIGINT NOT NULL REFERENCES ticket (id),
  name      TEXT   NOT NULL,
  type      TEXT   NOT NULL,
  size      BIGINT NOT NULL,
  bytes     {{blob}}
);
CREATE INDEX waiting_file_of ON waiting_file (ticket_id, person_id, id);

-- For how many seconds somebody's replies wait.
CREATE TABLE writing_choice (
  person_id BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
  undo_s    BIGINT NOT NULL
);

-- Texts kept for use, and who has changed them.
CREATE TABLE saved_reply (
  id       {{id}},
  audience TEXT    NOT NULL CHECK (audience IN ('own', 'team', 'desk')),
  owner    BIGINT  NOT NULL REFERENCES person (id),
  team     TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  en       TEXT    NOT NULL,
  es       TEXT    NOT NULL,
  verb     TEXT    NOT NULL,
  method   TEXT    NOT NULL,
  code     TEXT    NOT NULL,
  uses     BIGINT  NOT NULL,
  version  BIGINT  NOT NULL,
  retired  BOOLEAN NOT NULL
);
CREATE INDEX saved_reply_owner ON saved_reply (owner, id) WHERE audience = 'own';
CREATE INDEX saved_reply_team ON saved_reply (team, id) WHERE audience = 'team';
CREATE INDEX saved_reply_desk ON saved_reply (id) WHERE audience = 'desk';
CREATE TABLE saved_reply_version (
  reply_id   BIGINT  NOT NULL REFERENCES saved_reply (id),
  version    BIGINT  NOT NULL,
  person_id  BIGINT  NOT NULL REFERENCES person (id),
  name       TEXT    NOT NULL,
  en         TEXT    NOT NULL,
  es         TEXT    NOT NULL,
  retired    BOOLEAN NOT NULL,
  changed_at BIGINT  NOT NULL,
  PRIMARY KEY (reply_id, version)
);

-- Who was named in which note, and whether they have seen it.
CREATE TABLE mention (
  person_id    BIGINT NOT NULL REFERENCES person (id),
  ticket_id    BIGINT NOT NULL REFERENCES ticket (id),
  entry        BIGINT NOT NULL, -- which of the ticket, from 1
  author       BIGINT NOT NULL REFERENCES person (id),
  mentioned_at BIGINT NOT NULL,
  read_at      BIGINT,
  PRIMARY KEY (person_id, ticket_id, entry)
);
CREATE INDEX mention_person ON mention (person_id, mentioned_at, ticket_id, entry);
CREATE INDEX mention_unread ON mention (person_id, ticket_id) WHERE read_at IS NULL;
