-- 0001_log.sql
-- The log: what happened, in the order in which it was committed: (xid, seq), see docs/adr/0002-log-order.md.
-- Facts are appended and never change.
CREATE TABLE fact (
	seq       INTEGER PRIMARY KEY,
	xid       BIGINT  NOT NULL DEFAULT 0, -- the transaction; 0 on SQLite
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

-- 0002_job.sql
-- What is to be done later, again, once.
CREATE TABLE job (
	id          INTEGER PRIMARY KEY,
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

-- 0003_desk.sql
CREATE TABLE person (
  id       INTEGER PRIMARY KEY,
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
  data       BLOB NOT NULL,
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
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
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

-- 0004_number.sqlite.sql
-- Numbers have six digits from the first one on, so that they can be told from other figures on the phone.
INSERT INTO sqlite_sequence (name, seq) VALUES ('ticket', 100000);

-- 0005_search.sqlite.sql
-- The words of each ticket, for search. It holds no text of its own: what matches is read from the log.
CREATE VIRTUAL TABLE ticket_words USING fts5(
  who,      -- p123: those who may find it as their own
  subject,
  public,   -- what the requester may read
  internal, -- what only the desk reads
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- 0006_arrival.sql
-- Since when a message of the customer waits for an answer, and the team that opened a ticket past the desk.
ALTER TABLE ticket ADD COLUMN unanswered_at BIGINT;
ALTER TABLE ticket ADD COLUMN direct TEXT NOT NULL DEFAULT '';
CREATE INDEX ticket_received ON ticket (received_at, id);

-- 0007_mail.sql
-- Mail as it came. What is acknowledged to whoever delivered it lies here first, byte for byte (DESIGN 9.8).
CREATE TABLE mail (
  id         INTEGER PRIMARY KEY,
  digest     TEXT   NOT NULL UNIQUE, -- the same message once, however often and by whichever way it comes
  mailbox    TEXT   NOT NULL,        -- the way it came: the name of a mailbox, "smtp" or "lmtp"
  sender     TEXT   NOT NULL,        -- of the envelope; '' where there was none or nobody tells
  recipient  TEXT   NOT NULL,        -- of the envelope; '' where nobody tells
  message_id TEXT   NOT NULL,        -- with its angle brackets; '' where it has none
  size       BIGINT NOT NULL,
  arrived_at BIGINT NOT NULL,        -- at the desk's mailbox
  stored_at  BIGINT NOT NULL,
  state      TEXT   NOT NULL CHECK (state IN ('stored', 'opened', 'threaded', 'held', 'answered', 'noted', 'dropped')),
  reason     TEXT   NOT NULL DEFAULT '', -- in words, why it became what it became
  ticket_id  BIGINT,                 -- what it opened or was threaded into; of a held one, the ticket that it names
  author     TEXT   NOT NULL DEFAULT '', -- the address in From, folded; '' until it is read, and where there is none
  subject    TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX mail_message ON mail (message_id, id) WHERE message_id <> '';
CREATE INDEX mail_ticket ON mail (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX mail_held ON mail (id) WHERE state = 'held';
CREATE INDEX mail_author ON mail (author, arrived_at) WHERE author <> '';

-- The bytes, in pieces that fit a row.
CREATE TABLE mail_bytes (
  mail_id BIGINT   NOT NULL REFERENCES mail (id),
  n       BIGINT   NOT NULL,
  bytes   BLOB NOT NULL,
  PRIMARY KEY (mail_id, n)
);

-- Mail that the desk sends: who is told what, and how that ended. The words are a function of the history up to the
-- fact; they are not kept twice.
CREATE TABLE letter (
  id         INTEGER PRIMARY KEY,
  kind       TEXT   NOT NULL,        -- what it says: of core/notice
  cause      BIGINT NOT NULL,        -- the fact or mail of which it tells; with kind and address: told once
  ticket_id  BIGINT,
  person_id  BIGINT,
  address    TEXT   NOT NULL,
  about      TEXT   NOT NULL DEFAULT '', -- JSON, what a letter of no ticket needs
  message_id TEXT   NOT NULL UNIQUE, -- fixed before it is first sent
  state      TEXT   NOT NULL CHECK (state IN ('queued', 'accepted', 'refused', 'bounced', 'suppressed', 'failed')),
  detail     TEXT   NOT NULL DEFAULT '', -- what the other side said, or why it was not sent
  created_at BIGINT NOT NULL,
  settled_at BIGINT,
  UNIQUE (kind, cause, address)
);
CREATE INDEX letter_ticket ON letter (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX letter_person ON letter (person_id, created_at) WHERE person_id IS NOT NULL;
CREATE INDEX letter_address ON letter (address, created_at);

-- How far each mailbox has been read.
CREATE TABLE mailbox (
  name        TEXT   PRIMARY KEY,
  validity    BIGINT NOT NULL, -- UIDVALIDITY (RFC 9051, 2.3.1.1)
  uid         BIGINT NOT NULL, -- the last that is stored
  since       BIGINT,          -- when the desk first read it
  beat_sent   BIGINT,          -- when the first of our own messages left that have not come back, or the last that has
  beat_back   BIGINT           -- when one last came back
);

-- What people in charge must know of the desk's own machinery, until it works again.
CREATE TABLE alarm (
  name      TEXT   PRIMARY KEY, -- of what is sick: "mailbox:desk"
  says      TEXT   NOT NULL,
  raised_at BIGINT NOT NULL
);

-- Keys that this desk has made for itself.
CREATE TABLE secret (
  name  TEXT     PRIMARY KEY,
  value BLOB NOT NULL
);

-- Files that hang on tickets. Who fetches one must know its random id and may see its ticket; its name is what somebody
-- called it, and is only shown (DESIGN 9.3). Its bytes are here, or a part of the mail that brought it.
CREATE TABLE file (
  id         TEXT    PRIMARY KEY,
  ticket_id  BIGINT  NOT NULL REFERENCES ticket (id),
  public     BOOLEAN NOT NULL, -- the requester may see it
  name       TEXT    NOT NULL,
  type       TEXT    NOT NULL,
  size       BIGINT  NOT NULL,
  mail_id    BIGINT  REFERENCES mail (id),
  part       BIGINT,           -- of the mail, in the order of its attachments, from 0
  bytes      BLOB,
  created_at BIGINT  NOT NULL
);
CREATE INDEX file_ticket ON file (ticket_id, id);

-- 0008_view.sql
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
  id         INTEGER PRIMARY KEY,
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
  id        INTEGER PRIMARY KEY,
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

-- 0009_knowledge.sql
-- Knowledge. A version never changes; article says which one readers see, and where the latest one stands.
CREATE TABLE article (
  id           INTEGER PRIMARY KEY,
  version      BIGINT NOT NULL, -- of this row: the same number, the same state
  status       TEXT   NOT NULL CHECK (status IN ('draft', 'review', 'published', 'retired')),
  latest       BIGINT NOT NULL,
  published    BIGINT NOT NULL, -- the version that readers see; 0: none
  title        TEXT   NOT NULL, -- of the latest version, for lists
  kind         TEXT   NOT NULL,
  audience     TEXT   NOT NULL,
  author       BIGINT,          -- of the latest version; none: it was imported
  owner        BIGINT,
  review_at    BIGINT,
  changed_at   BIGINT NOT NULL,
  published_at BIGINT,
  path         TEXT   NOT NULL, -- of the file that it was imported from; '' where it was written here
  from_ticket  BIGINT,
  helpful      BIGINT NOT NULL DEFAULT 0,
  unhelpful    BIGINT NOT NULL DEFAULT 0,
  solved       BIGINT NOT NULL DEFAULT 0,
  linked       BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX article_path ON article (path) WHERE path <> '';
CREATE INDEX article_status ON article (status, changed_at, id);
CREATE INDEX article_review ON article (review_at, id) WHERE published > 0;

CREATE TABLE article_version (
  article_id BIGINT NOT NULL REFERENCES article (id),
  n          BIGINT NOT NULL,
  content    TEXT   NOT NULL, -- JSON
  by_id      BIGINT,
  at         BIGINT NOT NULL,
  why        TEXT   NOT NULL,
  PRIMARY KEY (article_id, n)
);

-- The words of what is published. A scope stands for readers who may all read the same, so that nobody's search, count or
-- suggestion touches what they may not read. rank is the negative weight: the index holds the best articles first.
CREATE TABLE article_word (
  scope      TEXT      NOT NULL,
  word       TEXT NOT NULL,
  rank       BIGINT    NOT NULL,
  article_id BIGINT    NOT NULL REFERENCES article (id),
  PRIMARY KEY (scope, word, rank, article_id)
);
CREATE INDEX article_word_article ON article_word (article_id, scope, word, rank);

-- How many articles of a scope hold a word; '' counts them all.
CREATE TABLE article_term (
  scope    TEXT      NOT NULL,
  word     TEXT NOT NULL,
  articles BIGINT    NOT NULL,
  PRIMARY KEY (scope, word)
);

-- Words of titles and keywords under each of their misspellings' common keys; see kb.Near.
CREATE TABLE article_near (
  near TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (near, word)
);

CREATE TABLE article_service (
  service    TEXT   NOT NULL,
  scope      TEXT   NOT NULL,
  article_id BIGINT NOT NULL REFERENCES article (id),
  kind       TEXT   NOT NULL,
  PRIMARY KEY (service, scope, article_id)
);
CREATE INDEX article_service_article ON article_service (article_id);

-- What a reader said of an article, once.
CREATE TABLE article_answer (
  article_id BIGINT NOT NULL REFERENCES article (id),
  reader     TEXT   NOT NULL, -- p123: a person; s...: a visit of somebody who is not signed in
  says       TEXT   NOT NULL CHECK (says IN ('helpful', 'unhelpful', 'solved')),
  at         BIGINT NOT NULL,
  PRIMARY KEY (article_id, reader)
);

-- The desk's own words that say the same, as its people wrote them; one row.
CREATE TABLE synonyms (
  id   BIGINT PRIMARY KEY,
  text TEXT   NOT NULL
);

-- 0010_relation.sql
-- How tickets belong together, up the ladder and who is let in. Each column is the fold of the ticket's facts, as all of its row.
ALTER TABLE ticket ADD COLUMN merged_into BIGINT;             -- the ticket that is worked on in its place
ALTER TABLE ticket ADD COLUMN parent BIGINT;                  -- of a task: the ticket for whose customer it is done
ALTER TABLE ticket ADD COLUMN follow_up_of BIGINT;
ALTER TABLE ticket ADD COLUMN split_from BIGINT;
ALTER TABLE ticket ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE; -- seen by need to know (ME-57)
ALTER TABLE ticket ADD COLUMN escalation BIGINT NOT NULL DEFAULT 0;  -- the level that has to answer; 0: none
ALTER TABLE ticket ADD COLUMN review_at BIGINT;               -- since when a review is due (ME-28)
CREATE INDEX ticket_merged ON ticket (merged_into, id) WHERE merged_into IS NOT NULL;
CREATE INDEX ticket_parent ON ticket (parent, id) WHERE parent IS NOT NULL;
CREATE INDEX ticket_follow_up ON ticket (follow_up_of, id) WHERE follow_up_of IS NOT NULL;
CREATE INDEX ticket_split ON ticket (split_from, id) WHERE split_from IS NOT NULL;
CREATE INDEX ticket_escalated ON ticket (due_at, id) WHERE open AND escalation > 0;
CREATE INDEX ticket_review ON ticket (due_at, id) WHERE open AND review_at IS NOT NULL;

-- People who may know of a ticket besides those whom it belongs to: who joined it with consent, who was let into a
-- sealed one, who holds a rung of its ladder.
CREATE TABLE party (
	person_id BIGINT NOT NULL REFERENCES person (id),
	ticket_id BIGINT NOT NULL REFERENCES ticket (id),
	PRIMARY KEY (person_id, ticket_id)
);

-- Whom a person escalates through (ME-48), and who represents an agency at the desk (ME-49).
ALTER TABLE person ADD COLUMN supervisor BIGINT REFERENCES person (id);
CREATE TABLE consultant (
	agency    TEXT   NOT NULL,
	person_id BIGINT NOT NULL REFERENCES person (id),
	deputy    BOOLEAN NOT NULL,
	PRIMARY KEY (agency, person_id)
);

-- 0011_consultant.sql
-- Since when and until when somebody represents an agency (ME-49); without these from the first and to the last.
ALTER TABLE consultant ADD COLUMN since BIGINT;
ALTER TABLE consultant ADD COLUMN until BIGINT;
CREATE INDEX consultant_person ON consultant (person_id, agency);
CREATE INDEX ticket_agency_number ON ticket (agency, id); -- what a consultant reads, in the order of customers' lists

-- 0013_solved.sql
-- How often an article solved it in a span of time: what needed no ticket (CO-14).
CREATE INDEX article_answer_solved ON article_answer (at) WHERE says = 'solved';

-- 0014_approval.sql
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
  id         INTEGER PRIMARY KEY,
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

-- 0016_directory.sql
-- What a person says of themselves, and what the directory says of them.
ALTER TABLE person ADD COLUMN alternate TEXT NOT NULL DEFAULT '';   -- whom to ask when they are away (ME-53)
ALTER TABLE person ADD COLUMN second_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN prefers TEXT NOT NULL DEFAULT '';     -- mail, phone, second
ALTER TABLE person ADD COLUMN language TEXT NOT NULL DEFAULT '';    -- of letters
CREATE INDEX person_supervisor ON person (supervisor, id) WHERE supervisor IS NOT NULL;
CREATE INDEX person_agency ON person (agency, name, id);
CREATE INDEX person_name ON person (name, id);

-- Agencies, under what stands at their people. One that nobody has written down has no row.
CREATE TABLE agency (
  key              TEXT   PRIMARY KEY,
  name             TEXT   NOT NULL,
  name_es          TEXT   NOT NULL,
  branch           TEXT   NOT NULL,
  supported_from   BIGINT,
  supported_until  BIGINT,          -- the first instant at which it is not
  services         TEXT   NOT NULL, -- of the definition, apart by commas
  notes            TEXT   NOT NULL, -- for the desk (CO-10, ME-10)
  shade_supervisor TEXT   NOT NULL CHECK (shade_supervisor IN ('none', 'counts', 'lines', 'whole')),
  shade_consultant TEXT   NOT NULL CHECK (shade_consultant IN ('none', 'counts', 'lines', 'whole')),
  shade_manager    TEXT   NOT NULL CHECK (shade_manager IN ('none', 'counts', 'lines', 'whole'))
);

-- Special arrangements, of an agency or of one person (ME-65).
CREATE TABLE arrangement (
  ref       TEXT   PRIMARY KEY,
  agency    TEXT   NOT NULL,
  person_id BIGINT REFERENCES person (id),
  what      TEXT   NOT NULL,
  since     BIGINT,
  until     BIGINT,
  CHECK ((agency = '') = (person_id IS NOT NULL))
);
CREATE INDEX arrangement_agency ON arrangement (agency, ref) WHERE agency <> '';
CREATE INDEX arrangement_person ON arrangement (person_id, ref) WHERE person_id IS NOT NULL;

-- Equipment, and whose it is (ME-03).
CREATE TABLE device (
  tag       TEXT    PRIMARY KEY,
  kind      TEXT    NOT NULL,
  model     TEXT    NOT NULL,
  owner     TEXT    NOT NULL CHECK (owner IN ('state', 'agency', 'private')),
  person_id BIGINT  REFERENCES person (id),
  agency    TEXT    NOT NULL,
  location  TEXT    NOT NULL,
  supported BOOLEAN NOT NULL
);
CREATE INDEX device_person ON device (person_id, tag) WHERE person_id IS NOT NULL;
CREATE INDEX device_agency ON device (agency, tag);

-- 0017_contest.sql
-- Since when an objection of the customer to a pause or a class waits for an answer (A26): the fold of the ticket's facts.
ALTER TABLE ticket ADD COLUMN contested_at BIGINT;
CREATE INDEX ticket_contested ON ticket (received_at, id) WHERE contested_at IS NOT NULL;

-- 0018_rule.sql
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

-- 0019_compose.sql
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
  bytes     BLOB
);
CREATE INDEX waiting_file_of ON waiting_file (ticket_id, person_id, id);

-- For how many seconds somebody's replies wait.
CREATE TABLE writing_choice (
  person_id BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
  undo_s    BIGINT NOT NULL
);

-- Texts kept for use, and who has changed them.
CREATE TABLE saved_reply (
  id       INTEGER PRIMARY KEY,
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

-- 0020_sealed.sql
-- What is sealed: a handful of tickets. Counts take off those that are open; that of a team is asked for before a list is shared.
CREATE INDEX ticket_sealed ON ticket (due_at, id) WHERE open AND sealed;
CREATE INDEX ticket_sealed_team ON ticket (team, id) WHERE sealed;

-- 0021_found.sql
-- What a file says, as far as it is text; search holds it among the words of its ticket. A file without a row has not been
-- read yet, or could not be.
CREATE TABLE file_text (
  file_id   TEXT   PRIMARY KEY REFERENCES file (id),
  ticket_id BIGINT NOT NULL REFERENCES ticket (id),
  text      TEXT   NOT NULL
);
CREATE INDEX file_text_ticket ON file_text (ticket_id, file_id);

-- Whether somebody was asked to read a file.
ALTER TABLE file ADD COLUMN asked BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX file_unasked ON file (id) WHERE NOT asked;

-- The words of names, of people (value: the number) and of agencies (value: the name).
CREATE TABLE name_word (
  word  TEXT NOT NULL,
  about TEXT NOT NULL CHECK (about IN ('person', 'agency')),
  value TEXT NOT NULL,
  PRIMARY KEY (word, about, value)
);
CREATE INDEX name_word_value ON name_word (about, value, word);

-- Words of names and of subjects under the keys of their misspellings; see near.Keys. It is no more than a vocabulary:
-- what it leads to is searched for, and found within what the person may see.
CREATE TABLE near_word (
  near TEXT NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (near, word)
);

-- The name by which somebody is found.
ALTER TABLE person ADD COLUMN known_as TEXT NOT NULL DEFAULT '';
CREATE INDEX person_unknown ON person (id) WHERE known_as <> name;

-- 0022_notices.sql
-- By which ways somebody wants to be told, for each group of news (core/notice); who is not here has chosen nothing.
CREATE TABLE notice_choice (
  person_id BIGINT  NOT NULL REFERENCES person (id),
  news      TEXT    NOT NULL,
  mail      BOOLEAN NOT NULL,
  push      BOOLEAN NOT NULL,
  PRIMARY KEY (person_id, news)
);

-- When somebody wants neither letters nor pushes.
CREATE TABLE quiet_hours (
  person_id    BIGINT PRIMARY KEY REFERENCES person (id),
  from_minute  BIGINT NOT NULL, -- since midnight
  until_minute BIGINT NOT NULL,
  days_off     BIGINT NOT NULL, -- bit 0 is Sunday
  zone         TEXT   NOT NULL  -- '' is the desk's
);

-- The devices that take pushes (RFC 8030), with the keys for which they are sealed (RFC 8291).
CREATE TABLE push_subscription (
  id         INTEGER PRIMARY KEY,
  person_id  BIGINT NOT NULL REFERENCES person (id),
  endpoint   TEXT   NOT NULL UNIQUE,
  p256dh     TEXT   NOT NULL,
  auth       TEXT   NOT NULL,
  device     TEXT   NOT NULL, -- what its owner knows it by
  lang       TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  ok_at      BIGINT,
  failed_at  BIGINT
);
CREATE INDEX push_subscription_person ON push_subscription (person_id, id);

-- What somebody is told in the page.
CREATE TABLE bell (
  id        INTEGER PRIMARY KEY,
  person_id BIGINT  NOT NULL REFERENCES person (id),
  ticket_id BIGINT,
  kind      TEXT    NOT NULL,
  cause     BIGINT  NOT NULL, -- the fact of which it tells
  insists   BOOLEAN NOT NULL, -- it was sent against their choice, as nobody else would have heard
  at        BIGINT  NOT NULL,
  read_at   BIGINT,
  UNIQUE (person_id, kind, cause)
);
CREATE INDEX bell_person ON bell (person_id, id);
CREATE INDEX bell_unread ON bell (person_id, ticket_id) WHERE read_at IS NULL;
CREATE INDEX bell_age ON bell (at);

-- What goes to a device, and how it ended; the device may be gone by now.
CREATE TABLE push (
  id              INTEGER PRIMARY KEY,
  subscription_id BIGINT NOT NULL,
  person_id       BIGINT NOT NULL,
  ticket_id       BIGINT,
  kind            TEXT   NOT NULL,
  cause           BIGINT NOT NULL,
  state           TEXT   NOT NULL CHECK (state IN ('queued', 'accepted', 'refused', 'suppressed', 'failed')),
  detail          TEXT   NOT NULL DEFAULT '',
  created_at      BIGINT NOT NULL,
  not_before      BIGINT NOT NULL, -- the end of quiet hours, or when it was decided
  settled_at      BIGINT,
  UNIQUE (subscription_id, kind, cause)
);
CREATE INDEX push_ticket ON push (ticket_id, id) WHERE ticket_id IS NOT NULL;
CREATE INDEX push_age ON push (created_at);

-- 'off': its reader wants none of its kind. 'insists': sent against that, or in their quiet hours.
ALTER TABLE letter ADD COLUMN chosen TEXT NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN not_before BIGINT;

-- 0025_usage.sql
-- The time that was recorded, of each ticket (CO-41): few facts among many, found without reading the others.
CREATE INDEX fact_time_spent ON fact (ticket_id) WHERE kind = 'ticket.time_spent';

-- 0026_found.sql
-- How often which articles are found has changed, by their text or by words that say the same: what was found under a number
-- stands for as long as the number does.
CREATE TABLE shelf (
  id      BIGINT PRIMARY KEY CHECK (id = 1),
  edition BIGINT NOT NULL
);
INSERT INTO shelf (id, edition) VALUES (1, 0);

-- 0029_apart.sql
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

-- What was billed, of each ticket (CO-41).
CREATE INDEX fact_charge_posted ON fact (ticket_id) WHERE kind = 'ticket.charge_posted';

-- How many full-time people work at an agency, in hundredths (CO-05, ME-62).
ALTER TABLE agency ADD COLUMN fte BIGINT NOT NULL DEFAULT 0;

-- The tickets that are here already get the new columns from their histories, by a job.
INSERT INTO job (kind, key, state, run_at, body, created_at)
SELECT 'ticket.refold', 'refold 29', 'available', 0, '0', 0 WHERE EXISTS (SELECT 1 FROM ticket);

-- 0030_rule_act.sql
-- Where each rule acted last: its tickets, with the entry that says so, counted from 1.
CREATE TABLE rule_act (
	rule      TEXT   NOT NULL,
	ticket_id BIGINT NOT NULL REFERENCES ticket (id),
	entry     BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (rule, ticket_id)
);
CREATE INDEX rule_act_last ON rule_act (rule, at, ticket_id);

-- 0031_pass_picture.sql
-- The links in letters are proofs of which nothing is kept (ADR 18). Of the links before, digests alone were kept, so none can be carried over: whoever
-- follows one reads that it is not known, and finds what waits for them under Approvals.
DROP TABLE approval_link;

-- The pictures of articles, each once; which of them an article has stands in its versions.
CREATE TABLE article_picture (
  id    TEXT     PRIMARY KEY,
  type  TEXT     NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  bytes BLOB NOT NULL
);

-- 0032_audit.sql
-- Acts that need a right which few have, and attempts that were refused (ME-70): few facts among many, read newest first, and
-- those of one person, without reading the others. internal/store/audit.go names the same kinds.
CREATE INDEX fact_audit ON fact (seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'consultant.changed', 'definition.published', 'directory.imported', 'manager.changed', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'token.made');
CREATE INDEX fact_audit_actor ON fact (actor, seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'consultant.changed', 'definition.published', 'directory.imported', 'manager.changed', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'token.made');

-- 0033_headcount.sql
-- How many full-time people work at an agency, in hundredths, and since when this is written down (CO-05): what a month was charged by
-- stays as it was. The row of the agency says how many there are now.
CREATE TABLE headcount (
  agency TEXT   NOT NULL,
  at     BIGINT NOT NULL, -- 0: before this was kept
  fte    BIGINT NOT NULL,
  PRIMARY KEY (agency, at)
);
INSERT INTO headcount (agency, at, fte) SELECT key, 0, fte FROM agency WHERE fte > 0;

-- 0034_session_person.sql
-- Whose a session is, so that who comes is read in one question. A session of nobody has none, and those of an earlier release, which
-- end within a day, need two questions.
ALTER TABLE session ADD COLUMN person_id BIGINT REFERENCES person (id);

-- 0035_once_made.sql
-- What an act made is not always a ticket: work on many tickets is done once too.
ALTER TABLE once RENAME COLUMN ticket_id TO made;

-- 0036_audit.sql
-- More of these acts: articles that readers see or no longer do, synonyms, what was taken in from elsewhere, originals of mail that
-- somebody read, and what stood still and was tried again or let go. internal/store/audit.go names the same kinds.
DROP INDEX fact_audit;
DROP INDEX fact_audit_actor;
CREATE INDEX fact_audit ON fact (seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'article.published', 'article.retired', 'consultant.changed', 'definition.published', 'directory.imported', 'mail.original_read', 'manager.changed', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'synonyms.changed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'tickets.imported', 'token.made', 'work.dropped', 'work.retried');
CREATE INDEX fact_audit_actor ON fact (actor, seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'article.published', 'article.retired', 'consultant.changed', 'definition.published', 'directory.imported', 'mail.original_read', 'manager.changed', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'synonyms.changed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'tickets.imported', 'token.made', 'work.dropped', 'work.retried');

