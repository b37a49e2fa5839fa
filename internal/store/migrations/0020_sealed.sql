-- What is sealed and open, which counts take off: a handful of tickets.
CREATE INDEX ticket_sealed ON ticket (due_at, id) WHERE open AND sealed;
