-- The links in letters are proofs of which nothing is kept (ADR 18). Of the links before, digests alone were kept, so none can be carried over: whoever
-- follows one reads that it is not known, and finds what waits for them under Approvals.
DROP TABLE approval_link;

-- The pictures of articles, each once; which of them an article has stands in its versions.
CREATE TABLE article_picture (
  id    TEXT     PRIMARY KEY,
  type  TEXT     NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  bytes {{blob}} NOT NULL
);
