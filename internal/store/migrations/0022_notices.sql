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
  id         {{id}},
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
  id        {{id}},
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
  id              {{id}},
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
