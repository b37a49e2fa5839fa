-- How many full-time people work at an agency, in hundredths, and since when this is written down (CO-05): what a month was charged by
-- stays as it was. The row of the agency says how many there are now.
CREATE TABLE headcount (
  agency TEXT   NOT NULL,
  at     BIGINT NOT NULL, -- 0: before this was kept
  fte    BIGINT NOT NULL,
  PRIMARY KEY (agency, at)
);
INSERT INTO headcount (agency, at, fte) SELECT key, 0, fte FROM agency WHERE fte > 0;
