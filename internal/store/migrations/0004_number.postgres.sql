-- Numbers have six digits from the first one on, so that they can be told from other figures on the phone.
ALTER TABLE ticket ALTER COLUMN id RESTART WITH 100001;
