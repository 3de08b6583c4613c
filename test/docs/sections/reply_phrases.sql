-- The groups of phrases in order of precedence, each with its first phrase: of
-- alternatives the first, without what is optional.
SELECT E'| phrases about | reason | strength | number | certain | example |\n|---|---|---|---|---|---|';
SELECT format('| %s | %s | %s | %s | %s | %s |', phrases, coalesce('`' || reason || '`', 'temporary'), strength, count(*), count(*) FILTER (WHERE is_certain),
	(array_agg(translate(regexp_replace(regexp_replace(pattern, '\([^()]*\|\) ?', '', 'g'), '\(([^()|]*)\|[^()]*\)', '\1', 'g'), '()', '') ORDER BY position))[1])
FROM ses_reply_rules() WITH ORDINALITY AS r (kind, phrases, pattern, reason, strength, is_certain, is_temporary, source, position)
WHERE kind = 'phrase' GROUP BY phrases, reason, strength ORDER BY min(position);
