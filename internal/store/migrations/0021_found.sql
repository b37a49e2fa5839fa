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
