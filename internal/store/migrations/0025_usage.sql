-- The time that was recorded, of each ticket (CO-41): few facts among many, found without reading the others.
CREATE INDEX fact_time_spent ON fact (ticket_id) WHERE kind = 'ticket.time_spent';
