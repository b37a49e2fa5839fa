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
