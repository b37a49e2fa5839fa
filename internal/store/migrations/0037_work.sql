-- What stands still and was tried again, or let go by somebody, are acts of the log of 0032 too.
DROP INDEX fact_audit;
DROP INDEX fact_audit_actor;
CREATE INDEX fact_audit ON fact (seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'consultant.changed', 'definition.published', 'directory.imported', 'manager.changed', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'token.made', 'work.dropped', 'work.retried');
CREATE INDEX fact_audit_actor ON fact (actor, seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'consultant.changed', 'definition.published', 'directory.imported', 'manager.changed', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'token.made', 'work.dropped', 'work.retried');
