-- Numbers have six digits from the first one on, so that they can be told from other figures on the phone.
INSERT INTO sqlite_sequence (name, seq) VALUES ('ticket', 100000);
