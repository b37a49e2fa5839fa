-- What an act made is not always a ticket: work on many tickets is done once too.
ALTER TABLE once RENAME COLUMN ticket_id TO made;
