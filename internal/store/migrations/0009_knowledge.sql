-- Knowledge. A version never changes; article says which one readers see, and where the latest one stands.
CREATE TABLE article (
  id           {{id}},
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
  word       {{exact}} NOT NULL,
  rank       BIGINT    NOT NULL,
  article_id BIGINT    NOT NULL REFERENCES article (id),
  PRIMARY KEY (scope, word, rank, article_id)
);
CREATE INDEX article_word_article ON article_word (article_id, scope, word, rank);

-- How many articles of a scope hold a word; '' counts them all.
CREATE TABLE article_term (
  scope    TEXT      NOT NULL,
  word     {{exact}} NOT NULL,
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
