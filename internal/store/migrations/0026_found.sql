-- How often which articles are found has changed, by their text or by words that say the same: what was found under a number
-- stands for as long as the number does.
CREATE TABLE shelf (
  id      BIGINT PRIMARY KEY CHECK (id = 1),
  edition BIGINT NOT NULL
);
INSERT INTO shelf (id, edition) VALUES (1, 0);
