-- The links in letters are proofs of which nothing is kept (ADR 18). Of the links before, digests alone were kept, so none can be carried over: whoever
-- follows one reads that it is not known, and finds what waits for them under Approvals.
DROP TABLE approval_link;
