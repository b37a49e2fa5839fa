-- What is sealed: a handful of tickets. Counts take off those that are open; that of a team is asked for before a list is shared.
CREATE INDEX ticket_sealed ON ticket (due_at, id) WHERE open AND sealed;
CREATE INDEX ticket_sealed_team ON ticket (team, id) WHERE sealed;
