-- Whose a session is, so that who comes is read in one question. A session of nobody has none, and those of an earlier release, which
-- end within a day, need two questions.
ALTER TABLE session ADD COLUMN person_id BIGINT REFERENCES person (id);
