-- The words of each ticket, for search: A its subject, B what the requester may read, C what only the desk reads,
-- D p123 for those who may find it as their own.
CREATE TABLE ticket_words (
  id    BIGINT   PRIMARY KEY,
  words TSVECTOR NOT NULL
);
CREATE INDEX ticket_words_words ON ticket_words USING gin (words);
