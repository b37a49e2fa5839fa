-- The words of each ticket, for search. It holds no text of its own: what matches is read from the log.
CREATE VIRTUAL TABLE ticket_words USING fts5(
  who,      -- p123: those who may find it as their own
  subject,
  public,   -- what the requester may read
  internal, -- what only the desk reads
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
