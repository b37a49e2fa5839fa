-- How often an article solved it in a span of time: what needed no ticket (CO-14).
CREATE INDEX article_answer_solved ON article_answer (at) WHERE says = 'solved';
