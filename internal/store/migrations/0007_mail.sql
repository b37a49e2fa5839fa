-- Mail as it came. What is acknowledged to whoever delivered it lies here first, byte for byte (DESIGN 9.8).
CREATE TABLE mail (
  id         {{id}},
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
  bytes   {{blob}} NOT NULL,
  PRIMARY KEY (mail_id, n)
);

-- Mail that the desk sends: who is told what, and how that ended. The words are a function of the history up to the
-- fact; they are not kept twice.
CREATE TABLE letter (
  id         {{id}},
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
  value {{blob}} NOT NULL
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
  bytes      {{blob}},
  created_at BIGINT  NOT NULL
);
CREATE INDEX file_ticket ON file (ticket_id, id);
