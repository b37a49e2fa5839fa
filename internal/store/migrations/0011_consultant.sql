-- Since when and until when somebody represents an agency (ME-49); without these from the first and to the last.
ALTER TABLE consultant ADD COLUMN since BIGINT;
ALTER TABLE consultant ADD COLUMN until BIGINT;
CREATE INDEX consultant_person ON consultant (person_id, agency);
CREATE INDEX ticket_agency_number ON ticket (agency, id); -- what a consultant reads, in the order of customers' lists
