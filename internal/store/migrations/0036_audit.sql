-- More of these acts: articles that readers see or no longer do, synonyms, what was taken in from elsewhere, originals of mail that
-- somebody read. internal/store/audit.go names the same kinds.
DROP INDEX fact_audit;
DROP INDEX fact_audit_actor;
CREATE INDEX fact_audit ON fact (seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'article.published', 'article.retired', 'consultant.changed', 'definition.published', 'directory.imported', 'mail.original_read', 'manager.changed', 'people.imported', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'synonyms.changed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'tickets.imported', 'token.made');
CREATE INDEX fact_audit_actor ON fact (actor, seq) WHERE kind IN ('agency.changed', 'arrangement.changed', 'article.published', 'article.retired', 'consultant.changed', 'definition.published', 'directory.imported', 'mail.original_read', 'manager.changed', 'people.imported', 'person.role', 'person.supervisor', 'rule.paused', 'rule.resumed', 'synonyms.changed', 'ticket.admitted', 'ticket.denied', 'ticket.unsealed', 'tickets.imported', 'token.made');
